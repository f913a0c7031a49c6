package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/iiswhy/iiswhy/report/spike"
)

// series are the counts in which spikes are sought: one series for each code, or
// reason of HTTPERR, with a verdict; its parts are the Win32 numbers. Healthy rows
// are two series more, by which the rise of all traffic is measured.
type series struct {
	timeline spike.Timeline
	keys     []seriesKey // of the series
	parts    [][]int64   // Win32 numbers of the parts of each series
	at       map[seriesKey]int
	misses   []missed // series that are two others together
	spikes   []spike.Spike
	narrow   map[int]narrowing // what some of the spikes are narrowed to, by index
	times    *spike.Index      // when spikes are, once all are known
}

// seriesKey is what a spike is a rise of.
type seriesKey struct {
	code    codes.Code
	reason  string // of HTTPERR
	verdict codes.Verdict
	misses  bool // a probe and not found together
}

// ofAny is a key without the verdict: what the numbers of rows alone say of it.
func (k seriesKey) ofAny() seriesKey { return seriesKey{code: k.code, reason: k.reason} }

// label is what people call it: its reason or its code.
func (k seriesKey) label() string {
	if k.reason != "" {
		return k.reason
	}
	return k.code.String()
}

// keyOf returns what a rise of an outcome's rows is a rise of. All healthy rows of
// one verdict are alike.
func keyOf(o codes.Outcome, v codes.Verdict) seriesKey {
	if !scan.MayRise(v) {
		return seriesKey{verdict: v}
	}
	code := codes.Code{Status: o.Status, Substatus: o.Substatus, FTP: o.Log == codes.FTPLog}
	return seriesKey{code: code, reason: o.Reason, verdict: v}
}

// keyOfOutcome is the same for an outcome that was counted.
func keyOfOutcome(o *scan.Outcome) seriesKey {
	if !scan.MayRise(o.Verdict) {
		return seriesKey{verdict: o.Verdict}
	}
	return seriesKey{code: o.Code, reason: o.Reason, verdict: o.Verdict}
}

const (
	// maxCounts bounds the counts of all series: 40 series of two months by the
	// minute. Beyond, buckets are longer.
	maxCounts = 1 << 22
	// maxParts is how many Win32 numbers of a series are looked at by themselves.
	maxParts = 12
)

// series counts what spikes are sought in. It is nil when no row had a time.
func (a *Analysis) series() *series {
	cells, step := a.Minutes.Cells, a.Minutes.Step
	if len(cells) == 0 {
		return nil
	}
	s := &series{at: map[seriesKey]int{}}
	if a.datesOnly() {
		step = dayLong
	}
	seriesOf, partOf := s.keysOf(a.Outcomes)
	s.addMisses()
	s.layOut(a.Minutes.Second(cells[0]), a.Minutes.Second(cells[len(cells)-1]), step)
	for _, c := range cells {
		at := (floorDiv(a.Minutes.Second(c), s.timeline.Step)*s.timeline.Step - s.timeline.Start) / s.timeline.Step
		one := &s.timeline.Series[seriesOf[c.Outcome]]
		one.Counts[at] += c.Rows
		if p := partOf[c.Outcome]; p >= 0 {
			one.Parts[p].Counts[at] += c.Rows
		}
	}
	s.sumMisses()
	if zone := a.options.Location; zone != nil {
		s.timeline.Offset = func(second int64) int64 {
			_, offset := stamp(second).In(zone).Zone()
			return int64(offset)
		}
	}
	return s
}

// keysOf gives each outcome its series, and its part or -1.
func (s *series) keysOf(outcomes []scan.Outcome) (seriesOf, partOf []int) {
	seriesOf, partOf = make([]int, len(outcomes)), make([]int, len(outcomes))
	for i := range outcomes {
		o := &outcomes[i]
		at := intern(keyOfOutcome(o), s.at, &s.keys)
		if at == len(s.parts) {
			s.parts = append(s.parts, nil)
		}
		seriesOf[i], partOf[i] = at, s.part(at, o)
	}
	return seriesOf, partOf
}

// part returns the part of an outcome: -1 when there are too many, or when the
// number says nothing.
func (s *series) part(at int, o *scan.Outcome) int {
	if !scan.MayRise(o.Verdict) || o.Verdict == codes.Probe || o.Win32 < 0 {
		return -1
	}
	if part := slices.Index(s.parts[at], o.Win32); part >= 0 {
		return part
	}
	if len(s.parts[at]) == maxParts {
		return -1
	}
	s.parts[at] = append(s.parts[at], o.Win32)
	return len(s.parts[at]) - 1
}

// layOut makes the timeline, with buckets long enough that it is not too large.
func (s *series) layOut(first, last, step int64) {
	lines := int64(len(s.keys))
	for _, p := range s.parts {
		lines += int64(len(p))
	}
	count := func(step int64) int64 { return floorDiv(last, step) - floorDiv(first, step) + 1 }
	for _, longer := range scan.Steps() {
		if longer > step && count(step)*lines > maxCounts {
			step = longer
		}
	}
	n := count(step)
	s.timeline = spike.Timeline{Start: floorDiv(first, step) * step, Step: step}
	for i, key := range s.keys {
		one := spike.Series{Counts: make([]int64, n), Attention: scan.MayRise(key.verdict)}
		for range s.parts[i] {
			one.Parts = append(one.Parts, spike.Part{Counts: make([]int64, n)})
		}
		s.timeline.Series = append(s.timeline.Series, one)
	}
}

// spikeOf returns the spike that a row belongs to, -1 for none. The row is known by
// what it is a rise of, and by itself where a spike is narrowed to some rows.
func (s *series) spikeOf(key seriesKey, row scan.SampledRow) int {
	at, ok := s.at[key]
	if !ok {
		return -1
	}
	return s.spikeOfSeries(at, row)
}

// spikeOfSeries is the same for a row of a series.
func (s *series) spikeOfSeries(at int, row scan.SampledRow) int {
	part := slices.Index(s.parts[at], row.Row.Win32)
	return s.times.At(row.Row.Second, func(i int) bool { return s.isOf(i, at, part, row) })
}

// isOf reports whether rows of a series, or of a part of it, can be of a spike.
func (s *series) isOf(i, series, part int, row scan.SampledRow) bool {
	f := &s.spikes[i]
	if f.Series != series && !s.isMissOf(f.Series, series) || f.Part >= 0 && f.Part != part {
		return false
	}
	n, ok := s.narrow[i]
	return !ok || n.holds(row)
}

// within are the times of shorter rises in that of a spike, to which rows of its kind belong
// that came then.
func (s *series) within(i int, told *report.Spike) (all []report.Period) {
	f := &s.spikes[i]
	if _, narrow := s.narrow[i]; narrow {
		return nil
	}
	for j := range s.spikes {
		o := &s.spikes[j]
		if j == i || o.Series != f.Series || o.Part >= 0 && o.Part != f.Part || o.Until-o.From >= f.Until-f.From {
			continue
		}
		if _, narrow := s.narrow[j]; narrow {
			continue
		}
		p := report.Period{First: stamp(max(o.From, told.Start.Unix())), Last: stamp(min(o.Until, told.End.Unix()) - 1)}
		if !p.First.After(p.Last) {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(x, y report.Period) int { return x.First.Compare(y.First) })
	return all
}

// hasEarlier reports whether an earlier spike is of the same series.
func (s *series) hasEarlier(f *spike.Spike) bool {
	return slices.ContainsFunc(s.spikes, func(o spike.Spike) bool { return o.Series == f.Series && o.From < f.From })
}
