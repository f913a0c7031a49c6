package report

import (
	"slices"
	"sort"
	"time"
)

// againstDays is how many days a day is compared with at most, and againstWeeks
// how many weeks back days of the same weekday are.
const (
	againstDays  = 7
	againstWeeks = 4
)

// DayParts returns the days that a summary of so many days up to a newest one
// needs, in order: those that are shown, the seven before them, and the newest's
// weekday of the four weeks before. Days are those of the zone, so one of a change
// of clocks has 23 or 25 hours.
func DayParts(newest time.Time, shown int, zone *time.Location) []Part {
	back := map[int]bool{}
	for i := range max(shown, 1) + againstDays {
		back[i] = true
	}
	for week := range againstWeeks {
		back[7*(week+1)] = true
	}
	var parts []Part
	for i := range back {
		from, until := dayOf(newest, -i, zone)
		parts = append(parts, Part{from.Unix(), until.Unix(), i < shown})
	}
	slices.SortFunc(parts, func(a, b Part) int { return int(a.From - b.From) })
	return parts
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

// date is the date of a part in the zone of the report.
func (s *Scan) date(p Part) string {
	return time.Unix(p.From, 0).In(s.location()).Format(time.DateOnly)
}

func (s *Scan) location() *time.Location {
	if s.options.Location == nil {
		return time.UTC
	}
	return s.options.Location
}
