package analysis

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// Paths that get slow at the same time wait for the same thing, which is told once.

// toldSlow is a path that was slow for a time, and its slow rows in the order of time.
type toldSlow struct {
	report.Finding
	of         *slowPath
	rows       []timing
	now, usual int64 // ms of the middle request
	past       bool  // it was quicker before or after
}

const (
	// leastTogether is how many paths must be slow together, and sameSpan which part of
	// the time in which any of two is slow both must be.
	leastTogether = 3
	sameSpan      = 0.75
)

// together are the findings on slow paths, those of one time in one, mostSlow at most.
func (a *Analysis) together(all []toldSlow) (told []report.Finding) {
	for len(all) > 0 {
		var same, others []toldSlow
		for _, one := range all {
			if first := all[0]; first.past && one.past && overlap(first, one) {
				same = append(same, one)
			} else {
				others = append(others, one)
			}
		}
		if len(same) >= leastTogether {
			told, all = append(told, a.slowTogether(same)), others
		} else {
			told, all = append(told, all[0].Finding), all[1:]
		}
	}
	return told[:min(len(told), mostSlow)]
}

// overlap reports whether two paths were slow at the same time.
func overlap(x, y toldSlow) bool {
	from, until := max(x.rows[0].second, y.rows[0].second), min(x.rows[len(x.rows)-1].second, y.rows[len(y.rows)-1].second)
	first, last := min(x.rows[0].second, y.rows[0].second), max(x.rows[len(x.rows)-1].second, y.rows[len(y.rows)-1].second)
	return float64(until-from) >= sameSpan*float64(last-first)
}

func (a *Analysis) slowTogether(all []toldSlow) report.Finding {
	var usual []int64
	var paths []string
	for _, one := range all {
		usual, paths = append(usual, one.usual), append(paths, one.of.path)
	}
	rows := asSlow(all)
	slices.Sort(usual)
	slices.SortStableFunc(rows, func(x, y timing) int { return cmp.Compare(x.second, y.second) })
	return a.newSlow(rows, paths, []report.Evidence{
		{What: "pages", Value: float64(len(all)), Unit: "paths"}, {What: "rows", Value: float64(len(rows)), Unit: "rows"},
		{What: "taken", Value: float64(medianOf(rows)), Unit: "ms"}, {What: "usual", Value: float64(usual[len(usual)/2]), Unit: "ms"},
	})
}

// asSlow are the rows of some paths that took as long as the quickest of the slow ones, from the
// first of these to the last: nothing tells them apart for who is shown them.
func asSlow(all []toldSlow) (rows []timing) {
	var slow []timing
	for _, one := range all {
		slow = append(slow, one.rows...)
	}
	least, first, last := slow[minTaken(slow)].taken, slow[0].second, slow[0].second
	for _, t := range slow {
		first, last = min(first, t.second), max(last, t.second)
	}
	for _, one := range all {
		for _, t := range slices.Concat(one.of.rows, one.of.large) {
			if t.taken >= least && t.second >= first && t.second <= last {
				rows = append(rows, t)
			}
		}
	}
	return rows
}
