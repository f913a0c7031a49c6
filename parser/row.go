package parser

import "bytes"

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

	sep    byte // between values; 0 when only split can tell
	values [][]byte
	whole  bool // values are those of this line
}

// Field returns the value of a known field as written, nil where the layout
// does not have it. "-" means that the server had nothing to write.
func (r *Row) Field(c Column) []byte {
	if i := r.Layout.index[c]; i >= 0 {
		return r.At(int(i))
	}
	return nil
}

// At returns the value at a place of the layout, 0 ≤ i < len(Layout.Names).
func (r *Row) At(i int) []byte {
	if !r.whole {
		r.values = splitAt(r.values[:0], r.Line, r.sep)
		r.whole = true
	}
	if i < 0 || i >= len(r.values) {
		return nil
	}
	return r.values[i]
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

// Clone returns a copy of the row that stays good when the Scanner goes on.
func (r *Row) Clone() *Row {
	c := *r
	c.Line = bytes.Clone(r.Line)
	c.values, c.whole = nil, false
	if r.sep == 0 {
		c.whole = true
		for _, v := range r.values {
			c.values = append(c.values, bytes.Clone(v))
		}
	}
	return &c
}
