package engine

import (
	"fmt"
	"math"
	"strings"

	"github.com/iiswhy/iiswhy/report/scan"
)

// slice is a piece of time whose rows are asked for at once: from ≤ second < until. Both
// are 0 for the rows without a time that a column of times holds.
type slice struct{ from, until int64 }

// allTimes are all seconds that a column of times holds.
var allTimes = slice{1, math.MaxUint32 + 1}

// sliceRows is about how many rows are asked for at once: an answer is held whole until
// all of it is known to be there.
const sliceRows = 100_000

// sliceWhole is that of the rows alone that must be given as a whole: mostly one in ten.
const sliceWhole = 8 * sliceRows

// slices divides some spans, nil for all time, by the rows that the blocks have.
func (r *Reader) slices(spans []scan.Span, whole bool) (all []slice) {
	untimed, most := spans == nil, int64(sliceRows)
	if whole {
		most = sliceWhole
	}
	if spans == nil {
		spans = []scan.Span{{From: 1, Until: math.MaxInt64}}
	}
	for _, s := range scan.JoinSpans(spans) {
		untimed = untimed || s.From <= 0 || s.Until > math.MaxUint32+1
		all = append(all, r.cut(max(s.From, 1), min(s.Until, math.MaxUint32+1), most)...)
	}
	if untimed {
		all = append(all, slice{})
	}
	return all
}

// cut divides a span.
func (r *Reader) cut(from, until, most int64) (all []slice) {
	rows, found := int64(0), false
	for _, b := range r.blocks { // in the order of their first rows
		if b.last < from || b.first >= until || b.last == 0 {
			continue
		}
		found = true
		if rows += b.rows; rows >= most && b.first > from {
			all = append(all, slice{from, b.first})
			from, rows = b.first, 0
		}
	}
	if found {
		all = append(all, slice{from, until})
	}
	return all
}

// where is the condition of the rows of a slice that count. The hour stands as well, since
// the table is in the order of it.
func (r *Reader) where(s slice) string {
	if s.until == 0 {
		return r.counting("toUInt32(time) = 0", "")
	}
	last := s.until - 1
	time := fmt.Sprintf("time >= toDateTime(%d) AND time <= toDateTime(%d) AND toStartOfHour(time) >= toDateTime(%d) AND toStartOfHour(time) <= toDateTime(%d)",
		s.from, last, s.from-s.from%3600, last-last%3600)
	return r.counting(time, fmt.Sprintf(" AND last >= toDateTime(%d) AND first <= toDateTime(%d)", s.from, last))
}

// whereTimed is the same of rows that all have a time: for all of them it is not asked.
func (r *Reader) whereTimed(s slice) string {
	if s == allTimes {
		return r.counting("1", "")
	}
	return r.where(s)
}

// counting is a condition and that rows count, of the loads that fit another one.
func (r *Reader) counting(condition, loads string) string {
	if n := len(r.left); n > 0 && n <= mostNamed {
		condition += " AND file NOT IN (" + strings.Join(r.left, ", ") + ")"
	}
	if r.clean {
		return fmt.Sprintf("%s AND load <= %d", condition, r.newest)
	}
	return fmt.Sprintf("%s AND (file, load) %s (%s)", condition, r.in(), r.best("file, argMax(load, (bytes, rows, load))", loads))
}
