package spike

import (
	"cmp"
	"slices"
)

const (
	// longest is how many seconds a recurring burst lasts at most.
	longest = 6 * hour
	// leeway is how many seconds it may be early or late, at least.
	leeway = 10 * 60
	// lookedAt is how many days before and after are looked at.
	lookedAt = 28
)

// returnTimes lists when similar bursts begin on other days, in seconds since 1970.
func (d *detector) returnTimes(w window) []int64 {
	var list []int64
	for _, s := range d.recurrences(w) {
		list = append(list, d.second(s.from))
	}
	return list
}

// recurrences lists the similar bursts of other days, in order of time. They are at
// the same time of the day on two other days and a third of the days nearby, or on
// the same weekday of two other weeks. It is empty where the window recurs less
// often.
func (d *detector) recurrences(w window) []span {
	if int64(w.length())*d.step > longest || !d.calendar.seasonal || d.step >= day {
		return nil
	}
	var daily, weekly, nearby dayCount
	for days := -lookedAt; days <= lookedAt; days++ {
		s, ok := d.later(w.span, days)
		if days == 0 || !ok {
			continue
		}
		o, back := d.isLike(s, w)
		daily.add(o, back)
		if days%7 == 0 {
			weekly.add(o, back)
		}
		if -7 <= days && days <= 7 {
			nearby.add(o, back)
		}
	}
	switch hits := len(nearby.hits); {
	case hits >= 2 && 3*hits >= nearby.days, hits == 1 && nearby.days <= 2 && d.isSharp(nearby.hits[0], w):
		return daily.hits
	case len(weekly.hits) >= 2 && 2*len(weekly.hits) >= weekly.days:
		return weekly.hits
	}
	return nil
}

// isSharp reports whether a burst of another day began at the very time of a window: where there are
// but two days, long ones begin about the same time by chance.
func (d *detector) isSharp(s span, w window) bool {
	apart := (d.local(s.from)-d.local(w.from))%day + day
	return min(apart%day, day-apart%day) <= max(leeway, d.step)
}

// dayCount counts days, and lists the bursts that came on them.
type dayCount struct {
	days int
	hits []span
}

func (c *dayCount) add(s span, hit bool) {
	c.days++
	if hit {
		c.hits = append(c.hits, s)
	}
}

// later returns the span at the same time of the day some days later. It is false
// where nothing was logged then.
func (d *detector) later(s span, days int) (span, bool) {
	from := d.daysLater(s.from, days)
	o := span{from, from + s.length()}
	if o.from < 0 || o.until > d.buckets {
		return o, false
	}
	return o, 2*(d.live[o.until]-d.live[o.from]) >= int64(o.length())
}

// isLike returns the burst that begins at about the same time as a span does and is
// about as long and as large as w. It is false where there is none. The burst need
// not be a spike by itself.
func (d *detector) isLike(s span, w window) (like span, ok bool) {
	slack := max(d.calendar.span(leeway), s.length()/4)
	at, _ := slices.BinarySearchFunc(d.found, s.from-slack, func(w window, from int) int { return cmp.Compare(w.from, from) })
	for _, o := range d.found[at:] {
		if o.from > s.from+slack {
			break
		}
		lasts := near(float64(o.length()), float64(w.length()), 2) || max(o.length(), w.length()) <= slack
		if lasts && near(o.count-o.expected, w.count-w.expected, 3) {
			return o.span, true
		}
	}
	o := d.weighing(d.densest(s, slack))
	return o.span, near(o.count-o.expected, w.count-w.expected, 3) && o.evidence >= d.asked(o.length())/2
}

// densest returns the span with the most events of those that begin up to slack
// buckets earlier or later.
func (d *detector) densest(s span, slack int) span {
	best, most := s, int64(-1)
	for from := max(0, s.from-slack); from <= s.from+slack; from++ {
		o := span{from, from + s.length()}
		if o.until > d.buckets {
			break
		}
		if n := d.sums[o.until] - d.sums[o.from]; n > most {
			best, most = o, n
		}
	}
	for best.from+1 < best.until && d.sums[best.from+1] == d.sums[best.from] {
		best.from++
	}
	return best
}

// near reports whether neither of two figures is more than so many times the
// other.
func near(a, b, times float64) bool { return a <= times*b && b <= times*a }

// density returns how many more events than usual a bucket of a span holds.
func (d *detector) density(s span) float64 {
	excess := float64(d.sums[s.until]-d.sums[s.from]) - (d.expected[s.until]-d.expected[s.from])*d.growth(s.from, s.until)
	return excess / float64(max(1, d.live[s.until]-d.live[s.from]))
}
