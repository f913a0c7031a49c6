package analysis

import "math"

// A page brings its pictures with it, and a visit has several pages: rows come in clumps. Where a clump
// is rare, some minutes without any are chance, however many rows are usual in so many minutes.

const (
	// clump is for how many seconds at most the rows of a visit are taken to lie together.
	clump = 5 * 60
	// lull is for how long before and after a pause the size of clumps is measured, in seconds.
	lull = 3 * 3600
	// rarerThanOnce is how much less likely than once in the log a pause by chance is, as a logarithm.
	rarerThanOnce = 4
)

// isByChance reports whether a pause in which so many rows are missed may be one between visits.
func (s *service) isByChance(g gap, missed float64) bool {
	clumps := missed / max(1, s.clumpSize(g))
	return clumps < math.Log(float64(len(s.rows)))+rarerThanOnce
}

// clumpSize is how many rows come together around a pause: the variance of the rows of a stretch of time
// by their mean. Each stretch is held against the next, as traffic rises and falls with the day.
func (s *service) clumpSize(g gap) float64 {
	long := max(1, int(clump/s.step))
	around := int(lull / s.step)
	var rows, squares float64
	add := func(from, until int) {
		for at := from; at+2*long <= until; at += 2 * long {
			one, next := float64(s.sumOf(s.rows, gap{from: at, until: at + long})), float64(s.sumOf(s.rows, gap{from: at + long, until: at + 2*long}))
			rows, squares = rows+one+next, squares+(one-next)*(one-next)
		}
	}
	add(max(0, g.from-around), g.from)
	add(g.until, min(g.until+around, len(s.rows)))
	if rows == 0 {
		return 1
	}
	return squares / rows // of two counts with one variance the difference has twice that
}
