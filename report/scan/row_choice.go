package scan

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/parser"
)

// RowChoice is a fair choice among rows that were offered to it, a bottom-k sample
// by the hash of a row's place. A long row takes the room of several. The zero value was
// offered none.
type RowChoice struct {
	offered int64
	rows    bottomK[*parser.Row]
}

// SampledRow is a row that was kept.
type SampledRow struct {
	Source  int // index into Result.Sources
	Row     *parser.Row
	Outcome int   // index into Result.Outcomes, in Result.Sampled
	Rows    int64 // how many rows it stands for
}

// Offer offers a row to a choice of k. It is copied when it is taken.
func (c *RowChoice) Offer(source int, r *parser.Row, k int) {
	c.offer(placeOf(source, r.Offset), source, r, k)
}

func (c *RowChoice) offer(hash uint64, source int, r *parser.Row, k int) {
	c.offered++
	if c.rows.wants(hash) {
		c.rows.take(hashed[*parser.Row]{hash, int32(source), int32(unitsOf(len(r.Line))), r.Clone()}, k)
	}
}

// Take takes a row that was kept before, with all that it stands for.
func (c *RowChoice) Take(row SampledRow) { c.take(placeOf(row.Source, row.Row.Offset), row) }

func (c *RowChoice) take(hash uint64, row SampledRow) {
	const any = 1 << 30
	c.offered += row.Rows
	c.rows.take(hashed[*parser.Row]{hash, int32(row.Source), int32(unitsOf(len(row.Row.Line))), row.Row}, any)
}

// Offered is how many rows were offered.
func (c *RowChoice) Offered() int64 { return c.offered }

// Chosen returns k of the rows at most, fewer where some are long, in the order of the input. Together they
// stand for all that were offered, as evenly as can be.
func (c *RowChoice) Chosen(k int) []SampledRow {
	c.rows.choose(k)
	rows := make([]SampledRow, len(c.rows.kept))
	for i, h := range c.rows.kept {
		rows[i] = SampledRow{Source: int(h.source), Row: h.value}
	}
	slices.SortFunc(rows, compareRows)
	for i := range rows {
		rows[i].Rows = partOf(c.offered, i, len(rows))
	}
	return rows
}

// partOf is one of so many parts of a number, which are as even as can be.
func partOf(n int64, i, parts int) int64 { return n*int64(i+1)/int64(parts) - n*int64(i)/int64(parts) }

// compareRows orders rows as they stand in the input.
func compareRows(a, b SampledRow) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Row.Offset, b.Row.Offset))
}
