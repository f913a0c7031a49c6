package spike

import (
	"cmp"
	"slices"
)

const (
	// longest is how many seconds a burst that comes back lasts at most.
	longest = 6 * hour
	// leeway is how many seconds it may be early or late, at least.
	leeway = 10 * 60
	// lookedAt is how many days before and after are looked at.
	lookedAt = 28
)

// returns lists when a like burst begins on other days, in seconds since 1970.
func (h *hunt) returns(w window) []int64 {
	var list []int64
	for _, s := range h.again(w) {
		list = append(list, h.second(s.from))
	}
	return list
}

// again lists the like bursts of other days, in order of time: at the same time of
// the day on two other days and a third of the days nearby, or on the same day of
// two other weeks. Empty when the window comes back less often.
func (h *hunt) again(w window) []span {
	if int64(w.length())*h.step > longest || !h.calendar.rhythm || h.step >= day {
		return nil
	}
	var daily, weekly, nearby tally
	for d := -lookedAt; d <= lookedAt; d++ {
		s, ok := h.later(w.span, d)
		if d == 0 || !ok {
			continue
		}
		o, back := h.isLike(s, w)
		daily.note(o, back)
		if d%7 == 0 {
			weekly.note(o, back)
		}
		if -7 <= d && d <= 7 {
			nearby.note(o, back)
		}
	}
	switch hits := len(nearby.hits); {
	case hits >= 2 && 3*hits >= nearby.days, hits == 1 && nearby.days <= 2:
		return daily.hits
	case len(weekly.hits) >= 2 && 2*len(weekly.hits) >= weekly.days:
		return weekly.hits
	}
	return nil
}

// tally counts days, and lists when the burst came on them.
type tally struct {
	days int
	hits []span
}

func (t *tally) note(s span, hit bool) {
	t.days++
	if hit {
		t.hits = append(t.hits, s)
	}
}

// later returns the span at the same time of the day some days later, false
// where nothing was logged then.
func (h *hunt) later(s span, days int) (span, bool) {
	from := h.daysLater(s.from, days)
	o := span{from, from + s.length()}
	if o.from < 0 || o.until > h.buckets {
		return o, false
	}
	return o, 2*(h.live[o.until]-h.live[o.from]) >= int64(o.length())
}

// isLike returns the burst like w that begins at about the same time as a span
// does, and lasts and counts as much; false where there is none. By itself it
// need not be a spike.
func (h *hunt) isLike(s span, w window) (like span, ok bool) {
	slack := max(h.calendar.span(leeway), s.length()/4)
	at, _ := slices.BinarySearchFunc(h.found, s.from-slack, func(w window, from int) int { return cmp.Compare(w.from, from) })
	for _, o := range h.found[at:] {
		if o.from > s.from+slack {
			break
		}
		lasts := near(float64(o.length()), float64(w.length()), 2) || max(o.length(), w.length()) <= slack
		if lasts && near(o.count-o.expected, w.count-w.expected, 3) {
			return o.span, true
		}
	}
	o := h.weighing(h.densest(s, slack))
	return o.span, near(o.count-o.expected, w.count-w.expected, 3) && o.evidence >= h.asked(o.length())/2
}

// densest returns the span with the most events of those that begin up to so many
// buckets earlier or later.
func (h *hunt) densest(s span, slack int) span {
	best, most := s, int64(-1)
	for from := max(0, s.from-slack); from <= s.from+slack; from++ {
		o := span{from, from + s.length()}
		if o.until > h.buckets {
			break
		}
		if n := h.sums[o.until] - h.sums[o.from]; n > most {
			best, most = o, n
		}
	}
	for best.from+1 < best.until && h.sums[best.from+1] == h.sums[best.from] {
		best.from++
	}
	return best
}

// near reports whether neither of two figures is more than so many times the
// other.
func near(a, b, times float64) bool { return a <= times*b && b <= times*a }

// density returns how many more events than usual a bucket of a span holds.
func (h *hunt) density(s span) float64 {
	excess := float64(h.sums[s.until]-h.sums[s.from]) - (h.expected[s.until]-h.expected[s.from])*h.growth(s.from, s.until)
	return excess / float64(max(1, h.live[s.until]-h.live[s.from]))
}
