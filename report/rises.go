package report

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/spike"
)

// rises are the counts in which spikes are sought: one series for each code, or
// reason of HTTPERR, with a verdict; its parts are the Win32 numbers. Healthy rows
// are two series more, by which the rise of all traffic is measured.
type rises struct {
	timeline spike.Timeline
	subjects []riseSubject // of the series
	parts    [][]int64     // Win32 numbers of the parts of each series
	at       map[riseSubject]int
	spikes   []spike.Spike
}

// riseSubject is what a spike is a rise of.
type riseSubject struct {
	code    code
	reason  string // of HTTPERR
	verdict codes.Verdict
}

const (
	// maxCounts bounds the counts of all series: 40 series of two months by the
	// minute. Beyond, buckets are longer.
	maxCounts = 1 << 22
	// maxParts is how many Win32 numbers of a series are looked at by themselves.
	maxParts = 12
)

// rises counts what spikes are sought in. It is nil when no row had a time.
func (s *Scan) rises() *rises {
	m := s.summary.minutes
	m.flush()
	m.compact()
	if len(m.cells) == 0 {
		return nil
	}
	r := &rises{at: map[riseSubject]int{}}
	seriesOf, partOf := r.subjectsOf(s.summary)
	first, last := m.cells[0].bucket*m.step, m.cells[len(m.cells)-1].bucket*m.step
	r.layOut(first, last, m.step)
	for _, c := range m.cells {
		at := (floorDiv(c.bucket*m.step, r.timeline.Step)*r.timeline.Step - r.timeline.Start) / r.timeline.Step
		series := &r.timeline.Series[seriesOf[c.slot]]
		series.Counts[at] += c.count
		if p := partOf[c.slot]; p >= 0 {
			series.Parts[p].Counts[at] += c.count
		}
	}
	if zone := s.options.Location; zone != nil {
		r.timeline.Offset = func(second int64) int64 {
			_, offset := stamp(second).In(zone).Zone()
			return int64(offset)
		}
	}
	return r
}

// subjectsOf gives each slot its series, and its part or -1.
func (r *rises) subjectsOf(s *Summary) (seriesOf, partOf []int) {
	order := make([]int, len(s.slots.all))
	for i := range order {
		order[i] = i
	}
	// The order of slots depends on the workers, that of series must not.
	slices.SortFunc(order, func(x, y int) int { return s.slots.compare(x, y) })
	seriesOf, partOf = make([]int, len(order)), make([]int, len(order))
	for _, i := range order {
		slot := &s.slots.all[i]
		at := intern(s.slots.riseSubject(slot), r.at, &r.subjects)
		if at == len(r.parts) {
			r.parts = append(r.parts, nil)
		}
		seriesOf[i], partOf[i] = at, r.part(at, slot)
	}
	return seriesOf, partOf
}

// part returns the part of a slot: -1 when there are too many, or when the number
// says nothing.
func (r *rises) part(series int, s *slot) int {
	if !isRise(s.verdict) || s.verdict == codes.Probe || s.win32 < 0 {
		return -1
	}
	if at := slices.Index(r.parts[series], s.win32); at >= 0 {
		return at
	}
	if len(r.parts[series]) == maxParts {
		return -1
	}
	r.parts[series] = append(r.parts[series], s.win32)
	return len(r.parts[series]) - 1
}

// riseSubject returns what a rise of a slot's rows is a rise of. All healthy rows
// of one verdict are alike.
func (s *slots) riseSubject(slot *slot) riseSubject {
	if !isRise(slot.verdict) {
		return riseSubject{verdict: slot.verdict}
	}
	return riseSubject{
		code{slot.status, slot.substatus, slot.log == codes.FTPLog}, s.reasons[slot.reason], slot.verdict,
	}
}

// compare orders slots by what they are.
func (s *slots) compare(x, y int) int {
	a, b := &s.all[x], &s.all[y]
	return cmp.Or(cmp.Compare(a.log, b.log), cmp.Compare(a.status, b.status), cmp.Compare(a.substatus, b.substatus),
		cmp.Compare(s.reasons[a.reason], s.reasons[b.reason]), cmp.Compare(a.verdict, b.verdict),
		cmp.Compare(a.win32, b.win32))
}

// layOut makes the timeline, with buckets long enough that it is not too large.
func (r *rises) layOut(first, last, step int64) {
	lines := int64(len(r.subjects))
	for _, p := range r.parts {
		lines += int64(len(p))
	}
	count := func(step int64) int64 { return floorDiv(last, step) - floorDiv(first, step) + 1 }
	for _, longer := range steps {
		if longer > step && count(step)*lines > maxCounts {
			step = longer
		}
	}
	n := count(step)
	r.timeline = spike.Timeline{Start: floorDiv(first, step) * step, Step: step}
	for i, subject := range r.subjects {
		series := spike.Series{Counts: make([]int64, n), Attention: isRise(subject.verdict)}
		for range r.parts[i] {
			series.Parts = append(series.Parts, spike.Part{Counts: make([]int64, n)})
		}
		r.timeline.Series = append(r.timeline.Series, series)
	}
}

// of returns the spike that a row with an outcome belongs to, -1 for none.
func (r *rises) of(subject riseSubject, win32, second int64) int {
	series, ok := r.at[subject]
	if !ok {
		return -1
	}
	return spike.At(r.spikes, series, slices.Index(r.parts[series], win32), second)
}
