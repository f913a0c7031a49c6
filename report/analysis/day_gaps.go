package analysis

import (
	"math"
	"slices"
)

// A log can begin in the middle of its first day, and end in the middle of its
// newest. In between a file can be missing, and its name is a day of UTC: elsewhere
// that is the evening of one day and the morning of the next. Which rows were written says so, whatever the filter takes of them; and
// it says so only where other days usually have rows at those hours: a server that
// nobody needs at night is done with its day in the evening.

// ragged is how long the start or the end of a day may be without rows and be
// whole all the same, in seconds.
const ragged = 15 * 60

// findLate marks the first day that was read, when nothing was logged before and
// the other days have rows at the hours that it lacks.
func (d *days) findLate() {
	first := slices.IndexFunc(d.all, func(c dayCells) bool { return c.logged })
	if first < 0 || d.Earliest < d.all[first].span.From {
		return
	}
	begins, _ := d.edges(first)
	if begins-d.all[first].span.From <= ragged {
		return
	}
	var others []int
	for i := first + 1; i < len(d.all); i++ {
		if d.all[i].logged {
			others = append(others, i)
		}
	}
	if at := d.wallClock(begins); len(others) > 0 && d.usually(others, 0, at) {
		d.all[first].begins = at
	}
}

// findGaps marks the days that lack their first or last hours between others: not
// a row was written when all others have some, and most have many.
func (d *days) findGaps() {
	lasts := make([]int64, len(d.all)) // by the clock, of a day that may not be over
	for i := range d.all {
		lasts[i] = wholeDay
		if c := &d.all[i]; c.logged && d.Latest < c.span.Until {
			_, last := d.edges(i)
			lasts[i] = d.wallClockOf(c, last)
		}
	}
	for i := range d.all {
		c := &d.all[i]
		if !c.logged || !c.whole() {
			continue
		}
		first, last := d.edges(i)
		if first-c.span.From > ragged && d.always(i, 0, d.wallClock(first), lasts) {
			c.begins = d.wallClock(first)
		}
		if c.span.Until-last > ragged && lasts[i] == wholeDay && d.always(i, d.wallClock(last), wholeDay, lasts) {
			c.ends = d.wallClock(last)
		}
	}
}

// always reports whether the other days have rows between two times of the clock:
// half of them many, and all but one in ten some in each quarter of that time. A
// quiet weekend is no gap, nor one that begins an hour later than the other.
func (d *days) always(i int, from, until int64, lasts []int64) bool {
	const (
		many     = 20
		enough   = 3 // days
		quarters = 4
	)
	var rows []float64
	quiet := 0
	for j := range d.all {
		if c := &d.all[j]; j == i || !c.logged || c.begins > from || min(c.ends, lasts[j]) < until {
			continue
		}
		least, sum := int64(math.MaxInt64), int64(0)
		for q := range int64(quarters) {
			n := d.written(j, from+(until-from)*q/quarters, from+(until-from)*(q+1)/quarters)
			least, sum = min(least, n), sum+n
		}
		if rows = append(rows, float64(sum)); least == 0 {
			quiet++
		}
	}
	return len(rows) >= enough && quiet <= len(rows)/10 && median(rows) >= many
}

// cutShort returns how long after midnight by the clock a day's log ends, when
// nothing was logged later and the days that it is compared with have more rows.
func (d *days) cutShort(i int, against []int) (until int64, cutShort bool) {
	span := d.all[i].span
	if !d.all[i].logged || d.Latest >= span.Until || d.datesOnly() {
		return 0, false
	}
	_, ends := d.edges(i)
	if span.Until-ends <= ragged {
		return 0, false
	}
	until = d.wallClock(ends)
	return until, d.usually(against, until, wholeDay)
}

// edges are when the first and the last row of a day were written, to the bucket.
func (d *days) edges(i int) (first, last int64) {
	first, last = math.MaxInt64, math.MinInt64
	d.eachWritten(i, func(second, step, _ int64) {
		first, last = min(first, second), max(last, second+step)
	})
	return first, last
}

// usually reports whether days have rows between two times of the clock, in
// seconds after midnight; also when there is none to ask.
func (d *days) usually(days []int, from, until int64) bool {
	var rows []float64
	for _, i := range days {
		rows = append(rows, float64(d.written(i, from, until)))
	}
	return len(rows) == 0 || median(rows) >= leastUsual
}

// written counts the rows of a day between two times of the clock, to the minute.
func (d *days) written(i int, from, until int64) int64 {
	c := &d.all[i]
	if c.byClock == nil {
		c.byClock = d.countByClock(i)
	}
	return c.byClock[(until+59)/60] - c.byClock[(from+59)/60]
}

// countByClock returns for each minute of the clock how many rows of a day were
// written before it. Days are asked about many times, each by all others.
func (d *days) countByClock(i int) []int64 {
	before := make([]int64, wholeDay/60+1)
	d.eachWritten(i, func(second, _, count int64) { before[d.wallClock(second)/60+1] += count })
	for minute := 1; minute < len(before); minute++ {
		before[minute] += before[minute-1]
	}
	return before
}

// eachWritten is called for each count of rows of a day, with the second at which
// its bucket begins.
func (d *days) eachWritten(i int, each func(second, step, count int64)) {
	for _, c := range d.all[i].cells {
		each(d.Minutes.Second(c), d.Minutes.Step, c.Rows)
	}
	for _, c := range d.all[i].dropped {
		each(d.Dropped.Second(c), d.Dropped.Step, c.Rows)
	}
}

// wallClock is how long after midnight a clock on the wall shows a second, in
// seconds.
func (d *days) wallClock(second int64) int64 {
	at := stamp(second).In(d.location())
	return int64(at.Hour())*3600 + int64(at.Minute())*60 + int64(at.Second())
}

// wallClockOf is the same for a second at the end of a day, which is no midnight.
func (d *days) wallClockOf(c *dayCells, last int64) int64 {
	if last >= c.span.Until {
		return wholeDay
	}
	return d.wallClock(last)
}
