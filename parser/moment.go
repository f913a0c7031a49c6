package parser

import (
	"bytes"
	"time"
)

// The times of other forms than W3C, of Advanced Logging and of exports, which have
// many forms: what is common is read by place, the rest by the standard library.

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
	for _, order := range [...]struct{ sep, month, day int }{{'/', 0, 1}, {'.', 1, 0}} {
		if parts, ok := threeNumbers(b, byte(order.sep)); ok {
			return dayOf(parts[2], parts[order.month], parts[order.day])
		}
	}
	return 0, false
}

// threeNumbers reads numbers of up to four digits with a sign between them.
func threeNumbers(b []byte, sep byte) (numbers [3]int, ok bool) {
	for i := range numbers {
		one, rest, more := bytes.Cut(b, []byte{sep})
		n, isNumber := number(one)
		if !isNumber || n < 0 || len(one) > 4 || more != (i < 2) {
			return numbers, false
		}
		numbers[i], b = int(n), rest
	}
	return numbers, true
}

// dayOf returns the start of a day. Of a year of two digits those from 69 on are of
// the century before.
func dayOf(year, month, day int) (int64, bool) {
	switch {
	case year < 69:
		year += 2000
	case year < 100:
		year += 1900
	}
	if year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, false
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix(), true
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
	if len(b) > 1 && b[1] == ':' && len(b) < maxClock {
		var two [maxClock]byte
		two[0] = '0'
		if sec, ok := parseClock(two[:1+copy(two[1:], b)]); ok {
			return sec, true
		}
	}
	if at, err := time.Parse("3:04:05 PM", string(b)); err == nil {
		return int64(at.Hour()*3600 + at.Minute()*60 + at.Second()), true
	}
	return 0, false
}

// maxClock is more than a time of day has, its fraction included.
const maxClock = 24

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
