package render

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// daySum is one total of the day.
type daySum struct {
	key string // of its name
	n   int64
	of  func(report.Sums) float64 // the same of other days
}

func (b *dailyBuilder) sums() []daySum {
	return []daySum{
		{"head.rows", b.day.Rows, func(s report.Sums) float64 { return s.Rows }},
		{"head.errors", b.day.Errors, func(s report.Sums) float64 { return s.Errors }},
		{"figure.attention", b.day.Attention, func(s report.Sums) float64 { return s.Attention }},
	}
}

// sumTable holds the totals of the day against the days before, where there are any.
func (b *dailyBuilder) sumTable() table {
	t := table{Title: b.say("daily.sums"), Edge: true}
	if !b.compared() {
		return t
	}
	t.Columns = append([]column{{}, {Head: b.dayShort(b.day.Date), Kind: numberColumn}}, b.compareColumns(false)...)
	for _, s := range b.sums() {
		cells := []string{b.say(s.key), thousands(s.n)}
		if b.day.Previous != nil {
			cells = append(cells, median(s.of(*b.day.Previous)))
		}
		usual := s.of(*b.day.Typical)
		t.Rows = append(t.Rows, row{Cells: append(cells, median(usual), b.change(float64(s.n), usual))})
	}
	return t
}

// figures are the same totals, large.
func (b *dailyBuilder) figures() (all []figure) {
	for _, s := range b.sums() {
		f := figure{Label: b.say(s.key), Number: thousands(s.n)}
		if s.key != "head.rows" {
			f.Share = b.share(s.n)
		}
		if s.n > 0 && s.key == "figure.attention" {
			f.Tone = b.toneOfDay()
		}
		if b.compared() {
			usual := s.of(*b.day.Typical)
			f.Compare = b.say("daily.compare", word("typical", median(usual)), word("change", b.change(float64(s.n), usual)))
		}
		all = append(all, f)
	}
	return all
}

// lastDays are the days and those without a log, the earliest first. A day without
// a log has no numbers: a zero would be one.
func (b *dailyBuilder) lastDays(note func(report.Day) string) days {
	out := days{Title: b.say("daily.days"), Note: b.say("daily.news")}
	out.Heads = each([]string{"daily.date", "head.rows", "head.errors", "head.attention", "head.share"}, b.message)
	for _, d := range b.report.Days {
		out.Days = append(out.Days, day{Date: d.Date, Name: b.dayShort(d.Date), Newest: d.Date == b.day.Date,
			Rows: d.Rows, Attention: d.Attention, Note: note(d),
			Numbers: []string{thousands(d.Rows), thousands(d.Errors), thousands(d.Attention), percent(shareOf(d.Attention, d.Rows))}})
	}
	for _, date := range b.report.Missing {
		out.Days = append(out.Days, day{Date: date, Name: b.dayShort(date), Missing: true,
			Numbers: []string{b.say("daily.none"), "", "", ""}})
	}
	slices.SortStableFunc(out.Days, func(x, y day) int { return cmp.Compare(x.Date, y.Date) })
	return out
}

// dayHours says which hours of a day there are, where not all are there.
func (b *builder) dayHours(d report.Day) string {
	if d.Gap {
		return b.hours(d, "daily.onlyfrom", "daily.onlyuntil", "daily.onlywithin")
	}
	return b.hours(d, "daily.from", "daily.upto", "daily.within")
}

// dayNote names the new codes and the spikes of a day, and says which hours of it
// there are.
func (b *builder) dayNote(d report.Day) string {
	var parts, fresh, spikes []string
	if hours := b.dayHours(d); hours != "" {
		parts = append(parts, hours)
	}
	for _, c := range d.Codes {
		if c.New && (c.Attention > 0 || c.Class != "2xx" && c.Class != "3xx") {
			fresh = append(fresh, b.codeName(c))
		}
	}
	if len(fresh) > 0 {
		parts = append(parts, b.say("daily.remarknew", word("codes", b.some(fresh))))
	}
	for _, s := range d.Spikes {
		layout := clockOnly
		if s.Start.Before(d.Start) {
			layout = toTheMinute // it goes on since an earlier day
		}
		name := b.inSentence(labelOf(s.Code, s.Log, s.Reason))
		if s.Taken > 0 {
			name = b.spikeName(s)
		}
		if b.dates {
			spikes = append(spikes, name)
			continue
		}
		spikes = append(spikes, b.say("daily.at", word("code", name), word("at", b.at(s.Start, layout))))
	}
	if len(spikes) > 0 {
		parts = append(parts, b.say("daily.remarkspikes", word("codes", b.some(spikes))))
	}
	return b.words.also(parts)
}
