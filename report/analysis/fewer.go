package analysis

import (
	"math"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// A certificate that has run out, a name that leads elsewhere, a provider that is cut off: most
// visitors come no more, and programs that do not care go on. Nights, weekends and holidays have
// few visitors as well, but they begin when people sleep. So what tells is a drop from one hour
// of the day to the next, after which each hour has few of the requests that its like had on the
// days before.
const (
	// fewOfUsual is the part of what is usual that an hour has at most, and fewOfAll what all hours
	// of the drop have together.
	fewOfUsual, fewOfAll = 0.3, 0.2
	// busyBefore is the part of the usual that the hour before the drop has at least.
	busyBefore = 0.6
	// leastOfHour is how many visits were kept of an hour that tells, leastLowHours how many such hours
	// the drop has, and leastLikeDays how many days before have that hour.
	leastOfHour, leastLowHours, leastLikeDays = 8, 8, 2
	// longestDrop is how many hours before the end of the log it begins at most.
	longestDrop = 24 * 7
	// mostOfPlace is the part of the visits before that a site or server may have that has none after.
	mostOfPlace = 0.2
	// mostHours is how many hours are counted, ten years: times may be nonsense.
	mostHours = 24 * 3653
	// byChanceMore is by how many standard deviations an hour is more than few of the usual.
	byChanceMore = 2
)

// hours are the visits that were kept of each hour of a log, and what is usual in it.
type hours struct {
	*Analysis
	first  int64 // hour of the first visit, since 1970
	counts []float64
}

// fewerVisits says since when far fewer requests come than on the days before.
func (a *Analysis) fewerVisits(monitors []string, begin, end int64) (f report.Finding, ok bool) {
	seconds, others := a.otherVisits(monitors)
	if others < leastVisitors || a.chooses("client") {
		return f, false
	}
	h := a.hoursOf(seconds, end)
	at := h.drop()
	if at < 0 {
		return f, false
	}
	from := (h.first + int64(at)) * 3600
	if a.isPlaceGone(from) {
		return f, false
	}
	now, usual, n := h.sums(at)
	each := float64(a.Timed) / float64(max(1, len(a.Visits)))
	f = report.Finding{Rule: "fewer", Severity: report.Warning, First: stamp(from), Last: stamp(end), State: report.GoingOn}
	f.Evidence = append(timesOf(from, end)[:1], report.Evidence{What: "rate", Value: toTwoDigits(now * each / n), Unit: "rows"},
		report.Evidence{What: "usual", Value: toTwoDigits(usual * each / n), Unit: "rows"}, report.Evidence{What: "end", Value: float64(end), Unit: "time"})
	f.Command = a.newCommand("rows").between(f.First, stamp(end+1)).String()
	return f, true
}

// hoursOf counts visits by the hour, but for the last one, of which the log may hold a part.
func (a *Analysis) hoursOf(seconds []int64, end int64) *hours {
	until := floorDiv(end+1, 3600)
	h := &hours{Analysis: a, first: max(floorDiv(seconds[0], 3600), until-mostHours)}
	h.counts = make([]float64, max(0, until-h.first))
	for _, second := range seconds {
		if at := floorDiv(second, 3600) - h.first; at >= 0 && at < int64(len(h.counts)) {
			h.counts[at]++
		}
	}
	return h
}

// isFree reports whether an hour is of a weekend.
func (h *hours) isFree(at int) bool {
	day := stamp((h.first + int64(at)) * 3600).In(h.location()).Weekday()
	return day == time.Saturday || day == time.Sunday
}

// usual is the least that the same hour of some days before another hour had, -1 where these are too
// few: working days are like each other.
func (h *hours) usual(at, before int) float64 {
	least, days := math.MaxFloat64, 0
	for other := at - 24; other >= 0 && days < mostDaysThen; other -= 24 {
		if other < before && h.isFree(other) == h.isFree(at) {
			least, days = min(least, h.counts[other]), days+1
		}
	}
	if days < leastLikeDays {
		return -1
	}
	return least
}

// drop is the hour since which each has few visits, -1 for none. It begins within the day: the hour
// before it, or the one before that where it fell in between, is as usual.
func (h *hours) drop() int {
	for at := max(2, len(h.counts)-longestDrop); at <= len(h.counts)-leastLowHours; at++ {
		if h.isLow(at, at) && (h.isBusy(at-1) || h.isBusy(at-2)) && h.staysLow(at) {
			return at
		}
	}
	return -1
}

// staysLow reports whether all hours from one on that tell have few visits.
func (h *hours) staysLow(from int) bool {
	for at := from; at < len(h.counts); at++ {
		if h.usual(at, from) >= leastOfHour && !h.isLow(at, from) {
			return false
		}
	}
	now, usual, n := h.sums(from)
	return n >= leastLowHours && now > 0 && now <= fewOfAll*usual
}

// isLow reports whether an hour has few of the visits that are usual, but for chance.
func (h *hours) isLow(at, from int) bool {
	few := fewOfUsual * h.usual(at, from)
	return few >= fewOfUsual*leastOfHour && h.counts[at] <= few+byChanceMore*math.Sqrt(few)
}

// isBusy reports whether an hour has as many visits as usual.
func (h *hours) isBusy(at int) bool {
	usual := h.usual(at, at)
	return usual >= leastOfHour && h.counts[at] >= busyBefore*usual
}

// sums are how many visits the hours of a drop that tell have, how many are usual in them, and how
// many hours these are.
func (h *hours) sums(from int) (now, usual, n float64) {
	for at := from; at < len(h.counts); at++ {
		if u := h.usual(at, from); u >= leastOfHour {
			now, usual, n = now+h.counts[at], usual+u, n+1
		}
	}
	return now, usual, max(n, 1)
}

// isPlaceGone reports whether a site, or the logs of a folder, that had many of the visits before
// has none after: it is silent, or its log is missing.
func (a *Analysis) isPlaceGone(from int64) bool {
	places, before, after := []string{}, map[string]float64{}, map[string]bool{}
	all := 0.0
	for _, v := range a.Visits {
		place := a.siteVisited(v) + "\x00" + a.folders[v.Source].server
		if v.Second >= from {
			after[place] = true
			continue
		}
		places = withValue(places, place)
		before[place]++
		all++
	}
	return slices.ContainsFunc(places, func(place string) bool { return !after[place] && before[place] > mostOfPlace*all })
}
