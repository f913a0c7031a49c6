package analysis

import (
	"slices"
	"time"
)

// An office that stops at noon is not missed for a day yet, and it stops every night. What
// tells is the same time of the working days before: somebody came on each of them.

const (
	// leastToday is for how many hours in which people work nobody came, leastThen how many
	// visits were kept of that time of each day before, and leastDaysThen how many such days.
	leastToday, leastThen, leastDaysThen = 3, 12, 2
	mostDaysThen                         = 5
)

// cameBefore is on how many working days before visitors came at the time of the last day in
// which none did, 0 where they did not come on one of them. Many go home early on a Friday: a
// Friday is like other Fridays.
func (a *Analysis) cameBefore(seconds []int64, begin, end int64) (days int) {
	const day, hour = 86400, 3600
	last := seconds[len(seconds)-1]
	shortest := max(day, (end-last-hour+day-1)/day*day) // so that no time before holds the last day
	if end-last >= 2*day || a.workHours(last, end) < leastToday {
		return 0
	}
	of := func(second int64) time.Weekday { return stamp(second).In(a.location()).Weekday() }
	today := of(end)
	for back := shortest; last-back >= begin && days < mostDaysThen; back += day {
		then := of(end - back)
		if then == time.Saturday || then == time.Sunday || (then == time.Friday) != (today == time.Friday) {
			continue
		}
		if visitsIn(seconds, last-back+1, end-back) < leastThen {
			return 0
		}
		days++
	}
	if days < leastDaysThen && today != time.Friday {
		return 0
	}
	return days
}

// otherVisits are the times of the visits that are of none of some clients, in order, and how
// many clients these are of.
func (a *Analysis) otherVisits(clients []string) (seconds []int64, others int) {
	seen := map[string]bool{}
	for _, v := range a.Visits {
		if !slices.Contains(clients, v.Client) {
			seconds, seen[v.Client] = append(seconds, v.Second), true
		}
	}
	return seconds, len(seen)
}
