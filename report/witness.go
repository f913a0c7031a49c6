package report

import (
	"cmp"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// witnesses are rows that tell what is usual, and what happened where a source
// cannot be read again: some of each outcome and stretch of time, and some of all
// traffic.
//
// The choice in each stratum is a bottom-k sample by the hash of a row's place.
// When there are too many rows the strata grow longer, so which rows are kept
// depends on the rows alone: a part of a log never fills more than the whole.
type witnesses struct {
	step    int64 // seconds of a stratum
	size    int   // rows of a stratum
	most    int   // rows of all
	strata  map[stratum]*choice
	kept    int
	traffic choice
}

// stratum is an outcome in a stretch of time.
type stratum struct {
	slot   int32
	bucket int64
}

// witness is one row, good for ever.
type witness struct {
	hash   uint64
	source int
	row    *parser.Row
}

// choice is a bottom-k sample of n rows.
type choice struct {
	n     int64
	rows  []witness
	limit uint64 // hashes above it are not taken; 0 before the first row
}

const (
	trafficWitnesses = 1 << 11
	// witnessedLine is how much of a line is kept: what IIS writes at most for a
	// path and a query, and then some.
	witnessedLine = 40 << 10
)

// newWitnesses returns an empty choice. Where all sources can be read again it
// only tells what is usual, for which few rows are enough.
func newWitnesses(onlyUsual bool) *witnesses {
	w := &witnesses{step: steps[0], size: 24, most: 1 << 15, strata: map[stratum]*choice{}}
	if onlyUsual {
		w.step, w.size, w.most = steps[2], 8, 1<<13
	}
	return w
}

// add takes a row of a slot, or does not.
func (w *witnesses) add(slot int, v codes.Verdict, r *parser.Row, source int) {
	hash := hashPlace(source, r.Offset)
	if len(r.Line) > witnessedLine {
		return
	}
	if w.traffic.wants(hash) {
		w.traffic.add(witness{hash, source, r.Clone()}, trafficWitnesses)
	}
	if !isRise(v) || r.Second == parser.NoTime {
		return
	}
	c := w.at(stratum{int32(slot), floorDiv(r.Second, w.step)})
	c.n++
	if c.wants(hash) {
		w.keep(c, witness{hash, source, r.Clone()})
	}
}

// isRise reports whether more rows of a verdict may be news.
func isRise(v codes.Verdict) bool { return v != codes.OK && v != codes.Handshake }

func (w *witnesses) at(s stratum) *choice {
	c := w.strata[s]
	if c == nil {
		c = &choice{}
		w.strata[s] = c
	}
	return c
}

// keep adds a row to the choice of a stratum, and makes room.
func (w *witnesses) keep(c *choice, row witness) {
	before := len(c.rows)
	c.add(row, w.size)
	w.kept += len(c.rows) - before
	// Each stratum may hold twice its size until it chooses.
	if w.kept > 2*w.most || len(w.strata) > w.most {
		w.thin()
	}
}

// wants reports whether the choice would take a row.
func (c *choice) wants(hash uint64) bool { return c.rows == nil || hash <= c.limit }

// add takes a row that is wanted. It chooses again at twice the size.
func (c *choice) add(row witness, size int) {
	if c.rows == nil {
		c.limit = math.MaxUint64
	}
	c.rows = append(c.rows, row)
	if len(c.rows) >= 2*size {
		c.choose(size)
	}
}

// choose keeps the rows of the smallest hashes.
func (c *choice) choose(size int) {
	slices.SortFunc(c.rows, func(a, b witness) int { return cmp.Compare(a.hash, b.hash) })
	if len(c.rows) > size {
		clear(c.rows[size:])
		c.rows = c.rows[:size]
		c.limit = c.rows[size-1].hash
	}
}

// thin brings each stratum to its size, and makes strata longer until there are
// few enough rows.
func (w *witnesses) thin() {
	w.chooseAll()
	for i := slices.Index(steps, w.step); w.kept > w.most && i+1 < len(steps); i++ {
		w.regrain(steps[i+1])
	}
}

func (w *witnesses) chooseAll() {
	w.kept = 0
	for _, c := range w.strata {
		c.choose(w.size)
		w.kept += len(c.rows)
	}
}

// regrain makes strata longer, to a multiple of what they were.
func (w *witnesses) regrain(step int64) {
	old, before := w.strata, w.step
	w.step, w.strata = step, map[stratum]*choice{}
	for s, c := range old {
		w.at(stratum{s.slot, floorDiv(s.bucket*before, step)}).merge(c, w.size)
	}
	w.chooseAll()
}

func (c *choice) merge(o *choice, size int) {
	c.n += o.n
	for _, row := range o.rows {
		if c.wants(row.hash) {
			c.add(row, size)
		}
	}
	if o.rows != nil {
		c.limit = min(c.limit, o.limit)
	}
}

// merge adds the rows of o, whose slots are renamed by slot. It leaves o
// unusable.
func (w *witnesses) merge(o *witnesses, slot []int) {
	if step := max(w.step, o.step); w.step < step {
		w.regrain(step)
	} else if o.step < step {
		o.regrain(step)
	}
	for s, c := range o.strata {
		w.at(stratum{int32(slot[s.slot]), s.bucket}).merge(c, w.size)
	}
	w.traffic.merge(&o.traffic, trafficWitnesses)
	w.thin()
}

// sorted returns the rows of a choice in the order of the input.
func (c *choice) sorted() []witness {
	rows := slices.Clone(c.rows)
	slices.SortFunc(rows, func(a, b witness) int {
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.row.Offset, b.row.Offset))
	})
	return rows
}
