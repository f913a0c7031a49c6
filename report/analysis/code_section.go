package analysis

import (
	"cmp"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// codes lists the codes by count; of equal ones, by number.
func (a *Analysis) codes() []report.Code {
	at := map[codes.Code]*report.Code{}
	win32 := map[codes.Code]map[int64]int64{}
	cases := map[codes.Code]codes.Case{}
	needs := a.needing(0, true)
	var order []codes.Code
	for i := range a.Outcomes {
		o := &a.Outcomes[i]
		if o.Rows == 0 {
			continue
		}
		c := at[o.Code]
		kind, isCase := a.caseFor(o.Code, o.Reason, o.Win32, o.Verdict)
		if c == nil {
			c = a.code(o.Code)
			at[o.Code], win32[o.Code], order = c, map[int64]int64{}, append(order, o.Code)
			cases[o.Code] = kind
		} else if !isCase || kind.Verdict != cases[o.Code].Verdict {
			cases[o.Code] = codes.Case{}
		}
		addOutcome(c, o)
		if o.Verdict.Attention() || !needs[o.Code] {
			widen(&c.First, &c.Last, o)
			win32[o.Code][o.Win32] += o.Rows
		}
	}
	slices.SortFunc(order, func(x, y codes.Code) int { return cmp.Or(cmp.Compare(at[y].Count, at[x].Count), x.Compare(y)) })
	all := []report.Code{}
	for _, code := range order {
		c := at[code]
		if kind := cases[code]; kind.Name != "" { // of all its rows
			c.Name, c.Meaning, c.Cause, c.Check, c.Source = kind.Name, kind.Meaning, kind.Cause, a.doable(kind.Check), kind.Source
		}
		c.Share, c.Win32 = a.share(c.Count), a.win32(win32[code])
		a.addTop(c, code, needs[code])
		all = append(all, *c)
	}
	return all
}

var matchNames = [...]string{codes.Exact: "exact", codes.ByOther: "other", codes.ByStatus: "status", codes.ByClass: "class", codes.NoMatch: "none"}

// code tells what a code means.
func (a *Analysis) code(c codes.Code) *report.Code {
	out := &report.Code{
		Code: c.String(), Class: c.Class(), Verdicts: map[string]int64{}, Top: map[string][]report.Key{}, Win32: []report.Win32{},
	}
	if c.FTP {
		out.Log = codes.FTPLog.String()
	}
	if c.Status == codes.None {
		out.Match = matchNames[codes.NoMatch]
		return out
	}
	out.Status = c.Status
	if c.Substatus != codes.None {
		out.Substatus = &c.Substatus
	}
	var match codes.Match
	var text codes.Text
	if c.FTP {
		entry, m := a.options.Book.FTP(c.Status, c.Substatus)
		out.Source, text, match = entry.Source, entry.Text, m
	} else {
		entry, m := a.options.Book.Status(c.Status, c.Substatus)
		out.Source, text, match = entry.Source, entry.Text, m
	}
	out.Name, out.Meaning, out.Cause, out.Check = text.Name, text.Meaning, text.Cause, a.doable(text.Check)
	out.Match = matchNames[match]
	return out
}

// addOutcome counts the rows of one outcome of a code.
func addOutcome(c *report.Code, o *scan.Outcome) {
	c.Count += o.Rows
	c.Verdicts[o.Verdict.String()] += o.Rows
	if o.Verdict.Attention() {
		widen(&c.AttentionFirst, &c.AttentionLast, o)
	}
}

// widen makes a span of time hold that of an outcome, if its rows have times.
func widen(first, last *time.Time, o *scan.Outcome) {
	if o.First > o.Last {
		return
	}
	if t := stamp(o.First); first.IsZero() || t.Before(*first) {
		*first = t
	}
	if t := stamp(o.Last); t.After(*last) {
		*last = t
	}
}

// win32 lists the Win32 numbers of a code by count, 0 and absent ones left out:
// they say nothing.
func (a *Analysis) win32(counts map[int64]int64) []report.Win32 {
	all := []report.Win32{}
	for number, n := range counts {
		if number <= 0 || n == 0 {
			continue
		}
		w := report.Win32{Code: uint64(number), Hex: codes.Hex(uint64(number)), Count: n}
		if entry, ok := a.options.Book.Win32(w.Code); ok {
			w.Symbol, w.Meaning = entry.Symbol, entry.Meaning
		}
		all = append(all, w)
	}
	slices.SortFunc(all, func(x, y report.Win32) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Code, y.Code))
	})
	return all
}

// needing are the codes of which some rows need attention, in a span or in all: what
// is told of such a code is told of these rows, as one favicon more or less says nothing.
func (a *Analysis) needing(span int, all bool) map[codes.Code]bool {
	needs := map[codes.Code]bool{}
	for i := range a.Outcomes {
		if o := &a.Outcomes[i]; o.Rows > 0 && o.Verdict.Attention() && (all || o.Span == span) {
			needs[o.Code] = true
		}
	}
	return needs
}

// isFTPLogon reports whether replies of a code answer USER and PASS, whose arguments
// are names and passwords and no paths.
func isFTPLogon(c codes.Code) bool {
	return c.FTP && (c.Status == 230 || c.Status == 331 || c.Status == 332 || c.Status >= 530 && c.Status < 540)
}

// addTop fills the top tables of a code, of the rows that need attention or of all.
func (a *Analysis) addTop(c *report.Code, code codes.Code, needs bool) {
	for f := range scan.NumTopFields {
		if f == scan.FieldPath && isFTPLogon(code) {
			continue
		}
		tops := a.TopOf(code, f, func(s *scan.Subject) bool { return !needs || s.Verdict.Attention() }, a.top())
		if tops.Estimated {
			c.Estimated = append(c.Estimated, f.String())
		}
		if keys := a.keys(f, tops); len(keys) > 0 {
			c.Top[f.String()] = keys
		}
	}
}

// keys are the values of a field as a report shows them.
func (a *Analysis) keys(f scan.Field, tops scan.Tops) (keys []report.Key) {
	for _, v := range tops.Values {
		keys = append(keys, report.Key{Key: a.names.Value(f.String(), v.Text), Count: v.Count})
	}
	return keys
}
