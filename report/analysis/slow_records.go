package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/report/scan"
)

// Records have paths of their own, and each is asked for once or twice: that the page of all of them got slow
// is seen in the shape of their paths alone.

const (
	// fewRecords is how many of the slow rows that were kept must be of different paths of a shape, and
	// mostOfRecord the part of them that one path may have: else that is what is slow.
	fewRecords, mostOfRecord = 5, 0.3
	// leastQuick is the part of all requests that come one after the other while none of those of a shape
	// that were kept is slow: what is slow now and then needs no look.
	leastQuick = 0.2
)

// recordShape is a path with a star for what numbers its record.
func recordShape(path string) string { return string(scan.AppendSidePath(nil, []byte(path))) }

// isSlowRow reports whether a row that was kept for its time is slow.
func (a *Analysis) isSlowRow(r *scan.TimedRow) bool {
	return ordinary(r.Row, r.Verdict) && r.Row.Taken >= a.slowFrom()
}

// slowShapes are the shapes of which rows of many paths are slow, and of none most.
func (a *Analysis) slowShapes() map[string]bool {
	paths := map[string]map[string]int{}
	for _, r := range a.Times.Rows {
		if !a.isSlowRow(&r) {
			continue
		}
		path := string(scan.Shorten(r.Row.Path()))
		if shape := recordShape(path); shape != path {
			if paths[shape] == nil {
				paths[shape] = map[string]int{}
			}
			paths[shape][path]++
		}
	}
	shapes := map[string]bool{}
	for shape, of := range paths {
		all, most := 0, 0
		for _, n := range of {
			all, most = all+n, max(most, n)
		}
		shapes[shape] = len(of) >= fewRecords && float64(most) <= mostOfRecord*float64(all)
	}
	return shapes
}

// hasQuickTime reports whether many requests came one after the other while none of some slow rows did, which
// are in the order of time.
func (a *Analysis) hasQuickTime(seconds []int64) bool {
	busy := a.busy()
	first, last, _ := a.readTimes()
	longest := int64(0)
	for n, second := range append(slices.Clone(seconds), last+1) {
		from := first - a.Minutes.Step
		if n > 0 {
			from = seconds[n-1]
		}
		longest = max(longest, busy.between(from, second))
	}
	return float64(longest) >= leastQuick*float64(busy.rows[len(busy.rows)-1])
}

// isLikeSlow reports whether rows of other paths that are written like a shape were as slow in the time of some
// rows of it: no command shows these alone.
func (p *slowPath) isLikeSlow(rows []timing) bool {
	least := rows[minTaken(rows)].taken
	return slices.ContainsFunc(p.like, func(t timing) bool {
		return t.taken >= least && t.second >= rows[0].second && t.second <= rows[len(rows)-1].second
	})
}
