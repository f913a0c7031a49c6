package report

import (
	"math"
	"slices"
)

// A log can begin in the middle of its first day, and end in the middle of its
// newest. Which rows were written says so, whatever the filter takes of them; and
// it says so only where other days usually have rows at those hours: a server that
// nobody needs at night is done with its day in the evening.

// ragged is how long the start or the end of a day may be without rows and be
// whole all the same, in seconds.
const ragged = 15 * 60

// findLate marks the first day that was read, when nothing was logged before and
// the other days have rows at the hours that it lacks.
func (d *days) findLate() {
	first := slices.IndexFunc(d.all, func(c dayCells) bool { return c.logged })
	if first < 0 || d.loggedBefore(d.all[first].part.From) {
		return
	}
	begins, _ := d.edges(first)
	if begins-d.all[first].part.From <= ragged {
		return
	}
	var others []int
	for i := first + 1; i < len(d.all); i++ {
		if d.all[i].logged {
			others = append(others, i)
		}
	}
	d.all[first].late = d.usually(others, 0, d.wallClock(begins))
}

// cutShort returns how long after midnight by the clock a day's log ends, when
// nothing was logged later and the days that it is compared with have more rows.
func (d *days) cutShort(i int, against []int) (until int64, cutShort bool) {
	part := d.all[i].part
	if !d.all[i].logged || d.loggedAfter(part.Until) {
		return 0, false
	}
	_, ends := d.edges(i)
	if part.Until-ends <= ragged {
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
		from, until, n := d.clock(i, from), d.clock(i, until), int64(0)
		d.eachWritten(i, func(second, _, count int64) {
			if from <= second && second < until {
				n += count
			}
		})
		rows = append(rows, float64(n))
	}
	return len(rows) == 0 || median(rows) >= leastUsual
}

// eachWritten is called for each count of rows of a day, with the second at which
// its bucket begins.
func (d *days) eachWritten(i int, each func(second, step, count int64)) {
	for _, c := range d.all[i].cells {
		each(c.bucket*d.summary.minutes.step, d.summary.minutes.step, c.count)
	}
	for _, c := range d.all[i].passed {
		each(c.bucket*d.summary.passed.step, d.summary.passed.step, c.count)
	}
}

// wallClock is how long after midnight a clock on the wall shows a second, in
// seconds.
func (d *days) wallClock(second int64) int64 {
	at := stamp(second).In(d.location())
	return int64(at.Hour())*3600 + int64(at.Minute())*60 + int64(at.Second())
}

// loggedBefore reports whether rows were read that are earlier.
func (d *days) loggedBefore(second int64) bool {
	return d.anyChunk(func(h head) bool { return h.first < second })
}

// loggedAfter reports whether rows were read that are as late, or later.
func (d *days) loggedAfter(second int64) bool {
	return d.anyChunk(func(h head) bool { return h.last >= second })
}

func (d *days) anyChunk(is func(h head) bool) bool {
	return slices.ContainsFunc(d.readings, func(r *reading) bool { return slices.ContainsFunc(r.heads, is) })
}
