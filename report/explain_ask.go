package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
)

// Ask explains what somebody asked for, in any form that codes.Book.Questions
// understands. Words that are none are returned as errors, one each; the others
// are explained all the same.
func (x *Explainer) Ask(args []string) (errs []error) {
	if len(args) == 0 {
		return nil
	}
	questions, err := x.options.Book.Questions(args)
	if err != nil {
		args, errs = x.sift(args)
		if questions, err = x.options.Book.Questions(args); err != nil && len(args) > 0 {
			errs = append(errs, err)
		}
	}
	for _, q := range questions {
		x.answer(q)
	}
	return errs
}

// sift parts the arguments that are no question even alone from the others.
func (x *Explainer) sift(args []string) (good []string, errs []error) {
	for _, arg := range args {
		if _, err := x.options.Book.Questions([]string{arg}); err != nil {
			errs = append(errs, err)
		} else {
			good = append(good, arg)
		}
	}
	return good, errs
}

// askLine takes a line for questions, and reports whether it is.
func (x *Explainer) askLine(text string) bool {
	questions, err := x.options.Book.Questions([]string{text})
	for _, q := range questions {
		x.answer(q)
	}
	return err == nil
}

// answer explains one question: the code, or the codes that it stands for.
func (x *Explainer) answer(q codes.Question) {
	a := asking{telling{x.options.Book, x.options.Rules, outcomeAsked(q)}, q, false}
	if q.Kind == codes.AskClass || q.Substatus != codes.AnySubstatus {
		x.asked = append(x.asked, a.explain())
	}
	if q.Kind == codes.AskClass || q.Substatus == codes.AnySubstatus {
		a.listed = true
		for _, a.outcome = range a.members() {
			x.asked = append(x.asked, a.explain())
		}
	}
}

// outcomeAsked is what a question says of an outcome.
func outcomeAsked(q codes.Question) codes.Outcome {
	o := codes.Outcome{Status: q.Status, Substatus: q.Substatus, Win32: q.Win32}
	switch {
	case q.FTP:
		o.Log = codes.FTPLog
	case q.Reason != "":
		o.Log, o.Reason = codes.HTTPERR, q.Reason
	}
	return o
}

// members lists the codes of a class, or of a status with any substatus.
func (a asking) members() (all []codes.Outcome) {
	add := func(status, substatus int) {
		inClass := a.Kind == codes.AskClass && status/100 == a.Status
		if inClass || a.Kind == codes.AskStatus && status == a.Status && substatus >= 0 {
			o := a.outcome
			o.Status, o.Substatus = status, substatus
			all = append(all, o)
		}
	}
	if a.FTP {
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

// asking explains one code of a question.
type asking struct {
	telling
	codes.Question
	listed bool // one of several that the question stands for
}

// explain says what the code means, and what that depends on.
func (a asking) explain() Explanation {
	a.defaultStatus()
	o := a.outcome
	v := a.verdict(o)
	e := a.telling.explain(v)
	e.Input, e.Listed = a.Input, a.listed
	unsure := a.rules.Verdict(o) == codes.Unknown || v == codes.ChallengeUnanswered
	if unsure {
		e.Confidence = possible
	}
	switch {
	case a.listed || a.Kind == codes.AskClass:
	case a.Kind == codes.AskWin32:
		a.companions(&e)
	case v == codes.ChallengeUnanswered && o.Win32 >= 0:
		e.remark("challenge-asked")
	case o.Log == codes.Web && o.Win32 < 0 && e.Confidence != certain:
		a.dependences(&e)
	}
	if ms, ok := a.taken(); ok {
		e.remark(cmp.Or(timerRule(o, ms), "taken"), amount("taken", ms, "taken"))
	}
	return e
}

// defaultStatus puts in the status that HTTP.sys sends with a reason.
func (a *asking) defaultStatus() {
	if a.outcome.Log != codes.HTTPERR || a.outcome.Status != codes.None {
		return
	}
	if r, ok := a.book.Reason(a.Reason); ok && r.Status > 0 {
		a.outcome.Status = r.Status
	}
}

// taken is the time-taken at the end of a row: alone behind the Win32 number, or
// behind the bytes.
func (a asking) taken() (ms int64, ok bool) {
	if a.outcome.Log != codes.Web || len(a.Rest) != 1 && len(a.Rest) != 3 {
		return 0, false
	}
	return a.Rest[len(a.Rest)-1], true
}

// otherNumber is a Win32 number that no rule names: it gets the verdict that a
// code has for any number.
const otherNumber = 1 << 40

// verdict is that of the rules; where they want a Win32 number before they say
// anything, that of any number.
func (t telling) verdict(o codes.Outcome) codes.Verdict {
	v := t.rules.Verdict(o)
	if v == codes.Unknown && o.Substatus >= 0 && o.Win32 < 0 {
		o.Win32 = otherNumber
		v = t.rules.Verdict(o)
	}
	return v
}

// alternative is a verdict that a code can also have, and when it has it.
type alternative struct {
	verdict  codes.Verdict
	outcomes []codes.Outcome
}

// tellingNumbers are Win32 numbers that stand for others like them.
var tellingNumbers = []int64{1326, 2148074254, 1311, 2148074245, 5, 2, 126, 12002, 64}

// alternatives lists the verdicts that the code can have, by what is not known
// of it: its substatus, else its Win32 number.
func (t telling) alternatives() (all []alternative) {
	add := func(o codes.Outcome) {
		v := t.verdict(o)
		at := slices.IndexFunc(all, func(a alternative) bool { return a.verdict == v })
		if at < 0 {
			at = len(all)
			all = append(all, alternative{verdict: v})
		}
		all[at].outcomes = append(all[at].outcomes, o)
	}
	o := t.outcome
	if o.Substatus == codes.None {
		for _, s := range t.book.Statuses() {
			if s.Status == o.Status && s.Substatus >= 0 {
				o.Substatus = s.Substatus
				add(o)
			}
		}
		return all
	}
	for _, number := range tellingNumbers {
		o.Win32 = number
		add(o)
	}
	return all
}

// dependences says what the verdict depends on.
func (a asking) dependences(e *Explanation) {
	for _, other := range a.alternatives() {
		if a.outcome.Substatus >= 0 {
			a.dependsOnWin32(e, other)
		} else {
			e.remark("substatus-decides", text("codes", other.codes()), judgement(other.verdict))
		}
	}
}

// dependsOnWin32 names a number that makes the verdict this one: one that the
// tables know with the code, else one that rules single out.
func (a asking) dependsOnWin32(e *Explanation, other alternative) {
	at := slices.IndexFunc(other.outcomes, func(o codes.Outcome) bool {
		_, ok := a.book.Pair(o.Status, o.Substatus, o.Win32)
		return ok
	})
	generic := a.outcome
	generic.Win32 = otherNumber
	if at < 0 && other.verdict == a.rules.Verdict(generic) {
		return
	}
	number := other.outcomes[max(at, 0)].Win32
	w, _ := a.book.Win32(uint64(number))
	e.remark("win32-decides", text("number", strconv.FormatInt(number, 10)), text("name", w.Name), judgement(other.verdict))
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
		names = append(names, codeName(o.Status, o.Substatus))
	}
	return strings.Join(names, ", ")
}

// judgement is a verdict, for a renderer to name.
func judgement(v codes.Verdict) Evidence {
	return Evidence{What: "kind", Text: v.String(), Unit: "verdict"}
}

// companions says what a Win32 number means together with the codes that the
// tables know it with.
func (a asking) companions(e *Explanation) {
	const shown = 6
	for _, p := range a.book.Pairs() {
		if p.Win32 != a.Win32 || len(e.Remarks) == shown {
			continue
		}
		o := codes.Outcome{Status: p.Status, Substatus: p.Substatus, Win32: p.Win32}
		if p.Status < 10 {
			o.Status, o.Substatus = 100*p.Status, 0
		}
		e.remark("with-code", text("code", codeName(p.Status, p.Substatus)), text("name", p.Name), judgement(a.verdict(o)))
	}
}
