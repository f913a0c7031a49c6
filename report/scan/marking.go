package scan

import (
	"bytes"
	"cmp"
	"io"
	"math"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/parser"
)

// markFile looks at marks of a file of that distance, 0 for the usual one, and then at nearer
// ones where what wanted asks for begins and ends. It returns nil where the file is too small,
// is not in order, or does not tell.
func markFile(text *io.SectionReader, apart int64, zone *time.Location, wanted func(*marks) []Span) *marks {
	apart = max(cmp.Or(apart, min(max(text.Size()/fewMarks, leastApart), marksApart)), text.Size()/mostMarks)
	if text.Size() < 2*besideMarks*apart {
		return nil
	}
	places, read := markPlaces(text.Size(), apart), map[int64]markText{}
	m := markAt(text, zone, places, read)
	if m == nil {
		return nil
	}
	return markAt(text, zone, addNearer(places, m.parts(wanted(m)), apart, text.Size()), read)
}

// markAt looks at marks at some places, of which the text may have been read.
func markAt(text *io.SectionReader, zone *time.Location, places []int64, read map[int64]markText) *marks {
	w := &marking{text: text, read: read, scanner: parser.Scanner{Zone: zone}, header: parser.NewHeader(), latest: math.MinInt64}
	w.marks.slack, w.marks.size = disorder, text.Size()
	for _, at := range places {
		if !w.mark(at) {
			return nil
		}
	}
	if len(w.marks.all) < 2*besideMarks {
		return nil
	}
	return &w.marks
}

// addNearer adds places that are nearer to each other where parts begin and end, as wide as
// the marks beside them reach.
func addNearer(places []int64, parts []part, apart, size int64) []int64 {
	add := func(from, until int64) {
		for at := from; at < until; at += max(apart/nearer, leastNearer) {
			places = append(places, at)
		}
	}
	for _, p := range parts {
		if p.from > 0 {
			add(p.from, min(p.from+2*besideMarks*apart, p.until, size))
		}
		if p.until != toEnd {
			add(max(p.until-2*besideMarks*apart, p.from), p.until)
		}
	}
	slices.Sort(places)
	return slices.Compact(places)
}

// markPlaces are places at even distances, and nearer to each other towards both ends:
// what somebody appended to a large log, or put before it, may be small.
func markPlaces(size, apart int64) (places []int64) {
	for at := int64(0); at < size; at += apart {
		places = append(places, at)
	}
	for d := apart / 2; d >= markBytes; d /= 2 {
		places = append(places, d, size-d)
	}
	slices.Sort(places)
	return slices.Compact(places)
}

// marking is the making of marks.
type marking struct {
	text    *io.SectionReader
	read    map[int64]markText // by the places of marks
	scanner parser.Scanner
	marks   marks
	header  parser.Header // in force behind the last mark
	behind  int64         // where that is
	latest  int64         // time of the latest row so far
	buf     []byte
}

// markText are whole lines at a mark, and where they begin.
type markText struct {
	text []byte
	from int64
}

// mark adds the mark at a place, unless nothing stands there. It reports false where the
// file is not in order, or there is no telling.
func (w *marking) mark(at int64) bool {
	if at < w.behind {
		return true
	}
	text, from, ok := w.lines(at)
	if !ok || len(text) == 0 {
		return ok
	}
	found := w.rows(text, from)
	if found == doubtful && w.seekHeader(from) {
		found = w.rows(text, from)
	}
	w.pass(text, from)
	return found == nothing || found == marked
}

// lines returns whole lines at a place. Where there is none up to mostOfMark, it reports
// false; at the end of the file there may be none.
func (w *marking) lines(at int64) (text []byte, from int64, ok bool) {
	if one, ok := w.read[at]; ok {
		return one.text, one.from, true
	}
	for size := int64(markBytes); size <= mostOfMark; size *= 8 {
		size = min(size, w.text.Size()-at)
		w.buf = slices.Grow(w.buf[:0], int(size))[:size]
		if n, err := w.text.ReadAt(w.buf, at); int64(n) < size {
			return nil, 0, err == nil
		}
		text, from = w.buf, at
		if at > 0 {
			end := bytes.IndexByte(text, '\n') + 1
			text, from = text[end:], at+int64(end)
		}
		text = text[:bytes.LastIndexByte(text, '\n')+1]
		if len(text) > 0 || size == w.text.Size()-at {
			if size <= markBytes { // of many marks that are longer there is no room
				w.read[at] = markText{bytes.Clone(text), from}
			}
			return text, from, true
		}
	}
	return nil, 0, false
}

// finding is what was found at a mark.
type finding uint8

const (
	nothing   finding = iota // no row
	marked                   // rows that are in order, of which a mark was made
	doubtful                 // rows that may have other columns
	unordered                // times that go back, or none
)

// rows makes a mark of the rows of a text.
func (w *marking) rows(text []byte, from int64) finding {
	w.scanner.Reset(parser.Chunk{Offset: from, Header: w.header, Text: text})
	m := mark{offset: from, header: w.header, first: math.MaxInt64, last: math.MinInt64}
	latest, strange := w.latest, int64(0)
	for w.scanner.Scan() {
		row := w.scanner.Row()
		if !row.Fits() {
			strange++
		}
		if row.Second == parser.NoTime {
			continue
		}
		if row.Layout.Local {
			w.marks.slack = disorder + secondsBack
		}
		latest = max(latest, row.Second)
		if row.Layout.Guessed || !row.Dated() || row.IsFTP() || row.Second < latest-w.marks.slack {
			return unordered
		}
		m.first, m.last = min(m.first, row.Second), max(m.last, row.Second)
	}
	tally := w.scanner.Tally()
	switch {
	case tally.Rows+tally.Refused == 0:
		return nothing
	case tally.Refused+strange > tally.Rows-strange:
		return doubtful
	case m.first > m.last:
		return unordered
	}
	w.latest = latest
	w.marks.all = append(w.marks.all, m)
	return marked
}

// secondsBack is how much local clocks are set back once a year.
const secondsBack = 3600

// seekHeader looks for directives between the mark before and a place. It reports false
// where there are none, or they cannot be read.
func (w *marking) seekHeader(until int64) bool {
	was := w.header.Layout
	cutter := parser.ResumeCutter(io.NewSectionReader(w.text, w.behind, until-w.behind), 0, w.behind, w.header)
	buf := make([]byte, 0, 1<<20)
	for {
		chunk, err := cutter.Next(buf)
		if err == io.EOF || err == nil && chunk.Last {
			break
		}
		if err != nil {
			return false
		}
	}
	w.header, w.behind = cutter.Header(), until
	return w.header.Layout != was
}

// pass moves behind the lines of a mark.
func (w *marking) pass(text []byte, from int64) {
	cutter := parser.ResumeCutter(bytes.NewReader(text), 0, from, w.header)
	_, _ = cutter.Next(make([]byte, 0, len(text)+1))
	w.header, w.behind = cutter.Header(), from+int64(len(text))
}
