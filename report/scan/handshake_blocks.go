package scan

import (
	"sync"
	"sync/atomic"
)

// legBlock holds the legs that nothing in their chunk answers: copies that are good for
// ever, in one piece, with one text and one list of the places of values. Of a log of
// refused logons most is in such blocks for a while, so they are used again.
type legBlock struct {
	legs   []leg
	text   []byte
	places []uint32
	of     *pairing     // of the source of the legs, once they are open
	open   int          // legs that wait; used by who has the turn
	left   atomic.Int32 // legs that were not counted yet, and one while the block is in line
}

// legBlocks are the blocks of a run. All sources share them.
type legBlocks struct {
	mu   sync.Mutex
	free []*legBlock
	ends ends
}

// keep copies legs, which are good while a chunk is scanned, into a block; nil for none.
func (b *legBlocks) keep(legs []*leg) *legBlock {
	if len(legs) == 0 {
		return nil
	}
	return b.take(sizeOfLegs(legs)).fill(legs)
}

// longWaiting copies legs that wait for long into a block that has no room for more; nil for none.
func longWaiting(legs []*leg) *legBlock {
	if len(legs) == 0 {
		return nil
	}
	return newLegBlock(sizeOfLegs(legs)).fill(legs)
}

func sizeOfLegs(legs []*leg) (n, size, values int) {
	for _, one := range legs {
		size += len(one.Line)
		values += one.Values()
	}
	return len(legs), size, values
}

// fill copies legs into an empty block that has room.
func (b *legBlock) fill(legs []*leg) *legBlock {
	b.legs = b.legs[:len(legs)]
	for i, one := range legs {
		kept := &b.legs[i]
		kept.hashes, kept.key, kept.block, kept.closed = one.hashes, one.key, b, false
		b.text, b.places = one.CopyIn(&kept.Row, b.text, b.places)
	}
	b.open = len(legs)
	b.left.Store(int32(len(legs)) + 1)
	return b
}

// take returns an empty block with room.
func (b *legBlocks) take(legs, size, values int) *legBlock {
	b.mu.Lock()
	defer b.mu.Unlock()
	for n := len(b.free); n > 0 && legs > fewLegs; n-- {
		block := b.free[n-1]
		b.free = b.free[:n-1]
		if cap(block.legs) >= legs && cap(block.text) >= size && cap(block.places) >= values {
			block.legs, block.text, block.places = block.legs[:0], block.text[:0], block.places[:0]
			return block
		}
	}
	more := 0 // the next block may be somewhat longer
	if legs > fewLegs {
		more = 16
	}
	return newLegBlock(legs+legs*more/100, size+size*more/100, values+values*more/100)
}

func newLegBlock(legs, size, values int) *legBlock {
	return &legBlock{legs: make([]leg, 0, legs), text: make([]byte, 0, size), places: make([]uint32, 0, values)}
}

// fewLegs are not worth a block that is used again.
const fewLegs = 64

// done notes that a leg of a block was counted, or that the block left the line.
func (b *legBlocks) done(block *legBlock) {
	if block == nil || block.left.Add(-1) > 0 || len(block.legs) <= fewLegs {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.free) < mostFree {
		b.free = append(b.free, block)
	}
}

// mostFree bounds the blocks that wait to be used again: two workers need no more.
const mostFree = 4
