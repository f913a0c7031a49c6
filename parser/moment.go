package parser

import (
	"bytes"
	"time"
)

// The times of other forms than W3C, of Advanced Logging and of exports. They are
// few or slow to come by otherwise, so patience counts here, and the standard
// library reads them.

// parseMoment returns the seconds since 1970 of a value that holds both date and
// time. It is zoned when the value says its distance from UTC.
func parseMoment(b []byte) (second int64, zoned, ok bool) {
	if second, ok := parseNCSA(b); ok {
		return second, true, true
	}
	for _, layout := range zonedMoments {
		if at, err := time.Parse(layout, string(b)); err == nil {
			return inYears(at, true)
		}
	}
	for _, layout := range plainMoments {
		if at, err := time.Parse(layout, string(b)); err == nil {
			return inYears(at, false)
		}
	}
	return 0, false, false
}

// moments are fields of date and time in one, as plain gives their names: those of Advanced Logging and of Log Analytics.
var moments = map[string]bool{"beginrequestutc": true, "endrequestutc": true, "timegenerated": true, "timegenerated [utc]": true, "timestamp": true, "@timestamp": true}

func inYears(at time.Time, isZoned bool) (second int64, zoned, ok bool) {
	at = at.UTC()
	return at.Unix(), isZoned, at.Year() >= firstYear && at.Year() <= lastYear
}

// The forms of moments, fractions of a second left out, which time.Parse takes
// without being asked.
var (
	zonedMoments = []string{time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05-0700"}
	plainMoments = []string{
		"2006-01-02 15:04:05", "2006-01-02T15:04:05", // Advanced Logging, Log Parser
		"1/2/2006, 3:04:05 PM", "1/2/2006 3:04:05 PM", "1/2/2006 15:04:05", // the portal of Azure, spreadsheets
	}
)

// shortestMoment is the length of 1/2/2006 15:04:05.
const shortestMoment = 17

// parseNCSA reads a time as the format of NCSA holds it.
func parseNCSA(b []byte) (second int64, ok bool) {
	const layout = "02/Jan/2006:15:04:05 -0700"
	if len(b) != len(layout) || b[2] != '/' {
		return 0, false
	}
	at, err := time.Parse(layout, string(b))
	if err != nil {
		return 0, false
	}
	second, _, ok = inYears(at, true)
	return second, ok
}

// parseAnyDay reads the day of a value: 2006-01-02, with or without a time behind
// it, or 01/02/06 and 1/2/2006, month first, as the format of IIS writes it.
func parseAnyDay(b []byte) (int64, bool) {
	if len(b) > 10 && (b[10] == ' ' || b[10] == 'T') {
		b = b[:10]
	}
	if day, ok := parseDay(b); ok {
		return day, true
	}
	for _, layout := range [...]string{"1/2/2006", "1/2/06", "2.1.2006", "2.1.06"} {
		if at, err := time.Parse(layout, string(b)); err == nil {
			second, _, ok := inYears(at, false)
			return second, ok
		}
	}
	return 0, false
}

// parseAnyClock reads the time of day of a value: with or without a date before
// it, hours of one digit and those of twelve.
func parseAnyClock(b []byte) (int64, bool) {
	if len(b) > 11 && (b[10] == ' ' || b[10] == 'T') {
		b = b[11:]
	}
	if sec, ok := parseClock(b); ok {
		return sec, true
	}
	for _, layout := range [...]string{"15:04:05", "3:04:05 PM"} {
		if at, err := time.Parse(layout, string(bytes.TrimSpace(b))); err == nil {
			return int64(at.Hour()*3600 + at.Minute()*60 + at.Second()), true
		}
	}
	return 0, false
}

// inZone returns the seconds since 1970 at which clocks in a zone showed a time,
// given as if it were UTC. Of an hour that clocks show twice it is the first; nil
// stands for UTC.
func inZone(wall int64, zone *time.Location) int64 {
	if zone == nil {
		return wall
	}
	t := time.Unix(wall, 0).UTC()
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, zone).Unix()
}
