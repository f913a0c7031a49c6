package spike

import "slices"

// What begins and stays is usual on the days after it, by those days themselves: a window of it ends, or another one
// begins, at the hour at which it began on the first day, and the counts go on as before. Such a window is carried
// on for as long as they do, and one before which they were the same for a day is no rise.

const (
	// asMany is the part of the events of a window that as much time before or after it has at least where they go on.
	asMany = 0.7
	// leastOn is how many seconds of what follows tell, and endsBelow the part of the events from which the last hours
	// of a window that was carried on are none of it.
	leastOn, endsBelow = 6 * hour, 0.3
	// noMore is how many times as many events a window within another one has at most that is no rise beyond that.
	noMore = 1.5
)

// CarryOn returns the spikes of a timeline, in their order: those that go on after their end until they do not,
// and without those that are a part of what was there before.
func CarryOn(t Timeline, spikes []Spike) []Spike {
	all := slices.Clone(spikes)
	carried := map[int]bool{}
	end := t.Start + int64(t.buckets())*t.Step
	for i := range all {
		s := &all[i]
		counts, rate := t.countsOf(s), s.rate()
		if s.Recurring || rate <= 0 {
			continue
		}
		from, until := s.From, s.Until
		if s.Until = t.goesOnUntil(counts, s.Until, end, rate); s.Until > until {
			carried[i] = true
			s.From = t.goesOnFrom(counts, s.From, rate)
			t.measureAgain(s, counts, from, until)
		}
	}
	var kept []Spike
	for i, s := range all {
		if !s.Recurring && !carried[i] && t.wasThere(&s) || isWithin(all, carried, i) {
			continue
		}
		kept = append(kept, s)
	}
	return joinStaying(&t, kept)
}

// goesOnUntil is until when as many events came as before a second, by the day; the last hours that have few are none of it.
func (t *Timeline) goesOnUntil(counts []int64, ended, end int64, rate float64) int64 {
	until := ended
	for until < end {
		next := min(end, until+day)
		if until == ended && next-until < leastOn || float64(t.eventsIn(counts, until, next)) < asMany*rate*float64(next-until) {
			break
		}
		until = next
	}
	for until > ended && float64(t.eventsIn(counts, until-hour, until)) < endsBelow*rate*hour {
		until = max(ended, until-hour)
	}
	return until
}

// goesOnFrom is from when on as many events came as after a second, by the hour and at last by the bucket.
func (t *Timeline) goesOnFrom(counts []int64, from int64, rate float64) int64 {
	for from-hour >= t.Start && float64(t.eventsIn(counts, from-hour, from)) >= asMany*rate*hour {
		from -= hour
	}
	for at := max(t.Start, from-hour); at < from; at += t.Step {
		if t.eventsIn(counts, at, at+t.Step) > 0 && float64(t.eventsIn(counts, at, from)) >= asMany*rate*float64(from-at) {
			return at
		}
	}
	return from
}

// measureAgain counts a spike that was between two seconds, and compares it with what there is outside of it.
func (t *Timeline) measureAgain(s *Spike, counts []int64, from, until int64) {
	const hardly = 0.5 // events, in place of none
	end := t.Start + int64(t.buckets())*t.Step
	lasts, outside := float64(s.Until-s.From), float64(t.eventsIn(counts, t.Start, s.From)+t.eventsIn(counts, s.Until, end))
	s.Expected = min(s.Expected*lasts/float64(until-from), max(hardly, outside)*lasts/max(float64(t.Step), float64(end-t.Start)-lasts))
	s.Observed += t.eventsIn(counts, s.From, from) + t.eventsIn(counts, until, s.Until)
	s.Ratio, s.New = float64(s.Observed)/max(1, s.Expected), outside == 0
}

// rate is how many events of a spike came in a second.
func (s *Spike) rate() float64 { return float64(s.Observed) / float64(max(1, s.Until-s.From)) }

// countsOf are the counts of which a spike is.
func (t *Timeline) countsOf(s *Spike) []int64 {
	if s.Part >= 0 {
		return t.Series[s.Series].Parts[s.Part].Counts
	}
	return t.Series[s.Series].Counts
}

// eventsIn is how many events the buckets hold that begin from a second until before another.
func (t *Timeline) eventsIn(counts []int64, from, until int64) (sum int64) {
	n := int64(len(counts))
	at := func(second int64) int64 { return min(n, max(0, (second-t.Start+t.Step-1)/t.Step)) }
	for _, c := range counts[at(from):max(at(from), at(until))] {
		sum += c
	}
	return sum
}

// wasThere reports whether as many events came all through the day before a spike.
func (t *Timeline) wasThere(s *Spike) bool {
	if s.From-day < t.Start {
		return false
	}
	counts := t.countsOf(s)
	for from := s.From - day; from < s.From; from += day / 4 {
		if float64(t.eventsIn(counts, from, from+day/4)) < asMany*s.rate()*day/4 {
			return false
		}
	}
	return true
}

// isWithin reports whether a spike is in the time of one of the same that was carried on, and has hardly more events.
func isWithin(all []Spike, carried map[int]bool, i int) bool {
	s := &all[i]
	for at := range carried {
		o := &all[at]
		if at != i && o.Series == s.Series && o.Part == s.Part && s.From >= o.From && s.Until <= o.Until && s.rate() <= noMore*o.rate() {
			return true
		}
	}
	return false
}
