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

// asked returns the evidence that a window of so many buckets needs: the more
// windows of its width there are, the more; but a series with few events has few
// windows that could be spikes. What goes on for most of the time needs more.
func (h *hunt) asked(width int) float64 {
	part := float64(width) / float64(h.buckets)
	chances := math.Log(1 + float64(h.sums[h.buckets])/leastEvents)
	return h.limits.factor * (h.limits.evidence + min(-math.Log(part), chances+6) + 20*max(0, part-0.5))
}

// rise returns how many times what is expected a window of so many buckets must
// hold. Where the rhythm is not known, a long rise may be one; and what goes on
// for most of the time is usual, unless there is next to nothing without it.
func (h *hunt) rise(width int) float64 {
	if h.own {
		return 1 + h.limits.rise
	}
	x := float64(width) / float64(h.buckets)
	return 1 + h.limits.rise*(1+min(2, 8*x)+100*max(0, x-0.5))
}

// passes reports whether a window is a spike.
func (h *hunt) passes(w window) bool {
	return h.rises(w, h.rise(w.length())) && w.evidence >= h.asked(w.length())
}
