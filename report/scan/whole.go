package scan

import (
	"math"
	"math/bits"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// Most rows are healthy, and of nearly all of these a report counts nothing but how many
// there were, when, and how long they took; of those that failed it counts their values
// besides. Who keeps rows elsewhere counts both there, and gives as a whole those that have
// something odd about them, and those that samples choose.
//
// Which rows samples choose the hash of a row's place says: those of the smallest hashes,
// and of what takes long the more. The more rows there are, the fewer of these are needed:
// see Depth. How deep a row lies, the weight of it tells.

const (
	wholeShift = 5
	wholeHash  = math.MaxUint64 >> wholeShift
	takenShift = 14
	wholeTaken = math.MaxUint64 >> takenShift
	// Deepest is from what depth on none is told apart.
	Deepest = 20
)

// Weight says what reports count of a row.
type Weight uint8

// The weights. To MayBeSampled is added how deep the row lies, and to ValuedRow how much
// less than Deepest: in their order all those that samples choose stand together. Redirect is
// added to each but WholeRow where it is counted who was redirected where.
const (
	LightRow     Weight = 0  // no more than its numbers
	MayBeSampled Weight = 1  // its numbers, and all of it where a sample chooses it
	Redirect     Weight = 32 // added: its client and path besides
	WholeRow     Weight = 64 // all of it
	ValuedRow    Weight = 96 // its numbers and values, and all of it where a sample chooses it
)

// weightOf is what reports count of a row.
func (c *counts) weightOf(o *outcomeCount, r *parser.Row) Weight {
	if o.log != codes.Web || len(r.Line) > longestKept || r.Second == parser.NoTime {
		return WholeRow
	}
	if r.Offset&3 == 0 && r.Posts() && isForm(Shorten(r.Path())) {
		return WholeRow
	}
	if r.Offset&63 == 0 && !o.isDetailed() {
		if host, _ := SplitReferer(r.Field(parser.Referer)); len(host) > 0 {
			return WholeRow
		}
	}
	isValued := o.verdict != codes.OK || o.as != codes.OK || o.isDetailed()
	if isValued && len(r.Line) > unitBytes {
		return WholeRow // a sample has to know how many units it is
	}
	w := LightRow
	if isRedirectAsked(r) {
		w = Redirect
	}
	if isValued {
		return w + ValuedRow + Deepest - depthOf(r)
	}
	if (Depth{Hash: wholeHash, Taken: wholeTaken}).holds(r) {
		w += MayBeSampled + depthOf(r)
	}
	return w
}

// depthOf is how many bits of the hash of a row's place are 0 at its front, or more where it
// took long.
func depthOf(r *parser.Row) Weight {
	hash := hashOffset(r.Offset)
	depth := bits.LeadingZeros64(hash)
	if r.Taken > 0 && r.Status != 101 {
		depth = max(depth, bits.LeadingZeros64(hash/uint64(r.Taken))-(takenShift-wholeShift))
	}
	return Weight(min(depth, Deepest))
}

// Depth says which of the rows that samples may choose they do choose: those up to a hash of
// the place of a row, and those that took longest.
type Depth struct {
	Hash   uint64 // of the offset, see PlaceHash
	Taken  uint64 // of the hash parted by time-taken, where there is one and the row is no 101
	Valued []ValuedDepth
}

// ValuedDepth is that of rows of ValuedRow of some outcomes.
type ValuedDepth struct {
	Of   []LightOutcome
	Hash uint64
	// Buckets, where there are some, are the only times of the rows: the second of each row
	// parted by Step.
	Buckets []int64
	Step    int64
}

// Least is how deep the rows lie at least that it holds.
func (d *Depth) Least() Weight {
	least := min(bits.LeadingZeros64(d.Hash), bits.LeadingZeros64(d.Taken)-(takenShift-wholeShift))
	return Weight(max(0, min(least, Deepest)))
}

// holds reports whether a row is one of them.
func (d Depth) holds(r *parser.Row) bool {
	hash := hashOffset(r.Offset)
	return hash <= d.Hash || r.Taken > 0 && r.Status != 101 && hash/uint64(r.Taken) <= d.Taken
}

// moreThanKept is how many times as many rows a Depth holds as a sample keeps, so that
// samples are filled by far.
const moreThanKept = 4

// hashFor is up to which hash of so many rows some are found whose number is a few times
// that which a sample keeps: all where there are no more.
func hashFor(rows, kept int64) uint64 {
	if n := bits.Len64(uint64(rows/(moreThanKept*kept))) - 1; n > 0 {
		return math.MaxUint64 >> n
	}
	return math.MaxUint64
}

// depth is how deep samples reach into the rows that were counted until now: so many at least.
func (c *counts) depth() Depth {
	d := Depth{Hash: min(wholeHash, hashFor(c.visits.offered, mostVisits)), Taken: wholeTaken}
	const most = moreThanKept * takenRows
	if each := math.MaxUint64 / uint64(max(1, c.longest.total)); each < wholeTaken/most {
		d.Taken = each * most
	}
	return d
}

// LightOutcome is how rows ended that need not be given as a whole, all of sites of the web.
type LightOutcome struct {
	Status, Substatus int32
	Win32             int64
	Verdict           codes.Verdict
	Family            int  // one more than the index of the family that they are of, 0 for none
	Attack            bool // the family is one of attacks, and they were answered
}

// HasValues reports whether the values of such rows are counted.
func (o *LightOutcome) HasValues() bool { return o.Status >= 400 || o.Substatus > 0 || o.Attack }

// Light is a count of such rows.
type Light struct {
	LightOutcome
	Rows int64
	// First and Last are the seconds of the earliest and the latest row; all are of one
	// minute of the clock.
	First, Last int64
}

// LightTaken is how many rows that are shown took so long.
type LightTaken struct{ Taken, Rows int64 } // ms

// LightSource is how many rows of a source are counted, and how many of these are shown.
type LightSource struct {
	Source      int
	Rows, Shown int64
}

// LightValue is how many rows that are shown hold a value, and from when to when.
type LightValue struct {
	Light
	Field Field
	Text  []byte // as it is logged; of FieldPair the client, or the path
	// User is that of FieldPair, where the rows are logons. Where they were not found, Page
	// is their referer and Host the one that they asked.
	User, Page, Host []byte
}

// LightCounts are what is counted of the rows of a span that are not given as a whole.
type LightCounts struct {
	Span    int     // index of the span that was asked for
	Minutes []Light // by the minute
	Taken   []LightTaken
	Sources []LightSource
	Values  []LightValue // of rows of ValuedRow alone
	Groups  []LightGroup // with Asked.By
	// Redirected are few rows of each, or more of them than MostValues.
	Redirected []LightRedirected
}

// LightGroup is how many rows that are shown ended alike, share the values of the fields of
// Options.By, and took times that Durations does not tell apart.
type LightGroup struct {
	LightOutcome
	Key         [][]byte // the value of each field as a row holds it; any for what LightOutcome tells
	Rows, Bytes int64
	Taken       int64 // of that which took longest, in ms; -1 where they have none
}

// countLight counts rows of a minute and a span, and returns their outcome; -1 where they
// are dropped.
func (c *counts) countLight(l *Light, span int) int {
	at := c.lightOf(&l.LightOutcome, span)
	o := &c.outcomes.all[at]
	if o.use == dropped {
		return -1
	}
	c.traffic.offered += l.Rows
	c.visits.offered += l.Rows
	c.minutes.addRows(l.First, at, l.Rows)
	if o.use == compared {
		return at
	}
	o.rows += l.Rows
	o.first, o.last = min(o.first, l.First), max(o.last, l.Last)
	if o.sampled {
		c.subjects.count(o.subject, l.Rows)
	}
	return at
}

// countLightTaken counts how long rows took.
func (c *counts) countLightTaken(l LightTaken) {
	c.taken.addTimes(l.Taken, l.Rows)
	c.longest.total += l.Taken * l.Rows
}

// countLightValue counts a value of rows of a span.
func (c *counts) countLightValue(l *LightValue, span int) {
	o := &c.outcomes.all[c.lightOf(&l.LightOutcome, span)]
	if !o.detailed {
		return
	}
	v := new(rowValues)
	if l.Field != FieldPair {
		text := counted(l.Text)
		if v.text[l.Field], v.hash[l.Field] = text, c.hashed(text); !v.has(l.Field) {
			return
		}
	} else if !c.pairLight(v, l, o.verdict) {
		return
	}
	c.growValues(o.subject)
	t := &c.values[o.subject][l.Field]
	at := c.addValue(t, v, l.Field, l.Rows)
	if l.Field.hasTimes() {
		t.widen(at, spanOfTime{l.First, l.Last})
	}
	c.fitTables()
}

// countLightGroup counts rows of a span in their group.
func (c *counts) countLightGroup(l *LightGroup, span int) {
	if o := &c.outcomes.all[c.lightOf(&l.LightOutcome, span)]; o.use == shown {
		c.groups.addLight(l, o)
	}
}

// counted is a value as it is counted, nil for none.
func counted(text []byte) []byte {
	if len(text) == 1 && text[0] == '-' {
		return nil
	}
	return Shorten(text)
}

// pairLight sets the two values of rows that are counted together, and reports whether there
// are such.
func (c *counts) pairLight(v *rowValues, l *LightValue, verdict codes.Verdict) bool {
	text := counted(l.Text)
	switch verdict {
	case codes.LogonFailure:
		user := counted(l.User)
		v.join(text, user, c.hashed(text), c.hashed(user))
	case codes.NotFound:
		if len(l.Page) > 1 && !isForeign(l.Page, l.Host) {
			page := Shorten(l.Page)
			v.join(page, text, c.hashed(page), c.hashed(text))
		}
	}
	return v.paired
}

// lightOf is the outcome of rows of a span.
func (c *counts) lightOf(l *LightOutcome, span int) int {
	o := outcome{win32: l.Win32, status: l.Status, substatus: l.Substatus, span: uint16(span)}
	if o.status == codes.None {
		o.substatus = codes.None
	}
	t := c.outcomes
	return t.judged(t.find(o), l.Verdict, l.Family-1, l.Attack)
}

// isComplete reports whether the samples hold what they would hold, had all rows been
// given as a whole, and not those of a depth alone.
func (c *counts) isComplete(d Depth) bool {
	c.traffic.rows.choose(c.trafficRows)
	c.longest.rows.choose(takenRows)
	return isFilled(&c.traffic.rows, d.Hash) && c.visits.limit() <= d.Hash && isFilled(&c.longest.rows, d.Taken)
}
