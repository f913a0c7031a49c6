package scan

import (
	"context"
	"hash/maphash"
	"sync"

	"github.com/iiswhy/iiswhy/parser/input"
)

// feed hands the chunks of all sources to the workers. Each worker asks for its
// next chunk, and reads it itself unless another one reads that source already:
// then it gets what that one reads next. A worker that others wait for reads on
// and leaves the scanning to them, so that a decompressor never pauses and stays
// on its core; plain files are read faster than they are scanned, so there each
// mostly scans what it read. Taking turns under a lock left the decompressor idle
// while the next worker woke up, for a twelfth of the time.
type feed struct {
	mu       sync.Mutex
	readings []*reading // one per source, in order
	next     int        // first that nobody has begun
	turn     int        // where to look for one to help with
}

func newFeed(ctx context.Context, sources []input.Source, o *Options, seed maphash.Seed) *feed {
	f, opener, blocks := &feed{}, newOpener(ctx), new(legBlocks)
	for i, s := range sources {
		r := &reading{source: i, input: s, opener: opener, notes: o.notes}
		if o.Starts != nil {
			r.start = o.Starts[i]
		}
		r.way = newWay(o)
		r.pairing = newPairing(r, o, seed, blocks)
		f.readings = append(f.readings, r)
	}
	return f
}

// pick returns what a worker should read from next: what it reads already, a
// source that nobody has begun, or one that others are busy with. It returns
// nil when all are ended.
func (f *feed) pick(own *reading) *reading {
	if own != nil && !own.ledger.isEnded() {
		return own
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.next < len(f.readings) {
		f.next++
		return f.readings[f.next-1]
	}
	for range f.readings {
		f.turn = (f.turn + 1) % len(f.readings)
		if r := f.readings[f.turn]; !r.ledger.isEnded() {
			return r
		}
	}
	return nil
}
