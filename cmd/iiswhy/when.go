package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// timeForms are the ways to write a moment. Those without a zone are in the zone
// of --tz.
var timeForms = []string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02",
}

// parseWhen reads a moment: a date, a date and time, or how long before now.
func parseWhen(s string, now time.Time, zone *time.Location) (time.Time, error) {
	for _, form := range timeForms {
		if t, err := time.ParseInLocation(form, s, zone); err == nil {
			return t, nil
		}
	}
	if d, err := parseSpan(s); err == nil {
		return now.Add(-d), nil
	}
	return time.Time{}, fmt.Errorf("expected 2026-11-21, 2026-11-21T14:00, or a span before now like 36h or 7d, found %q", s)
}

// parseSpan reads a length of time: what Go writes, and days and weeks.
func parseSpan(s string) (time.Duration, error) {
	fail := fmt.Errorf("expected a length of time like 90m, 24h or 7d, found %q", s)
	for unit, length := range map[string]time.Duration{"d": 24 * time.Hour, "w": 7 * 24 * time.Hour} {
		if number, ok := strings.CutSuffix(s, unit); ok {
			n, err := strconv.ParseFloat(number, 64)
			if err != nil || n <= 0 || n > 36500 {
				return 0, fail
			}
			return time.Duration(n * float64(length)), nil
		}
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		return 0, fail
	}
	return d, nil
}
