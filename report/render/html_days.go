package render

import (
	"fmt"
	"strings"
)

// dayDrawing draws the days: a bar each for what needs attention and for all rows.
type dayDrawing struct {
	Heading, Said string
	Lanes         []dayLane
	Scale         []textAt // values of the axis of each lane
	Labels        []textAt // of the days
	Gaps          []textAt // days without a log
	Axis, Height  int
}

// dayLane is one line of bars, in a box as many units wide as there are days.
type dayLane struct {
	lane
	Values []textAt // over the bars, where there is room
}

// textAt is a text at a share of the width and a height in pixels.
type textAt struct {
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

func (w *htmlWriter) days(d days) {
	w.execute("days", struct {
		days
		Drawing dayDrawing
	}{d, w.dayDrawing(d)})
}

func (w *htmlWriter) dayDrawing(d days) dayDrawing {
	c := dayDrawing{Heading: d.Title}
	attention, rows := make([]int64, len(d.Days)), make([]int64, len(d.Days))
	for i, one := range d.Days {
		attention[i], rows[i] = one.Attention, one.Rows
	}
	c.Lanes = append(c.Lanes, w.dayLane(d, 0, lane{Name: w.say("figure.attention"), Tone: now}, attention),
		w.dayLane(d, dayLaneHigh, lane{Name: w.say("head.rows")}, rows))
	c.Scale = append(scaleOf(peak(attention), dayLaneTop, dayBars), scaleOf(peak(rows), dayLaneHigh+dayLaneTop, dayBars)...)
	c.Axis = len(c.Lanes) * dayLaneHigh
	c.Height = c.Axis + axisHeight
	c.Labels, c.Gaps = c.dates(d), c.gaps(d, w.say("daily.nobar"))
	c.Said = w.spokenDays(d)
	return c
}

func (w *htmlWriter) dayLane(d days, top int, l lane, counts []int64) dayLane {
	most := peak(counts)
	l.Sums, l.Label, l.Top, l.Bars = len(counts), top+laneLabel-6, top+dayLaneTop, dayBarsOf(counts, most)
	if len(counts) > mostDayTexts {
		l.Peak = w.say("daily.most", word("n", thousands(most)))
		return dayLane{lane: l}
	}
	out := dayLane{lane: l}
	for i, n := range counts {
		if !d.Days[i].Missing {
			high := int(float64(n)/float64(max(most, 1))*dayBars + 0.5)
			out.Values = append(out.Values, textAt{middleOf(i, len(counts)), top + dayLaneTop + dayBars - high - 5, thousands(n)})
		}
	}
	return out
}

// dayBarsOf draws a bar for each day, with room between.
func dayBarsOf(counts []int64, most int64) string {
	var path strings.Builder
	for i, n := range counts {
		if n > 0 {
			high := max(2, int(float64(n)/float64(most)*100+0.5))
			fmt.Fprintf(&path, "M%d.15 100v-%dh.7v%dz", i, high, high)
		}
	}
	return path.String()
}

// dates stand beneath the bars, all or every so many.
func (c dayDrawing) dates(d days) (all []textAt) {
	n := len(d.Days)
	every := (n + mostDayTexts - 1) / mostDayTexts
	for i, one := range d.Days {
		if (n-1-i)%every == 0 {
			all = append(all, textAt{middleOf(i, n), c.Height - 6, shortDate(one.Date)})
		}
	}
	return all
}

// gaps labels the days without a log: a run of them once, where there is room.
func (c dayDrawing) gaps(d days, label string) (all []textAt) {
	n := len(d.Days)
	for from := 0; from < n; from++ {
		until := from
		for until < n && d.Days[until].Missing {
			until++
		}
		if (until-from)*mostDayTexts >= n {
			at := fmt.Sprintf("%.2f", float64(from+until)/2/float64(n)*100)
			all = append(all, textAt{at, c.Axis - laneGap - 6, label})
		}
		from = max(from, until)
	}
	return all
}

// spokenDays is the drawing in one sentence.
func (w *htmlWriter) spokenDays(d days) string {
	var spoken []string
	for _, one := range d.Days {
		if !one.Missing {
			spoken = append(spoken, w.words.pair(one.Name, thousands(one.Attention)))
		}
	}
	return w.words.pair(w.say("figure.attention"), w.words.list(spoken))
}

func middleOf(i, n int) string { return fmt.Sprintf("%.2f", (float64(i)+0.5)/float64(n)*100) }

// shortDate is a date without its year.
func shortDate(date string) string {
	at, known := dateOf(date)
	if !known {
		return ""
	}
	return at.Format(dayOfMonth)
}
