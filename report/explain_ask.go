package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	codequery "github.com/iiswhy/iiswhy/codes/query"
	"github.com/iiswhy/iiswhy/parser"
)

// Ask takes what somebody typed: codes in any form that package query understands,
// and rows of a log, which wait for Read. It is to be called before Read. Words
// that are neither are returned as errors; the others are explained all the same.
func (x *Explainer) Ask(args []string) error {
	var words []string
	for _, arg := range args {
		for line := range strings.SplitSeq(arg, "\n") {
			if !x.takeRow(line) {
				words = append(words, line)
			}
		}
	}
	if len(words) == 0 || x.takeRow(strings.Join(words, " ")) {
		return nil
	}
	questions, err := codequery.Parse(x.options.Book, words)
	for _, q := range questions {
		if len(q.Rest) == 0 || !x.takeNumbers(q) {
			x.answer(q)
		}
	}
	return err
}

// takeRow takes an argument that is a row of a log: one with its front, or one of
// HTTP.sys. Numbers alone may be codes, which package query knows better.
func (x *Explainer) takeRow(text string) bool {
	names, _, _ := resolve(x.options.Book, nil, text)
	values := strings.Fields(text)
	reason := len(names) == len(values) && slices.Contains(names, parser.Reason.String())
	hasFront := len(values) > 0 && (isDate(values[0]) || strings.Contains(text, " /"))
	isRow := names != nil && (reason || hasFront) || hasFront && readRow(nil, text) != nil
	if isRow {
		x.typed = append(x.typed, text)
	}
	return isRow
}

// takeNumbers takes a question that is the end of a row of a site.
func (x *Explainer) takeNumbers(q codequery.Question) bool {
	text := fmt.Sprint(q.Code.Status, q.Code.Substatus, q.Win32)
	for _, n := range q.Rest {
		text += fmt.Sprint(" ", n)
	}
	names, _, _ := resolve(x.options.Book, nil, text)
	if names == nil || q.Code.FTP {
		return false
	}
	x.typed = append(x.typed, text)
	return true
}

// askLine takes a line for questions, and reports whether it is.
func (x *Explainer) askLine(text string) bool {
	questions, err := codequery.Parse(x.options.Book, []string{text})
	if err != nil {
		return false
	}
	for _, q := range questions {
		x.answer(q)
	}
	return true
}

// answer explains one question: the code, or the codes that it stands for.
func (x *Explainer) answer(q codequery.Question) {
	a := asking{telling{x.options.Book, x.options.Rules, outcomeAsked(q)}, q, false}
	if q.Kind == codequery.Class || q.Code.Substatus != codequery.AnySubstatus {
		x.asked = append(x.asked, a.explain())
	}
	if q.Kind == codequery.Class || q.Code.Substatus == codequery.AnySubstatus {
		a.listed = true
		for _, a.outcome = range a.members() {
			x.asked = append(x.asked, a.explain())
		}
	}
}

// outcomeAsked is what a question says of an outcome.
func outcomeAsked(q codequery.Question) codes.Outcome {
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
func (a asking) members() (all []codes.Outcome) {
	add := func(status, substatus int) {
		inClass := a.Kind == codequery.Class && status/100 == a.Code.Status
		if inClass || a.Kind == codequery.Status && status == a.Code.Status && substatus >= 0 {
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

// asking explains one code of a question.
type asking struct {
	telling
	codequery.Question
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
	case a.listed || a.Kind == codequery.Class:
	case a.Kind == codequery.Win32:
		a.companions(&e)
	case v == codes.ChallengeUnanswered && o.Win32 >= 0:
		remark(&e, "challenge-asked")
	case o.Log == codes.Web && o.Win32 < 0 && e.Confidence != certain:
		a.dependences(&e)
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
			remark(e, "substatus-decides", text("codes", other.codes()), judgement(other.verdict))
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
	remark(e, "win32-decides", text("number", strconv.FormatInt(number, 10)), text("name", w.Name), judgement(other.verdict))
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
		remark(e, "with-code", text("code", p.Code.String()), text("name", p.Name), judgement(a.verdict(o)))
	}
}
