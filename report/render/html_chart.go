package render

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// chart is the timeline as a drawing: a lane for each line, each against its
// own peak, over one axis of time. Across, places are shares of the width, so
// that letters keep their size on a phone; down, they are pixels.
type chart struct {
	Heading string
	Caption string // the period, and what one bar is: rows per 15 min
	Peaks   string // one sentence for those who cannot see it
	Lanes   []lane
	Ticks   []tick
	Marks   []mark // of spikes, over the lanes
	Axis    int    // where the lanes end
	Height  int
	Table   plainTable
}

// lane is one line. Its bars are a path in a box as many units wide as there
// are sums, and a hundred high.
type lane struct {
	Name, Peak, Tone string
	Label, Top       int // pixels down to the baseline of the label and to the bars
	Sums             int
	Bars             string
}

const (
	mostBars    = 96
	laneLabel   = 20 // pixels for the label over the bars
	laneBars    = 34 // pixels for the bars; style.css does not say it again
	laneGap     = 10
	axisHeight  = 24
	laneHeight  = laneLabel + laneBars + laneGap
	markLine    = 12 // pixels from one number of a spike to the one below it
	thinnestBar = 4  // hundredths: what is more than zero is seen
)

func (p *page) chart() *chart {
	t := p.report.Timeline
	if !p.drawable(t) {
		return nil
	}
	s := scaleIn(*t, mostBars)
	c := &chart{Heading: p.words.say("timeline.name"), Ticks: p.ticks(s.first, s.end),
		Caption: p.words.say("timeline.own", word("period", p.between(s.first, s.end, minute)), word("bucket", p.bucketSaid(s)))}
	c.Table = plainTable{Right: 1, Heads: []string{p.words.say("head.class"), p.words.say("head.rows"),
		p.words.say("timeline.peak"), p.words.say("timeline.at")}}
	var said []string
	for i, line := range p.peaks(*t, s) {
		peak := p.words.say("timeline.most", word("n", thousands(line.most)), word("at", line.at))
		c.Lanes = append(c.Lanes, lane{Name: line.name, Peak: peak, Tone: line.tone.class(), Sums: s.sums,
			Label: i*laneHeight + laneLabel - 6, Top: i*laneHeight + laneLabel, Bars: barsOf(line.counts, line.most)})
		c.Table.Rows = append(c.Table.Rows, []string{line.name, thousands(line.rows), thousands(line.most), line.at})
		said = append(said, p.words.pair(line.name, peak))
	}
	c.Peaks, c.Axis = p.words.list(said), len(c.Lanes)*laneHeight
	c.Marks = p.marks(s.first, s.end)
	c.Height = c.Axis + axisHeight
	for _, m := range c.Marks {
		c.Height = max(c.Height, c.Axis+axisHeight+m.Down)
	}
	return c
}

// mark is where a spike is on the axis: a band that leads to what is said of it.
type mark struct {
	At, Wide, Middle string // in hundredths of the width
	Down             int    // pixels from the axis to the number below it
	middle           float64
	Number           int
	Tone, Label      string
}

// marks are the spikes that are told in full: more would hide the lanes.
func (p *page) marks(first, last time.Time) (all []mark) {
	const thinnest = 0.5
	length := float64(last.Sub(first))
	for _, list := range p.surgeLists() {
		for _, s := range list.surges {
			from, until := float64(s.Start.Sub(first))/length*100, float64(s.End.Sub(first))/length*100
			if s.number > mostSurges || !(until > 0 && from <= 100 && until > from) {
				continue
			}
			from = max(from, 0) // it may have begun on the day before
			wide := max(thinnest, min(until, 100)-from)
			from = min(from, 100-wide)
			m := mark{At: fmt.Sprintf("%.2f", from), Wide: fmt.Sprintf("%.2f", wide), Middle: fmt.Sprintf("%.2f", from+wide/2),
				middle: from + wide/2, Number: s.number, Tone: p.toneOfSpike(s.Spike).class(), Label: p.riseName(s.Spike)}
			m.Down = markLine * (1 + freeLevel(all, m.middle))
			all = append(all, m)
		}
	}
	return all
}

// freeLevel is the lowest line on which a number at that place covers no other.
func freeLevel(marks []mark, middle float64) int {
	const apart = 3 // hundredths of the width
	for level := 0; ; level++ {
		if !slices.ContainsFunc(marks, func(m mark) bool {
			return m.Down == markLine*(1+level) && math.Abs(m.middle-middle) < apart
		}) {
			return level
		}
	}
}

// barsOf draws a bar for each count as a path.
func barsOf(counts []int64, top int64) string {
	const widestGap = 0.14
	wide := 1 - min(widestGap, float64(len(counts))/700)
	var path strings.Builder
	for i, n := range counts {
		if n <= 0 {
			continue
		}
		high := max(thinnestBar, int(float64(n)/float64(top)*100+0.5))
		fmt.Fprintf(&path, "M%d 100v-%dh%.2fv%dz", i, high, wide, high)
	}
	return path.String()
}

// tick is a time on the axis, at a share of the width.
type tick struct {
	At     string
	Anchor string
	Label  string
	Spare  bool // one of two, which a phone has no room for
}

const mostTicks = 6

// ticks marks round times of the zone. Where days pass, midnight shows the day.
func (p *page) ticks(first, last time.Time) (all []tick) {
	length := last.Sub(first)
	step, layout := stepOf(length)
	if length <= 0 || step == 0 {
		return nil
	}
	local := first.In(p.options.Location)
	midnight := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, local.Location())
	for at := midnight; !at.After(last); at = stepped(at, step) {
		if at.Before(first) {
			continue
		}
		share := float64(at.Sub(first)) / float64(length) * 100
		label := at.Format(layout)
		if layout == clockOnly && length > 24*time.Hour && label == "00:00" {
			label = at.Format(dayOnly)
		}
		all = append(all, tick{fmt.Sprintf("%.2f", share), anchor(share), label, len(all)%2 == 1})
	}
	return all
}

const dayOnly = "01-02"

// stepOf is the shortest round step that gives few enough ticks, and how its
// times are written; 0 where there is none.
func stepOf(length time.Duration) (time.Duration, string) {
	const day = 24 * time.Hour
	for _, minutes := range []time.Duration{1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720} {
		if step := minutes * time.Minute; length/step <= mostTicks {
			return step, clockOnly
		}
	}
	for _, days := range []time.Duration{1, 2, 7, 14, 30, 90, 365} {
		if step := days * day; length/step <= mostTicks {
			return step, dayOnly
		}
	}
	return 0, ""
}

// stepped goes by the clock on the wall, which days of 23 or 25 hours keep to.
func stepped(at time.Time, step time.Duration) time.Time {
	next := time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute()+int(step.Minutes()), 0, 0, at.Location())
	if !next.After(at) { // the hour that comes twice
		next = at.Add(step)
	}
	return next
}

// anchor keeps the first and the last label within the drawing.
func anchor(share float64) string {
	switch {
	case share < 4:
		return "start"
	case share > 96:
		return "end"
	}
	return "middle"
}
