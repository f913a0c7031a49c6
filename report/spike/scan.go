package spike

import (
	"cmp"
	"slices"
)

// scan finds windows with more events than usual, the narrowest first; what is
// found is taken out before wider ones are tried, so that a burst does not make
// a day unusual, and a day that is unusual on top of its burst is found as well.
func (h *hunt) scan(round int) {
	copy(h.restSums, h.sums)
	copy(h.restExpected, h.expected)
	h.found = h.found[:0]
	for _, width := range widths(h.buckets) {
		hits := h.hits(width, round == 0)
		if len(hits) == 0 {
			continue
		}
		h.choose(hits, round == 0)
		h.takeOut()
		if round == 0 {
			h.outside.count = float64(h.restSums[h.buckets])
			h.outside.expected = h.restExpected[h.buckets]
		}
	}
}

// widths returns the widths of windows: each 1.3 to 1.5 times the one before, up
// to nine tenths of the timeline.
func widths(buckets int) []int {
	var list []int
	for w := 1; w <= buckets*9/10; w *= 2 {
		list = append(list, w)
		if wide := w * 3 / 2; w > 1 && wide <= buckets*9/10 {
			list = append(list, wide)
		}
	}
	return list
}

// hits returns windows of one width that are spikes; of those that overlap, the
// best.
func (h *hunt) hits(width int, member bool) []window {
	var list []window
	asked, rise := h.asked(width), 1+h.limits.rise
	for from := h.skip(0, width); from+width <= h.buckets; from = h.skip(from+max(1, width/4), width) {
		until := from + width
		n := float64(h.restSums[until] - h.restSums[from])
		e := h.restExpected[until] - h.restExpected[from]
		// The mean of a series without a rhythm may come down yet.
		if n < h.limits.events || h.own && (n < rise*e || n-e < h.limits.events) {
			continue
		}
		w := window{span: span{from, until}, count: n}
		w.expected = h.remaining(w.span, n, member)
		if n < rise*w.expected || n-w.expected < h.limits.events {
			continue
		}
		if w.evidence = h.evidenceOf(w); w.evidence < asked {
			continue
		}
		if last := len(list) - 1; last < 0 || !list[last].overlaps(w.span) {
			list = append(list, w)
		} else if w.evidence > list[last].evidence {
			list[last] = w
		}
	}
	return list
}

// skip returns the next bucket from which on there may be enough events in a
// window: it leaps over calm stretches, which are most of the time of most
// series.
func (h *hunt) skip(from, width int) int {
	leap := 16 * width
	for from+leap <= h.buckets && float64(h.restSums[from+leap]-h.restSums[from]) < h.limits.events {
		from += leap - width
	}
	return from
}

// remaining is usually, without the windows that were found.
func (h *hunt) remaining(s span, count float64, member bool) float64 {
	return h.usually(s, count, h.restExpected[s.until]-h.restExpected[s.from], member)
}

// choose takes the best of the hits and those that do not overlap it, and so on.
func (h *hunt) choose(hits []window, member bool) {
	slices.SortFunc(hits, func(a, b window) int {
		return cmp.Or(cmp.Compare(b.evidence, a.evidence), cmp.Compare(a.from, b.from))
	})
	first := len(h.found)
	for _, hit := range hits {
		if hit = h.fit(hit, member); !h.passes(hit) {
			continue
		}
		if !slices.ContainsFunc(h.found[first:], func(w window) bool { return w.overlaps(hit.span) }) {
			h.found = append(h.found, hit)
		}
	}
	slices.SortFunc(h.found, byTime)
}

// fit moves the ends of a window to where its contrast is best, in large steps
// and small ones, and again from where that led.
func (h *hunt) fit(w window, member bool) window {
	const sweeps = 3
	best := h.contrastOf(w.span, member)
	for range sweeps {
		before := w.span
		for step := max(1, w.length()/2); step > 0; step /= 2 {
			w.span, best = h.climb(w.span, best, step, member)
		}
		if w.span == before {
			break
		}
	}
	w.count = float64(h.restSums[w.until] - h.restSums[w.from])
	w.expected = h.remaining(w.span, w.count, member)
	w.evidence = h.evidenceOf(w)
	return w
}

// climb moves the ends of a span by a step for as long as its contrast grows.
func (h *hunt) climb(s span, best float64, step int, member bool) (span, float64) {
	for moved := true; moved; {
		moved = false
		for _, o := range [4]span{
			{s.from - step, s.until}, {s.from, s.until + step},
			{s.from + step, s.until}, {s.from, s.until - step},
		} {
			if o.from < 0 || o.until > h.buckets || o.from >= o.until {
				continue
			}
			if c := h.contrastOf(o, member); c > best {
				s, best, moved = o, c, true
			}
		}
	}
	return s, best
}

func (h *hunt) contrastOf(s span, member bool) float64 {
	n := float64(h.restSums[s.until] - h.restSums[s.from])
	return contrast(n, h.remaining(s, n, member))
}

// takeOut leaves the found windows out of the remaining counts.
func (h *hunt) takeOut() {
	var count int64
	var expected float64
	at := 0
	for _, w := range append(h.found, window{span: span{h.buckets + 1, h.buckets + 1}}) {
		from := max(at, w.from)
		for i := at; i < from; i++ {
			h.restSums[i], h.restExpected[i] = h.sums[i]-count, h.expected[i]-expected
		}
		if from >= w.until {
			at = from
			continue
		}
		for i := from; i < w.until; i++ {
			h.restSums[i], h.restExpected[i] = h.sums[from]-count, h.expected[from]-expected
		}
		count += h.sums[w.until] - h.sums[from]
		expected += h.expected[w.until] - h.expected[from]
		at = w.until
	}
}
