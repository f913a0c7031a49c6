package analysis

import (
	"slices"
	"sort"
	"time"

	"github.com/iiswhy/iiswhy/report/scan"
)

// againstDays is how many days a day is compared with at most, and againstWeeks
// how many weeks back days of the same weekday are.
const (
	againstDays  = 7
	againstWeeks = 4
)

// DaySpans returns the days that a summary of so many days up to a newest one
// needs, in order: those that are shown, the seven before them, and the newest's
// weekday of the four weeks before. Days are those of the zone, so one of a change
// of clocks has 23 or 25 hours.
func DaySpans(newest time.Time, shown int, zone *time.Location) []scan.Span {
	back := map[int]bool{}
	for i := range max(shown, 1) + againstDays {
		back[i] = true
	}
	for week := range againstWeeks {
		back[7*(week+1)] = true
	}
	var spans []scan.Span
	for i := range back {
		from, until := dayOf(newest, -i, zone)
		spans = append(spans, scan.Span{From: from.Unix(), Until: until.Unix(), Shown: i < shown})
	}
	slices.SortFunc(spans, func(a, b scan.Span) int { return int(a.From - b.From) })
	return spans
}

// dayOf returns the day of a time in a zone, or one so many days from it.
func dayOf(t time.Time, days int, zone *time.Location) (from, until time.Time) {
	t = t.In(zone)
	noon := func(days int) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day()+days, 12, 0, 0, 0, zone)
	}
	return startOfDay(noon(days)), startOfDay(noon(days + 1))
}

// startOfDay returns the first second of the day of a noon. Where clocks are turned
// at midnight, that shows no 00:00, or the first of two.
func startOfDay(noon time.Time) time.Time {
	const back = 86400
	date := noon.Format(time.DateOnly)
	at := func(i int) time.Time { return noon.Add(time.Duration(i-back) * time.Second) }
	return at(sort.Search(back, func(i int) bool { return at(i).Format(time.DateOnly) >= date }))
}

// date is the date of a day in the zone of the report.
func (a *Analysis) date(day scan.Span) string {
	return time.Unix(day.From, 0).In(a.location()).Format(time.DateOnly)
}
