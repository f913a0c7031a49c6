package scan

import (
	"bytes"
	"math"

	"github.com/iiswhy/iiswhy/parser"
)

// letIn are the rows of a chunk that may have been let in, each as a few numbers, in
// order. Legs of the chunks before look for their answers among them, and legs of the
// chunk look back to them, so that nothing is read again: but for a row with the path of
// an open leg, of which the key is not known yet.
//
// They are noted while some leg may wait, here or in a chunk before. Invariants: from
// from on, every row that names a user is there; from all on, whatever may be granted.
type letIn struct {
	rows      []mayAnswer
	from, all notedFrom
	layouts   []layoutFrom
	chunk     parser.Chunk
	scanner   parser.Scanner // reads single rows again
}

// mayAnswer is a row that may have been let in.
type mayAnswer struct {
	key    uint64 // 0 until somebody asks
	second int64
	at     uint32 // in the text of the chunk
	path   uint32 // half of its hash
	named  bool   // its user is; known with the key
}

// layoutFrom says that rows have a layout from a place of the text on.
type layoutFrom struct {
	at     uint32
	layout *parser.Layout
}

// notedFrom is the row from which on rows are noted.
type notedFrom struct {
	offset int64 // never while none is
	layout *parser.Layout
	second int64
}

// never is behind every row.
const never = math.MaxInt64

// expected says for whom legs of the chunks before may wait.
type expected int32

const (
	nobody expected = iota
	named           // rows that name a user
	anyone          // legs of applications: whatever is granted
)

// reset starts on a chunk.
func (l *letIn) reset(c parser.Chunk, e expected) {
	l.chunk = c
	l.stop()
	if e != nobody {
		l.begin(notedFrom{offset: c.Offset}, e == anyone)
	}
}

// begin notes rows from one on, those that name nobody too where all is set.
func (l *letIn) begin(from notedFrom, all bool) {
	if l.from.offset == never {
		l.from, l.rows, l.layouts = from, l.rows[:0], l.layouts[:0]
	}
	if all && l.all.offset == never {
		l.all = from
	}
}

// isOn reports whether rows are noted; with all set, those that name nobody as well.
func (l *letIn) isOn(all bool) bool {
	return l.from.offset != never && (!all || l.all.offset != never)
}

// stop forgets the rows: nobody waits for any.
func (l *letIn) stop() { l.from.offset, l.all.offset, l.rows = never, never, l.rows[:0] }

// note notes a row of which the lower half of the path's hash is known.
func (l *letIn) note(r *parser.Row, path uint64) *mayAnswer {
	at := uint32(r.Offset - l.chunk.Offset)
	if n := len(l.layouts); n == 0 || l.layouts[n-1].layout != r.Layout {
		l.layouts = append(l.layouts, layoutFrom{at, r.Layout})
	}
	l.rows = append(l.rows, mayAnswer{second: r.Second, at: at, path: uint32(path)})
	return &l.rows[len(l.rows)-1]
}

// learn finds the key of a row. A row that was not let in after all gets one that no leg
// has: that of none.
func (l *letIn) learn(m *mayAnswer, k *keyer) served {
	if m.key == 0 {
		m.key = noKey
		if one, ok := k.servedBy(l.read(m)); ok {
			m.key, m.named = one.key, one.named
		}
	}
	return served{m.key, m.second, l.chunk.Offset + int64(m.at), m.named}
}

// noKey is the key of rows that answer nothing. That a leg has it does no harm but to
// the one that such a row would answer by chance, one in 2^64.
const noKey = math.MaxUint64

// read reads a row again.
func (l *letIn) read(m *mayAnswer) *parser.Row {
	text := l.chunk.Text[m.at:]
	if end := bytes.IndexByte(text, '\n'); end >= 0 {
		text = text[:end+1]
	}
	l.scanner.Reset(parser.Chunk{Seq: l.chunk.Seq, Offset: l.chunk.Offset + int64(m.at), Header: l.header(m.at), Text: text})
	l.scanner.Scan()
	row := l.scanner.Row()
	row.Second = m.second
	return row
}

// header returns one with the layout of the row at a place.
func (l *letIn) header(at uint32) parser.Header {
	h, i := parser.NewHeader(), len(l.layouts)-1
	for i > 0 && l.layouts[i].at > at {
		i--
	}
	if layout := l.layouts[i].layout; !layout.Guessed {
		h.Layout = layout
	}
	return h
}

// answered reports whether a row shortly before a leg of the chunk answers it.
func (l *letIn) answered(one *leg, k *keyer) bool {
	for i := one.behind - 1; i >= 0; i-- {
		m := &l.rows[i]
		if l.chunk.Offset+int64(m.at) < one.Offset-lookBackBytes {
			return false
		}
		if m.path == uint32(one.hashes.path) && l.learn(m, k).answers(one) {
			return true
		}
	}
	return false
}
