package spike

import "math"

// limits say what counts as a spike.
type limits struct {
	events   float64 // least excess
	rise     float64 // least excess by expected
	evidence float64 // least evidence of a window as long as the timeline
	factor   float64 // of evidence asked for
}

// What counts as a spike. The figures were chosen on synthetic noise of several
// kinds; see the tests named Eval.
const (
	leastEvents   = 16  // above what is expected
	leastRise     = 0.5 // of what is expected
	leastEvidence = 4   // of a window as long as the timeline, in a timeline of one series
)

// limits returns what counts as a spike among so many counts.
func (o Options) limits(counts int) limits {
	s := o.Sensitivity
	if !(s > 0) {
		s = 1
	}
	s = min(max(s, 0.1), 10)
	return limits{
		events:   max(2, leastEvents/s),
		rise:     leastRise / s,
		evidence: leastEvidence + math.Log(float64(max(1, counts))),
		factor:   1 / s,
	}
}

// asked returns the evidence that a window of so many buckets needs. The more
// windows of its width there are, the more it needs. A series with few events has
// few windows that could be spikes, and needs less. What goes on for most of the
// time needs more.
func (d *detector) asked(width int) float64 {
	part := float64(width) / float64(d.buckets)
	chances := math.Log(1 + float64(d.sums[d.buckets])/leastEvents)
	return d.limits.factor * (d.limits.evidence + min(-math.Log(part), chances+6) + 20*max(0, part-0.5))
}

// rise returns how many times the expected events a window of so many buckets must
// hold. Where the series has no seasonality of its own, a long rise may be
// seasonal and must be higher. What goes on for most of the time is usual, unless
// there is next to nothing at other times.
func (d *detector) rise(width int) float64 {
	if d.own {
		return 1 + d.limits.rise
	}
	x := float64(width) / float64(d.buckets)
	return 1 + d.limits.rise*(1+min(2, 8*x)+100*max(0, x-0.5))
}

// passes reports whether a window is a spike.
func (d *detector) passes(w window) bool {
	return d.rises(w, d.rise(w.length())) && w.evidence >= d.asked(w.length()) && d.standsOut(w)
}

const (
	// longPart is the part of the live timeline from which a window is long, and
	// longRise how many times the plain mean outside of it such a window must hold.
	// What is usual is then known from little, and moves with every other row: the more so
	// where it goes on for most of the time.
	longPart   = 0.25
	longRise   = 3
	longerRise = 20 // more for all of the time, none for half of it
)

// standsOut reports whether a long window has far more events than the rest of the
// timeline. Shorter ones do.
func (d *detector) standsOut(w window) bool {
	live := float64(d.live[w.until] - d.live[w.from])
	all := float64(d.live[d.buckets])
	if live < longPart*all {
		return true
	}
	in := float64(d.sums[w.until] - d.sums[w.from])
	rest := float64(d.sums[d.buckets]) - in
	rise := longRise + longerRise*max(0, live/all-0.5)
	return in*(all-live) >= rise*rest*live
}
