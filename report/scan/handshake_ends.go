package scan

import (
	"math"
	"slices"
	"sync"
	"unsafe"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// ends are the sources that were read to their ends, of which legs wait there for rows of
// others. A source has no more of them than stand within reachBytes, but a thousand hourly
// files of refused logons do. Where all of them hold more than endBytes, only those wait that
// stand within half of reachBytes, and so on.
//
// What is held at a level grows with each source that ends, so the level in the end is the
// least at which all fit, in whatever order they end.
type ends struct {
	mu    sync.Mutex
	level uint
	held  int // bytes
	of    []*pairing
}

// endBytes is what the legs take that wait at the ends of all sources.
const endBytes = 64 << 20

// add adds a source, and returns those of which legs were given up.
func (e *ends) add(p *pairing) (cut []*pairing) {
	e.mu.Lock()
	defer e.mu.Unlock()
	held := p.cutEnd(e.level)
	if held == 0 {
		return []*pairing{p}
	}
	e.held += held
	e.of = append(e.of, p)
	for cut = append(cut, p); e.held > endBytes; {
		e.level++
		e.held, cut = 0, slices.Clone(e.of)
		for _, one := range e.of {
			e.held += one.cutEnd(e.level)
		}
	}
	return cut
}

// keepEnd keeps the legs that wait at the end of a source, and counts those that were given
// up for it.
func (w *worker) keepEnd(p *pairing) {
	for _, one := range p.blocks.ends.add(p) {
		w.countSettled(one)
	}
}

// endWithin is how far before the end legs wait at a level.
func endWithin(level uint) int64 {
	if level == 0 {
		return math.MaxInt64
	}
	return reachBytes >> level
}

// cutEnd gives up the legs that wait at no end at a level, and returns what the others hold.
func (p *pairing) cutEnd(level uint) (held int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	from, cut := p.end-endWithin(level), false
	for _, block := range p.line {
		for i := range block.legs {
			switch one := &block.legs[i]; {
			case one.closed:
			case one.Offset < from:
				cut = true
			default:
				held += one.size()
			}
		}
	}
	if cut {
		p.ended = true // what is given up may be answered yet
		p.keepLast(from)
	}
	return held
}

// size is what a leg takes that waits.
func (one *leg) size() int {
	return int(unsafe.Sizeof(*one)) + len(one.Line) + one.Values()*int(unsafe.Sizeof(one.places[0]))
}

// keepLast gives up the legs that no row of another source can answer either, or that stand
// before a place, when the last chunk was taken in, and moves the others together: many
// sources may end with some, and what holds a leg holds those of its chunk.
func (p *pairing) keepLast(from int64) {
	var last []*leg
	for _, block := range p.line {
		for i := range block.legs {
			switch one := &block.legs[i]; {
			case one.closed:
			case one.Offset >= from && (one.Second == parser.NoTime || one.Second >= p.last-2*AnswerWithin && !p.times.areLate(one, p.end)):
				last = append(last, one)
			default:
				p.open.close(one)
				p.settle(one, codes.OK)
			}
		}
	}
	kept := longWaiting(last)
	for _, one := range last {
		p.open.close(one)
		one.block.open--
		p.blocks.done(one.block)
	}
	p.shorten()
	p.line = nil // and what it was cut from
	p.open.end()
	if kept == nil {
		return
	}
	kept.of, p.line = p, []*legBlock{kept}
	for i := range kept.legs {
		p.open.add(&kept.legs[i])
	}
}
