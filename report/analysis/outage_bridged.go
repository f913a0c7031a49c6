package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// hardlyServed is the part of the faults of two outages that is served between them at most, in one bucket
// of the count, where they are one: a check of a file that needs no application still gets it.
const hardlyServed = 0.1

// bridged makes one of the gaps, given in the order of time, between which hardly anything was served.
func (s *service) bridged(all []gap) (joined []gap) {
	for _, g := range all {
		n := len(joined) - 1
		if n >= 0 && s.areOne(joined[n], g) {
			joined[n].until, joined[n].open = g.until, g.open
		} else {
			joined = append(joined, g)
		}
	}
	return s.worstFirst(slices.DeleteFunc(joined, func(g gap) bool { return g.until-g.from < leastOutage }))
}

// areOne reports whether two gaps are one outage: of faults of the server, as what is not found may be
// asked for while others are served.
func (s *service) areOne(x, y gap) bool {
	before, after := s.sumOf(s.faults, x), s.sumOf(s.faults, y)
	between := s.sumOf(s.served, gap{from: x.until, until: y.from})
	return y.from-x.until == 1 && min(before, after) > 0 && float64(between) <= hardlyServed*float64(before+after)
}

// tellServed says how many requests were served between the first and the last that failed.
func (w *failures) tellServed(f *report.Finding) {
	n := 0
	for _, second := range w.servedAt {
		if second > f.First.Unix() && second < f.Last.Unix() {
			n++
		}
	}
	if n > 0 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "few", Value: float64(n), Unit: "rows"})
	}
}
