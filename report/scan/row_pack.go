package scan

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"iter"
	"slices"

	"github.com/klauspost/compress/s2"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// rowPack holds rows as text, in the order in which they came: a row of 230 bytes takes 500
// as a Row that is good for ever. Each has a number. The text of the oldest is compressed to a
// fourth where there is much of it; that of others is not, since most rows are soon given up
// for others. The zero value is empty.
type rowPack struct {
	plain   int      // so many blocks are not compressed, besides the last one
	blocks  [][]byte // of records
	packed  int      // so many of them are compressed, the first ones
	open    []byte   // the last block
	spare   [][]byte // blocks that hold nothing any more
	room    []byte   // to compress into
	rows    uint32
	bytes   int // of all records
	needed  int // of bytes, when only rows that are wanted were left
	layouts []*parser.Layout
}

// packBytes is how much text is compressed at a time: more is smaller, by a fifth with
// four times as much.
const packBytes = 64 << 10

// looseBlocks is how many blocks may be of rows that are not kept any more, besides as much as
// those that are.
const looseBlocks = 3

// longLog is from how many bytes on, as stored, memory has more to hold than what a short log
// is in a hurry for.
const longLog = 512 << 20

// plainBlocks is how many blocks of a pack are not compressed for some sources.
func plainBlocks(sources []input.Source) int {
	if stored(sources) >= longLog {
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
func (p *rowPack) add(r *parser.Row) uint32 {
	return p.append(packRecord{p.layout(r.Layout), int64(r.Chunk), r.Number, r.Offset, r.Second, r.Line})
}

func (p *rowPack) append(r packRecord) uint32 {
	before := len(p.open)
	p.makeRoom(recordHead + len(r.line))
	for _, n := range [...]int64{int64(r.layout), r.chunk, r.number, r.offset, r.second, int64(len(r.line))} {
		p.open = binary.AppendVarint(p.open, n)
	}
	p.open = append(p.open, r.line...)
	p.bytes += len(p.open) - before
	if len(p.open) >= packBytes {
		p.close()
	}
	p.rows++
	return p.rows - 1
}

// makeRoom makes room for so many bytes more in the last block. A short log has few of them,
// and memory takes time that nothing held before.
func (p *rowPack) makeRoom(bytes int) {
	need := len(p.open) + bytes
	if need <= cap(p.open) {
		return
	}
	if n := len(p.spare); len(p.open) == 0 && n > 0 && need <= cap(p.spare[n-1]) {
		p.open, p.spare = p.spare[n-1], p.spare[:n-1]
		return
	}
	size := max(need, min(max(4<<10, 2*cap(p.open)), packBytes+packBytes/8))
	if len(p.blocks) > 0 {
		size = max(need, packBytes+packBytes/8)
	}
	p.open = append(make([]byte, 0, size), p.open...)
}

// close ends the last block, and compresses the oldest that is not, where they are many.
func (p *rowPack) close() {
	p.blocks, p.open = append(p.blocks, p.open), nil
	if len(p.blocks)-p.packed <= p.plain {
		return
	}
	oldest := p.blocks[p.packed]
	p.room = s2.Encode(p.room[:cap(p.room)], oldest)
	p.blocks[p.packed], p.spare = bytes.Clone(p.room), append(p.spare, oldest[:0])
	p.packed++
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
func (p *rowPack) all() iter.Seq2[uint32, packRecord] { return p.each(func([]byte) {}) }

// each is all, and says which plain blocks it is through with.
func (p *rowPack) each(through func(block []byte)) iter.Seq2[uint32, packRecord] {
	return func(yield func(uint32, packRecord) bool) {
		var text []byte
		number := uint32(0)
		each := func(text []byte) bool {
			for ; len(text) > 0; number++ {
				var r packRecord
				if r, text = nextRecord(text); !yield(number, r) {
					return false
				}
			}
			return true
		}
		for i, block := range p.blocks {
			if i < p.packed {
				var err error
				if text, err = s2.Decode(text[:cap(text)], block); err != nil {
					panic(err) // written above
				}
				block = text
			}
			if !each(block) {
				return
			}
			if i >= p.packed {
				through(block)
			}
		}
		each(p.open)
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

// packedChoice is RowChoice of rows in a pack, which several may share.
type packedChoice struct {
	offered int64
	units   int // that were offered
	rows    bottomK[packedRow]
}

// packedRow is a row in a pack.
type packedRow struct {
	offset int64 // in its source
	number uint32
}

// offer offers a row to a choice of k units, and returns how many units more that has.
func (p *rowPack) offer(c *packedChoice, hash uint64, source int, r *parser.Row, k int) (units int) {
	c.offered++
	units = unitsOf(len(r.Line))
	if c.units += units; !c.rows.wants(hash) {
		return 0
	}
	before := c.rows.units
	c.rows.take(hashed[packedRow]{hash, int32(source), int32(units), packedRow{r.Offset, p.add(r)}}, k)
	return c.rows.units - before
}

// count notes that so many rows of one unit each were offered elsewhere.
func (c *packedChoice) count(rows int64) {
	c.offered += rows
	c.units += int(rows)
}

// remove takes a row of a place away, and returns how many units it had here.
func (c *packedChoice) remove(hash uint64, source int, r *parser.Row) (units int) {
	c.offered--
	c.units -= unitsOf(len(r.Line))
	units, _ = c.rows.remove(hash, source)
	return units
}

// merge takes what another choice kept, whose rows were moved to the same pack.
func (c *packedChoice) merge(o *packedChoice, k int) {
	c.offered += o.offered
	c.units += o.units
	c.rows.merge(&o.rows, k)
}

// isLoose reports whether most of a pack may be rows that are not kept any more.
func (p *rowPack) isLoose() bool { return p.bytes > 2*p.needed+looseBlocks*packBytes }

// tighten drops all rows but some, which are all that somebody keeps.
func (p *rowPack) tighten(rows []*packedRow) {
	tight := rowPack{plain: p.plain}
	p.moveTo(&tight, rows)
	*p = tight
}

// moveTo moves some rows to another pack, and drops the others.
func (p *rowPack) moveTo(to *rowPack, rows []*packedRow) {
	slices.SortFunc(rows, func(a, b *packedRow) int { return cmp.Compare(a.number, b.number) })
	spare := func(block []byte) {
		if len(to.spare) <= min(to.plain, looseBlocks) {
			to.spare = append(to.spare, block[:0])
		}
	}
	for number, r := range p.each(spare) {
		if len(rows) > 0 && rows[0].number == number {
			r.layout = to.layout(p.layouts[r.layout])
			rows[0].number = to.append(r)
			rows = rows[1:]
		}
	}
	to.needed = to.bytes
	*p = rowPack{}
}

// keptBy are the rows that some choices keep.
func keptBy(choices iter.Seq2[int, *packedChoice]) (rows []*packedRow) {
	for _, c := range choices {
		for i := range c.rows.kept {
			rows = append(rows, &c.rows.kept[i].value)
		}
	}
	return rows
}

// sampled returns the rows of choices in the order of the input: Outcome is the number of
// the choice. Those of a choice stand for all that it was offered, as evenly as can be.
func (p *rowPack) sampled(choices iter.Seq2[int, *packedChoice]) (all []SampledRow) {
	in := make(map[uint32]SampledRow, p.rows)
	for number, c := range choices {
		slices.SortFunc(c.rows.kept, func(a, b hashed[packedRow]) int {
			return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.value.offset, b.value.offset))
		})
		for i, h := range c.rows.kept {
			in[h.value.number] = SampledRow{Source: int(h.source), Outcome: number, Rows: partOf(c.offered, i, len(c.rows.kept))}
		}
	}
	var scanner parser.Scanner
	for number, r := range p.all() {
		if row, ok := in[number]; ok {
			row.Row = p.lasting(&scanner, r)
			all = append(all, row)
		}
	}
	slices.SortFunc(all, compareRows)
	return all
}

// one is a single choice.
func one(c *packedChoice) iter.Seq2[int, *packedChoice] {
	return func(yield func(int, *packedChoice) bool) { yield(0, c) }
}

// chosen returns the rows of k units of a choice that has the pack for itself.
func (p *rowPack) chosen(c *packedChoice, k int) []SampledRow {
	c.rows.choose(k)
	return p.sampled(one(c))
}
