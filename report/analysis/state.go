package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// longerApart is how many times as long as the rows used to be apart there must be
	// none before it is over, and leastQuiet how long in any case, in seconds.
	longerApart = 3
	leastQuiet  = 10 * 60
	// leastWithout is how many requests must have come since, where no other rule says so.
	leastWithout = 300
	// longQuiet is the part of a log without rows after which, too, it is over, where they
	// never were so far apart.
	longQuiet = 0.25
	// sameClock is how far from each other the same time of two days may be, in seconds.
	sameClock     = 30 * 60
	leastDaysSame = 3
	// burstsApart is for how many seconds no rows come before others begin anew.
	burstsApart = 6 * 3600
)

// activity is when rows came, to the bucket of the count: the seconds at which the
// buckets begin that hold some, in order.
type activity []int64

// activityOf finds when rows of the outcomes that are wanted came.
func (a *Analysis) activityOf(wanted func(*scan.Outcome) bool) (all activity) {
	seconds, several := a.seconds(), false
	for i := range a.Outcomes {
		if a.Outcomes[i].Shown && wanted(&a.Outcomes[i]) && len(seconds[i]) > 0 {
			several = len(all) > 0
			all = append(all, seconds[i]...)
		}
	}
	if several {
		slices.Sort(all)
	}
	return slices.Compact(all)
}

// secondsBy is the activity of each of so many outcomes, found in one pass: there may be
// thousands of issues, and each is asked when its rows came.
func secondsBy(minutes *scan.Counts, outcomes int) []activity {
	cells := make([]int, outcomes)
	for _, c := range minutes.Cells {
		cells[c.Outcome]++
	}
	room, by := make(activity, len(minutes.Cells)), make([]activity, outcomes)
	for i, n := range cells {
		by[i], room = room[:0:n], room[n:]
	}
	for _, c := range minutes.Cells {
		by[c.Outcome] = append(by[c.Outcome], minutes.Second(c))
	}
	return by
}

// evenly is the activity of rows of which only the first, the last and the number are
// known, as if they had come evenly.
func evenly(first, last, rows int64) activity {
	const most = 100
	n := min(rows, most)
	var all activity
	for i := range n {
		all = append(all, first+(last-first)*i/max(1, n-1))
	}
	return all
}

// state says whether rows still come that came from first to last: rows is how many.
func (a *Analysis) state(act activity, first, last, rows int64) string {
	if first > last {
		return ""
	}
	if rows == 1 {
		return report.Single
	}
	if a.recurs(act) && !a.datesOnly() && !a.onlySleeps(act, rows) {
		return report.Recurring
	}
	begin, end, ok := a.readTimes()
	quiet, widest := end-last, act.widestGap()
	if ok && quiet > leastQuiet && (quiet > longerApart*widest || quiet > widest && float64(quiet) > longQuiet*float64(end-begin) || a.wentOnWithout(act, last, end)) {
		return report.Over
	}
	return report.GoingOn
}

// onlySleeps reports whether hardly anybody asked while rows did not come: what fails now and
// then in an office comes again each morning, as everything does. Where there are few other
// rows nobody can tell.
func (a *Analysis) onlySleeps(act activity, rows int64) bool {
	const least, enough = 0.25, 2
	if !a.seesWholeSites() {
		return false
	}
	busy, bursts := a.busy(), act.bursts()
	all := busy.rows[len(busy.rows)-1]
	if all < enough*rows {
		return false
	}
	for i := 1; i < len(act); i++ {
		if act[i]-act[i-1] > burstsApart && float64(busy.between(act[i-1]+a.Minutes.Step, act[i])) >= least*float64(all)/float64(len(bursts)) {
			return false
		}
	}
	return true
}

// wentOnWithout reports whether far more requests came after the last row than ever between
// two of them: an office that is closed at night has wide gaps in which nothing could fail.
func (a *Analysis) wentOnWithout(act activity, last, end int64) bool {
	busy := a.busy()
	after := busy.between(last+a.Minutes.Step, end+1)
	if after < leastWithout {
		return false
	}
	for i := 1; i < len(act); i++ {
		if longerApart*busy.between(act[i-1]+a.Minutes.Step, act[i]) >= after {
			return false
		}
	}
	return true
}

// soFar says how many requests came, by their time.
type soFar struct {
	seconds []int64 // at which buckets begin that hold some
	rows    []int64 // in those before, one more
}

// requestsSoFar counts the requests that are shown.
func (a *Analysis) requestsSoFar() *soFar {
	s := &soFar{rows: []int64{0}}
	for _, c := range a.Minutes.Cells { // in order of time
		if !a.Outcomes[c.Outcome].Shown {
			continue
		}
		if n, second := len(s.seconds), a.Minutes.Second(c); n == 0 || s.seconds[n-1] < second {
			s.seconds, s.rows = append(s.seconds, second), append(s.rows, s.rows[n])
		}
		s.rows[len(s.seconds)] += c.Rows
	}
	return s
}

// between is how many came in buckets that begin from one second until before another.
func (s *soFar) between(from, until int64) int64 {
	a, _ := slices.BinarySearch(s.seconds, from)
	b, _ := slices.BinarySearch(s.seconds, until)
	return max(0, s.rows[max(a, b)]-s.rows[a])
}

// widestGap is the longest time without rows between two buckets that have some.
func (act activity) widestGap() (widest int64) {
	for i := 1; i < len(act); i++ {
		widest = max(widest, act[i]-act[i-1])
	}
	return widest
}

// recurs reports whether rows come at the same time of several days and at no other.
func (a *Analysis) recurs(act activity) bool {
	const day = 86400
	bursts := act.bursts()
	if len(bursts) < leastDaysSame || a.Minutes.Step > sameClock {
		return false
	}
	clock := func(second int64) int64 {
		at := stamp(second).In(a.location())
		return int64(at.Hour())*3600 + int64(at.Minute())*60 + int64(at.Second())
	}
	days := []string{}
	for _, second := range bursts {
		apart := (clock(second) - clock(bursts[0]) + day + day/2) % day
		if apart < day/2-sameClock || apart > day/2+sameClock {
			return false
		}
		days = append(days, stamp(second).In(a.location()).Format("2006-01-02"))
	}
	return len(slices.Compact(days)) == len(bursts)
}

// bursts are the seconds at which rows begin to come again after some hours without.
func (act activity) bursts() (all []int64) {
	for i, second := range act {
		if i == 0 || second-act[i-1] > burstsApart {
			all = append(all, second)
		}
	}
	return all
}
