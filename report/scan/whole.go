package scan

import (
	"math"
	"math/bits"

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
// took longest where by those below wholeTaken. The more rows there are, the fewer of these
// are needed: see Depth.

const (
	wholeShift = 5
	wholeHash  = math.MaxUint64 >> wholeShift
	wholeTaken = math.MaxUint64 >> 14
)

// Weight says what reports count of a row.
type Weight uint8

// The weights.
const (
	LightRow     Weight = iota // no more than its numbers
	WholeRow                   // all of it
	MayBeSampled               // all of it, where a sample chooses it
)

// weightOf is what reports count of a row.
func (c *counts) weightOf(o *outcomeCount, r *parser.Row) Weight {
	if o.verdict != codes.OK || o.as != codes.OK || o.log != codes.Web || o.isDetailed() || len(r.Line) > longestKept || r.Second == parser.NoTime {
		return WholeRow
	}
	if r.Offset&3 == 0 && r.Posts() && isForm(Shorten(r.Path())) {
		return WholeRow
	}
	if r.Offset&63 == 0 {
		if host, _ := SplitReferer(r.Field(parser.Referer)); len(host) > 0 {
			return WholeRow
		}
	}
	if (Depth{wholeHash, wholeTaken}).holds(r) {
		return MayBeSampled
	}
	return LightRow
}

// Depth says which of the rows that samples may choose they do choose: those up to a hash of
// the place of a row, and those that took longest.
type Depth struct {
	Hash  uint64 // of the offset, see PlaceHash
	Taken uint64 // of the hash parted by time-taken, where there is one and the row is no 101
}

// holds reports whether a row is one of them.
func (d Depth) holds(r *parser.Row) bool {
	hash := hashOffset(r.Offset)
	return hash <= d.Hash || r.Taken > 0 && r.Status != 101 && hash/uint64(r.Taken) <= d.Taken
}

// moreThanKept is how many times as many rows a Depth holds as a sample keeps, so that
// samples are filled by far.
const moreThanKept = 4

// depth is how deep samples reach into the rows that were counted until now: so many at least.
func (c *counts) depth() Depth {
	d := Depth{wholeHash, wholeTaken}
	if n := bits.Len64(uint64(c.visits.offered)/(moreThanKept*mostVisits)) - 1; n > wholeShift {
		d.Hash = math.MaxUint64 >> n
	}
	const most = moreThanKept * takenRows
	if each := math.MaxUint64 / uint64(max(1, c.longest.total)); each < wholeTaken/most {
		d.Taken = each * most
	}
	return d
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
// given as a whole, and not those of a depth alone.
func (c *counts) isComplete(d Depth) bool {
	c.traffic.rows.choose(c.trafficRows)
	c.longest.rows.choose(takenRows)
	return c.traffic.rows.isChosen() && c.traffic.rows.limit <= d.Hash &&
		c.visits.limit() <= d.Hash && c.longest.rows.isChosen() && c.longest.rows.limit <= d.Taken
}
