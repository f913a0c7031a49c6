package spike

import "slices"

const (
	// quietGap is how many seconds of quiet divide one incident from the next.
	quietGap = 15 * 60
	// Two windows are of one incident while one is at most longer times as long as
	// the other, or denser times as dense in events. Beyond both, one is a burst
	// and the other a slow rise around it.
	longer = 4
	denser = 8
)

// join makes one window of those that belong to one incident, and measures them
// again.
func (d *detector) join() {
	slices.SortFunc(d.found, byTime)
	for i := 0; i < len(d.found); i++ {
		for j := d.partner(i); j > 0; j = d.partner(i) {
			d.found[i].span = union(d.found[i].span, d.found[j].span)
			d.found[i].clumping = min(d.found[i].clumping, d.found[j].clumping)
			d.found = slices.Delete(d.found, j, j+1)
		}
	}
	for i := range d.found {
		d.found[i].span = d.stretch(d.found[i].span)
	}
	slices.SortFunc(d.found, byTime)
	d.weighAll()
}

// stretch adds buckets at both ends as long as they hold far more than usual, such
// as the last few events of a burst that fades.
func (d *detector) stretch(s span) span {
	far := func(i int) bool {
		n := d.sums[i+1] - d.sums[i]
		return n > 0 && float64(n) >= denser*(d.expected[i+1]-d.expected[i])*d.growth(i, i+1)
	}
	for s.from > 0 && far(s.from-1) {
		s.from--
	}
	for s.until < d.buckets && far(s.until) {
		s.until++
	}
	return s
}

// withTail adds to the span of something that was not seen before the events that follow it,
// where they are few and close behind one another: at night less of it is seen, but it is not
// over, and there is no usual number of it. Else it keeps its span: what trickles on for days
// behind a burst is something else of the same code.
func (d *detector) withTail(s span) span {
	const few, least, thin = 0.1, 2 * hour, 0.05
	count, tail := d.sums[s.until]-d.sums[s.from], d.sums[d.buckets]-d.sums[s.until]
	if d.sums[s.from] > 0 || tail == 0 || float64(tail) > few*float64(count) {
		return s
	}
	apart := max(least/int(d.step), (s.until-s.from)/4)
	last := s.until
	for at := s.until; at < d.buckets && at-last <= apart; at++ {
		if d.sums[at+1] > d.sums[at] {
			last = at + 1
		}
	}
	if more := d.sums[last] - d.sums[s.until]; float64(more)*float64(s.until-s.from) < thin*float64(count)*float64(last-s.until) {
		return s
	}
	return span{s.from, last}
}

// trim leaves out the buckets without events at both ends of a span.
func (d *detector) trim(s span) span {
	for s.from+1 < s.until && d.sums[s.from+1] == d.sums[s.from] {
		s.from++
	}
	for s.from+1 < s.until && d.sums[s.until-1] == d.sums[s.until] {
		s.until--
	}
	return s
}

func union(a, b span) span { return span{min(a.from, b.from), max(a.until, b.until)} }

// partner returns the next later window that is of one incident with window i, 0
// for none.
func (d *detector) partner(i int) int {
	a := d.found[i].span
	end, calm := a.until, int64(0) // of the windows from a on, and the quiet buckets between them
	for j := i + 1; j < len(d.found); j++ {
		b := d.found[j].span
		calm += max(0, d.live[b.from]-d.live[end])
		end = max(end, b.until)
		short, long := min(a.length(), b.length()), max(a.length(), b.length())
		if calm > d.quiet(long) {
			return 0
		}
		if calm <= d.quiet(short) && (long <= longer*short || near(d.density(a), d.density(b), denser)) {
			return j
		}
	}
	return 0
}

// quiet returns how many quiet buckets may lie between two windows of one incident,
// where the shorter window is so long.
func (d *detector) quiet(short int) int64 {
	return int64(max(min(d.calendar.span(quietGap), d.buckets/20), short/2, 1))
}

// weighAll measures the found windows again, without the narrower ones within them,
// and keeps those that are spikes.
func (d *detector) weighAll() {
	kept := make([]window, 0, len(d.found))
	for i, w := range d.found {
		clumping := w.clumping
		w = d.weighing(w.span)
		w.clumping = clumping
		end := w.from
		for j := i + 1; j < len(d.found) && d.found[j].from < w.until; j++ {
			in := span{max(end, d.found[j].from), min(w.until, d.found[j].until)}
			if in.from < in.until {
				w.count -= float64(d.sums[in.until] - d.sums[in.from])
				w.expected -= d.expected[in.until] - d.expected[in.from]
				end = in.until
			}
		}
		w.expected = max(w.expected, nearNothing)
		w.evidence = d.evidenceOf(w)
		if d.passes(w) {
			kept = append(kept, w)
		}
	}
	d.found = kept
}
