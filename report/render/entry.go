package render

import (
	"cmp"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// entry is a code or a reason, as what is known of both is shown alike.
type entry struct {
	report.Code           // of a reason: its texts and counts
	label       string    // how people call it
	verdicts    []tally   // those that need attention first, then by count
	need        int64     // rows that need attention
	since       time.Time // when such rows came first; of all rows, where none need it
	until       time.Time // and last
}

// tally is a verdict and its rows.
type tally struct {
	verdict string
	count   int64
}

func (b *builder) ofCode(c report.Code) entry {
	e := entry{Code: c, label: labelOf(c.Code, c.Log, ""), since: c.First, until: c.Last}
	if !c.AttentionFirst.IsZero() {
		e.since, e.until = c.AttentionFirst, c.AttentionLast
	}
	return b.judged(e)
}

func (b *builder) ofReason(r report.Reason) entry {
	return b.judged(entry{label: r.Reason, since: r.First, until: r.Last, Code: report.Code{
		Findings: r.Findings, Count: r.Count, Share: r.Share, Name: r.Name, Meaning: r.Meaning, Cause: r.Cause, Check: r.Check,
		Verdicts: map[string]int64{r.Verdict: r.Count}}})
}

// judged puts the verdicts in order and adds up those that need attention.
func (b *builder) judged(e entry) entry {
	for verdict, n := range e.Verdicts {
		if n > 0 {
			e.verdicts = append(e.verdicts, tally{verdict, n})
		}
		if b.attention[verdict] {
			e.need += n
		}
	}
	slices.SortFunc(e.verdicts, func(x, y tally) int {
		return cmp.Or(b.rank(x.verdict)-b.rank(y.verdict), cmp.Compare(y.count, x.count),
			orderOf(x.verdict)-orderOf(y.verdict), cmp.Compare(x.verdict, y.verdict))
	})
	return e
}

// rank puts verdicts that need attention before the others.
func (b *builder) rank(verdict string) int {
	if b.attention[verdict] {
		return 0
	}
	return 1
}

// orderOf is the place of a verdict in the closed list, unknown ones last.
func orderOf(verdict string) int {
	v, err := codes.ParseVerdict(verdict)
	if err != nil {
		return codes.NumVerdicts
	}
	return int(v)
}

// main is the verdict to speak of first, "" where there is none.
func (e entry) main() string {
	if len(e.verdicts) == 0 {
		return ""
	}
	return e.verdicts[0].verdict
}

// codes and reasons as entries, in the order of the report.

func (b *builder) codeEntries() []entry   { return entriesOf(b.report.Codes, b.ofCode) }
func (b *builder) reasonEntries() []entry { return entriesOf(b.report.Reasons, b.ofReason) }

func entriesOf[T any](all []T, entryOf func(T) entry) (entries []entry) {
	entries = slices.Grow(entries, len(all))
	for _, one := range all {
		entries = append(entries, entryOf(one))
	}
	return entries
}

// needing returns the entries with rows that need attention, most such rows
// first: thousands of handshakes must not hide a hundred refused logons.
func needing(entries []entry) []entry {
	urgent := drop(entries, func(e entry) bool { return e.need == 0 })
	slices.SortStableFunc(urgent, func(x, y entry) int { return cmp.Compare(y.need, x.need) })
	return urgent
}

// resting returns the others, in the order of the report.
func resting(entries []entry) []entry {
	return drop(entries, func(e entry) bool { return e.need > 0 })
}
