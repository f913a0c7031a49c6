package scan

import (
	"bytes"
	"encoding/binary"
	"iter"

	"github.com/klauspost/compress/s2"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// rowPack holds rows as text, in the order in which they came: a row of 230 bytes takes 500
// as a Row that is good for ever. Each has a number. Most rows are soon given up for others:
// so where there are many, those of the oldest blocks that somebody still keeps are compressed
// to a fourth, and the others dropped. The zero value is empty.
type rowPack struct {
	plain   int         // so many blocks are not compressed, besides the last one
	blocks  []packBlock // in order
	packed  int         // so many of them are compressed, the first ones
	old     uint32      // rows in these
	open    packBlock   // the last block
	spare   [][]byte    // that nothing stands in any more
	room    []byte      // to compress into
	next    uint32      // number of the next row
	layouts []*parser.Layout
}

// packBlock is the records of some rows, whose numbers follow each other.
type packBlock struct {
	text  []byte
	first uint32 // number
}

// packBytes is how much text is compressed at a time: more is smaller, by a fifth with
// four times as much.
const packBytes = 64 << 10

// looseBlocks is how many blocks there may be at most besides those that are not compressed,
// until the rows that nobody keeps are dropped from them.
const looseBlocks = 3

// longLog is from how many bytes on, as stored, memory has more to hold than what a short log
// is in a hurry for.
const longLog = 512 << 20

// plainBlocks is how many blocks of a pack are not compressed for some sources. Where many
// count, each has packs of its own.
func plainBlocks(o *Options, sources []input.Source) int {
	if o.judges() > 2 || unpacked(sources) >= longLog {
		return 1
	}
	return 6
}

// packRecord is a row as it stands in a pack.
type packRecord struct {
	layout                        int // index into rowPack.layouts
	chunk, number, offset, second int64
	line                          []byte
}

// recordHead is how many bytes the numbers of a record take at most.
const recordHead = 6 * binary.MaxVarintLen64

// add adds a row, and returns its number.
func (p *rowPack) add(r *parser.Row) uint32 { return p.append(p.record(r)) }

// record is a row as it is to be added. It is good as long as the row's text is.
func (p *rowPack) record(r *parser.Row) packRecord {
	return packRecord{p.layout(r.Layout), int64(r.Chunk), r.Number, r.Offset, r.Second, r.Line}
}

func (p *rowPack) append(r packRecord) uint32 {
	p.makeRoom(recordHead + len(r.line))
	p.open.text = appendPacked(p.open.text, r)
	p.next++
	if len(p.open.text) >= packBytes {
		p.close()
	}
	return p.next - 1
}

// close ends the last block.
func (p *rowPack) close() {
	p.blocks, p.open = append(p.blocks, p.open), packBlock{first: p.next}
}

func appendPacked(to []byte, r packRecord) []byte {
	for _, n := range [...]int64{int64(r.layout), r.chunk, r.number, r.offset, r.second, int64(len(r.line))} {
		to = binary.AppendVarint(to, n)
	}
	return append(to, r.line...)
}

// makeRoom makes room for so many bytes more in the last block. A short log has few of them,
// and memory takes time that nothing held before.
func (p *rowPack) makeRoom(bytes int) {
	open := p.open.text
	need := len(open) + bytes
	switch {
	case need <= cap(open):
	case len(open) == 0 && len(p.blocks) > 0:
		p.open.text = p.roomFor(need)
	default:
		size := max(need, min(max(4<<10, 2*cap(open)), packBytes+packBytes/8))
		p.open.text = append(make([]byte, 0, size), open...)
	}
}

// roomFor returns room for so many bytes.
func (p *rowPack) roomFor(bytes int) []byte {
	if n := len(p.spare); n > 0 && bytes <= cap(p.spare[n-1]) {
		room := p.spare[n-1]
		p.spare = p.spare[:n-1]
		return room
	}
	return make([]byte, 0, max(bytes, packBytes+packBytes/8))
}

// compressed is a block as it is compressed.
func (p *rowPack) compressed(b packBlock) packBlock {
	p.room = s2.Encode(p.room[:cap(p.room)], b.text)
	return packBlock{bytes.Clone(p.room), b.first}
}

// reuse takes the room of a block that is not compressed, and needed no longer.
func (p *rowPack) reuse(text []byte) {
	if len(p.spare) <= min(p.plain, looseBlocks) {
		p.spare = append(p.spare, text[:0])
	}
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

// all gives all records by their numbers. A line is good until the next one.
func (p *rowPack) all() iter.Seq2[uint32, packRecord] { return p.of(0, len(p.blocks)+1) }

// of gives those of some blocks; the last one counts as well.
func (p *rowPack) of(from, until int) iter.Seq2[uint32, packRecord] {
	return func(yield func(uint32, packRecord) bool) {
		var room []byte
		for i := from; i < until; i++ {
			block := p.open
			if i < len(p.blocks) {
				block = p.blocks[i]
			}
			number, text := block.first, block.text
			if i < p.packed {
				var err error
				if room, err = s2.Decode(room[:cap(room)], text); err != nil {
					panic(err) // written above
				}
				text = room
			}
			for ; len(text) > 0; number++ {
				var r packRecord
				if r, text = nextRecord(text); !yield(number, r) {
					return
				}
			}
		}
	}
}

// nextRecord returns the first record of a text, and the rest.
func nextRecord(text []byte) (r packRecord, rest []byte) {
	var n [6]int64
	for i := range n {
		value, size := binary.Varint(text)
		n[i], text = value, text[size:]
	}
	return packRecord{int(n[0]), n[1], n[2], n[3], n[4], text[:n[5]]}, text[n[5]:]
}

// row makes a row of a record again, which is good until the next one. It was a row of
// that layout before, so it is one again.
func (p *rowPack) row(scanner *parser.Scanner, r packRecord) *parser.Row {
	scanner.Reset(parser.Chunk{Seq: int(r.chunk), Offset: r.offset, Header: headerOf(p.layouts[r.layout], r.second), Text: r.line})
	scanner.Scan()
	row := scanner.Row()
	row.Number, row.Second = r.number, r.second
	return row
}

// lasting makes a row of a record that is good for ever, and for several goroutines.
func (p *rowPack) lasting(scanner *parser.Scanner, r packRecord) *parser.Row {
	row := p.row(scanner, r).Clone()
	row.Split()
	return row
}
