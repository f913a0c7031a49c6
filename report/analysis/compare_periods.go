package analysis

import (
	"cmp"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// mostSteps is how many stretches of time a comparison is told in at most.
const mostSteps = 12

// stepLengths are how long these may be, in seconds.
var stepLengths = []int64{60, 300, 900, 1800, 3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86400, 7 * 86400, 30 * 86400}

// setTimes tells the periods of both sides, and how many rows they have by time.
func (x *comparing) setTimes(out *report.Pair, p *pair) {
	this, other := x.stretch(x.moments[p.side]), x.stretch(p.momentsOfOthers())
	if x.field == "" {
		this.span, other.span = x.Spans[p.side], x.Spans[1-p.side]
		x.addWritten(&this)
		x.addWritten(&other)
	}
	this.tell(&out.This)
	other.tell(&out.Other)
	if len(this.moments) == 0 && len(other.moments) == 0 {
		return
	}
	if x.field != "" { // both are of one time
		from, until := min(this.first(), other.first()), max(this.last(), other.last())
		this.span, other.span = scan.Span{From: from, Until: until}, scan.Span{From: from, Until: until}
	}
	x.setSteps(out, &this, &other)
}

// stretch is when rows of a side came.
type stretch struct {
	span    scan.Span // asked for; zero where none was
	step    int64     // seconds of a cell
	moments []moment
	written []int64 // seconds at which buckets begin in which anything was logged, in order
}

func (x *comparing) stretch(moments []moment) stretch {
	s := stretch{step: x.Sides.Minutes.Step, moments: moments}
	for _, m := range moments {
		s.written = append(s.written, m.second)
	}
	return s
}

// addWritten adds when rows were written that the filter leaves out.
func (x *comparing) addWritten(s *stretch) {
	for _, c := range x.Dropped.Cells {
		if second := x.Dropped.Second(c); s.span.Holds(second) {
			s.written = append(s.written, second)
		}
	}
	slices.Sort(s.written)
}

func (s *stretch) first() int64 {
	if len(s.written) == 0 {
		return math.MaxInt64
	}
	return s.written[0]
}

func (s *stretch) last() int64 {
	if len(s.written) == 0 {
		return math.MinInt64
	}
	return s.written[len(s.written)-1] + s.step
}

// tell says when the rows of a side came, and how much of its period is silent.
func (s *stretch) tell(side *report.Side) {
	if s.span.From > math.MinInt64 && s.span != (scan.Span{}) {
		side.From = stamp(s.span.From)
	}
	if s.span.Until < math.MaxInt64 && s.span != (scan.Span{}) {
		side.Until = stamp(s.span.Until)
	}
	if len(s.written) == 0 {
		return
	}
	side.First, side.Last = stamp(max(s.first(), s.span.From)), stamp(s.last()-1)
	if !side.Until.IsZero() && side.Last.After(side.Until) {
		side.Last = side.Until
	}
	if from, until := s.silence(); until > from {
		side.SilentFrom, side.SilentUntil = stamp(from), stamp(until)
	}
}

// silentShare is the part of a period without a row that is worth a word.
const silentShare = 0.2

// silence is the longest part of the period in which nothing was logged, where it is worth
// a word. Where the period has no end, it ends where its rows do.
func (s *stretch) silence() (from, until int64) {
	span := s.span
	if span == (scan.Span{}) {
		return 0, 0
	}
	if span.From == math.MinInt64 {
		span.From = s.first()
	}
	if span.Until == math.MaxInt64 {
		span.Until = s.last()
	}
	seen := span.From
	for _, second := range append(slices.Clip(s.written), span.Until) {
		if second-seen > until-from {
			from, until = seen, second
		}
		seen = max(seen, second+s.step)
	}
	if float64(until-from) < silentShare*float64(span.Until-span.From) || until-from < s.step {
		return 0, 0
	}
	return from, until
}

// setSteps counts both sides by time, each since its period began.
func (x *comparing) setSteps(out *report.Pair, this, other *stretch) {
	for _, s := range []*stretch{this, other} {
		if s.span.From == math.MinInt64 {
			s.span.From = s.first()
		}
		if s.span.Until == math.MaxInt64 {
			s.span.Until = s.last()
		}
	}
	longest := max(this.span.Until-this.span.From, other.span.Until-other.span.From)
	if longest <= 0 || longest > math.MaxInt32*10 {
		return
	}
	step := x.stepOf(longest)
	out.StepSeconds = step
	for at := int64(0); at < longest; at += step {
		var one report.Step
		if from := this.span.From + at; from < this.span.Until {
			one.Start = stamp(from)
			one.Rows, one.Attention = this.between(from, from+step)
		}
		if from := other.span.From + at; from < other.span.Until {
			one.OtherStart = stamp(from)
			one.OtherRows, one.OtherAttention = other.between(from, from+step)
		}
		out.Steps = append(out.Steps, one)
	}
}

// stepOf is how long a step of a period is.
func (x *comparing) stepOf(length int64) int64 {
	if asked := int64(x.options.Bucket.Seconds()); asked > 0 && length/asked <= 1000 {
		return max(asked, x.Sides.Minutes.Step)
	}
	for _, step := range stepLengths {
		if step >= x.Sides.Minutes.Step && (length+step-1)/step <= mostSteps {
			return step
		}
	}
	return (length + mostSteps - 1) / mostSteps
}

// between counts rows from one second until before another, and those that need attention.
// A bucket is of the step in which it begins; the first begins before the period may.
func (s *stretch) between(from, until int64) (rows, need int64) {
	for _, m := range s.moments {
		if second := max(m.second, s.span.From); second >= from && second < until {
			rows, need = rows+m.rows, need+m.need
		}
	}
	return rows, need
}

// setChangeTimes says when the rows of a change came.
func (p *pair) setChangeTimes(c *report.Change, k scan.Subject, this, other kindCounts) {
	of, side := this, p.side
	if c.Trend == report.ChangeGone {
		if p.field != "" {
			return
		}
		of, side = other, 1-p.side
	}
	if of.untimed || of.first > of.last {
		return
	}
	act := evenly(of.first, of.last, of.rows)
	if p.field == "" {
		act = p.activityOf(func(o *scan.Outcome) bool { return o.Span == side && p.kindOf(&p.Subjects[o.Subject]) == k })
	}
	c.First, c.Last = stamp(of.first), stamp(of.last)
	if c.Trend != report.ChangeGone {
		c.State = p.state(act, of.first, of.last, of.rows)
	}
}

// remarks say what makes a comparison less than it looks.
func (x *comparing) remarks(c *report.Comparison) (all []report.Finding) {
	note := func(rule string, evidence ...report.Evidence) {
		all = append(all, report.Finding{Rule: rule, Severity: report.Note, Evidence: evidence})
	}
	for _, p := range c.Pairs {
		if p.Trend == report.TrendNothing {
			continue
		}
		for i, s := range []report.Side{p.This, p.Other} {
			if f, ok := silence(&s, []string{"compare-silent-this", "compare-silent-other"}[i]); ok && x.field == "" {
				all = append(all, f)
			}
		}
	}
	all = append(append(all, x.movers()...), x.slowServers()...)
	if x.untaken > 0 {
		note("compare-untaken")
	}
	if x.unlike > 0 {
		note("compare-unlike")
	}
	if c.Nameless > 0 {
		note("compare-nameless", report.Evidence{What: "rows", Value: float64(c.Nameless), Unit: "rows"}, report.Evidence{What: "field", Text: c.Field})
	}
	if x.Sides.Over {
		note("compare-over", report.Evidence{What: "field", Text: c.Field})
	}
	if x.Sides.Cut {
		note("compare-cut")
	}
	slices.SortStableFunc(all, func(a, b report.Finding) int { return cmp.Compare(a.Rule, b.Rule) })
	return slices.CompactFunc(all, func(a, b report.Finding) bool { return a.Rule == b.Rule && len(a.Where) == 0 })
}

// silence says that a part of a period is not in the log, or was quiet.
func silence(s *report.Side, rule string) (f report.Finding, ok bool) {
	if s.SilentFrom.IsZero() {
		return f, false
	}
	from, until := s.Span()
	return report.Finding{Rule: rule, Severity: report.Note, Evidence: []report.Evidence{
		{What: "share", Value: min(1, s.SilentUntil.Sub(s.SilentFrom).Seconds()/max(1, until.Sub(from).Seconds())), Unit: "share"},
		{What: "first", Value: float64(s.SilentFrom.Unix()), Unit: "time"}, {What: "last", Value: float64(s.SilentUntil.Unix()), Unit: "time"},
	}}, true
}
