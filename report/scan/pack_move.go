package scan

import (
	"cmp"
	"iter"
	"slices"
)

// What is kept of a pack is moved: into blocks that are compressed, or into another pack.

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
