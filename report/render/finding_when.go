package render

import (
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// besides are the blanks of a finding that no evidence fills. {when} is since when its
// rows come, or from when to when they came: who is told "since" of what is over looks
// for it in vain. {past} is the same of what is over. {where} is what all or nearly all of
// them have in common that sentences do not say already. A blank is missing where there is
// nothing to say.
func (b *builder) besides(f report.Finding) (all []blank) {
	if !f.First.IsZero() {
		when := b.findingHappened(f)
		if all = append(all, word("when", when)); f.State != report.GoingOn {
			all = append(all, word("past", when))
		}
	}
	const most = 2
	var telling report.Values
	for _, v := range f.Where {
		// An address says no more than its name, nor that somebody works on the server itself.
		sameServer := v.Field == "s-ip" && (namesField(telling, "s-computername") || slices.Contains(f.Where, report.FieldValue{Field: "c-ip", Value: v.Value}))
		if (isTelling(v) || v.Field == agentField && f.Clients >= fewClients) && len(telling) < most && f.Rows > 1 && !sameServer {
			telling = append(telling, v)
		}
	}
	if len(telling) > 0 {
		share := "some.where"
		if isOfAll(f, telling) {
			share = "all.where"
		}
		all = append(all, word("where", b.say(share, word("where", b.phrases(telling)))))
	}
	return all
}

// isOfAll reports whether it is known of each row of a finding that it has the values, not of
// nearly all: users are counted.
func isOfAll(f report.Finding, values report.Values) bool {
	return len(values) == 1 && values[0].Field == "cs-username" && f.Users == 1 &&
		slices.ContainsFunc(f.Evidence, func(e report.Evidence) bool { return e.What == "user-share" && e.Value == 1 })
}

// fewClients are so few that a sentence says nothing of what they ask with.
const fewClients = 3

// isTelling reports whether a value is of a field of which the sentences of findings say
// nothing themselves. That a page is got or posted to surprises nobody.
func isTelling(v report.FieldValue) bool {
	switch v.Field {
	case "cs-method":
		return v.Value != "GET" && v.Value != "POST"
	case "c-ip", "cs-uri-stem", "cs(User-Agent)", "cs(Referer)", "sc-win32-status":
		return false
	}
	return true
}

// findingHappened says when the rows of a finding came. Of a few nobody can tell that
// they go on.
func (b *builder) findingHappened(f report.Finding) string {
	const few = 10
	if f.State == report.GoingOn && f.Rows > 0 && f.Rows < few {
		return b.happened(report.Over, f.First, f.Last)
	}
	if f.State == report.GoingOn && f.Rule == "served-before" && f.First.Before(f.Last) { // so it did not begin with the log
		from, _ := b.ends(f.First, f.Last)
		return b.say("when.since", word("first", from))
	}
	return b.happened(f.State, f.First, f.Last)
}

// happened says when rows came, by whether they still do.
func (b *builder) happened(state string, first, last time.Time) string {
	from, to := b.ends(first, last)
	switch {
	case state == report.Recurring && b.lastsLong(first, last):
		return b.say("when.daily", word("clock", b.at(first, clockOnly)))
	case state == report.Recurring:
		return b.say("when.days", word("clock", b.at(first, clockOnly)))
	case state == report.GoingOn && first.Before(last) && b.spansLog(first, last):
		return b.say("when.whole")
	case state == report.GoingOn && first.Before(last):
		return b.say("when.since", word("first", from))
	case !first.Before(last), b.at(first, toTheMinute) == b.at(last, toTheMinute):
		return b.say(b.onDay("when.at", "when.on"), word("first", from))
	}
	return b.say("when.between", word("first", from), word("last", to))
}

// lastsLong reports whether what comes on several days lasts for more than an hour each time,
// as far as the last one tells.
func (b *builder) lastsLong(first, last time.Time) bool {
	const day = 24 * time.Hour
	return last.Sub(first)%day > time.Hour && last.Sub(first)%day < day-time.Hour
}

// spansLog reports whether rows came from so near the start of the log that nobody can
// tell whether they began then, and to its end.
func (b *builder) spansLog(first, last time.Time) bool {
	const near, least = 50, time.Hour
	log := b.report.Read
	if log.First.IsZero() {
		log = b.report.Period
	}
	whole := log.Last.Sub(log.First)
	return whole >= least && first.Sub(log.First) <= whole/near && log.Last.Sub(last) <= 2*whole/near
}
