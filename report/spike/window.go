package spike

import "cmp"

// span is from ≤ bucket < until.
type span struct{ from, until int }

func (s span) length() int { return s.until - s.from }

func (s span) overlaps(o span) bool { return s.from < o.until && o.from < s.until }

// window is a span with more events than usual.
type window struct {
	span
	count, expected, evidence float64
	clumping                  float64 // see detector.clumping
}

// byTime orders windows by their start, wide ones before those within.
func byTime(a, b window) int {
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.until, a.until))
}

// cover returns the spans that windows in order of time cover. Those that touch are
// one.
func cover(w []window) []span {
	var list []span
	for _, w := range w {
		if n := len(list); n > 0 && w.from <= list[n-1].until {
			list[n-1].until = max(list[n-1].until, w.until)
		} else {
			list = append(list, w.span)
		}
	}
	return list
}
