package parser

import (
	"bytes"
	"slices"
)

// Row is one line of a log, seen through its Layout. It belongs to the Scanner
// that read it, and its bytes to the chunk: a caller copies what it keeps.
//
// The numbers are read when the row is scanned, the other fields when they are
// asked for: most rows are healthy, and of those nobody asks.
type Row struct {
	Layout *Layout
	Line   []byte // without its end
	Chunk  int    // Seq of the chunk
	Number int64  // line within the chunk, counted from 0
	Offset int64  // of the line in the source, in bytes

	Second    int64 // time in seconds since 1970 UTC, NoTime where unknown
	Status    int32 // 100 to 999, None where absent or unreadable
	Substatus int32 // None where absent
	Win32     int64 // None where absent
	Taken     int64 // ms, None where absent

	sep    byte // between values; 0 when only values can tell
	split  bool
	looked bool     // at a value near the start: the next look splits
	clear  bool     // its first 20 bytes are a date and a time, each with its separator
	ends   []uint32 // places of the separators, where split has run
	survey *survey  // of its blanks; nil where they were not made
	from   int      // its place in that
	values [][]byte // where sep is 0
	codes  uint64   // see Codes
}

// begin makes the row one whose values stand between single blanks.
func (r *Row) begin(l *Layout, line []byte) {
	r.Layout, r.Line, r.sep, r.split, r.looked, r.clear = l, line, ' ', false, false, false
}

// Codes stand for status, substatus and Win32: rows of one Layout with the same Codes agree
// in these three. They are the eight bytes of the row, or fewer, that hold them, as in
// " 200 0 0", or for longer ones a number made of them. It is 0 where they do not fit.
func (r *Row) Codes() uint64 { return r.codes }

// Dated reports whether the row says itself of what day it is: else the last #Date
// before it does.
func (r *Row) Dated() bool { return r.Layout.Has(Date) || len(r.Field(Time)) >= shortestMoment }

// Field returns the value of a known field as written, nil where the layout
// does not have it. "-" means that the server had nothing to write.
func (r *Row) Field(c Column) []byte {
	if i := r.Layout.index[c]; i >= 0 {
		return r.At(int(i))
	}
	return nil
}

// Missing reports whether a known field of the row holds "-". It is for rows of
// which nothing else is asked: where that would take splitting the row, it is
// false.
func (r *Row) Missing(c Column) bool {
	i := int(r.Layout.index[c])
	if i <= 0 || r.survey == nil {
		return false
	}
	from, to := r.survey.place(r.from, i-1)+1, r.endOf(i)
	return to-from == 1 && r.Line[from] == '-'
}

// nearStart is up to which place the first value that is asked for is found
// without splitting the row. The path is at 4 where IIS puts it.
const nearStart = 5

// At returns the value at a place of the layout, 0 ≤ i < len(Layout.Names). It is short,
// for a row that was split is asked for many values.
func (r *Row) At(i int) []byte {
	if r.split && 0 < i && i < len(r.ends) {
		return r.Line[r.ends[i-1]+1 : r.ends[i] : r.ends[i]]
	}
	return r.at(i)
}

// at is At for any row.
func (r *Row) at(i int) []byte {
	if i < 0 || i >= len(r.Layout.Names) {
		return nil
	}
	if r.sep == 0 {
		return r.values[i]
	}
	if !r.split {
		if i <= nearStart && !r.looked {
			r.looked = true
			return r.near(i)
		}
		r.Split()
	}
	from, to := 0, len(r.Line)
	if i > 0 {
		from = int(r.ends[i-1]) + 1
	}
	if i < len(r.ends) {
		to = int(r.ends[i])
	}
	return r.Line[from:to:to]
}

// Split finds where all values stand, for who asks for many of them.
func (r *Row) Split() {
	switch n := len(r.Layout.Names) - 1; {
	case r.split || r.sep == 0:
		return
	case r.survey == nil:
		r.ends = appendPlaces(slices.Grow(r.ends[:0], n), r.Line, r.sep)
	default:
		r.ends = slices.Grow(r.ends[:0], n)[:n]
		r.survey.places(r.ends, r.from)
	}
	r.split = true
}

// near returns a value near the start of the line. It counts separators from the
// first on, unless the row is known to begin with a stamp of the usual form.
func (r *Row) near(i int) []byte {
	if r.survey != nil {
		from := 0
		if i > 0 {
			from = r.survey.place(r.from, i-1) + 1
		}
		return r.Line[from:r.endOf(i)]
	}
	rest := r.Line
	if r.clear && i >= 2 {
		rest, i = rest[stampSize:], i-2
	}
	for ; i > 0; i-- {
		end := bytes.IndexByte(rest, r.sep)
		if end < 0 {
			return nil
		}
		rest = rest[end+1:]
	}
	if end := bytes.IndexByte(rest, r.sep); end >= 0 {
		return rest[:end]
	}
	return rest
}

// before returns the place of the separator before so many values, one or more, of which
// the last ends at a place. The row has that many.
func (r *Row) before(end, values int) int {
	for ; values > 0; values-- {
		if r.survey != nil {
			end = r.survey.placeBefore(r.from, end)
		} else {
			end = bytes.LastIndexByte(r.Line[:end], r.sep)
		}
	}
	return end
}

// endOf returns where the value at a place ends, by the survey.
func (r *Row) endOf(i int) int {
	if i == len(r.Layout.Names)-1 {
		return len(r.Line)
	}
	return r.survey.place(r.from, i)
}

// readNumbers reads status, substatus, Win32 and time-taken. It reports false
// when one of them is no number.
func (r *Row) readNumbers(k *known) bool {
	if r.Layout.usual && r.sep != 0 && r.readUsual(k) {
		return true
	}
	r.Status, r.Substatus, r.Win32, r.Taken, r.codes = None, None, None, None, 0
	if r.Layout.tail > 0 && r.sep != 0 && r.readTail() {
		k.learnLong(r)
		return true
	}
	return r.readSlowly()
}

// readTail reads the numbers from the end of the line backwards. It reports
// false when a value needs the patience of readSlowly.
func (r *Row) readTail() bool {
	line, sep, l := r.Line, r.sep, r.Layout
	end := len(line)
	for i := 0; i < l.tail; i++ {
		n, start, ok := tailNumber(line, end, sep)
		switch l.tailOf[i] {
		case tailOther:
			ok = true
		case tailTaken:
			r.Taken = n
			ok = ok && n < maxTaken
		case tailWin32:
			r.Win32 = n
		case tailSubstatus:
			r.Substatus = int32(n)
			ok = ok && n <= maxSubstatus
		case tailStatus:
			r.Status = int32(n)
			ok = ok && (n == None || n >= 100 && n <= 999)
		}
		if !ok {
			return false
		}
		end = start - 1
	}
	return true
}

// maxSubstatus is the largest substatus that is one; the largest known is 1018.
const maxSubstatus = 1<<16 - 2

// readSlowly reads the numbers from the split row.
func (r *Row) readSlowly() bool {
	status, ok1 := number(r.Field(Status))
	sub, ok2 := number(r.Field(Substatus))
	code, ok3 := win32(r.Field(Win32))
	ms, ok4 := taken(r.Field(Taken))
	if status != None && (status < 100 || status > 999) {
		// 000 is what CloudFront writes when the viewer left: no status.
		ok1 = ok1 && status == 0
		status = None
	}
	if sub > maxSubstatus {
		sub, ok2 = None, false
	}
	r.Status, r.Substatus, r.Win32, r.Taken = int32(status), int32(sub), code, ms
	return ok1 && ok2 && ok3 && ok4
}

// KeepIn makes kept a copy of the row that is good as long as the text of the chunk.
// The places of its values, where they are known, are appended to places, which
// is returned: copies of many rows can share one list.
func (r *Row) KeepIn(kept *Row, places []uint32) []uint32 {
	*kept = *r
	kept.ends, kept.looked, kept.survey, kept.values = nil, false, nil, nil
	if r.sep == 0 { // else they are those of an earlier row, whose text may be gone
		kept.values = slices.Clone(r.values)
	}
	if r.split {
		from := len(places)
		places = append(places, r.ends...)
		kept.ends = places[from:len(places):len(places)]
	}
	return places
}

// CopyIn makes c a copy of the row that is good for ever. Its line and the places of its
// values are appended to text and places, which are returned: copies of many rows can
// share one text and one list, where these have room for all.
func (r *Row) CopyIn(c *Row, text []byte, places []uint32) ([]byte, []uint32) {
	if r.sep == 0 {
		*c = *r.Clone()
		return text, places
	}
	places = r.KeepIn(c, places)
	from := len(text)
	text = append(text, r.Line...)
	c.Line = text[from:len(text):len(text)]
	return text, places
}

// Values is how many places of values CopyIn appends at most.
func (r *Row) Values() int { return len(r.Layout.Names) }

// Clone returns a copy of the row that is good for ever. Samples take rows that they give
// up again: so the places of the values are left to who asks for one.
func (r *Row) Clone() *Row {
	c := new(Row)
	*c = *r
	c.ends, c.split, c.looked, c.survey, c.values = nil, false, false, nil, nil
	if r.sep == 0 {
		c.values = slices.Clone(r.values)
	}
	c.Line = bytes.Clone(r.Line)
	for i, v := range c.values {
		c.values[i] = bytes.Clone(v)
	}
	return c
}
