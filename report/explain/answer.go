package explain

import (
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/codes/query"
	"github.com/iiswhy/iiswhy/report"
)

// outcomeAsked is what a question says of an outcome.
func outcomeAsked(q query.Question) codes.Outcome {
	o := codes.Outcome{Status: q.Code.Status, Substatus: q.Code.Substatus, Win32: q.Win32}
	switch {
	case q.Code.FTP:
		o.Log = codes.FTPLog
	case q.Reason != "":
		o.Log, o.Reason = codes.HTTPERR, q.Reason
	}
	return o
}

// members lists the codes of a class, or of a status with any substatus.
func (a answer) members() (all []codes.Outcome) {
	add := func(status, substatus int) {
		inClass := a.Kind == query.Class && status/100 == a.Code.Status
		if inClass || a.Kind == query.Status && status == a.Code.Status && substatus >= 0 {
			o := a.outcome
			o.Status, o.Substatus = status, substatus
			all = append(all, o)
		}
	}
	if a.Code.FTP {
		for _, f := range a.book.FTPs() {
			add(f.Status, f.Substatus)
		}
		return all
	}
	for _, s := range a.book.Statuses() {
		add(s.Status, s.Substatus)
	}
	return all
}

// answer explains one code of a question.
type answer struct {
	lookup
	query.Question
	listed bool // one of several that the question stands for
}

// explain says what the code means, and what that depends on.
func (a answer) explain() report.Explanation {
	a.defaultStatus()
	o := a.outcome
	v := a.verdict(o)
	e := a.lookup.explain(v)
	e.Input, e.Listed = a.Input, a.listed
	unsure := a.rules.Verdict(o) == codes.Unknown || v == codes.ChallengeUnanswered
	if unsure {
		e.Confidence = possible
	}
	switch {
	case a.listed || a.Kind == query.Class:
	case a.Kind == query.Win32:
		a.remarkCodes(&e)
		a.remarkEvents(&e)
		a.remarkSlips(&e)
	case v == codes.ChallengeUnanswered && o.Win32 >= 0:
		addRemark(&e, "challenge-asked")
	case o.Log == codes.Web && o.Win32 < 0 && e.Confidence != certain:
		a.remarkAlternatives(&e)
	}
	return e
}

// defaultStatus puts in the status that HTTP.sys sends with a reason.
func (a *answer) defaultStatus() {
	if a.outcome.Log != codes.HTTPERR || a.outcome.Status != codes.None {
		return
	}
	if r, ok := a.book.Reason(a.Reason); ok && r.Status > 0 {
		a.outcome.Status = r.Status
	}
}

// unnamedNumber is a Win32 number that no rule names: it gets the verdict that a
// code has for any number.
const unnamedNumber = 1 << 40

// verdict is that of the rules; where they want a Win32 number before they say
// anything, that of any number.
func (l lookup) verdict(o codes.Outcome) codes.Verdict {
	v := l.rules.Verdict(o)
	if v == codes.Unknown && o.Substatus >= 0 && o.Win32 < 0 {
		o.Win32 = unnamedNumber
		v = l.rules.Verdict(o)
	}
	return v
}

// alternative is a verdict that a code can also have, and when it has it.
type alternative struct {
	verdict  codes.Verdict
	outcomes []codes.Outcome
}

// typicalNumbers are Win32 numbers that stand for others like them.
var typicalNumbers = []int64{1326, 2148074254, 1311, 2148074245, 5, 2, 126, 12002, 64}

// alternatives lists the verdicts that the code can have, by what is not known
// of it: its substatus, else its Win32 number.
func (l lookup) alternatives() (all []alternative) {
	add := func(o codes.Outcome) {
		v := l.verdict(o)
		at := slices.IndexFunc(all, func(a alternative) bool { return a.verdict == v })
		if at < 0 {
			at = len(all)
			all = append(all, alternative{verdict: v})
		}
		all[at].outcomes = append(all[at].outcomes, o)
	}
	o := l.outcome
	if o.Substatus == codes.None {
		for _, s := range l.book.Statuses() {
			if s.Status == o.Status && s.Substatus >= 0 {
				o.Substatus = s.Substatus
				add(o)
			}
		}
		return all
	}
	for _, number := range typicalNumbers {
		o.Win32 = number
		add(o)
	}
	return all
}

// remarkAlternatives says what the verdict depends on.
func (a answer) remarkAlternatives(e *report.Explanation) {
	for _, other := range a.alternatives() {
		if a.outcome.Substatus >= 0 {
			a.remarkWin32(e, other)
		} else {
			addRemark(e, "substatus-decides", text("codes", other.codes()), verdictEvidence(other.verdict))
		}
	}
}

// remarkWin32 names a number that makes the verdict this one: one that the
// tables know with the code, else one that rules single out.
func (a answer) remarkWin32(e *report.Explanation, other alternative) {
	at := slices.IndexFunc(other.outcomes, func(o codes.Outcome) bool {
		_, ok := a.book.Pair(o.Code(), o.Win32)
		return ok
	})
	generic := a.outcome
	generic.Win32 = unnamedNumber
	if at < 0 && other.verdict == a.rules.Verdict(generic) {
		return
	}
	number := other.outcomes[max(at, 0)].Win32
	w, _ := a.book.Win32(uint64(number))
	addRemark(e, "win32-decides", text("number", strconv.FormatInt(number, 10)), text("name", w.Name), verdictEvidence(other.verdict))
}

// codes lists the first few codes of an alternative.
func (a alternative) codes() string {
	const shown = 8
	var names []string
	for i, o := range a.outcomes {
		if i == shown {
			names = append(names, "…")
			break
		}
		names = append(names, o.Code().String())
	}
	return strings.Join(names, ", ")
}

// verdictEvidence is a verdict, for a renderer to name.
func verdictEvidence(v codes.Verdict) report.Evidence {
	return report.Evidence{What: "kind", Text: v.String(), Unit: "verdict"}
}

// remarkSlips says what a number that no table knows may have lost on its way: the dot of a
// code, or the sign that programs write before an HRESULT.
func (a answer) remarkSlips(e *report.Explanation) {
	if _, known := a.book.Win32(uint64(a.Win32)); known || e.Name != "" {
		return
	}
	digits := strconv.FormatInt(a.Win32, 10)
	if len(digits) > 3 && len(digits) < 7 {
		if c, err := codes.ParseCode(digits[:3] + "." + digits[3:]); err == nil {
			if s, match := a.book.Status(c.Status, c.Substatus); match == codes.Exact {
				addRemark(e, "dotless", text("code", c.String()), text("name", s.Name))
			}
		}
	}
	if signed, err := codes.ParseWin32("-" + digits); err == nil {
		if w, ok := a.book.Win32(uint64(signed)); ok {
			addRemark(e, "signless", text("number", "-"+digits), text("hex", codes.Hex(uint64(signed))), text("name", w.Name))
		}
	}
}

// remarkCodes says what a Win32 number means together with the codes that the
// tables know it with.
func (a answer) remarkCodes(e *report.Explanation) {
	const shown = 6
	for _, p := range a.book.Pairs() {
		if p.Win32 != a.Win32 || len(e.Remarks) == shown {
			continue
		}
		addRemark(e, "with-code", text("code", p.Label()), text("name", p.Name), verdictEvidence(a.verdict(p.Outcome())))
	}
}
