package scan

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// rowSample keeps rows that tell what is usual, and what happened where a source
// cannot be read again: some of each outcome and stretch of time.
//
// The choice in each stratum is a bottom-k sample by the hash of a row's place.
// When there are too many rows the strata grow longer, so which rows are kept
// depends on the rows alone: a part of a log never fills more than the whole.
type rowSample struct {
	step   int64 // seconds of a stratum
	size   int   // units of a stratum: see bottomK
	most   int   // units of all
	strata map[stratum]*stratumRows
	kept   int             // units
	latest []latestStratum // by outcome: rows come nearly in order
	pack   rowPack         // the rows
}

// stratumRows are the rows of a stratum.
type stratumRows struct {
	offered int64
	units   int // that were offered
	rows    bottomK[packedRow]
}

// packedRow is a row in a pack.
type packedRow struct {
	offset int64 // in its source
	number uint32
}

// latestStratum is the stratum of an outcome that was asked for last. Finding it in the
// map took a tenth of the time of a row that failed.
type latestStratum struct {
	from, until int64
	rows        *stratumRows // nil for none
}

// stratum is an outcome in a stretch of time.
type stratum struct {
	outcome int32
	bucket  int64
}

const (
	trafficRows    = 1 << 11 // kept of all traffic, for the causes of spikes
	fewTrafficRows = 1 << 9  // where only what all rows share is asked for
	// longestKept is how long a line may be that is kept: what IIS writes at most
	// for a path and a query, and then some.
	longestKept = 40 << 10
)

// newRowSample returns an empty sample. Where all sources can be read again it
// only tells what is usual, for which few rows are enough.
func newRowSample(onlyUsual bool) *rowSample {
	s := &rowSample{step: bucketSteps[0], size: 24, most: 1 << 14, strata: map[stratum]*stratumRows{}}
	if onlyUsual {
		s.step, s.size, s.most = bucketSteps[2], 8, 1<<13
	}
	return s
}

// add takes a row of an outcome, or does not.
func (s *rowSample) add(outcome int, v codes.Verdict, hash uint64, source int, r *parser.Row) {
	if !MayRise(v) || r.Second == parser.NoTime || len(r.Line) > longestKept {
		return
	}
	for outcome >= len(s.latest) {
		s.latest = append(s.latest, latestStratum{})
	}
	l := &s.latest[outcome]
	if r.Second < l.from || r.Second >= l.until || l.rows == nil {
		bucket := floorDiv(r.Second, s.step)
		*l = latestStratum{bucket * s.step, (bucket + 1) * s.step, s.at(stratum{int32(outcome), bucket})}
	}
	s.offer(l.rows, hash, source, r)
}

// MayRise reports whether more rows of a verdict may be worth a word: not of what
// comes of being visited.
func MayRise(v codes.Verdict) bool {
	return v != codes.OK && v != codes.Handshake && v != codes.Automatic
}

func (s *rowSample) at(key stratum) *stratumRows {
	c := s.strata[key]
	if c == nil {
		c = &stratumRows{}
		s.strata[key] = c
	}
	return c
}

// offer offers a row to a stratum, and makes room.
func (s *rowSample) offer(c *stratumRows, hash uint64, source int, r *parser.Row) {
	c.offered++
	units := unitsOf(len(r.Line))
	if c.units += units; !c.rows.wants(hash) {
		return
	}
	before := c.rows.units
	c.rows.take(hashed[packedRow]{hash, int32(source), int32(units), packedRow{r.Offset, s.pack.add(r)}}, s.size)
	s.kept += c.rows.units - before
	// Each stratum may hold twice its size until it chooses.
	if s.kept > 2*s.most || len(s.strata) > s.most {
		s.thin()
	}
	if s.pack.bytes > 2*s.pack.needed+2*packBytes {
		s.repack()
	}
}

// remove takes a row of a place away, and returns how many units it had here.
func (c *stratumRows) remove(hash uint64, source int, r *parser.Row) (units int) {
	c.offered--
	c.units -= unitsOf(len(r.Line))
	units, _ = c.rows.remove(hash, source)
	return units
}

func (c *stratumRows) merge(o *stratumRows, k int) {
	c.offered += o.offered
	c.units += o.units
	c.rows.merge(&o.rows, k)
}

// thin brings each stratum to its size, and makes strata longer until there are
// few enough rows.
func (s *rowSample) thin() {
	s.chooseAll()
	for i := slices.Index(bucketSteps, s.step); s.kept > s.most && i+1 < len(bucketSteps); i++ {
		s.lengthen(bucketSteps[i+1])
	}
}

// chooseAll brings each stratum to its size. What counts of it is what it could hold, had
// no row more than a unit: that of a part is never more than that of the whole.
func (s *rowSample) chooseAll() {
	s.kept = 0
	for _, c := range s.strata {
		c.rows.choose(s.size)
		s.kept += min(s.size, c.units)
	}
}

// lengthen makes strata longer, to a multiple of what they were.
func (s *rowSample) lengthen(step int64) {
	old, before := s.strata, s.step
	s.step, s.strata, s.latest = step, map[stratum]*stratumRows{}, nil
	for key, c := range old {
		s.at(stratum{key.outcome, floorDiv(key.bucket*before, step)}).merge(c, s.size)
	}
	s.chooseAll()
}

// repack drops the texts of rows that are kept no longer.
func (s *rowSample) repack() {
	var pack rowPack
	s.moveTo(&pack)
	s.pack = pack
}

// moveTo moves the rows to another pack.
func (s *rowSample) moveTo(pack *rowPack) {
	var all []*packedRow
	for _, c := range s.strata {
		for i := range c.rows.kept {
			all = append(all, &c.rows.kept[i].value)
		}
	}
	slices.SortFunc(all, func(a, b *packedRow) int { return cmp.Compare(a.number, b.number) })
	at := 0
	for number, r := range s.pack.all() {
		if at < len(all) && all[at].number == number {
			all[at].number = pack.add(r)
			at++
		}
	}
	pack.needed = pack.bytes
	s.pack = rowPack{}
}

// merge adds the rows of o, whose outcomes are renamed. It leaves o unusable.
func (s *rowSample) merge(o *rowSample, outcome []int) {
	if step := max(s.step, o.step); s.step < step {
		s.lengthen(step)
	} else if o.step < step {
		o.lengthen(step)
	}
	o.moveTo(&s.pack)
	for key, c := range o.strata {
		s.at(stratum{int32(outcome[key.outcome]), key.bucket}).merge(c, s.size)
	}
	s.thin()
	s.repack()
}

// sampled returns the rows that were kept of all strata, in the order of the input.
func (s *rowSample) sampled(outcome []int) (all []SampledRow) {
	s.thin()
	in := map[uint32]SampledRow{}
	for key, c := range s.strata {
		slices.SortFunc(c.rows.kept, func(a, b hashed[packedRow]) int {
			return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.value.offset, b.value.offset))
		})
		for i, h := range c.rows.kept {
			in[h.value.number] = SampledRow{Source: int(h.source), Outcome: outcome[key.outcome], Rows: partOf(c.offered, i, len(c.rows.kept))}
		}
	}
	for number, r := range s.pack.all() {
		if row, ok := in[number]; ok {
			row.Row = r.Clone()
			all = append(all, row)
		}
	}
	slices.SortFunc(all, compareRows)
	return all
}
