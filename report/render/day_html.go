package render

import (
	"fmt"
	"html/template"

	"github.com/iiswhy/iiswhy/report"
)

const dayTopHTML = 3 // values shown per field and code: they can be folded away

// daySheet is what the form shows of days, beside the common parts of a sheet.
type daySheet struct {
	Figures  []dayFigure
	Changes  []dayChanges
	Codes    dayCodes
	Days     dayTable
	DayChart *dayChart
}

// dayFigure is a number to be seen first, and what it is compared with.
type dayFigure struct {
	figure
	Compare string
}

// dayChanges is a list of what is new, worse or better.
type dayChanges struct {
	Heading string
	Notes   []dayItem
	More    string // what is not shown, "" for nothing
}

type dayItem struct{ Tone, Text, Look string }

// dayCodes is the table of codes.
type dayCodes struct {
	Heads []string // of the numbers
	Lines []dayCodeLine
}

type dayCodeLine struct {
	Label, Meaning, Tone string
	Need                 bool
	Numbers              []string
}

// dayTable is the table of the last days.
type dayTable struct {
	Heads []string
	Lines []dayLine
}

type dayLine struct {
	Date, None, Remark string
	Numbers            []string
	Newest             bool
}

func daySheetOf(r *report.Report, o Options, style template.CSS) (*page, sheet) {
	p := newDayPage(r, o, dayTopHTML)
	p.quoting()
	title := p.words.say("daily.htmltitle")
	if _, known := dateOf(p.day.Date); known {
		title = p.words.pair(title, p.dayName(p.day.Date))
	}
	s := sheet{Lang: htmlLang(p.report.Lang), Title: title, Style: style, Headline: p.opens(), Tone: p.spirit().class(),
		Warning: p.warning(), Chart: p.chart(), Rises: p.riseLists(p.news),
		Verdicts: p.verdictGroups(), Classes: p.classGroups(), Ledger: p.ledgerParts()}
	for _, f := range p.dayFacts(quote) {
		s.Frame = append(s.Frame, said{f.label, f.said})
	}
	if all := p.causes(); len(all) > 0 {
		s.Codes = []cardList{{p.words.say("daily.causes"), p.words.say("head.code"), p.cards(all)}}
	}
	s.Day = &daySheet{p.dayFigures(), p.changeSections(), p.codeLines(), p.dayLines(), p.dayChart()}
	return p.page, s
}

func (p *dayPage) dayFigures() (all []dayFigure) {
	tone := map[string]string{"figure.attention": p.spirit().class()}
	for _, s := range p.daySums() {
		f := dayFigure{figure: figure{Label: p.words.say(s.key), Number: thousands(s.n)}}
		if s.key != "head.rows" {
			f.Share = p.share(s.n)
		}
		if s.n > 0 {
			f.Tone = tone[s.key]
		}
		if p.compared() {
			usual := s.of(*p.day.Typical)
			f.Compare = p.words.say("daily.compare", word("typical", median(usual)), word("change", p.change(float64(s.n), usual)))
		}
		all = append(all, f)
	}
	return all
}

func (p *dayPage) changeSections() (all []dayChanges) {
	for _, list := range p.codeChanges() {
		section := dayChanges{Heading: p.words.say(list.key)}
		for _, n := range list.notes {
			section.Notes = append(section.Notes, dayItem{n.tone.class(), n.text, p.lookAt(n.need)})
		}
		if list.more > 0 {
			section.More = p.words.say("more", count("n", int64(list.more)))
		}
		all = append(all, section)
	}
	return all
}

// lookAt is what tells codes that need attention apart without colours.
func (p *page) lookAt(need bool) string {
	if !need {
		return ""
	}
	return p.words.say("daily.look")
}

func (p *dayPage) codeLines() dayCodes {
	t := dayCodes{Heads: p.codeHeads()}
	for _, c := range p.listedCodes() {
		t.Lines = append(t.Lines, dayCodeLine{dayLabel(c), p.meant(c), p.toneOfCode(c).class(), c.Attention > 0, p.codeNumbers(c)})
	}
	return t
}

func (p *dayPage) dayLines() dayTable {
	t, rows := dayTable{Heads: p.dayHeads()}, p.dayRows()
	if len(rows) < 2 {
		return t
	}
	for _, row := range rows {
		cells := p.dayCells(row)
		line := dayLine{Date: cells[0], Numbers: cells[1:], Remark: p.remarkOn(row.day), Newest: row.date == p.day.Date}
		if row.missing {
			line.None, line.Numbers = cells[1], nil
		}
		t.Lines = append(t.Lines, line)
	}
	return t
}

// dayChart draws the days: a bar each for what needs attention and for all rows.
type dayChart struct {
	Heading, Said string
	Lanes         []dayLane
	Labels        []dayMark // of the days
	Gaps          []dayMark // days without a log
	Axis, Height  int
}

// dayLane is one line of bars, in a box as many units wide as there are days.
type dayLane struct {
	lane
	Values []dayMark // over the bars, where there is room
}

// dayMark is a text at a share of the width and a height in pixels.
type dayMark struct {
	At   string
	Y    int
	Text string
}

const (
	dayBars      = 60 // pixels
	dayLaneTop   = 38 // pixels for the name of a lane and the numbers over its bars
	dayLaneHigh  = dayLaneTop + dayBars + laneGap
	mostDayTexts = 8 // days with a number each; more would touch on a phone
)

func (p *dayPage) dayChart() *dayChart {
	rows := p.dayRows()
	if len(rows) < 2 {
		return nil
	}
	c := &dayChart{Heading: p.words.say("daily.days")}
	for _, l := range []struct {
		key   string
		tone  tone
		count func(report.Day) int64
	}{
		{"figure.attention", now, func(d report.Day) int64 { return d.Attention }},
		{"head.rows", plain, func(d report.Day) int64 { return d.Rows }},
	} {
		c.Lanes = append(c.Lanes, p.dayLane(rows, len(c.Lanes)*dayLaneHigh, p.words.say(l.key), l.tone, l.count))
	}
	c.Axis = len(c.Lanes) * dayLaneHigh
	c.Height = c.Axis + axisHeight
	c.label(p, rows)
	return c
}

func (p *dayPage) dayLane(rows []dayRow, top int, name string, t tone, countOf func(report.Day) int64) dayLane {
	counts := make([]int64, len(rows))
	for i, row := range rows {
		counts[i] = countOf(row.day)
	}
	most := peak(counts)
	l := dayLane{lane: lane{Name: name, Tone: t.class(), Sums: len(rows), Label: top + laneLabel - 6, Top: top + dayLaneTop, Bars: dayBarsOf(counts, most)}}
	if len(rows) > mostDayTexts {
		l.Peak = p.words.say("daily.most", word("n", thousands(most)))
		return l
	}
	for i, row := range rows {
		if !row.missing {
			high := int(float64(counts[i])/float64(max(most, 1))*dayBars + 0.5)
			l.Values = append(l.Values, dayMark{middleOf(i, len(rows)), top + dayLaneTop + dayBars - high - 5, thousands(counts[i])})
		}
	}
	return l
}

// dayBarsOf draws a bar for each day, with room between.
func dayBarsOf(counts []int64, most int64) (path string) {
	for i, n := range counts {
		if n > 0 {
			high := max(2, int(float64(n)/float64(most)*100+0.5))
			path += fmt.Sprintf("M%d.15 100v-%dh.7v%dz", i, high, high)
		}
	}
	return path
}

// label puts the dates beneath the bars, all or every so many, and says what
// days have no bars.
func (c *dayChart) label(p *dayPage, rows []dayRow) {
	every := (len(rows) + mostDayTexts - 1) / mostDayTexts
	var spoken []string
	for i, row := range rows {
		at := middleOf(i, len(rows))
		if (len(rows)-1-i)%every == 0 {
			c.Labels = append(c.Labels, dayMark{at, c.Height - 6, shortDate(row.date)})
		}
		if row.missing {
			continue
		}
		spoken = append(spoken, p.words.pair(p.dayShort(row.date), thousands(row.day.Attention)))
	}
	c.gaps(p, rows)
	c.Said = p.words.pair(p.words.say("figure.attention"), p.words.list(spoken))
}

// gaps labels the days without a log: a run of them once, where there is room.
func (c *dayChart) gaps(p *dayPage, rows []dayRow) {
	for from := 0; from < len(rows); from++ {
		until := from
		for until < len(rows) && rows[until].missing {
			until++
		}
		if (until-from)*mostDayTexts >= len(rows) {
			at := fmt.Sprintf("%.2f", float64(from+until)/2/float64(len(rows))*100)
			c.Gaps = append(c.Gaps, dayMark{at, c.Axis - laneGap - 6, p.words.say("daily.nobar")})
		}
		from = max(from, until)
	}
}

func middleOf(i, n int) string { return fmt.Sprintf("%.2f", (float64(i)+0.5)/float64(n)*100) }

// shortDate is a date without its year.
func shortDate(date string) string {
	at, known := dateOf(date)
	if !known {
		return ""
	}
	return at.Format(dayOnly)
}
