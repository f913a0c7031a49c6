package spike

import (
	"cmp"
	"slices"
)

// What begins on a Friday and stays is little at the weekend, when there are few requests, and much on Monday: each
// busy day of it looks like a rise of its own. By request they are one, which began on the Friday.

const (
	// asUsual is the part of the events expected by a rise's own share of the requests, or by the time, at which it
	// still goes on: twice as many as where it does not, or half as many as where it does.
	asUsual = 0.5
	// pauses is how many events must be missing until it does not.
	pauses = 8
	// leastStay is how many seconds a rise stays at least that busy days are joined to, and rarer how many times
	// its events are rarer at other times.
	leastStay, rarer = day, 4
	// leastElsewhere is how many events are expected at other times at least, else these say nothing.
	leastElsewhere = 16
)

// stays is a series or a part of one, with what rises of it are measured by.
type stays struct {
	*Timeline
	counts  []int64
	healthy []int64 // prefix sums
}

// joinStaying returns spikes, with those made one that are the busy days of something that began and stayed.
func joinStaying(t *Timeline, spikes []Spike) []Spike {
	healthy := make([]int64, t.buckets()+1)
	prefix(healthy, t.healthy())
	largest := make([]int, len(spikes))
	for i := range largest {
		largest[i] = i
	}
	slices.SortStableFunc(largest, func(x, y int) int { return cmp.Compare(spikes[y].Observed, spikes[x].Observed) })
	gone := make([]bool, len(spikes))
	for _, i := range largest {
		s := &spikes[i]
		if gone[i] || s.Recurring {
			continue
		}
		of := stays{Timeline: t, counts: t.countsOf(s), healthy: healthy}
		from, until := of.reach(s)
		if until-from < leastStay || from == s.From && until == s.Until || !of.isRareOutside(s, from, until) {
			continue
		}
		before := *s
		s.From, s.Until = from, until
		t.measureAgain(s, of.counts, before.From, before.Until)
		for j := range spikes {
			if o := &spikes[j]; j != i && !gone[j] && o.Series == s.Series && (o.Part == s.Part || s.Part < 0) && o.From >= from && o.Until <= until && !o.Recurring {
				gone[j] = float64(o.Observed) <= 2*noMore*of.asMuch(&before, o.From, o.Until)
			}
		}
	}
	var kept []Spike
	for i := range spikes {
		if !gone[i] {
			kept = append(kept, spikes[i])
		}
	}
	return kept
}

// asMuch is how many events a span holds in which a spike goes on: by its share of the requests or by the time,
// whichever is less.
func (t *stays) asMuch(s *Spike, from, until int64) float64 {
	at := func(second int64) int64 { return min(int64(t.buckets()), max(0, (second-t.Start)/t.Step)) }
	requests := func(from, until int64) float64 { return float64(t.healthy[at(until)] - t.healthy[at(from)]) }
	byTime := s.rate() * float64(until-from)
	return min(byTime, float64(s.Observed)*requests(from, until)/max(1, requests(s.From, s.Until)))
}

// reach is the span in which a spike goes on, before it and after it, until as many events are missing as tell.
func (t *stays) reach(s *Spike) (from, until int64) {
	from, until = s.From, s.Until
	best, sum := 0.0, 0.0
	for at := s.From - t.Step; at >= t.Start && sum > best-pauses; at -= t.Step {
		n := t.eventsIn(t.counts, at, at+t.Step)
		if sum += float64(n) - asUsual*t.asMuch(s, at, at+t.Step); n > 0 && sum > best {
			best, from = sum, at
		}
	}
	best, sum = 0, 0
	for at, end := s.Until, t.Start+int64(t.buckets())*t.Step; at < end && sum > best-pauses; at += t.Step {
		n := t.eventsIn(t.counts, at, at+t.Step)
		if sum += float64(n) - asUsual*t.asMuch(s, at, at+t.Step); n > 0 && sum > best {
			best, until = sum, at+t.Step
		}
	}
	return from, until
}

// isRareOutside reports whether a spike that reaches so far has far fewer events at other times than it had if it went on.
func (t *stays) isRareOutside(s *Spike, from, until int64) bool {
	end := t.Start + int64(t.buckets())*t.Step
	expected := t.asMuch(s, t.Start, from) + t.asMuch(s, until, end)
	outside := t.eventsIn(t.counts, t.Start, from) + t.eventsIn(t.counts, until, end)
	return expected >= leastElsewhere && rarer*float64(outside) <= expected
}
