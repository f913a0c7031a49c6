package analysis

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Comparing says what is set side by side. The result is that of a scan with
// Options.Sides and Options.Compare; of two periods, with the spans of both, the earlier
// first.
type Comparing struct {
	Mode  string        // one of report.Mode…
	At    time.Time     // of report.ModeAt
	Shift time.Duration // of report.ModeWith
}

// mostValues is how many values of a field are each compared with the others: those with
// the most rows, and those with the most that need attention.
const mostValues = 256

// CompareReport says what is new, gone, worse, better, slower and faster.
//
// How often something happens is weighed by the traffic, path by path: a code comes more
// often where more is asked of the path that gives it, and that is nothing worse. See
// weighed.
func (a *Analysis) CompareReport(_ context.Context, of Comparing) *report.Report {
	r := a.frame("compare")
	r.Findings = append(r.Findings, append(a.LeftOut(), a.absentFields()...)...)
	c := &report.Comparison{Mode: of.Mode, Pairs: []report.Pair{}, Trend: report.TrendNothing}
	r.Comparison = c
	if a.Sides == nil {
		return r
	}
	x := a.comparing()
	if of.Mode == report.ModeBetween {
		x.compareValues(c)
	} else {
		c.At, c.ShiftSeconds = of.At, int64(of.Shift/time.Second)
		x.periods(c)
	}
	if len(c.Pairs) > 0 {
		c.Trend = c.Pairs[0].Trend
	}
	r.Findings = append(r.Findings, x.remarks(c)...)
	return r
}

// comparing makes the pairs of a comparison.
type comparing struct {
	*Analysis
	field    string         // whose values are the sides; "" for periods
	values   int            // how many there are
	nameless bool           // some rows have no value
	moments  [][]moment     // when the rows of each side came
	slowed   []string       // paths that take longer in the later period, as the counts have them
	among    *sidesTogether // the sides that values are compared with
	unlike   int            // pairs whose sides log unlike fields
	untaken  int            // pairs of which one side logs time-taken
}

func (a *Analysis) comparing() *comparing {
	return &comparing{Analysis: a, field: a.Sides.By, moments: momentsOf(a.Sides)}
}

// periods compares the later span with the earlier one.
func (x *comparing) periods(c *report.Comparison) {
	if len(x.Spans) == 2 {
		const later = 1
		c.Pairs = append(c.Pairs, x.told(x.countPair(later)))
	}
}

// compareValues compares each value of a field with all others.
func (x *comparing) compareValues(c *report.Comparison) {
	c.Field = x.field
	names := x.Sides.Names
	rows, need := make([]int64, len(names)), make([]int64, len(names))
	for i := range x.Sides.Cells {
		cell := &x.Sides.Cells[i]
		rows[cell.Side] += cell.Rows
		if x.needs(&x.Subjects[cell.Subject]) {
			need[cell.Side] += cell.Rows
		}
	}
	var all []int
	for side, name := range names {
		if name == "-" {
			c.Nameless = rows[side]
			continue
		}
		all = append(all, side)
	}
	if c.Values = len(all); c.Values < 2 {
		return
	}
	x.values, x.nameless, x.among = len(all), c.Nameless > 0, &sidesTogether{sides: all}
	sides := foremost(all, rows, need)
	for _, side := range sides {
		p := x.told(x.countPair(side))
		p.Value = x.groupValue(x.field, names[side])
		c.Pairs = append(c.Pairs, p)
	}
	x.forgiveHealthy(sides, c.Pairs)
	slices.SortStableFunc(c.Pairs, func(p, q report.Pair) int {
		return cmp.Or(cmp.Compare(gravity(p.Trend), gravity(q.Trend)), cmp.Compare(q.This.Rows, p.This.Rows), cmp.Compare(p.Value, q.Value))
	})
}

// foremost are the sides with the most rows, and with the most that need attention, in
// their order.
func foremost(all []int, rows, need []int64) []int {
	if len(all) <= mostValues {
		return all
	}
	var kept []int
	for _, by := range [][]int64{rows, need} {
		sorted := slices.Clone(all)
		slices.SortStableFunc(sorted, func(a, b int) int { return cmp.Compare(by[b], by[a]) })
		kept = append(kept, sorted[:mostValues]...)
	}
	slices.Sort(kept)
	return slices.Compact(kept)
}

// gravity orders trends, the gravest first.
func gravity(trend string) int {
	return slices.Index([]string{report.TrendWorse, report.TrendPartly, report.TrendMixed, report.TrendSlower, report.TrendOther, report.TrendSame,
		report.TrendBetter, report.TrendFew, report.TrendNothing}, trend)
}

// needs reports whether rows of a subject need attention and are shown.
func (x *comparing) needs(s *scan.Subject) bool {
	return s.Verdict.Attention() && x.Wants(s.Code, s.Verdict)
}

// told tells how both sides of a pair differ.
func (x *comparing) told(p *pair) report.Pair {
	out := report.Pair{
		This: p.this.told(), Other: p.other.told(), Shared: p.shared(),
		Changes: []report.Change{}, Codes: []report.CodeChange{},
	}
	out.Paths, out.MorePaths = p.paths()
	x.setTimes(&out, p)
	need := p.weighNeeds()
	out.Expected = need.expected
	if p.this.rows > 0 && p.other.rows > 0 {
		out.Changes = append(p.codeChanges(), p.speedChanges()...)
		sortChanges(out.Changes)
	}
	out.Codes = p.codes()
	out.Trend = p.trend(out.Changes, need)
	return out
}

// countPair counts a side, and the other period or all other values. Where one logs the
// substatus and the other does not, codes are compared by their status: else 404 were gone
// and 404.0 new.
func (x *comparing) countPair(side int) *pair {
	p := &pair{comparing: x, side: side}
	p.count()
	if p.this.rows > 0 && p.other.rows > 0 && p.this.timed != p.other.timed {
		x.untaken++
	}
	if unlike(p.this, p.other) {
		p.byStatus = true
		x.unlike++
		p.count()
	}
	return p
}

func (p *pair) count() {
	p.this = p.countsOf(p.side)
	if p.field == "" {
		p.other = p.countsOf(1 - p.side)
	} else {
		p.other = p.others()
	}
}

// sortChanges puts what needs somebody first: what is new, worse and slower, then the
// rest, each by how many rows it is off.
func sortChanges(all []report.Change) {
	order := []string{report.ChangeNew, report.ChangeWorse, report.ChangeSlower, report.ChangeBetter, report.ChangeFaster, report.ChangeGone}
	slices.SortStableFunc(all, func(a, b report.Change) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Trend), slices.Index(order, b.Trend)), cmp.Compare(weight(&b), weight(&a)),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(a.Path, b.Path))
	})
}

// weight is how much a change is: the rows, or the time that they took, more or less than
// expected.
func weight(c *report.Change) float64 {
	if c.P50 != nil && c.OtherP50 != nil {
		return float64(c.Count) * max(abs(float64(*c.P50-*c.OtherP50)), abs(float64(*c.P95-*c.OtherP95))/20)
	}
	return abs(float64(c.Count) - c.Expected)
}

func abs(n float64) float64 { return max(n, -n) }

// trend sums a pair up.
func (p *pair) trend(changes []report.Change, need weighed) string {
	has := func(trends ...string) bool {
		return slices.ContainsFunc(changes, func(c report.Change) bool { return slices.Contains(trends, c.Trend) })
	}
	switch {
	case p.this.rows == 0 || p.other.rows == 0:
		return report.TrendNothing
	case need.more(p.least(leastScore)):
		return report.TrendWorse
	case has(report.ChangeNew, report.ChangeWorse) && need.fewer(p.least(leastScore)):
		return report.TrendMixed
	case has(report.ChangeNew, report.ChangeWorse):
		return report.TrendPartly
	case has(report.ChangeSlower):
		return report.TrendSlower
	case min(p.this.rows, p.other.rows) < fewRequests:
		return report.TrendFew
	case p.weighAlone(p.this.need, p.other.need).more(p.least(leastScore)):
		return report.TrendOther
	case need.fewer(p.least(leastScore)) || has(report.ChangeBetter, report.ChangeGone, report.ChangeFaster):
		return report.TrendBetter
	}
	return report.TrendSame
}
