package render

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// drawing is the timeline as it is drawn: a lane for each line, each against its
// own peak, over one axis of time. Across, places are shares of the width, so
// that letters keep their size on a phone; down, they are pixels.
type drawing struct {
	Heading string
	Caption string // the period, and what one bar is: rows per 15 min
	Peaks   string // one sentence for those who cannot see it
	Lanes   []lane
	Scale   []textAt // values of the axis of each lane
	Ticks   []tick
	Marks   []band // of spikes, over the lanes
	Axis    int    // where the lanes end
	Height  int
	Table   table
}

// lane is one line. Its bars are a path in a box as many units wide as there
// are sums, and a hundred high.
type lane struct {
	Name, Peak string
	Tone       tone
	Label, Top int // pixels down to the baseline of the label and to the bars
	Sums       int
	Bars       string
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

func (w *htmlWriter) chart(c chart) { w.execute("chart", w.drawing(c)) }

func (w *htmlWriter) drawing(c chart) drawing {
	s := c.Timeline.scaled(mostBars)
	d := drawing{Heading: c.Name, Ticks: w.ticks(s.Start, s.End),
		Caption: w.say("timeline.own", word("period", c.Caption), word("bucket", w.bucketLength(s.seconds)))}
	d.Table.Columns = append(w.columns(wordsColumn, "head.class"),
		w.columns(numberColumn, "head.rows", "timeline.peak", "timeline.at")...)
	var spoken []string
	for i, p := range attentionFirst(w.peaks(s)) {
		most := w.say("timeline.most", word("n", thousands(p.Most)), word("at", p.At))
		d.Lanes = append(d.Lanes, lane{Name: p.Name, Peak: most, Tone: p.Tone, Sums: s.sums,
			Label: i*laneHeight + laneLabel - 6, Top: i*laneHeight + laneLabel, Bars: barsOf(p.Sums, p.Most)})
		d.Scale = append(d.Scale, scaleOf(p.Most, i*laneHeight+laneLabel, laneBars)...)
		d.Table.Rows = append(d.Table.Rows, row{Cells: []string{p.Name, thousands(p.Rows), thousands(p.Most), p.At}})
		spoken = append(spoken, w.words.pair(p.Name, most))
	}
	d.Peaks, d.Axis = w.words.list(spoken), len(d.Lanes)*laneHeight
	d.Marks = bands(c.Marks, s.End.Sub(s.Start))
	d.Height = d.Axis + axisHeight
	for _, m := range d.Marks {
		d.Height = max(d.Height, d.Axis+axisHeight+m.Down)
	}
	return d
}

// scaleOf are the values at the top and at the ground of bars.
func scaleOf(most int64, top, high int) []textAt {
	return []textAt{{Y: top, Text: thousands(most)}, {Y: top + high, Text: "0"}}
}

// band is where a spike is on the axis; it leads to what is said of it.
type band struct {
	mark
	At, Wide, Middle string // in hundredths of the width
	Down             int    // pixels from the axis to the number below it
	middle           float64
}

// bands places marks on a timeline of that length; those beyond it are left out.
func bands(marks []mark, length time.Duration) (all []band) {
	const thinnest = 0.5
	for _, m := range marks {
		from, until := float64(m.From)/float64(length)*100, float64(m.Until)/float64(length)*100
		if !(until > 0 && from <= 100 && until > from) {
			continue
		}
		from = max(from, 0) // it may have begun before
		wide := max(thinnest, min(until, 100)-from)
		from = min(from, 100-wide)
		b := band{mark: m, At: fmt.Sprintf("%.2f", from), Wide: fmt.Sprintf("%.2f", wide), Middle: fmt.Sprintf("%.2f", from+wide/2),
			middle: from + wide/2}
		b.Down = markLine * (1 + freeLevel(all, b.middle))
		all = append(all, b)
	}
	return all
}

// freeLevel is the lowest line on which a number at that place covers no other.
func freeLevel(bands []band, middle float64) int {
	const apart = 3 // hundredths of the width
	for level := 0; ; level++ {
		if !slices.ContainsFunc(bands, func(m band) bool {
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
func (z times) ticks(first, last time.Time) (all []tick) {
	length := last.Sub(first)
	step, layout := stepOf(length)
	if length <= 0 || step == 0 {
		return nil
	}
	local := first.In(z.location)
	midnight := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, local.Location())
	for at := midnight; !at.After(last); at = stepped(at, step) {
		if at.Before(first) {
			continue
		}
		share := float64(at.Sub(first)) / float64(length) * 100
		label := at.Format(layout)
		if layout == clockOnly && length > 24*time.Hour && label == "00:00" {
			label = at.Format(dayOfMonth)
		}
		all = append(all, tick{fmt.Sprintf("%.2f", share), anchor(share), label, len(all)%2 == 1})
	}
	return all
}

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
			return step, dayOfMonth
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
