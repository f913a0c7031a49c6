package render

import (
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// dayPage is a page of the newest day against the days before it. Its report is
// narrowed to that day, so that verdicts, shares and times are those of the day;
// the ledger is of all that was read.
type dayPage struct {
	*page
	day report.Day // the newest
}

// daily reports whether a report is one of days.
func daily(r *report.Report) bool { return r.Command == "daily" && len(r.Days) > 0 }

// newDayPage shows few values of each field, where no number of them was asked
// for: the page is to be read in one go.
func newDayPage(r *report.Report, o Options, top int) *dayPage {
	if o.Top <= 0 {
		o.Top = top
	}
	p := newPage(r, o)
	d := &dayPage{page: p, day: p.report.Days[len(p.report.Days)-1]}
	d.narrow()
	return d
}

func (p *dayPage) narrow() {
	r, day := &p.report, p.day
	if r.Period.First.Before(day.Start) {
		r.Period.First = day.Start
	}
	if !day.End.IsZero() && !r.Period.Last.Before(day.End) {
		r.Period.Last = day.End.Add(-time.Second)
	}
	r.Total = report.Total{Rows: day.Rows, Errors: day.Errors, Attention: day.Attention}
	r.Classes, r.Verdicts, r.Timeline, r.Spikes = day.Classes, day.Verdicts, day.Timeline, day.Spikes
	p.attention = attentionOf(day.Verdicts)
}

// compared reports whether there are days to compare with.
func (p *dayPage) compared() bool { return len(p.day.Against) > 0 && p.day.Typical != nil }

// dayFacts frame the page: up to when, compared with what, which days are not
// there, which rows. The values of filters are written by each.
func (p *dayPage) dayFacts(each func(string) string) []fact {
	facts := []fact{p.untilFact(), p.usualFact(), p.missingFact(), p.periodFact(), p.filterFact(each)}
	return slices.DeleteFunc(facts, func(f fact) bool { return f.said == "" })
}

// untilFact says which hours the page is about when it is not the whole day.
func (p *dayPage) untilFact() fact {
	hours := p.hours("daily.lacksfrom", "daily.lacksuntil", "daily.lackswithin")
	label, until := p.words.say("daily.sofar"), word("until", p.day.Until)
	switch {
	case hours == "":
		return fact{}
	case p.day.Gap && p.compared():
		return fact{p.words.say("daily.gap"), p.semicolons([]string{hours, p.words.say("daily.samehours")})}
	case p.day.Gap:
		return fact{p.words.say("daily.gap"), hours}
	case p.compared():
		return fact{label, p.words.say("daily.until", until)}
	}
	return fact{label, p.words.say("daily.untilonly", until)}
}

// hours words the hours of which there is a log, by one of three messages; "" for
// a whole day.
func (p *dayPage) hours(from, until, within string) string {
	return p.hoursOf(p.day, from, until, within)
}

func (p *page) hoursOf(d report.Day, from, until, within string) string {
	key := within
	switch {
	case d.From == "" && d.Until == "":
		return ""
	case d.Until == "":
		key = from
	case d.From == "":
		key = until
	}
	return p.words.say(key, word("from", d.From), word("until", d.Until))
}

func (p *dayPage) usualFact() fact {
	label, against := p.words.say("daily.usual"), p.day.Against
	if !p.compared() {
		return fact{label, p.words.say("daily.first")}
	}
	key := "daily.median"
	switch {
	case len(against) == 1:
		key = "daily.single"
	case p.day.SameWeekday:
		key = "daily.weekday"
	}
	return fact{label, p.words.say(key, count("n", int64(len(against))),
		word("weekday", p.weekday(p.day.Date)), word("dates", p.some(against)))}
}

func (p *dayPage) missingFact() fact {
	if len(p.report.Missing) == 0 {
		return fact{}
	}
	return fact{p.words.say("daily.missing"), p.words.say("daily.nolog", word("dates", p.some(p.report.Missing)))}
}

// some lists the first of many.
func (p *page) some(names []string) string {
	const most = 7
	shown := slices.Clone(names[:min(len(names), most)])
	if more := len(names) - len(shown); more > 0 {
		shown = append(shown, p.words.say("more", count("n", int64(more))))
	}
	return p.words.items(shown)
}

// dateOf reads the date of a day; it is false for what is none.
func dateOf(date string) (time.Time, bool) {
	at, err := time.Parse(day, date)
	return at, err == nil
}

// weekday names the day of the week of a date, "" of what is none.
func (p *page) weekday(date string) string {
	at, known := dateOf(date)
	if !known {
		return ""
	}
	keys := [...]string{"daily.sunday", "daily.monday", "daily.tuesday", "daily.wednesday",
		"daily.thursday", "daily.friday", "daily.saturday"}
	return p.words.say(keys[at.Weekday()])
}

// dayName is a date with its day of the week in full, for a sentence.
func (p *page) dayName(date string) string {
	return strings.TrimSpace(p.words.say("daily.day", word("weekday", p.weekday(date)), word("date", date)))
}

// dayShort is a date with its day of the week in short, for a table.
func (p *page) dayShort(date string) string {
	at, known := dateOf(date)
	if !known {
		return date
	}
	keys := [...]string{"daily.sun", "daily.mon", "daily.tue", "daily.wed", "daily.thu", "daily.fri", "daily.sat"}
	return p.words.say("daily.day", word("weekday", p.words.say(keys[at.Weekday()])), word("date", date))
}
