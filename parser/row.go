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

	sep    byte     // between values; 0 when only values can tell
	ends   []uint32 // places of the separators, where split has run
	split  bool
	looked bool     // at a value near the start: the next look splits
	values [][]byte // where sep is 0
	usual  codes    // of the last row that took the usual eight bytes
}

// codes are status, substatus and Win32 as eight bytes of a row, "200 0 0 ", and
// as numbers.
type codes struct {
	text      uint64
	status    int32
	substatus int32
	win32     int64
}

// Field returns the value of a known field as written, nil where the layout
// does not have it. "-" means that the server had nothing to write.
func (r *Row) Field(c Column) []byte {
	if i := r.Layout.index[c]; i >= 0 {
		return r.At(int(i))
	}
	return nil
}

// nearStart is up to which place the first value that is asked for is found
// without splitting the row. The path is at 4 where IIS puts it.
const nearStart = 5

// At returns the value at a place of the layout, 0 ≤ i < len(Layout.Names).
func (r *Row) At(i int) []byte {
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
		if r.ends == nil {
			r.ends = make([]uint32, 0, len(r.Layout.Names))
		}
		r.ends = appendPlaces(r.ends[:0], r.Line, r.sep)
		r.split = true
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

// near returns a value near the start of the line. It counts separators from the
// first on: that a stamp of the usual form is 19 bytes long says nothing of rows
// that hold another.
func (r *Row) near(i int) []byte {
	rest := r.Line
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

// readNumbers reads status, substatus, Win32 and time-taken. It reports false
// when one of them is no number.
func (r *Row) readNumbers() bool {
	r.Status, r.Substatus, r.Win32, r.Taken = None, None, None, None
	if r.Layout.tail > 0 && r.sep != 0 && r.readTail() {
		return true
	}
	return r.readSlowly()
}

// readTail reads the numbers from the end of the line backwards. It reports
// false when a value needs the patience of readSlowly.
func (r *Row) readTail() bool {
	line, sep, l := r.Line, r.sep, r.Layout
	end := len(line)
	if l.usual && r.readUsual() {
		return true
	}
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

// readUsual reads the end of a row as IIS writes it, "200 0 0 15", when it has
// the codes of the last such row: four rows of five do.
func (r *Row) readUsual() bool {
	ms, start, ok := tailNumber(r.Line, len(r.Line), r.sep)
	if !ok || ms >= maxTaken || start < 9 || r.Line[start-9] != r.sep {
		return false
	}
	if text := le.Uint64(r.Line[start-8:]); text != r.usual.text && !r.learnUsual(text) {
		return false
	}
	r.Status, r.Substatus, r.Win32, r.Taken = r.usual.status, r.usual.substatus, r.usual.win32, ms
	return true
}

// learnUsual keeps eight bytes of the form "404 0 2 ".
func (r *Row) learnUsual(text uint64) bool {
	var b [8]byte
	le.PutUint64(b[:], text)
	if b[3] != r.sep || b[5] != r.sep || b[7] != r.sep || b[0] < '1' {
		return false
	}
	for _, i := range [...]int{0, 1, 2, 4, 6} {
		if b[i]-'0' > 9 {
			return false
		}
	}
	status := int32(b[0]-'0')*100 + int32(b[1]-'0')*10 + int32(b[2]-'0')
	r.usual = codes{text, status, int32(b[4] - '0'), int64(b[6] - '0')}
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

// Kept returns a copy of the row that is good as long as the text of the chunk.
func (r *Row) Kept() Row {
	c := *r
	c.ends, c.split, c.looked = nil, false, false
	c.values = slices.Clone(r.values)
	return c
}

// Clone returns a copy of the row that is good for ever.
func (r *Row) Clone() *Row {
	c := r.Kept()
	c.Line = bytes.Clone(r.Line)
	for i, v := range c.values {
		c.values[i] = bytes.Clone(v)
	}
	return &c
}
