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
	units, ok := c.wants(hash, r)
	if !ok {
		return 0
	}
	return c.take(hash, source, units, packedRow{r.Offset, p.add(r)}, k)
}

// wants notes that a row is offered, and reports how many units it has, and whether it would
// be taken.
func (c *packedChoice) wants(hash uint64, r *parser.Row) (units int, ok bool) {
	c.pass(r)
	return unitsOf(len(r.Line)), c.rows.wants(hash)
}

// take takes a row that is wanted, and returns how many units more there are of k.
func (c *packedChoice) take(hash uint64, source, units int, row packedRow, k int) (more int) {
	before := c.rows.units
	c.rows.take(hashed[packedRow]{hash, int32(source), int32(units), row}, k)
	return c.rows.units - before
}

// pass is offer of a row that is not wanted.
func (c *packedChoice) pass(r *parser.Row) {
	c.offered++
	c.units += unitsOf(len(r.Line))
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

// merge takes what another choice kept: see takeOver.
func (c *packedChoice) merge(o *packedChoice, k int) {
	c.offered += o.offered
	c.units += o.units
	c.rows.merge(&o.rows, k)
}

// isLoose reports whether so much of a pack is not compressed that it should be tightened.
func (p *rowPack) isLoose() bool { return len(p.blocks)-p.packed > p.plain+min(p.plain, looseBlocks) }

// tighten compresses the rows that somebody keeps of the oldest blocks that are not, and
// drops the others; and those of older blocks that nobody keeps, where they are most.
func (p *rowPack) tighten(kept iter.Seq[*packedRow]) {
	until := max(p.packed, len(p.blocks)-p.plain)
	rows, old := p.keptIn(p.packed, until, kept), len(p.keptIn(0, p.packed, kept))
	from := p.packed
	if 2*old < int(p.old) {
		from, rows = 0, p.keptIn(0, until, kept)
	}
	var tight []packBlock
	block := packBlock{p.roomFor(packBytes), p.firstOf(from)}
	number := block.first
	close := func() {
		tight = append(tight, p.compressed(block))
		block = packBlock{block.text[:0], number}
	}
	for r, row := range p.each(from, until, rows) {
		block.text, row.number = appendPacked(block.text, r), number
		if number++; len(block.text) >= packBytes {
			close()
		}
	}
	if len(block.text) > 0 {
		close()
	}
	p.reuse(block.text)
	for i := max(from, p.packed); i < until; i++ {
		p.reuse(p.blocks[i].text)
	}
	if from == 0 {
		p.old = 0
	}
	p.old += uint32(len(rows))
	p.blocks, p.packed = slices.Replace(p.blocks, from, until, tight...), from+len(tight)
}

// firstOf is the number of the first row of a block; the last one counts as well.
func (p *rowPack) firstOf(block int) uint32 {
	if block < len(p.blocks) {
		return p.blocks[block].first
	}
	return p.open.first
}

// keptIn are the rows of some blocks that are kept.
func (p *rowPack) keptIn(from, until int, kept iter.Seq[*packedRow]) (rows []*packedRow) {
	first, next := p.firstOf(from), p.firstOf(until)
	for r := range kept {
		if first <= r.number && r.number < next {
			rows = append(rows, r)
		}
	}
	return rows
}

// moveTo moves some rows to another pack, and drops the others.
func (p *rowPack) moveTo(to *rowPack, rows []*packedRow) {
	for r, row := range p.each(0, len(p.blocks)+1, rows) {
		r.layout = to.layout(p.layouts[r.layout])
		if row.number = to.append(r); to.isLoose() {
			oldest := &to.blocks[to.packed]
			to.reuse(oldest.text)
			to.old += to.firstOf(to.packed+1) - oldest.first
			*oldest = to.compressed(*oldest)
			to.packed++
		}
	}
	*p = rowPack{}
}

// each gives the records of some rows, which stand in some blocks.
func (p *rowPack) each(from, until int, rows []*packedRow) iter.Seq2[packRecord, *packedRow] {
	slices.SortFunc(rows, func(a, b *packedRow) int { return cmp.Compare(a.number, b.number) })
	return func(yield func(packRecord, *packedRow) bool) {
		for number, r := range p.of(from, until) {
			if len(rows) == 0 {
				return
			}
			if row := rows[0]; row.number == number {
				if rows = rows[1:]; !yield(r, row) {
					return
				}
			}
		}
	}
}

// ofOther is added to the numbers of rows while they are in another pack: none has so many.
const ofOther = 1 << 31

// takeOver makes rows of another pack those of this one. theirs are those that are kept of it,
// merge puts them beside those of this one, and ours are all that are kept then.
func (p *rowPack) takeOver(o *rowPack, theirs iter.Seq[*packedRow], merge func(), ours iter.Seq[*packedRow]) {
	for r := range theirs {
		r.number += ofOther
	}
	merge()
	var rows []*packedRow
	for r := range ours {
		if r.number >= ofOther {
			r.number -= ofOther
			rows = append(rows, r)
		}
	}
	o.moveTo(p, rows)
}

// keptBy are the rows that some choices keep.
func keptBy(choices iter.Seq2[int, *packedChoice]) iter.Seq[*packedRow] {
	return func(yield func(*packedRow) bool) {
		for _, c := range choices {
			for i := range c.rows.kept {
				if !yield(&c.rows.kept[i].value) {
					return
				}
			}
		}
	}
}

// sampled returns the rows of choices in the order of the input: Outcome is the number of
// the choice. Those of a choice stand for all that it was offered, as evenly as can be.
func (p *rowPack) sampled(choices iter.Seq2[int, *packedChoice]) (all []SampledRow) {
	in := make(map[uint32]SampledRow)
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
