package render

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// dayRow is a day of the table of the last days, or one without a log.
type dayRow struct {
	date    string
	missing bool
	day     report.Day
}

// dayRows are the days and those without a log, the earliest first.
func (p *page) dayRows() (rows []dayRow) {
	for _, d := range p.report.Days {
		rows = append(rows, dayRow{date: d.Date, day: d})
	}
	for _, date := range p.report.Missing {
		rows = append(rows, dayRow{date: date, missing: true})
	}
	slices.SortStableFunc(rows, func(a, b dayRow) int { return cmp.Compare(a.date, b.date) })
	return rows
}

// dayHeads name the cells of a day.
func (p *page) dayHeads() []string {
	return []string{p.words.say("daily.date"), p.words.say("head.rows"), p.words.say("head.errors"),
		p.words.say("head.attention"), p.words.say("head.share")}
}

// dayCells are the numbers of a day. A day without a log has no numbers: a zero
// would be one.
func (p *page) dayCells(row dayRow) []string {
	name := p.dayShort(row.date)
	if row.missing {
		return []string{name, p.words.say("daily.none"), "", "", ""}
	}
	d := row.day
	return []string{name, thousands(d.Rows), thousands(d.Errors), thousands(d.Attention), percent(shareOf(d.Attention, d.Rows))}
}

// mostAttention is the length of the longest bar.
func mostAttention(rows []dayRow) (top int64) {
	for _, row := range rows {
		top = max(top, row.day.Attention)
	}
	return top
}

// remarkOn names the new codes and the spikes of a day, and says which
// hours of it there are.
func (p *page) remarkOn(d report.Day) string {
	var fresh, rises []string
	for _, c := range d.Codes {
		if c.New && (c.Attention > 0 || c.Class != "2xx" && c.Class != "3xx") {
			fresh = append(fresh, p.codeName(c))
		}
	}
	for _, s := range d.Spikes {
		label, layout := labelOf(s.Code, s.Log, s.Reason), clockOnly
		if s.Start.Before(d.Start) {
			layout = minute // it goes on since an earlier day
		}
		rises = append(rises, p.words.say("daily.at", word("code", p.words.sayOr("code."+label, label)), word("at", p.at(s.Start, layout))))
	}
	var said []string
	hours := p.hoursOf(d, "daily.from", "daily.upto", "daily.within")
	if d.Gap {
		hours = p.hoursOf(d, "daily.onlyfrom", "daily.onlyuntil", "daily.onlywithin")
	}
	if hours != "" {
		said = append(said, hours)
	}
	if len(fresh) > 0 {
		said = append(said, p.words.say("daily.remarknew", word("codes", p.some(fresh))))
	}
	if len(rises) > 0 {
		said = append(said, p.words.say("daily.remarkspikes", word("codes", p.some(rises))))
	}
	return p.semicolons(said)
}

func (p *page) semicolons(parts []string) string {
	said := ""
	for i, part := range parts {
		if i == 0 {
			said = part
			continue
		}
		said = p.words.say("daily.also", word("a", said), word("b", part))
	}
	return said
}

// sumHeads and sumRows are the totals of the day against the days before.
func (p *dayPage) sumHeads() []string {
	return append([]string{"", p.dayShort(p.day.Date)}, p.compareHeads()...)
}

func (p *dayPage) sumRows() (rows [][]string) {
	for _, s := range p.daySums() {
		cells := []string{p.words.say(s.key), thousands(s.n)}
		if p.day.Previous != nil {
			cells = append(cells, median(s.of(*p.day.Previous)))
		}
		usual := s.of(*p.day.Typical)
		rows = append(rows, append(cells, median(usual), p.change(float64(s.n), usual)))
	}
	return rows
}

// daySum is one total of the day.
type daySum struct {
	key string // of its name
	n   int64
	of  func(report.Sums) float64 // the same of other days
}

func (p *dayPage) daySums() []daySum {
	return []daySum{
		{"head.rows", p.day.Rows, func(s report.Sums) float64 { return s.Rows }},
		{"head.errors", p.day.Errors, func(s report.Sums) float64 { return s.Errors }},
		{"figure.attention", p.day.Attention, func(s report.Sums) float64 { return s.Attention }},
	}
}
