package explain

import (
	"strconv"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/codes/query"
	"github.com/iiswhy/iiswhy/report"
)

// explainEvent explains what the number of an event stands for, one answer for each
// program that writes it.
func explainEvent(b *codes.Book, q query.Question) (all []report.Explanation) {
	for _, event := range b.Events(q.Event) {
		e := eventAsked(q)
		e.Provider, e.EventLog = event.Provider, event.Log
		setTexts(&e, event.Text, event.Source, codes.Exact.String())
		remarkCompany(b, &e, event.With)
		all = append(all, e)
	}
	if all == nil {
		e := eventAsked(q)
		e.Match = codes.NoMatch.String()
		addRemark(&e, "unknown-event", text("number", strconv.FormatUint(q.Event, 10)))
		all = append(all, e)
	}
	return all
}

// eventAsked is an answer without texts. An event is no row, and has no verdict.
func eventAsked(q query.Question) report.Explanation {
	return report.Explanation{
		Input: q.Input, Event: q.Event, Verdict: codes.Unknown.String(), Confidence: certain,
		Notes: []string{}, Remarks: []report.Finding{},
	}
}

// remarkCompany says what logs of IIS have in the company of an event.
func remarkCompany(b *codes.Book, e *report.Explanation, with []string) {
	for _, name := range with {
		if r, ok := b.Reason(name); ok {
			addRemark(e, "event-reason", text("reason", name), text("name", r.Name))
		} else if c, err := codes.ParseCode(name); err == nil {
			s, _ := b.Status(c.Status, c.Substatus)
			addRemark(e, "event-code", text("code", name), text("name", s.Name))
		}
	}
}

// remarkEvents says that a Win32 number is one of events, too.
func (a answer) remarkEvents(e *report.Explanation) {
	for _, event := range a.book.Events(uint64(max(a.Win32, 0))) {
		addRemark(e, "event-too", text("provider", event.Provider), text("number", strconv.FormatUint(uint64(event.Number), 10)), text("name", event.Name))
	}
}
