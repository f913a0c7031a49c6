package scan

import (
	"bytes"
	"encoding/binary"
	"iter"

	"github.com/klauspost/compress/s2"

	"github.com/iiswhy/iiswhy/parser"
)

// rowPack holds rows as compressed text, in the order in which they came: a row of 230
// bytes takes about 50 so, and 500 as a Row that is good for ever. Each has a number. The
// zero value is empty.
type rowPack struct {
	blocks  [][]byte // compressed
	open    []byte   // records that are not yet
	room    []byte   // to compress into
	rows    uint32
	bytes   int // of all records
	needed  int // of bytes, those of rows that were wanted when the pack was made
	layouts []*parser.Layout
}

// packBytes is how much text is compressed at a time: more is smaller, by a fifth with
// four times as much.
const packBytes = 64 << 10

// add adds a row, and returns its number.
func (p *rowPack) add(r *parser.Row) uint32 {
	before := len(p.open)
	for _, n := range [...]int64{int64(p.layout(r.Layout)), int64(r.Chunk), r.Number, r.Offset, r.Second, int64(len(r.Line))} {
		p.open = binary.AppendVarint(p.open, n)
	}
	p.open = append(p.open, r.Line...)
	p.bytes += len(p.open) - before
	if len(p.open) >= packBytes {
		p.room = s2.Encode(p.room[:cap(p.room)], p.open)
		p.blocks = append(p.blocks, bytes.Clone(p.room))
		p.open = p.open[:0]
	}
	p.rows++
	return p.rows - 1
}

// layout is the index of a layout. Most logs have one.
func (p *rowPack) layout(l *parser.Layout) int {
	for i := len(p.layouts) - 1; i >= max(0, len(p.layouts)-8); i-- {
		if p.layouts[i] == l {
			return i
		}
	}
	p.layouts = append(p.layouts, l)
	return len(p.layouts) - 1
}

// all gives all rows by their numbers. A row is good until the next one.
func (p *rowPack) all() iter.Seq2[uint32, *parser.Row] {
	return func(yield func(uint32, *parser.Row) bool) {
		u := unpacking{pack: p}
		for _, block := range p.blocks {
			text, err := s2.Decode(u.text[:cap(u.text)], block)
			if err != nil {
				panic(err) // written above
			}
			u.text = text
			if !u.each(text, yield) {
				return
			}
		}
		u.each(p.open, yield)
	}
}

// unpacking makes rows of records again.
type unpacking struct {
	pack    *rowPack
	text    []byte
	number  uint32
	scanner parser.Scanner
}

func (u *unpacking) each(text []byte, yield func(uint32, *parser.Row) bool) bool {
	for len(text) > 0 {
		var n [6]int64
		for i := range n {
			value, size := binary.Varint(text)
			n[i], text = value, text[size:]
		}
		row := u.row(parser.Chunk{Seq: int(n[1]), Offset: n[3], Header: headerOf(u.pack.layouts[n[0]], n[4]), Text: text[:n[5]]})
		row.Number, row.Second = n[2], n[4]
		if text = text[n[5]:]; !yield(u.number, row) {
			return false
		}
		u.number++
	}
	return true
}

// row reads the line of a chunk. It was a row of that layout before, so it is one again.
func (u *unpacking) row(c parser.Chunk) *parser.Row {
	u.scanner.Reset(c)
	u.scanner.Scan()
	return u.scanner.Row()
}
