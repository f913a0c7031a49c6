package spike

import "slices"

const (
	// apart is how many seconds of quiet make two incidents of one.
	apart = 15 * 60
	// longer is how many times longer than the other a window may be, or denser in
	// events, and still be of one incident with it. Beyond both, one is a burst and
	// the other a slow rise around it.
	longer = 4
	denser = 8
)

// join makes one window of those that belong together, and weighs them again.
func (h *hunt) join() {
	slices.SortFunc(h.found, byTime)
	for i := 0; i < len(h.found); i++ {
		for j := h.partner(i); j > 0; j = h.partner(i) {
			h.found[i].span = union(h.found[i].span, h.found[j].span)
			h.found[i].lumps = min(h.found[i].lumps, h.found[j].lumps)
			h.found = slices.Delete(h.found, j, j+1)
		}
	}
	for i := range h.found {
		h.found[i].span = h.stretch(h.found[i].span)
	}
	slices.SortFunc(h.found, byTime)
	h.weighAll()
}

// stretch adds the buckets at both ends that still hold far more than usual, such
// as the last few events of a burst that dies away.
func (h *hunt) stretch(s span) span {
	far := func(i int) bool {
		n := h.sums[i+1] - h.sums[i]
		return n > 0 && float64(n) >= denser*(h.expected[i+1]-h.expected[i])*h.growth(i, i+1)
	}
	for s.from > 0 && far(s.from-1) {
		s.from--
	}
	for s.until < h.buckets && far(s.until) {
		s.until++
	}
	return s
}

func union(a, b span) span { return span{min(a.from, b.from), max(a.until, b.until)} }

// partner returns the next later window that belongs to window i, 0 for none.
func (h *hunt) partner(i int) int {
	a := h.found[i].span
	end, calm := a.until, int64(0) // of what was found from a on, and what is calm until then
	for j := i + 1; j < len(h.found); j++ {
		b := h.found[j].span
		calm += max(0, h.live[b.from]-h.live[end])
		end = max(end, b.until)
		short, long := min(a.length(), b.length()), max(a.length(), b.length())
		if calm > h.quiet(long) {
			return 0
		}
		if calm <= h.quiet(short) && (long <= longer*short || near(h.density(a), h.density(b), denser)) {
			return j
		}
	}
	return 0
}

// quiet returns how many calm buckets may lie between two windows of one
// incident, the shorter of which is so long.
func (h *hunt) quiet(short int) int64 {
	return int64(max(min(h.calendar.span(apart), h.buckets/20), short/2, 1))
}

// weighAll weighs the found windows again, without the narrow ones in them, and
// keeps those that pass.
func (h *hunt) weighAll() {
	kept := make([]window, 0, len(h.found))
	for i, w := range h.found {
		lumps := w.lumps
		w = h.weighing(w.span)
		w.lumps = lumps
		end := w.from
		for j := i + 1; j < len(h.found) && h.found[j].from < w.until; j++ {
			in := span{max(end, h.found[j].from), min(w.until, h.found[j].until)}
			if in.from < in.until {
				w.count -= float64(h.sums[in.until] - h.sums[in.from])
				w.expected -= h.expected[in.until] - h.expected[in.from]
				end = in.until
			}
		}
		w.expected = max(w.expected, nearNothing)
		w.evidence = h.evidenceOf(w)
		if h.passes(w) {
			kept = append(kept, w)
		}
	}
	h.found = kept
}
