package analysis

import (
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// What is slow until nothing is served any more, and quick after a restart, is one story: the outage tells it.

// soonDown is how long after the last slow request the outage begins at most.
const soonDown = 5 * time.Minute

// withSlowBefore has outages tell that requests were slow until they began, in place of findings of their own.
func withSlowBefore(all []report.Finding) []report.Finding {
	var told []int
	for n := range all {
		if all[n].Rule != "outage" {
			continue
		}
		if at := slices.IndexFunc(all, func(f report.Finding) bool { return isSlowUntil(&f, &all[n]) }); at >= 0 && !slices.Contains(told, at) {
			slow := &all[at]
			all[n].Evidence = append(all[n].Evidence, report.Evidence{What: "slow-since", Value: float64(slow.First.Unix()), Unit: "time"},
				report.Evidence{What: "slow-taken", Value: float64(msOf(*slow, "taken")), Unit: "ms"}, report.Evidence{What: "slow-usual", Value: float64(msOf(*slow, "usual")), Unit: "ms"})
			told = append(told, at)
		}
	}
	left := all[:0]
	for n, f := range all {
		if !slices.Contains(told, n) {
			left = append(left, f)
		}
	}
	return left
}

// isSlowUntil reports whether all pages, or those of a place, were slow until an outage of the same began.
func isSlowUntil(slow, outage *report.Finding) bool {
	return slow.Rule == "slow" && slices.Equal(slow.Where, outage.Where) && msOf(*slow, "usual") > 0 && !isOfSpells(slow) &&
		slow.First.Before(outage.First) && slow.Last.After(outage.First.Add(-soonDown)) && !slow.Last.After(outage.Last.Add(soonDown))
}
