package scan

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"iter"
	"slices"

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
	needed  int // of bytes, when only rows that are wanted were left
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
func (p *rowPack) isLoose() bool { return p.bytes > 2*p.needed+2*packBytes }

// tighten drops all rows but those of some choices, which are all that there are.
func (p *rowPack) tighten(choices iter.Seq2[int, *packedChoice]) {
	var tight rowPack
	p.moveTo(&tight, choices)
	*p = tight
}

// moveTo moves the rows of choices to another pack.
func (p *rowPack) moveTo(to *rowPack, choices iter.Seq2[int, *packedChoice]) {
	var all []*packedRow
	for _, c := range choices {
		for i := range c.rows.kept {
			all = append(all, &c.rows.kept[i].value)
		}
	}
	slices.SortFunc(all, func(a, b *packedRow) int { return cmp.Compare(a.number, b.number) })
	for number, r := range p.all() {
		if len(all) > 0 && all[0].number == number {
			all[0].number = to.add(r)
			all = all[1:]
		}
	}
	to.needed = to.bytes
	*p = rowPack{}
}

// sampled returns the rows of choices in the order of the input: Outcome is the number of
// the choice. Those of a choice stand for all that it was offered, as evenly as can be.
func (p *rowPack) sampled(choices iter.Seq2[int, *packedChoice]) (all []SampledRow) {
	in := map[uint32]SampledRow{}
	for number, c := range choices {
		slices.SortFunc(c.rows.kept, func(a, b hashed[packedRow]) int {
			return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.value.offset, b.value.offset))
		})
		for i, h := range c.rows.kept {
			in[h.value.number] = SampledRow{Source: int(h.source), Outcome: number, Rows: partOf(c.offered, i, len(c.rows.kept))}
		}
	}
	for number, r := range p.all() {
		if row, ok := in[number]; ok {
			row.Row = r.Clone()
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
