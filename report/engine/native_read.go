package engine

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// answer is rows of an answer in the Native format, column by column. Values are those of
// the answer itself: nothing is copied.
type answer struct {
	rows    int
	columns []answerColumn
}

// answerColumn is a column of an answer.
type answerColumn struct {
	size  int      // of a number, in bytes; 0 for texts
	data  []byte   // numbers
	texts [][]byte // of all rows, and of arrays all values
	ends  []byte   // where the values of each array end; nil for plain columns
	kind  string   // its type
	// misread says that a value was asked for which a column of its type does not have.
	misread bool
}

var errShort = meanwhile(errors.New("expected an answer in the Native format, found one that ends too soon"))

// answerBuffer is where an answer is held. It may be used again.
type answerBuffer struct {
	data   []byte
	answer answer
}

// take reads all of an answer.
func (b *answerBuffer) take(from io.Reader) error {
	b.data = b.data[:0]
	for {
		if len(b.data) == cap(b.data) {
			b.data = slices.Grow(b.data, max(64<<10, len(b.data)))
		}
		n, err := from.Read(b.data[len(b.data):cap(b.data)])
		b.data = b.data[:len(b.data)+n]
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if len(b.data) > mostAnswer {
			return fmt.Errorf("expected an answer of %d MiB at most, found a longer one; ask for a shorter period with --since and --until", mostAnswer>>20)
		}
	}
}

// read reads the blocks of the answer, each with so many columns, and shows them.
func (b *answerBuffer) read(columns int, see func(*answer) error) error {
	in, a := nativeReader{rest: b.data}, &b.answer
	if len(a.columns) != columns {
		a.columns = make([]answerColumn, columns)
	}
	for len(in.rest) > 0 {
		if n := in.number(); n != uint64(columns) && in.err == nil {
			return b.problem(noEngine(fmt.Errorf("expected %d columns of the engine, found %d", columns, n)))
		}
		a.rows = int(in.number())
		for i := 0; i < columns && in.err == nil; i++ {
			in.column(&a.columns[i], a.rows)
		}
		if in.err != nil {
			return b.problem(in.err)
		}
		err := see(a)
		for i := range a.columns {
			if a.columns[i].misread {
				return ofAnother(fmt.Errorf("expected other values in column %d of the engine's answer, found %.40q: another program or another version made the table", i+1, a.columns[i].kind))
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// problem is what is wrong with an answer that cannot be read: what failed on the way may
// stand in it.
func (b *answerBuffer) problem(err error) error {
	if at := codeInText().FindIndex(b.data); at != nil {
		return problemOf(http.StatusOK, b.data[at[0]:])
	}
	if bytes.HasPrefix(bytes.TrimSpace(b.data), []byte{'<'}) {
		return errPage
	}
	return err
}

var errPage = noEngine(errors.New("expected rows of the engine, found a page of HTML: something else than ClickHouse answers there"))

// nativeReader reads what stands at the front, until something is wrong.
type nativeReader struct {
	rest []byte
	err  error
}

func (n *nativeReader) number() uint64 {
	v, size := binary.Uvarint(n.rest)
	if size <= 0 {
		n.err = errShort
		n.rest = nil
		return 0
	}
	n.rest = n.rest[size:]
	return v
}

func (n *nativeReader) take(size uint64) []byte {
	if size > uint64(len(n.rest)) {
		n.err = errShort
		n.rest = nil
		return nil
	}
	v := n.rest[:size:size]
	n.rest = n.rest[size:]
	return v
}

func (n *nativeReader) text() []byte { return n.take(n.number()) }

// sizes are those of the types that are asked for.
var sizes = map[string]int{"UInt8": 1, "Int16": 2, "UInt16": 2, "Int32": 4, "UInt32": 4, "Int64": 8, "UInt64": 8}

// column reads a column of so many rows: its name, its type and its values.
func (n *nativeReader) column(c *answerColumn, rows int) {
	*c = answerColumn{texts: c.texts[:0]}
	n.text()
	kind := string(n.text())
	c.kind = kind
	inner, isArray := strings.CutPrefix(kind, "Array(")
	if isArray {
		inner = strings.TrimSuffix(inner, ")")
		c.ends = n.take(8 * uint64(rows))
		rows = n.values(c.ends)
	}
	if n.err != nil || rows < 0 || rows > len(n.rest) && rows > 0 {
		n.err = errShort
		return
	}
	if inner == text {
		c.texts = slices.Grow(c.texts, rows)[:rows]
		for i := range c.texts {
			c.texts[i] = n.text()
		}
		return
	}
	if c.size = sizes[inner]; c.size == 0 {
		n.err = ofAnother(fmt.Errorf("expected a type that is known, found %.40q", kind))
		return
	}
	c.data = n.take(uint64(c.size) * uint64(rows))
}

// values is how many values arrays have that end there: none ends before the one before.
func (n *nativeReader) values(ends []byte) (values int) {
	for ; len(ends) > 0; ends = ends[8:] {
		end := int(binary.LittleEndian.Uint64(ends))
		if end < values {
			n.err = errShort
			return 0
		}
		values = end
	}
	return values
}

// text is the text of a row.
func (c *answerColumn) text(i int) []byte {
	if i >= len(c.texts) {
		c.misread = true
		return nil
	}
	return c.texts[i]
}

// span is where the values of an array stand.
func (c *answerColumn) span(i int) (from, to int) {
	if c.ends == nil {
		c.misread = true
		return 0, 0
	}
	if i > 0 {
		from = int(binary.LittleEndian.Uint64(c.ends[8*i-8:]))
	}
	return from, int(binary.LittleEndian.Uint64(c.ends[8*i:]))
}

// list is the texts of an array.
func (c *answerColumn) list(i int) (all []string) {
	from, to := c.span(i)
	for at := from; at < to; at++ {
		all = append(all, string(c.text(at)))
	}
	return all
}

// number is the number of a row; one of a signed type is told by its kind alone.
func (c *answerColumn) number(i int) uint64 {
	if c.size == 0 || (i+1)*c.size > len(c.data) {
		c.misread = true
		return 0
	}
	switch c.size {
	case 1:
		return uint64(c.data[i])
	case 2:
		return uint64(int64(int16(binary.LittleEndian.Uint16(c.data[2*i:]))))
	case 4:
		return uint64(int64(int32(binary.LittleEndian.Uint32(c.data[4*i:]))))
	}
	return binary.LittleEndian.Uint64(c.data[8*i:])
}

// second is a time as a column of UInt32 holds it.
func (c *answerColumn) second(i int) int64 { return int64(uint32(c.number(i))) }
