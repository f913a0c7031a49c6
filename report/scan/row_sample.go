package scan

import (
	"iter"
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
//
// A stratum takes many rows in its first chunks, most of which it soon gives up for others.
// So rows wait in the text of their chunk, and those that are left at its end are packed.
type rowSample struct {
	step    int64 // seconds of a stratum
	size    int   // units of a stratum: see bottomK
	most    int   // units of all
	strata  map[stratum]*packedChoice
	kept    int             // units
	latest  []latestStratum // by outcome: rows come nearly in order
	pack    rowPack         // the rows
	waiting []packRecord    // rows that are not packed yet, numbered as those of another pack are
	waits   []*packedChoice // that may have some of them
}

// latestStratum is the stratum of an outcome that was asked for last. Finding it in the
// map took a tenth of the time of a row that failed.
type latestStratum struct {
	from, until int64
	rows        *packedChoice // nil for none
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

// FewTraffic are those of the rows of Traffic that any scan keeps, with Options.Compare or
// without: what is told by them is the same in each report.
func (r *Result) FewTraffic() []SampledRow {
	var few RowChoice
	for _, row := range r.Traffic {
		few.take(hashOffset(row.Row.Offset), row) // as they were chosen while they were read
	}
	return few.Chosen(fewTrafficRows)
}

// newRowSample returns an empty sample. Where all sources can be read again it
// only tells what is usual, for which few rows are enough.
func newRowSample(onlyUsual bool) *rowSample {
	s := &rowSample{step: bucketSteps[0], size: 24, most: 1 << 14, strata: map[stratum]*packedChoice{}}
	if onlyUsual {
		s.step, s.size, s.most = bucketSteps[2], 8, 1<<13
	}
	return s
}

// add takes a row of an outcome, or does not. Its text must be good until settle is called.
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

// count notes that so many rows of an outcome and a second were offered elsewhere, of one
// unit each.
func (s *rowSample) count(outcome int, v codes.Verdict, second, rows int64) {
	if MayRise(v) {
		s.at(stratum{int32(outcome), floorDiv(second, s.step)}).count(rows)
	}
}

// MayRise reports whether more rows of a verdict may be worth a word: not of what
// comes of being visited.
func MayRise(v codes.Verdict) bool {
	return v != codes.OK && v != codes.Handshake && v != codes.Automatic
}

func (s *rowSample) at(key stratum) *packedChoice {
	c := s.strata[key]
	if c == nil {
		c = &packedChoice{}
		s.strata[key] = c
	}
	return c
}

// offer offers a row to a stratum, and makes room.
func (s *rowSample) offer(c *packedChoice, hash uint64, source int, r *parser.Row) {
	units, ok := c.wants(hash, r)
	if !ok {
		return
	}
	if n := len(s.waits); n == 0 || s.waits[n-1] != c {
		s.waits = append(s.waits, c)
	}
	s.kept += c.take(hash, source, units, packedRow{r.Offset, ofOther + uint32(len(s.waiting))}, s.size)
	s.waiting = append(s.waiting, s.pack.record(r))
	// Each stratum may hold more than its size until it chooses.
	if s.kept > s.most+s.most/2 || len(s.strata) > s.most {
		s.thin()
	}
}

// settle packs the rows that wait.
func (s *rowSample) settle() {
	if s == nil || len(s.waiting) == 0 {
		return
	}
	for _, c := range s.waits {
		for i := range c.rows.kept {
			if row := &c.rows.kept[i].value; row.number >= ofOther {
				row.number = s.pack.append(s.waiting[row.number-ofOther])
			}
		}
	}
	clear(s.waiting)
	clear(s.waits)
	s.waiting, s.waits = s.waiting[:0], s.waits[:0]
	if s.pack.isLoose() {
		s.pack.tighten(keptBy(s.choices()))
	}
}

// choices are those of all strata, and their outcomes.
func (s *rowSample) choices() iter.Seq2[int, *packedChoice] {
	return func(yield func(int, *packedChoice) bool) {
		for key, c := range s.strata {
			if !yield(int(key.outcome), c) {
				return
			}
		}
	}
}

// thin brings each stratum to its size, and makes strata longer until there are
// few enough rows.
func (s *rowSample) thin() {
	s.settle()
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
	s.step, s.strata, s.latest = step, map[stratum]*packedChoice{}, nil
	for key, c := range old {
		s.at(stratum{key.outcome, floorDiv(key.bucket*before, step)}).merge(c, s.size)
	}
	s.chooseAll()
}

// merge adds the rows of o, whose outcomes are renamed. It leaves o unusable.
func (s *rowSample) merge(o *rowSample, outcome []int) {
	s.settle()
	o.settle()
	if step := max(s.step, o.step); s.step < step {
		s.lengthen(step)
	} else if o.step < step {
		o.lengthen(step)
	}
	s.pack.takeOver(&o.pack, keptBy(o.choices()), func() {
		for key, c := range o.strata {
			s.at(stratum{int32(outcome[key.outcome]), key.bucket}).merge(c, s.size)
		}
		s.thin()
	}, keptBy(s.choices()))
}

// sampled returns the rows that were kept of all strata, in the order of the input.
func (s *rowSample) sampled(outcome []int) (all []SampledRow) {
	s.thin()
	all = s.pack.sampled(s.choices())
	for i := range all {
		all[i].Outcome = outcome[all[i].Outcome]
	}
	return all
}
