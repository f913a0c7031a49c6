package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// What leaks gets slower and slower until it is started anew, or until the log ends: it has no moment at which
// it got slow. Where more and more is asked for meanwhile, that makes it slow.

const (
	// grownParts is into how many parts a slow time is cut, each of which takes stepSlower times as long as the one
	// before, and the last timesGrown times as long as the first; leastGrown is how many rows each part has.
	grownParts, leastGrown = 4, 10
	stepSlower, timesGrown = 1.05, 2
	// moreAsked is how many times as many requests as in the first part come in the last, from which these are why.
	moreAsked = 1.15
)

// growing is how requests got slower and slower in a time.
type growing struct {
	from, to int64 // ms of the middle request of the first and of the last part
	atOnce   bool  // they were quick at once when it ended
}

// growingIn says how requests got slower and slower in a slow time, page by page; those before and after it
// tell what each page takes else. pace is how many requests come meanwhile, nil where that is
// no reason: one server of several is asked for as much as the others.
func growingIn(before, slow, after []keptRow, pace func([]keptRow) float64) (g growing, ok bool) {
	const quick = 4 // times as long as else
	usual := map[string]int64{}
	for path, rows := range byPath(slices.Concat(before, after)) {
		usual[path] = max(1, keptMedian(rows))
	}
	var times []keptRow // as long as else, in hundredths
	for _, r := range slow {
		if u := usual[r.path]; u > 0 {
			r.taken = r.taken * 100 / u
			times = append(times, r)
		}
	}
	n := len(times) / grownParts
	if n < leastGrown {
		return g, false
	}
	part := func(rows []keptRow, n, of int) []keptRow { return rows[n*len(rows)/of : (n+1)*len(rows)/of] }
	for at := range grownParts - 1 {
		if float64(keptMedian(part(times, at+1, grownParts))) < stepSlower*float64(keptMedian(part(times, at, grownParts))) {
			return g, false
		}
	}
	first, last := part(times, 0, grownParts), part(times, grownParts-1, grownParts)
	if float64(keptMedian(last)) < timesGrown*float64(keptMedian(first)) || pace != nil && pace(last) > moreAsked*pace(first) {
		return g, false
	}
	soon, slower := after[:min(len(after), 2*soonAfter)], 0
	for _, r := range soon {
		if u := usual[r.path]; r.taken > quick*u {
			slower++
		}
	}
	g.atOnce = len(soon) >= soonAfter && 4*slower <= len(soon)
	if len(after) >= soonAfter && !g.atOnce {
		return g, false // it got quick little by little, too
	}
	g.from, g.to = keptMedian(part(slow, 0, grownParts)), keptMedian(part(slow, grownParts-1, grownParts))
	return g, g.to > g.from
}

// paceOf is how many requests came in a second while some rows did, which have an order: of all, or of a place by
// the rows themselves; nil of a server.
func (a *Analysis) paceOf(field string) func([]keptRow) float64 {
	lasts := func(rows []keptRow) float64 { return float64(rows[len(rows)-1].second - rows[0].second + 1) }
	switch {
	case field == "":
		return func(rows []keptRow) float64 {
			return float64(a.busy().between(rows[0].second, rows[len(rows)-1].second)) / lasts(rows)
		}
	case hasOwnPages(field):
		return func(rows []keptRow) float64 { return float64(len(rows)) / lasts(rows) }
	}
	return nil
}

// evidence says how much slower requests got.
func (g *growing) evidence() []report.Evidence {
	to := "growing-to"
	if g.atOnce {
		to = "grown-to"
	}
	return []report.Evidence{{What: "grown-from", Value: float64(g.from), Unit: "ms"}, {What: to, Value: float64(g.to), Unit: "ms"}}
}
