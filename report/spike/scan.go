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
		w := window{span: span{from, from + width}}
		w.count = float64(h.restSums[w.until] - h.restSums[from])
		w.expected = h.restExpected[w.until] - h.restExpected[from]
		// Most windows fail here. The mean of a series without a rhythm may come
		// down yet.
		if w.count < h.limits.events || h.own && !h.rises(w, rise) {
			continue
		}
		if w.expected = h.remaining(w.span, w.count, member); !h.rises(w, rise) {
			continue
		}
		if w.evidence = h.evidenceOf(w); w.evidence >= asked {
			list = addBest(list, w)
		}
	}
	return list
}

// rises reports whether a window has enough more events than expected.
func (h *hunt) rises(w window, rise float64) bool {
	return w.count-w.expected >= h.limits.events && w.count >= rise*w.expected
}

// addBest appends a window to a list, in place of the last if they overlap and it
// has more evidence.
func addBest(list []window, w window) []window {
	last := len(list) - 1
	if last < 0 || !list[last].overlaps(w.span) {
		return append(list, w)
	}
	if w.evidence > list[last].evidence {
		list[last] = w
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
	var chosen []window
	for _, hit := range hits {
		if taken(chosen, hit.span) {
			continue
		}
		if hit = h.fit(hit, member); h.passes(hit) && !taken(chosen, hit.span) {
			chosen = append(chosen, hit)
		}
	}
	h.found = append(h.found, chosen...)
	slices.SortFunc(h.found, byTime)
}

// taken reports whether a span overlaps one of the windows.
func taken(chosen []window, s span) bool {
	return slices.ContainsFunc(chosen, func(w window) bool { return w.overlaps(s) })
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
	w.lumps = h.lumps(w)
	return w
}

// climb moves the ends of a span by a step while its contrast grows, a few times
// at most: larger steps went before.
func (h *hunt) climb(s span, best float64, step int, member bool) (span, float64) {
	const most = 8
	moved := true
	for n := 0; moved && n < most; n++ {
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
	at, count, expected := 0, int64(0), 0.0 // what was taken out until there
	for _, s := range append(cover(h.found), span{h.buckets + 1, h.buckets + 1}) {
		for ; at < s.from; at++ {
			h.restSums[at], h.restExpected[at] = h.sums[at]-count, h.expected[at]-expected
		}
		for ; at < s.until; at++ {
			h.restSums[at], h.restExpected[at] = h.sums[s.from]-count, h.expected[s.from]-expected
		}
		if at <= h.buckets {
			count += h.sums[s.until] - h.sums[s.from]
			expected += h.expected[s.until] - h.expected[s.from]
		}
	}
}
