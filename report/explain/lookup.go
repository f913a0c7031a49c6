package explain

import (
	"cmp"
	"fmt"
	"math"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// How sure an explanation is.
const (
	certain  = "certain"  // the numbers, or the neighbours, prove it
	likely   = "likely"   // other readings exist, and are rare
	possible = "possible" // it depends on what is not known
)

// lookup explains one outcome from the tables alone.
type lookup struct {
	book    *codes.Book
	rules   *codes.Rules
	outcome codes.Outcome
	behind  bool // the server behind ARR answered
}

// explain fills what the tables say of the outcome, for rows of a verdict.
func (l lookup) explain(v codes.Verdict) report.Explanation {
	e := report.Explanation{Verdict: v.String(), Attention: v.Attention(), Notes: []string{}, Remarks: []report.Finding{}}
	switch {
	case l.outcome.Log == codes.FTPLog:
		l.fillFTP(&e)
	case l.outcome.Log == codes.HTTPERR && l.fillReason(&e):
	default:
		l.fillStatus(&e, v)
	}
	l.fillWin32(&e)
	e.Confidence = l.confidence(v, e.Match)
	return e
}

func setTexts(e *report.Explanation, text codes.Text, source, match string) {
	e.Name, e.Meaning, e.Cause, e.Check = text.Name, text.Meaning, text.Cause, text.Check
	e.Source, e.Match = source, match
}

// fillStatus takes the texts of what other fields made of the code, else of the code
// together with its Win32 number, else of the number where it decides, else of the code,
// else of what is nearest.
func (l lookup) fillStatus(e *report.Explanation, v codes.Verdict) {
	o := l.outcome
	if o.Status == codes.None {
		e.Match = codes.NoMatch.String()
		return
	}
	e.Code = o.Code().String()
	if c, ok := l.caseOf(v); ok {
		setTexts(e, c.Text, c.Source, "case")
		return
	}
	if w, ok := l.number(v); ok {
		setTexts(e, w.Text, w.Source, "win32")
		return
	}
	if p, ok := l.pair(); ok {
		setTexts(e, p.Text, p.Source, "pair")
		return
	}
	s, match := l.book.Status(o.Status, max(o.Substatus, codes.None))
	if match == codes.ByStatus && o.Substatus == 0 {
		match = codes.Exact // a substatus of 0 says no more than the status
	}
	setTexts(e, s.Text, s.Source, match.String())
	remarkNearest(e, s.Code)
}

// caseOf is what the code means where the rows have another verdict than the rules give.
func (l lookup) caseOf(v codes.Verdict) (codes.Case, bool) {
	if l.outcome.Log != codes.Web || !l.behind && l.rules.Verdict(l.outcome) == v {
		return codes.Case{}, false
	}
	return l.book.Case(l.outcome.Status, l.outcome.Substatus, v)
}

// number is what the Win32 number means, where the substatus is not logged and the
// number decides without it.
func (l lookup) number(v codes.Verdict) (codes.Win32, bool) {
	o := l.outcome
	if o.Log != codes.Web || o.Status < 400 || !l.isByNumber() || v == codes.Unknown {
		return codes.Win32{}, false
	}
	return l.book.Win32(uint64(o.Win32))
}

// isByNumber reports whether the rules need the Win32 number alone, in place of a
// substatus that is not logged.
func (l lookup) isByNumber() bool {
	o := l.outcome
	if o.Substatus != codes.None || o.Win32 <= 0 || l.rules.Verdict(o) == codes.Unknown {
		return false
	}
	o.Win32 = unnamedNumber
	return l.rules.Verdict(o) == codes.Unknown
}

// remarkNearest says so where the tables do not know the very code.
func remarkNearest(e *report.Explanation, found codes.Code) {
	switch e.Match {
	case "status", "class":
		addRemark(e, "nearest-"+e.Match, text("code", e.Code), text("known", found.String()))
	case "none", "other":
		addRemark(e, "nearest-none", text("code", e.Code))
	}
}

func (l lookup) pair() (codes.Pair, bool) {
	o := l.outcome
	if o.Log == codes.HTTPERR || o.Win32 < 0 {
		return codes.Pair{}, false
	}
	return l.book.Pair(o.Code(), o.Win32)
}

// fillReason takes the texts of a reason of HTTP.sys. It reports false when no
// table knows it, and then the status must do.
func (l lookup) fillReason(e *report.Explanation) bool {
	o := l.outcome
	e.Reason = o.Reason
	r, ok := l.book.Reason(o.Reason)
	if !ok {
		addRemark(e, "unknown-reason", text("reason", o.Reason))
		return false
	}
	if o.Status != codes.None {
		e.Code = codes.Code{Status: o.Status, Substatus: codes.None}.String()
	}
	setTexts(e, r.Text, r.Source, codes.Exact.String())
	return true
}

func (l lookup) fillFTP(e *report.Explanation) {
	o := l.outcome
	e.Log = o.Log.String()
	if o.Status == codes.None && o.Substatus <= 0 {
		e.Match = codes.NoMatch.String()
		return
	}
	e.Code = o.Code().String()
	if p, ok := l.pair(); ok {
		setTexts(e, p.Text, p.Source, "pair")
		return
	}
	f, match := l.book.FTP(o.Status, o.Substatus)
	setTexts(e, f.Text, f.Source, match.String())
	remarkNearest(e, codes.Code{Status: o.Status, Substatus: codes.None})
}

// fillWin32 names the Win32 number. Its meaning is added where the texts do not
// speak of it, unless the verdict says all: where a rule refused the request, a
// negotiation goes on or a scanner asks, the number adds nothing.
func (l lookup) fillWin32(e *report.Explanation) {
	o := l.outcome
	if o.Win32 < 0 {
		return
	}
	number := uint64(o.Win32)
	e.Win32 = &number
	alone := o.Status == codes.None && o.Log == codes.Web
	if number == 0 && !alone {
		return
	}
	e.Hex = codes.Hex(number)
	w, ok := l.book.Win32(number)
	if !ok {
		remarkUnknown(e, number)
		return
	}
	e.Symbol = w.Symbol
	if alone {
		setTexts(e, w.Text, w.Source, codes.Exact.String())
		if uint64(w.Number) != number {
			addRemark(e, "other-form", text("hex", e.Hex), text("number", fmt.Sprint(w.Number)))
		}
		return
	}
	if e.Match != "pair" && e.Match != "case" && e.Match != "win32" && !speaksForItself(e.Verdict) {
		e.Win32Meaning = w.Meaning
	}
}

// remarkUnknown says that a number is in no table, and for one that Windows may have where
// to ask.
func remarkUnknown(e *report.Explanation, number uint64) {
	known := []report.Evidence{text("number", fmt.Sprint(number)), text("hex", e.Hex)}
	if number <= math.MaxUint32 {
		known = append(known, text("error", e.Hex))
	}
	addRemark(e, "unknown-win32", known...)
}

func speaksForItself(verdict string) bool {
	switch verdict {
	case codes.Blocked.String(), codes.Handshake.String(), codes.ChallengeUnanswered.String(), codes.Probe.String(),
		codes.Automatic.String():
		return true
	}
	return false
}

// confidence says how sure the verdict is as far as the tables go.
func (l lookup) confidence(v codes.Verdict, match string) string {
	o := l.outcome
	switch {
	case scan.MayBeGone(o) && v == codes.Configuration: // neither bytes nor time speak for the client
		return possible
	case v == codes.Unknown, match == "class", match == "none" && o.Win32 <= 0, l.isUnknownReason():
		return possible
	case v == codes.ChallengeUnanswered, v == codes.Probe, v == codes.Automatic:
		return likely
	case l.meanings(v) > 1: // the text names them, and the log must decide
		return likely
	case match == "pair", match == "case":
		return certain
	case match == "status", match == "other", l.isUnknownWin32():
		return likely
	case o.Log == codes.HTTPERR && v == codes.ClientLeft:
		return likely // documents give two readings of a dropped connection
	case o.Win32 < 0 && o.Log == codes.Web && len(l.alternatives()) > 1:
		return likely
	}
	return certain
}

// meanings is how many different matters are published for what the texts speak of.
func (l lookup) meanings(v codes.Verdict) int {
	o := l.outcome
	if c, ok := l.caseOf(v); ok {
		return c.Meanings
	}
	switch o.Log {
	case codes.FTPLog:
		if p, ok := l.pair(); ok {
			return p.Meanings
		}
		if o.Win32 > 0 { // it tells them apart
			return 1
		}
		f, _ := l.book.FTP(o.Status, o.Substatus)
		return f.Meanings
	case codes.HTTPERR:
		if r, ok := l.book.Reason(o.Reason); ok {
			return r.Meanings
		}
	}
	if p, ok := l.pair(); ok {
		return p.Meanings
	}
	s, _ := l.book.Status(o.Status, max(o.Substatus, codes.None))
	return s.Meanings
}

func (l lookup) isUnknownReason() bool {
	_, ok := l.book.Reason(l.outcome.Reason)
	return l.outcome.Log == codes.HTTPERR && !ok
}

func (l lookup) isUnknownWin32() bool {
	if l.outcome.Win32 <= 0 {
		return false
	}
	_, ok := l.book.Win32(uint64(l.outcome.Win32))
	return !ok
}

// addRemark adds a note.
func addRemark(e *report.Explanation, rule string, evidence ...report.Evidence) {
	e.Remarks = append(e.Remarks, note(rule, evidence...))
}

func note(rule string, evidence ...report.Evidence) report.Finding {
	return report.Finding{Rule: rule, Severity: report.Note, Evidence: evidence}
}

func text(what, value string) report.Evidence {
	return report.Evidence{What: what, Text: cmp.Or(value, "-")}
}

func amount(what string, value int64, unit string) report.Evidence {
	return report.Evidence{What: what, Value: float64(value), Unit: unit}
}
