package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report/form"
)

// saidSpans are lengths of time as people say them.
var saidSpans = map[string]string{"hour": "1h", "day": "24h", "week": "7d", "month": "30d", "year": "365d"}

// saidMeant reads a moment as it is said: last week, a week ago, monday, last Friday 14:00.
func saidMeant(s string, now time.Time) string {
	s = strings.ToLower(s)
	for _, words := range []string{"last ", "past ", "the last ", "the past ", "since ", "a ", "an ", "one "} {
		s = strings.TrimPrefix(s, words)
	}
	if span := saidSpans[strings.TrimSuffix(s, " ago")]; span != "" {
		return span
	}
	return dayMeant(s, now)
}

// dayMeant reads the name of a day, the last of that name before now, alone or with a time
// of the clock.
func dayMeant(s string, now time.Time) string {
	name, clock, _ := strings.Cut(strings.ToLower(s), " ")
	for ago := 1; ago <= 7; ago++ {
		day := now.AddDate(0, 0, -ago)
		if full := strings.ToLower(day.Weekday().String()); name != full && name != full[:3] {
			continue
		}
		told := day.Format(time.DateOnly)
		if clock == "" {
			return told
		}
		if _, ok := onDay(day, clock); ok {
			return told + "T" + clock
		}
	}
	return ""
}

var daysAndHours = form.Of(`^(\d{1,4})d ?(\d{1,3})h$`)

// hoursOf writes days and hours as hours: 1d12h is 36h.
func hoursOf(s string) string {
	parts := daysAndHours().FindStringSubmatch(strings.ToLower(s))
	if parts == nil {
		return ""
	}
	days, _ := strconv.Atoi(parts[1]) // both are a few digits
	hours, _ := strconv.Atoi(parts[2])
	return fmt.Sprintf("%dh", 24*days+hours)
}
