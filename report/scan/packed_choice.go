package scan

import (
	"cmp"
	"iter"
	"slices"

	"github.com/iiswhy/iiswhy/parser"
)

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
