package engine

import (
	"fmt"
	"math"
	"slices"
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

// mostSlices is how many pieces of time are asked for at once.
const mostSlices = 256

// together puts small pieces of time together that are asked for at once.
func (r *Reader) together(all []slice, whole bool) (some [][]slice) {
	most, rows := int64(sliceRows), int64(math.MaxInt64)
	if whole {
		most = sliceWhole
	}
	for _, s := range all {
		n := r.rowsIn(s)
		if last := len(some) - 1; last >= 0 && rows+n <= most && len(some[last]) < mostSlices {
			some[last], rows = append(some[last], s), rows+n
			continue
		}
		some, rows = append(some, []slice{s}), n
	}
	return some
}

// rowsIn is about how many rows a piece of time has; those without a time are always asked
// for by themselves.
func (r *Reader) rowsIn(s slice) (rows int64) {
	if s.until == 0 {
		return sliceWhole + 1
	}
	for _, b := range r.blocks {
		if b.first < s.until && b.last >= s.from && b.last > 0 {
			span, of := b.last+1-b.first, min(b.last+1, s.until)-max(b.first, s.from)
			rows += 1 + int64(float64(b.rows)*float64(of)/float64(span))
		}
	}
	return rows
}

// where is the condition of the rows of some pieces of time that count. The hour stands as
// well, since the table is in the order of it.
func (r *Reader) where(some ...slice) string {
	if len(some) == 1 && some[0].until == 0 {
		return r.counting("toUInt32(time) = 0", "")
	}
	condition, from, last := noRows, int64(math.MaxInt64), int64(0)
	for _, s := range some {
		from, last = min(from, s.from), max(last, s.until-1)
	}
	if minutes := minutesOf(some); minutes != nil {
		condition = slice{from, last + 1}.holds() + fmt.Sprintf(" AND toStartOfHour(time) IN (%s) AND intDiv(toUInt32(time), 60) IN (%s)",
			listed(minutes, 60, "toDateTime(%d)"), listed(minutes, 1, "%d"))
	} else {
		for _, s := range some {
			condition = either(condition, s.holds())
		}
	}
	return r.counting(condition, fmt.Sprintf(" AND last >= toDateTime(%d) AND first <= toDateTime(%d)", from, last))
}

// mostMinutes is how many minutes a condition names.
const mostMinutes = 8192

// minutesOf are the minutes that many small pieces of time are of, since 1970; nil for few
// pieces, or too many minutes.
func minutesOf(some []slice) (all []int64) {
	for _, s := range some {
		for m := s.from / 60; m <= (s.until-1)/60; m++ {
			if all = append(all, m); len(some) < 4 || len(all) > mostMinutes {
				return nil
			}
		}
	}
	return all
}

// listed lists the minutes, or with 60 the seconds of their hours, each once.
func listed(minutes []int64, parts int64, format string) string {
	var all []string
	for _, m := range minutes {
		if n := m / parts * parts; parts == 1 {
			all = append(all, fmt.Sprintf(format, n))
		} else {
			all = append(all, fmt.Sprintf(format, n*60))
		}
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), ", ")
}

// holds is the condition of the rows of a piece of time.
func (s slice) holds() string {
	last := s.until - 1
	return fmt.Sprintf("time >= toDateTime(%d) AND time <= toDateTime(%d) AND toStartOfHour(time) >= toDateTime(%d) AND toStartOfHour(time) <= toDateTime(%d)",
		s.from, last, s.from-s.from%3600, last-last%3600)
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
