package scan

import (
	"iter"
	"math"
	"math/bits"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// takenSample keeps some rows, each with a chance that grows with the time that it
// took: what is slow is in it, however rare, and how many rows each one stands for is
// known. A row that takes longer than the time of all rows, parted by takenRows, is
// kept for sure.
//
// It is a bottom-k sample by the hash of a row's place, divided by time-taken (priority
// sampling: Duffield, Lund, Thorup 2007). So it is the same for any number of workers.
// A row that is not taken costs one multiplication; dividing cost three times as much.
type takenSample struct {
	rows  bottomK[timedRow]
	pack  rowPack // they
	total int64   // ms
}

// timedRow is a row in a pack, and how it was judged.
type timedRow struct {
	packedRow
	verdict codes.Verdict
}

// takenRows is how many rows a takenSample keeps.
const takenRows = 1 << 9

// TimedRow is a row that was kept for the time that it took.
type TimedRow struct {
	Source  int // index into Result.Sources
	Row     *parser.Row
	Verdict codes.Verdict
	Rows    float64 // how many rows it stands for, 1 or more
}

// Times are the rows that took most of the time.
type Times struct {
	Rows  []TimedRow // in the order of the input
	Total int64      // ms that all rows took together
	// Complete is from how many ms on all rows are among Rows.
	Complete int64
}

// add offers a row that is no 101: a WebSocket writes the length of its session.
func (s *takenSample) add(hash uint64, source int, r *parser.Row, v codes.Verdict) {
	weight := uint64(max(1, r.Taken))
	s.total += r.Taken
	if !s.wants(hash, r.Taken) {
		return
	}
	if len(r.Line) <= longestKept && s.rows.wants(hash/weight) {
		row := timedRow{packedRow{r.Offset, s.pack.add(r)}, v}
		s.rows.take(hashed[timedRow]{hash / weight, int32(source), int32(unitsOf(len(r.Line))), row}, takenRows)
		if s.pack.isLoose() {
			s.pack.tighten(s.packed())
		}
	}
}

// packed are the rows that are kept.
func (s *takenSample) packed() iter.Seq[*packedRow] {
	return func(yield func(*packedRow) bool) {
		for i := range s.rows.kept {
			if !yield(&s.rows.kept[i].value.packedRow) {
				return
			}
		}
	}
}

// wants reports whether a row that took so long may be taken.
func (s *takenSample) wants(hash uint64, taken int64) bool {
	if s.rows.kept == nil {
		return true
	}
	over, least := bits.Mul64(s.rows.limit, uint64(max(1, taken)))
	return over != 0 || hash < least
}

func (s *takenSample) merge(o *takenSample) {
	s.total += o.total
	s.pack.takeOver(&o.pack, o.packed(), func() { s.rows.merge(&o.rows, takenRows) }, s.packed())
}

// times returns the rows that were kept, and how many rows each stands for.
func (s *takenSample) times() Times {
	all := Times{Total: s.total}
	limit := math.Inf(1)
	if s.rows.choose(takenRows); s.rows.isChosen() {
		limit = float64(s.rows.limit) / math.MaxUint64
		all.Complete = int64(math.Ceil(1 / limit))
	}
	kept := make(map[uint32]*hashed[timedRow], len(s.rows.kept))
	for i := range s.rows.kept {
		kept[s.rows.kept[i].value.number] = &s.rows.kept[i]
	}
	var scanner parser.Scanner
	for number, packed := range s.pack.all() {
		if h := kept[number]; h != nil {
			row := s.pack.lasting(&scanner, packed)
			chance := min(1, limit*float64(max(1, row.Taken)))
			all.Rows = append(all.Rows, TimedRow{int(h.source), row, h.value.verdict, 1 / chance})
		}
	}
	slices.SortFunc(all.Rows, func(a, b TimedRow) int {
		return compareRows(SampledRow{Source: a.Source, Row: a.Row}, SampledRow{Source: b.Source, Row: b.Row})
	})
	return all
}
