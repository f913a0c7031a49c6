package render

import (
	"strings"
	"time"
)

const (
	clockOnly = "15:04"
	day       = "2006-01-02"
	minute    = "2006-01-02 15:04"
	second    = "2006-01-02 15:04:05"
	offset    = "-07:00"
)

// at writes a time in the zone of the page.
func (p *page) at(t time.Time, layout string) string {
	return t.In(p.options.Location).Format(layout)
}

// moment writes a time of a row as short as the period allows: without the
// date where all of it lies on one day of the zone.
func (p *page) moment(t time.Time) string {
	first, last := p.report.Period.First, p.report.Period.Last
	if !first.IsZero() && p.at(first, day) == p.at(last, day) && p.at(first, day) == p.at(t, day) {
		return p.at(t, clockOnly)
	}
	return p.at(t, minute)
}

// ends writes two moments; the date they share stands once.
func (p *page) ends(first, last time.Time) (from, to string) {
	if p.at(first, day) == p.at(last, day) {
		return p.moment(first), p.at(last, clockOnly)
	}
	return p.moment(first), p.moment(last)
}

// fromTo says from when to when, without the zone.
func (p *page) fromTo(first, last time.Time) string {
	from, to := p.ends(first, last)
	return p.words.say("seen", word("first", from), word("last", to))
}

// between writes two times with zone and offset; each has its own offset where
// clocks were changed between them. The date they share stands once.
func (p *page) between(first, last time.Time, layout string) string {
	zone, until := p.zone(first), layout
	if p.at(first, day) == p.at(last, day) {
		until = strings.TrimPrefix(layout, day+" ")
	}
	before, after := p.at(first, offset), p.at(last, offset)
	switch {
	case before != after:
		layout, until = layout+" "+offset, until+" "+offset
	case !strings.HasSuffix(zone, "UTC"):
		zone += nbsp + before
	}
	return p.words.say("period",
		word("first", p.at(first, layout)), word("last", p.at(last, until)), word("zone", zone))
}

// zone names the zone of the page. The zone of the machine is "Local" to Go,
// which tells nobody anything: then it is the name in the report or the
// abbreviation that was in force at t.
func (p *page) zone(t time.Time) string {
	name := p.options.Location.String()
	if name != "Local" {
		return name
	}
	if name = p.report.Timezone; name != "" && !strings.EqualFold(name, "local") {
		return name
	}
	name, _ = t.In(p.options.Location).Zone()
	return name
}

// span writes a length of time in the largest unit that leaves no rest.
func (p *page) span(seconds int64) string {
	units := []struct {
		seconds int64
		key     string
	}{{86400, "span.days"}, {3600, "span.hours"}, {60, "span.minutes"}}
	for _, unit := range units {
		if seconds%unit.seconds == 0 {
			return p.words.say(unit.key, count("n", seconds/unit.seconds))
		}
	}
	return p.words.say("span.seconds", count("n", seconds))
}
