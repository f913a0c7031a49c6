package analysis

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// dominant is the share from which one value is named as the one behind the rows.
const dominant = 0.5

// issue is the rows of one code and one verdict, and where that tells different
// things apart of one reason or Win32 number: what a finding speaks of.
type issue struct {
	scan.Subject // of all spans
	rows         int64
	first, last  int64 // seconds; first > last where no row had a time
	win32        map[int64]int64
	tops         [scan.NumTopFields]tops

	lost   *lostClients // whose rows it is; nil for none
	missed *missedPaths // that it is of; nil for none
	checks *checks      // the same
	bursts []*burst     // in which most of it came; nil for none

	// What follows is of a part of an issue: see split.
	isPart, isRest bool
	isFaint        bool                                 // a small part
	whole          *issue                               // that it is of
	holds          func(source int, r *parser.Row) bool // a row of the whole
	isAlone        bool                                 // of a rest: a filter shows its rows alone
	without        scan.Span                            // of a rest: the time of the incident, where that alone tells which rows are its own
	act            activity
	sample         []scan.SampledRow
	besides        map[string]int64 // rows of its kind that came meanwhile and are not of it, by server
	field          string           // of which rows of an incident have one of these values, and none of the rest
	among          []string
}

// tops is what one field says of an issue.
type tops struct {
	values   []scan.Value
	keys     []report.Key // values as they are shown
	distinct int          // values
	more     bool         // there are more than that: they were estimated
}

// counted is how many values there are, 0 where that is not known.
func (t *tops) counted() int64 {
	if t.more {
		return 0
	}
	return int64(t.distinct)
}

// issues lists what needs attention, by rows; of equal ones, by code.
func (a *Analysis) issues() []*issue {
	var all []*issue
	index, kinds := map[scan.Subject]int{}, []scan.Subject{}
	for i := range a.Outcomes {
		o := &a.Outcomes[i]
		if o.Rows == 0 || !o.Verdict.Attention() {
			continue
		}
		kind := a.Subjects[o.Subject].OfAllSpans()
		at := intern(kind, index, &kinds)
		if at == len(all) {
			all = append(all, &issue{Subject: kind, first: o.First, last: o.Last, win32: map[int64]int64{}})
		}
		all[at].add(o)
	}
	slices.SortFunc(all, func(x, y *issue) int {
		return cmp.Or(cmp.Compare(y.rows, x.rows), cmp.Compare(x.Code.Status, y.Code.Status),
			cmp.Compare(x.Code.Substatus, y.Code.Substatus), cmp.Compare(x.Verdict, y.Verdict),
			cmp.Compare(x.Win32, y.Win32), x.Code.Compare(y.Code), cmp.Compare(x.Reason, y.Reason))
	})
	return all
}

func (i *issue) add(o *scan.Outcome) {
	i.rows += o.Rows
	i.first, i.last = min(i.first, o.First), max(i.last, o.Last)
	i.win32[o.Win32] += o.Rows
}

// has reports whether the rows of a subject are of the issue.
func (i *issue) has(s *scan.Subject) bool { return s.OfAllSpans() == i.Subject }

// fillTops finds what the rows of an issue were seen with.
func (a *Analysis) fillTops(i *issue) {
	if i.isPart {
		return // known already
	}
	for f := range scan.NumTopFields {
		if f == scan.FieldPath && i.Code.FTP {
			continue
		}
		found := a.TopOf(i.Code, f, i.has, a.top())
		i.tops[f] = tops{found.Values, a.keys(f, found), found.Distinct, found.Estimated}
	}
}

// mostWin32 is the Win32 number of most rows, and how many have it.
func (i *issue) mostWin32() (number, rows int64) {
	number = codes.None
	for w, n := range i.win32 {
		if n > rows || n == rows && w < number {
			number, rows = w, n
		}
	}
	return number, rows
}

// pair is what the code means together with the Win32 number that is behind most of
// the rows.
func (a *Analysis) pair(i *issue) (codes.Pair, bool) {
	number, rows := i.mostWin32()
	if float64(rows) < dominant*float64(i.rows) {
		return codes.Pair{}, false
	}
	return a.options.Book.Pair(i.Code, number)
}

// caseOf is what the code means where other fields or rows gave the issue another
// verdict than the rules do.
func (a *Analysis) caseOf(i *issue) (codes.Case, bool) {
	number, _ := i.mostWin32()
	return a.caseFor(i.Code, i.Reason, number, i.Verdict)
}

func (a *Analysis) caseFor(c codes.Code, reason string, win32 int64, v codes.Verdict) (codes.Case, bool) {
	o := codes.Outcome{Status: c.Status, Substatus: c.Substatus, Win32: win32}
	if c.FTP || reason != "" || c.Status == codes.None || a.options.Rules == nil || a.options.Rules.Verdict(o) == v {
		return codes.Case{}, false
	}
	return a.options.Book.Case(o.Status, o.Substatus, v)
}

// check is what the tables say to do first, without what needs a column that is not
// logged.
func (a *Analysis) check(i *issue) string { return a.doable(a.checkOf(i)) }

// checkOf is the check of the reason, or of the Win32 number together with the code,
// that is behind most of the rows.
func (a *Analysis) checkOf(i *issue) string {
	book := a.options.Book
	switch {
	case i.Reason != "":
		entry, _ := book.Reason(i.Reason)
		return entry.Check
	case i.Code.Status == codes.None:
		return ""
	}
	if c, ok := a.caseOf(i); ok {
		return c.Check
	}
	if pair, ok := a.pair(i); ok {
		return pair.Check
	}
	if i.Code.FTP {
		entry, _ := book.FTP(i.Code.Status, i.Code.Substatus)
		return entry.Check
	}
	entry, _ := book.Status(i.Code.Status, i.Code.Substatus)
	return entry.Check
}

// name names an issue: by its reason or its Win32 number where that says more,
// and by its verdict where the tables know no name.
func (a *Analysis) name(i *issue) report.Evidence {
	name := a.code(i.Code).Name
	if i.Reason != "" {
		entry, _ := a.options.Book.Reason(i.Reason)
		name = entry.Name
	} else if c, ok := a.caseOf(i); ok {
		name = c.Name
	} else if pair, ok := a.pair(i); ok {
		name = pair.Name
	}
	if name == "" {
		return report.Evidence{What: "name", Text: i.Verdict.String(), Unit: "verdict"}
	}
	return report.Evidence{What: "name", Text: name}
}
