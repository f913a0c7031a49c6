package render

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// entry is what a report says of a code or of a reason: both are shown alike.
type entry struct {
	label    string
	name     string
	count    int64
	share    float64
	need     int64 // rows that need attention
	first    time.Time
	last     time.Time
	verdicts []tally     // those that need attention first, then by count
	code     report.Code // empty for a reason
	meaning  string
	cause    string
	check    string
}

// tally is a verdict and its rows.
type tally struct {
	verdict string
	count   int64
}

func (b *builder) ofCode(c report.Code) entry {
	label := c.Code
	if c.Log != "" {
		label = strings.ToUpper(c.Log) + nbsp + c.Code
	}
	e := entry{label: label, name: c.Name, count: c.Count, share: c.Share, first: c.First, last: c.Last,
		code: c, meaning: c.Meaning, cause: c.Cause, check: c.Check}
	if !c.AttentionFirst.IsZero() {
		e.first, e.last = c.AttentionFirst, c.AttentionLast
	}
	return b.judged(e, c.Verdicts)
}

func (b *builder) ofReason(r report.Reason) entry {
	e := entry{label: r.Reason, name: r.Name, count: r.Count, share: r.Share, first: r.First, last: r.Last,
		meaning: r.Meaning, cause: r.Cause, check: r.Check}
	return b.judged(e, map[string]int64{r.Verdict: r.Count})
}

// judged puts the verdicts in order and adds up those that need attention.
func (b *builder) judged(e entry, verdicts map[string]int64) entry {
	for verdict, n := range verdicts {
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

func (b *builder) codeEntries() (entries []entry) {
	for _, c := range b.report.Codes {
		entries = append(entries, b.ofCode(c))
	}
	return entries
}

func (b *builder) reasonEntries() (entries []entry) {
	for _, r := range b.report.Reasons {
		entries = append(entries, b.ofReason(r))
	}
	return entries
}

// needing returns the entries with rows that need attention, most such rows
// first: thousands of handshakes must not hide a hundred refused logons.
func needing(entries []entry) []entry {
	urgent := slices.DeleteFunc(slices.Clone(entries), func(e entry) bool { return e.need == 0 })
	slices.SortStableFunc(urgent, func(a, b entry) int { return cmp.Compare(b.need, a.need) })
	return urgent
}

// resting returns the others, in the order of the report.
func resting(entries []entry) []entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e entry) bool { return e.need > 0 })
}
