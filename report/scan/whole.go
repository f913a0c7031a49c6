package scan

import (
	"math"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// Most rows are healthy, and of nearly all of these a report counts nothing but how many
// there were, when, and how long they took. Who keeps rows elsewhere counts those there, and
// gives the others as a whole: all that failed or had something odd about it, and of the
// healthy ones those that samples choose.
//
// A sample of the smallest hashes is known whole where it was filled by rows of smaller
// hashes than wholeHash, which every row has with a chance of 1 in 32; that of the rows that
// took longest where by those below wholeTaken.

const (
	wholeHash  = math.MaxUint64 >> 5
	wholeTaken = math.MaxUint64 >> 14
)

// isWhole reports whether a row must be counted as a whole.
func (c *counts) isWhole(o *outcomeCount, r *parser.Row) bool {
	if o.verdict != codes.OK || o.as != codes.OK || o.isDetailed() || len(r.Line) > longestKept || r.Second == parser.NoTime {
		return true
	}
	hash := hashOffset(r.Offset)
	switch {
	case hash <= wholeHash, o.log != codes.Web:
		return true
	case r.Taken > 0 && r.Status != 101 && hash/uint64(r.Taken) <= wholeTaken:
		return true
	case r.Offset&3 == 0 && r.Posts() && (r.Status < 300 || r.Status >= 400) && isForm(Shorten(r.Path())):
		return true
	}
	if r.Offset&63 == 0 {
		host, _ := SplitReferer(r.Field(parser.Referer))
		return len(host) > 0
	}
	return false
}

// Light is a count of rows that need not be given as a whole, all of sites of the web.
type Light struct {
	Status, Substatus int32
	Win32             int64
	Rows              int64
	// First and Last are the seconds of the earliest and the latest row; all are of one
	// minute of the clock. Both are 0 where time-taken or the source is what they share.
	First, Last int64
	Taken       int64 // ms; -1 where rows have none
}

// LightCounts are what is counted of the rows of a span that are not given as a whole:
// each row is in each of the lists.
type LightCounts struct {
	Span    int     // index of the span that was asked for
	Minutes []Light // by the minute
	Taken   []Light // by time-taken
	Sources []Light // by source
	Of      []int   // the source of each of these
}

// countLight counts rows of a minute and a span.
func (c *counts) countLight(l *Light, span int) {
	o := c.lightOf(l, span)
	if o.use == dropped {
		return
	}
	c.traffic.offered += l.Rows
	c.visits.offered += l.Rows
	c.minutes.addRows(l.First, c.outcomes.index[o.outcome], l.Rows)
	if o.use == compared {
		return
	}
	o.rows += l.Rows
	o.first, o.last = min(o.first, l.First), max(o.last, l.Last)
}

// countLightTaken counts how long rows of a span took.
func (c *counts) countLightTaken(l *Light, span int) {
	o := c.lightOf(l, span)
	if o.use != shown || l.Taken < 0 || l.Status == 101 {
		return
	}
	c.taken.addTimes(l.Taken, l.Rows)
	c.longest.total += l.Taken * l.Rows
}

// lightOf is the outcome of rows of a span.
func (c *counts) lightOf(l *Light, span int) *outcomeCount {
	o := outcome{win32: l.Win32, status: l.Status, substatus: l.Substatus, span: uint16(span)}
	if o.status == codes.None {
		o.substatus = codes.None
	}
	if fields := c.outcomes.selection.fields; fields != nil && !fields.takesCode(l.Status, l.Substatus) {
		return &outcomeCount{use: dropped}
	}
	return &c.outcomes.all[c.outcomes.find(o)]
}

// isComplete reports whether the samples hold what they would hold, had all rows been
// given as a whole.
func (c *counts) isComplete() bool {
	c.traffic.rows.choose(c.trafficRows)
	c.longest.rows.choose(takenRows)
	return len(c.traffic.rows.kept) >= c.trafficRows && c.traffic.rows.limit <= wholeHash &&
		c.visits.halved >= 5 && len(c.longest.rows.kept) >= takenRows && c.longest.rows.limit <= wholeTaken
}
