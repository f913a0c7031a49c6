package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report/form"
)

// timeForms are the ways to write a moment. Those without a zone are in the zone
// of --tz.
var timeForms = []string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02T15", "2006-01-02 15:04:05", "2006-01-02 15:04",
	"2006-01-02 15", "2006/1/2", "2006/1/2 15:04", "2006/1/2 15:04:05", "2006-01-02", "20060102",
}

var clockForms = []string{"15:04:05", "15:04"}

// parseWhen reads a moment: a date, a date and time, a day by its name, a time of the
// clock, or how long before now. A time of the clock is the last one before now, and with
// a moment that it must come after, the next one after that.
func parseWhen(s string, now, after time.Time, zone *time.Location) (time.Time, error) {
	s = strings.TrimSpace(s)
	for _, form := range timeForms {
		if t, err := time.ParseInLocation(form, s, zone); err == nil {
			return t, nil
		}
	}
	now = now.In(zone)
	if strings.EqualFold(s, "now") || s == "现在" {
		return now, nil
	}
	if t, ok := parseDay(s, now); ok {
		return t, nil
	}
	if t, ok := onDay(now, s); ok && s != "" {
		return nearest(t, now, after), nil
	}
	if d, err := parseSpan(strings.TrimSuffix(strings.TrimPrefix(s, "-"), " ago")); err == nil {
		return now.Add(-d), nil
	}
	return time.Time{}, fmt.Errorf("expected 2026-11-21, 2026-11-21T14:00, 14:00, today, yesterday, or a span before now like 36h or 7d, found %q", s)
}

// parseDay reads today and yesterday, alone or with a time of the clock.
func parseDay(s string, now time.Time) (time.Time, bool) {
	name, clock, _ := strings.Cut(strings.ToLower(s), " ")
	day, ok := map[string]int{"today": 0, "今天": 0, "yesterday": -1, "昨天": -1}[name]
	if !ok {
		return time.Time{}, false
	}
	return onDay(now.AddDate(0, 0, day), strings.TrimSpace(clock))
}

// onDay returns a time of the clock, "" for midnight, on the day of another.
func onDay(day time.Time, clock string) (time.Time, bool) {
	year, month, date := day.Date()
	if clock == "" {
		return time.Date(year, month, date, 0, 0, 0, 0, day.Location()), true
	}
	for _, form := range clockForms {
		if t, err := time.Parse(form, clock); err == nil {
			return time.Date(year, month, date, t.Hour(), t.Minute(), t.Second(), 0, day.Location()), true
		}
	}
	return time.Time{}, false
}

// nearest moves a time of today to the day that is meant.
func nearest(t, now, after time.Time) time.Time {
	if after.IsZero() {
		if t.After(now) {
			return t.AddDate(0, 0, -1)
		}
		return t
	}
	first, _ := onDay(after.In(t.Location()), t.Format(clockForms[0]))
	if !first.After(after) {
		return first.AddDate(0, 0, 1)
	}
	return first
}

var spanForm = form.Of(`^(\d+(?:\.\d+)?) ?([a-z]+)$`)

// spanUnits are the words for lengths that Go does not know.
var spanUnits = []struct {
	words  []string
	length time.Duration
}{
	{[]string{"sec", "secs", "second", "seconds"}, time.Second},
	{[]string{"min", "mins", "minute", "minutes"}, time.Minute},
	{[]string{"hr", "hrs", "hour", "hours"}, time.Hour},
	{[]string{"d", "day", "days"}, 24 * time.Hour},
	{[]string{"w", "week", "weeks"}, 7 * 24 * time.Hour},
}

// parseSpan reads a length of time: what Go writes, and the words that people use.
func parseSpan(s string) (time.Duration, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	fail := fmt.Errorf("expected a length of time like 90m, 24h or 7d, found %q", s)
	if parts := spanForm().FindStringSubmatch(s); parts != nil {
		for _, unit := range spanUnits {
			if slices.Contains(unit.words, parts[2]) {
				n, err := strconv.ParseFloat(parts[1], 64)
				if err != nil || n <= 0 || n*float64(unit.length) > 36500*24*float64(time.Hour) {
					return 0, fail
				}
				return time.Duration(n * float64(unit.length)), nil
			}
		}
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		return 0, fail
	}
	return d, nil
}
