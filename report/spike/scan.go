package spike

import (
	"cmp"
	"slices"
)

// scan finds windows with more events than usual, the narrowest first. What is found
// is taken out before wider ones are tried. So a burst does not make its day
// unusual, and a day that is unusual besides its burst is found as well.
func (d *detector) scan(round int) {
	copy(d.restSums, d.sums)
	copy(d.restExpected, d.expected)
	d.found = d.found[:0]
	for _, width := range widths(d.buckets) {
		hits := d.hits(width, round == 0)
		if len(hits) == 0 {
			continue
		}
		d.choose(hits, round == 0)
		d.takeOut()
		if round == 0 {
			d.outside.count = float64(d.restSums[d.buckets])
			d.outside.expected = d.restExpected[d.buckets]
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

// hits returns the windows of one width that are spikes. Of those that overlap it
// returns the best.
func (d *detector) hits(width int, member bool) []window {
	var list []window
	asked, rise := d.asked(width), 1+d.limits.rise
	for from := d.skip(0, width); from+width <= d.buckets; from = d.after(from, width) {
		w := window{span: span{from, from + width}}
		w.count = float64(d.restSums[w.until] - d.restSums[from])
		w.expected = d.restExpected[w.until] - d.restExpected[from]
		// Most windows fail here. Where the series has no seasonality of its own,
		// expectedInRest may still expect less.
		if w.count < d.limits.events || d.own && !d.rises(w, rise) {
			continue
		}
		if w.expected = d.expectedInRest(w.span, w.count, member); !d.rises(w, rise) {
			continue
		}
		if w.evidence = d.evidenceOf(w); w.evidence >= asked {
			list = addBest(list, w)
		}
	}
	return list
}

// after returns the bucket from which the next window of a width is tried. The last one ends with the
// timeline, as what began at some moment and goes on does.
func (d *detector) after(from, width int) int {
	next := d.skip(from+max(1, width/4), width)
	if last := d.buckets - width; from < last {
		return min(next, last)
	}
	return next
}

// rises reports whether a window has enough more events than expected.
func (d *detector) rises(w window, rise float64) bool {
	return w.count-w.expected >= d.limits.events && w.count >= rise*w.expected
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

// skip returns the next bucket from which a window may hold enough events. It jumps
// over calm stretches, which are most of the time of most series.
func (d *detector) skip(from, width int) int {
	leap := 16 * width
	for from+leap <= d.buckets && float64(d.restSums[from+leap]-d.restSums[from]) < d.limits.events {
		from += leap - width
	}
	return from
}

// expectedInRest is expectedIn without the windows that were found.
func (d *detector) expectedInRest(s span, count float64, member bool) float64 {
	return d.expectedIn(s, count, d.restExpected[s.until]-d.restExpected[s.from], member)
}

// choose takes the best of the hits, then the best that does not overlap it, and so
// on.
func (d *detector) choose(hits []window, member bool) {
	slices.SortFunc(hits, func(a, b window) int {
		return cmp.Or(cmp.Compare(b.evidence, a.evidence), cmp.Compare(a.from, b.from))
	})
	var chosen []window
	for _, hit := range hits {
		if taken(chosen, hit.span) {
			continue
		}
		if hit = d.fit(hit, member); d.passes(hit) && !taken(chosen, hit.span) {
			chosen = append(chosen, hit)
		}
	}
	d.found = append(d.found, chosen...)
	slices.SortFunc(d.found, byTime)
}

// taken reports whether a span overlaps one of the windows.
func taken(chosen []window, s span) bool {
	return slices.ContainsFunc(chosen, func(w window) bool { return w.overlaps(s) })
}

// fit moves the ends of a window to where its contrast is best: in large steps,
// then in small ones, and again from there.
func (d *detector) fit(w window, member bool) window {
	const sweeps = 3
	best := d.contrastOf(w.span, member)
	for range sweeps {
		before := w.span
		for step := max(1, w.length()/2); step > 0; step /= 2 {
			w.span, best = d.climb(w.span, best, step, member)
		}
		if w.span == before {
			break
		}
	}
	w.count = float64(d.restSums[w.until] - d.restSums[w.from])
	w.expected = d.expectedInRest(w.span, w.count, member)
	w.evidence = d.evidenceOf(w)
	w.clumping = d.clumping(w)
	return w
}

// climb moves the ends of a span by a step while its contrast grows. It does so a
// few times at most, because larger steps came before.
func (d *detector) climb(s span, best float64, step int, member bool) (span, float64) {
	const most = 8
	moved := true
	for n := 0; moved && n < most; n++ {
		moved = false
		for _, o := range [4]span{
			{s.from - step, s.until}, {s.from, s.until + step},
			{s.from + step, s.until}, {s.from, s.until - step},
		} {
			if o.from < 0 || o.until > d.buckets || o.from >= o.until {
				continue
			}
			if c := d.contrastOf(o, member); c > best {
				s, best, moved = o, c, true
			}
		}
	}
	return s, best
}

// contrastOf returns the contrast of a span without the windows that were found.
func (d *detector) contrastOf(s span, member bool) float64 {
	n := float64(d.restSums[s.until] - d.restSums[s.from])
	return contrast(n, d.expectedInRest(s, n, member))
}

// takeOut leaves the found windows out of the remaining counts.
func (d *detector) takeOut() {
	at, count, expected := 0, int64(0), 0.0 // what was taken out until there
	for _, s := range append(cover(d.found), span{d.buckets + 1, d.buckets + 1}) {
		for ; at < s.from; at++ {
			d.restSums[at], d.restExpected[at] = d.sums[at]-count, d.expected[at]-expected
		}
		for ; at < s.until; at++ {
			d.restSums[at], d.restExpected[at] = d.sums[s.from]-count, d.expected[s.from]-expected
		}
		if at <= d.buckets {
			count += d.sums[s.until] - d.sums[s.from]
			expected += d.expected[s.until] - d.expected[s.from]
		}
	}
}
