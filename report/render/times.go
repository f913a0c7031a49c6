package render

import (
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

const (
	clockOnly    = "15:04"
	dateOnly     = "2006-01-02"
	dayOfMonth   = "01-02"
	toTheMinute  = "2006-01-02 15:04"
	toTheSecond  = "2006-01-02 15:04:05"
	offsetOfZone = "-07:00"
)

// times writes times in one zone and in the words of one language.
type times struct {
	words    vocabulary
	location *time.Location
	zoneName string        // in the report; "" where it says none
	period   report.Period // of what is shown
	dates    bool          // rows have a date and no time
}

func (z times) say(key string, blanks ...blank) string { return z.words.say(key, blanks...) }

// message is the message of a key that has no blanks.
func (z times) message(key string) string { return z.words.say(key) }

func (z times) sayOr(key, otherwise string, blanks ...blank) string {
	return z.words.sayOr(key, otherwise, blanks...)
}

// at writes a time in the zone.
//
// Where rows have a date alone, that is all that can be said of any.
func (z times) at(t time.Time, layout string) string {
	if z.dates {
		if strings.Contains(layout, clockOnly) {
			layout = dateOnly
		}
		return t.UTC().Format(layout)
	}
	return t.In(z.location).Format(layout)
}

// onDay is the key of a message that says when, or of the one that says it of a day.
func (z times) onDay(when, day string) string {
	if z.dates {
		return day
	}
	return when
}

// sameDay reports whether two times are of one day of the zone.
func (z times) sameDay(a, b time.Time) bool { return z.at(a, dateOnly) == z.at(b, dateOnly) }

// moment writes a time of a row as short as the period allows: without the
// date where all of it lies on one day of the zone.
func (z times) moment(t time.Time) string {
	first, last := z.period.First, z.period.Last
	if !first.IsZero() && z.sameDay(first, last) && z.sameDay(first, t) {
		return z.at(t, clockOnly)
	}
	return z.at(t, toTheMinute)
}

// ends writes two moments; the date they share stands once.
func (z times) ends(first, last time.Time) (from, to string) {
	if z.sameDay(first, last) {
		return z.moment(first), z.at(last, clockOnly)
	}
	return z.moment(first), z.moment(last)
}

// fromTo says from when to when, without the zone.
func (z times) fromTo(first, last time.Time) string {
	if z.dates && z.sameDay(first, last) {
		return z.at(first, dateOnly)
	}
	from, to := z.ends(first, last)
	return z.say("seen", word("first", from), word("last", to))
}

// between writes two times with zone and offset; each has its own offset where
// clocks were changed between them. The date they share stands once.
func (z times) between(first, last time.Time, layout string) string {
	if z.dates {
		return z.fromTo(first, last)
	}
	zone, until := z.zone(first), layout
	if z.sameDay(first, last) {
		until = strings.TrimPrefix(layout, dateOnly+" ")
	}
	before, after := z.at(first, offsetOfZone), z.at(last, offsetOfZone)
	switch {
	case before != after:
		layout, until = layout+" "+offsetOfZone, until+" "+offsetOfZone
	case !strings.HasSuffix(zone, "UTC"):
		zone += nbsp + before
	}
	return z.say("period",
		word("first", z.at(first, layout)), word("last", z.at(last, until)), word("zone", zone))
}

// zone names the zone. The zone of the machine is "Local" to Go, which tells
// nobody anything: then it is the name in the report or the abbreviation that
// was in force at t.
func (z times) zone(t time.Time) string {
	name := z.location.String()
	if name != "Local" {
		return name
	}
	if name = z.zoneName; name != "" && !strings.EqualFold(name, "local") {
		return name
	}
	name, _ = t.In(z.location).Zone()
	return name
}

// span writes a length of time in the largest unit that leaves no rest.
func (z times) span(seconds int64) string {
	units := []struct {
		seconds int64
		key     string
	}{{86400, "span.days"}, {3600, "span.hours"}, {60, "span.minutes"}}
	for _, unit := range units {
		if seconds%unit.seconds == 0 {
			return z.say(unit.key, count("n", seconds/unit.seconds))
		}
	}
	return z.say("span.seconds", count("n", seconds))
}
