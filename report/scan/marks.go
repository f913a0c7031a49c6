package scan

import (
	"math"

	"github.com/iiswhy/iiswhy/parser"
)

// A log grows at its end, so its rows stand in the order of time, and a report on a
// quarter of an hour needs a small part of a large file. Where that part is, marks tell:
// places at even distances, with the times of the rows there.
//
// A file that is not in order has times that go back from one mark to a later one: one
// that was put together of several, or a clock that was set back. Then all is read. What
// goes unnoticed is what lies between two marks: a piece of other times that is shorter
// than the distance, and a clock that was set back by less than the rows of two distances
// took. So around where the time asked for begins and ends there are more marks, and what is
// read begins and ends a few of these beside it, so that only the former can be missed;
// Options.Whole rules it out.
//
// The rows of a mark also show that they have the columns that are thought to be in force
// there. Where they do not, the #Fields is looked for between it and the mark before.

const (
	// marksApart is the distance of marks in bytes at most, as far as a row can be from the
	// one that answers it, unless there would be more than mostMarks. Shorter files have
	// fewMarks, but none that are less apart than leastApart.
	marksApart, mostMarks = reachBytes, 1024
	leastApart, fewMarks  = 256 << 10, 64
	// nearer is how many times nearer marks are where what is read begins and ends, and
	// leastNearer how many bytes apart at least.
	nearer, leastNearer = 16, 16 << 10
	// disorder is how much older than an earlier row one may be in a file that is in
	// order, in seconds: servers write a request down when it ends. All 22 logs of real
	// servers that were tried were in order to the second.
	disorder = 600
	// besideMarks is how many marks beside the time asked for are read as well.
	besideMarks = 3
	// markBytes is how much is read at a mark at first, and mostOfMark at most, where
	// that holds no row.
	markBytes, mostOfMark = 4 << 10, 4 << 20
)

// mark is a place of a file: the start of a line.
type mark struct {
	offset      int64
	header      parser.Header // in force there
	first, last int64         // times of the rows that were read there
}

// marks are those of a file that is in order, in order.
type marks struct {
	all   []mark
	slack int64 // how much older than an earlier row one may be, in seconds
	size  int64 // of the file
}

// part is a part of a source: from ≤ place < until, in bytes. Rows at its start are read
// by its header.
type part struct {
	from, until int64
	header      parser.Header
}

// toEnd is where a part ends that goes to the end of its source, which may grow.
const toEnd = math.MaxInt64

// around returns the part of the file that holds the rows of a span and the answers to
// them, also where these are so many seconds late, with so many marks beside.
func (m *marks) around(s Span, late int64, beside int) part {
	from, until := clamp(s.From)-AnswerWithin-late, clamp(s.Until)+AnswerWithin+late
	begin := sortFirst(m.all, func(one *mark) bool { return one.last >= from }) - beside
	end := sortFirst(m.all, func(one *mark) bool { return one.first > until }) + beside
	p := part{0, toEnd, parser.NewHeader()}
	if begin > 0 {
		p.from, p.header = m.all[begin].offset, m.all[begin].header
	}
	if end < len(m.all) {
		p.until = m.all[end].offset
	}
	return p
}

// within are the parts of gaps that hold the rows of some spans, but for those that are late.
func (m *marks) within(gaps []gap, spans []Span) (all []part) {
	if len(gaps) == 0 {
		return nil
	}
	for _, s := range JoinSpans(spans) {
		p := m.around(s, 0, 1)
		for _, g := range gaps {
			from, until := max(p.from, g.from), min(p.until, g.until)
			if n := len(all); n > 0 {
				from = max(from, all[n-1].until)
			}
			if from < until {
				all = append(all, part{from, until, m.headerAt(from)})
			}
		}
	}
	return all
}

// sizeOfParts is how many bytes parts of a file have together.
func sizeOfParts(parts []part, file int64) (bytes int64) {
	for _, p := range parts {
		bytes += min(p.until, file) - p.from
	}
	return bytes
}

// headerAt is the header in force at the place of a mark, or at the start.
func (m *marks) headerAt(offset int64) parser.Header {
	for i := range m.all {
		if m.all[i].offset == offset {
			return m.all[i].header
		}
	}
	return parser.NewHeader()
}

// sizeWithin is about how many bytes of gaps hold the rows of some spans, and those around
// them in which legs may look for answers.
func (m *marks) sizeWithin(gaps []gap, spans []Span) (bytes int64) {
	if len(gaps) == 0 {
		return 0
	}
	for _, s := range JoinSpans(spans) {
		from, until := m.placeOf(clamp(s.From)-AnswerWithin), m.placeOf(clamp(s.Until)+AnswerWithin)
		for _, g := range gaps {
			bytes += max(0, min(until, g.until)-max(from, g.from))
		}
	}
	return bytes
}

// placeOf is about where the rows from a second on begin.
func (m *marks) placeOf(second int64) int64 {
	i := sortFirst(m.all, func(one *mark) bool { return one.first >= second })
	switch {
	case i == 0:
		return 0
	case i == len(m.all):
		return m.size
	}
	a, b := &m.all[i-1], &m.all[i]
	return a.offset + int64(float64(b.offset-a.offset)*float64(second-a.first)/float64(b.first-a.first))
}

// sortFirst returns the index of the first mark that is so, their number where none is.
func sortFirst(all []mark, is func(*mark) bool) int {
	for i := range all {
		if is(&all[i]) {
			return i
		}
	}
	return len(all)
}

// clamp keeps a second from where arithmetic would overflow.
func clamp(second int64) int64 { return min(max(second, -anyTime), anyTime) }

// ends are the times that the first and the last rows have.
func (m *marks) ends() []Span {
	first, last := m.all[0].first, m.all[len(m.all)-1].last
	return []Span{{From: -anyTime, Until: first + 1}, {From: last, Until: anyTime}}
}

// parts are what must be read of the file for some spans, in order and apart from each
// other.
func (m *marks) parts(spans []Span) (all []part) {
	for _, s := range spans {
		p := m.around(s, m.slack, besideMarks)
		if n := len(all); n > 0 && p.from <= all[n-1].until {
			all[n-1].until = max(all[n-1].until, p.until)
		} else {
			all = append(all, p)
		}
	}
	return all
}
