package scan

import (
	"cmp"
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// others looks for the answers to what is open at the ends of sources in the sources
// that begin where they end: a service begins a new file at midnight, in the middle of
// whatever its clients do.
//
// The sources are searched in the order in which they begin, each once, for the legs of
// all that ended by then: that 200 sites begin a file at midnight costs 200 looks, not
// 40,000.
type others struct {
	open    *openLegs // of the sources that ended
	scanner parser.Scanner
	buf     []byte
}

// searchOthers looks for the answers in all sources, until ctx ends.
func (r *run) searchOthers(ctx context.Context) {
	ends, heads := r.openEnds(), r.heads()
	if len(ends) == 0 {
		return
	}
	o := &others{open: newOpenLegs(ends[0].open.keys), scanner: parser.Scanner{Zone: r.options.Zone}, buf: make([]byte, 0, 64<<10)}
	o.open.elsewhere = true
	taken := 0
	for _, head := range heads {
		for ; taken < len(ends) && ends[taken].last <= head.pairing.first+AnswerWithin; taken++ {
			o.take(ends[taken].lend())
		}
		if o.open.mayWaitFor(head.pairing.first) {
			o.search(ctx, head)
		}
	}
	for _, p := range ends[:taken] {
		for _, one := range p.lent {
			if !one.closed {
				o.open.remove(one)
				p.open.add(one)
			}
		}
		p.lent = nil
	}
}

// openEnds are the pairings of which legs are open at the end, in the order of their
// ends.
func (r *run) openEnds() (ends []*pairing) {
	for _, one := range r.readings {
		if p := one.pairing; p.open.count > 0 && one.hasEnd() && p.first <= p.last {
			ends = append(ends, p)
		}
	}
	slices.SortStableFunc(ends, func(a, b *pairing) int { return cmp.Compare(a.last, b.last) })
	return ends
}

// heads are the readings of which the first rows can be read again, in the order of
// their beginnings.
func (r *run) heads() (heads []*reading) {
	for _, one := range r.readings {
		if one.hasHead() && one.input.Repeatable() && one.pairing.first <= one.pairing.last {
			heads = append(heads, one)
		}
	}
	slices.SortStableFunc(heads, func(a, b *reading) int { return cmp.Compare(a.pairing.first, b.pairing.first) })
	return heads
}

// lend takes those legs out that a row of another source may answer: they stand within
// reach of the end, and rows at the end can be as much earlier than the last one as that
// can be later than the beginning of the next source. Others, and those without a time,
// wait for nothing any more.
func (p *pairing) lend() []*leg {
	p.lent = nil
	end := p.reading.ledger.bytes + sizeOf(p.reading.ledger.skipped())
	for _, block := range p.line {
		for i := range block.legs {
			one := &block.legs[i]
			if !one.closed && one.Second >= p.last-2*AnswerWithin && one.Offset >= end-reachBytes {
				p.lent = append(p.lent, one)
			}
		}
	}
	for _, one := range p.lent {
		p.open.remove(one)
	}
	return p.lent
}

// take opens legs.
func (o *others) take(legs []*leg) {
	for _, one := range legs {
		if !one.closed {
			o.open.add(one)
		}
	}
}

// search looks for answers in the rows that a source begins with, but to its own legs.
// What cannot be read of it stands in its ledger.
func (o *others) search(ctx context.Context, r *reading) {
	own := slices.DeleteFunc(slices.Clone(r.pairing.lent), func(one *leg) bool { return one.closed })
	for _, one := range own {
		o.open.remove(one)
	}
	defer o.take(own)
	stream, err := r.opener.stream(r.input)
	if err != nil {
		return
	}
	defer r.opener.done()
	defer stream.Close()
	cutter := parser.NewCutter(stream)
	for err == nil && o.open.count > 0 && ctx.Err() == nil {
		var chunk parser.Chunk
		chunk, err = cutter.Next(o.buf)
		o.scanner.Reset(chunk)
		if !o.answer(&o.scanner) {
			return
		}
	}
}

// answer closes the legs that rows answer. It reports false when no later row answers
// any.
func (o *others) answer(scanner *parser.Scanner) bool {
	for scanner.Scan() {
		row := scanner.Row()
		if !o.open.mayWaitFor(row.Second) || row.Offset > reachBytes {
			return false
		}
		if row.Second == parser.NoTime || !o.open.mayHave(uint32(o.open.keys.path(row))) {
			continue
		}
		if by, ok := o.open.keys.servedBy(row); ok {
			for _, one := range o.open.answered(by) {
				one.block.of.settle(one, codes.Handshake)
			}
		}
	}
	return true
}
