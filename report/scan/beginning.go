package scan

import (
	"bytes"
	"sync/atomic"
)

// beginning is what a source is told apart by, whatever its name and its place among
// others: a hash of its lines up to the first one that is no directive. That is there when
// the first row is, and stays what it is while a log grows.
//
// One goroutine adds chunks in their order; a chunk that has rows is read by others when it
// was added. The zero value is that of nothing.
type beginning struct {
	sum   atomic.Uint64
	known bool
}

// add adds the lines of a chunk. The hash is FNV-1a (Fowler, Noll, Vo).
func (b *beginning) add(text []byte) {
	if b.known {
		return
	}
	sum := b.sum.Load() ^ fnvBasis
	for len(text) > 0 && !b.known {
		line, rest, _ := bytes.Cut(text, []byte{'\n'})
		for _, c := range bytes.TrimSuffix(line, []byte{'\r'}) {
			sum = (sum ^ uint64(c)) * 0x100000001b3
		}
		b.known = len(line) > 1 && line[0] != '#'
		text = rest
	}
	b.sum.Store(sum ^ fnvBasis)
}

const fnvBasis = 0xcbf29ce484222325

// hash is never the same for two sources that begin otherwise, but by chance.
func (b *beginning) hash() uint64 { return b.sum.Load() }
