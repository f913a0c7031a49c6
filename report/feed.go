package report

import (
	"errors"
	"hash/maphash"
	"io"
	"sync"

	"github.com/iiswhy/iiswhy/parser"
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

// reading is one source while it is read.
type reading struct {
	source int // index among the sources
	input  input.Source

	mu      sync.Mutex
	busy    bool     // a worker reads; what follows up to replay is its own
	waiting []waiter // workers that wait for a chunk, in order

	stream *input.Stream
	cutter *parser.Cutter
	ended  bool
	replay *replay // of a second look, else nil

	ledger  ledger
	heads   []head // of its chunks, for a second look
	pairing *pairing
}

func newFeed(sources []input.Source, o Options, seed maphash.Seed) *feed {
	f := &feed{}
	for i, s := range sources {
		r := &reading{source: i, input: s}
		r.pairing = newPairing(r, o, seed)
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

// waiter is a worker that waits for a chunk, and the buffer that it gives for one.
type waiter struct {
	buf []byte
	got chan delivery
}

// delivery is a chunk and the buffer that it came in, which is the worker's from
// then on.
type delivery struct {
	chunk parser.Chunk
	buf   []byte
	ok    bool // false at the end of the source
}

// chunk returns the next chunk, for a buffer that it may be read into.
func (r *reading) chunk(buf []byte) delivery {
	if w, wait := r.begin(buf); wait {
		return <-w.got
	}
	for {
		d := delivery{buf: buf}
		if d.chunk, d.ok = r.read(buf); d.ok {
			d.buf = d.chunk.Text[:0]
		}
		next, more := r.handOn(d)
		if !more {
			return d
		}
		buf = next.buf
	}
}

// begin makes the worker the one that reads, or one that waits.
func (r *reading) begin(buf []byte) (w waiter, wait bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.busy {
		r.busy = true
		return waiter{}, false
	}
	w = waiter{buf, make(chan delivery, 1)}
	r.waiting = append(r.waiting, w)
	return w, true
}

// handOn gives a chunk to the first of those who wait, and returns it: its buffer
// is free now. At the end of the source it tells all. It reports false when the
// chunk is left to the worker that read it, and nobody reads any more.
func (r *reading) handOn(d delivery) (to waiter, more bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if d.ok && len(r.waiting) > 0 {
		to, r.waiting = r.waiting[0], r.waiting[1:]
		to.got <- d
		return to, true
	}
	for _, w := range r.waiting {
		w.got <- delivery{buf: w.buf}
	}
	r.waiting, r.busy = nil, false
	return waiter{}, false
}

// read reads the next chunk into buf. It reports false when the source is at its
// end. What failed stands in the ledger.
func (r *reading) read(buf []byte) (parser.Chunk, bool) {
	if r.ended {
		return parser.Chunk{}, false
	}
	if r.cutter == nil {
		stream, err := r.input.Open()
		if err != nil {
			r.end(err)
			return parser.Chunk{}, false
		}
		r.stream, r.cutter = stream, parser.NewCutter(stream)
		r.cutter.Eager, r.cutter.Idle = !r.input.Repeatable(), stream.Idle
	}
	chunk, err := r.nextChunk(buf)
	if err == io.EOF {
		r.end(nil)
		return parser.Chunk{}, false
	}
	if err != nil && r.replay != nil {
		// What follows stands where it is thought to only if all before it does.
		r.end(err)
		return parser.Chunk{}, false
	}
	if err != nil {
		r.ledger.fail(err)
	}
	if chunk.Last {
		r.end(nil)
	}
	return chunk, true
}

func (r *reading) nextChunk(buf []byte) (parser.Chunk, error) {
	if r.replay == nil {
		return r.cutter.Next(buf)
	}
	return r.replayed(buf)
}

func (r *reading) end(err error) {
	r.ended, r.cutter = true, nil
	if r.stream != nil {
		err = errors.Join(err, r.stream.Close())
	}
	r.ledger.fail(err)
	r.ledger.end()
}

// consumed returns how many bytes of the source's size were read so far.
func (r *reading) consumed() int64 {
	if r.stream == nil {
		return 0
	}
	return r.stream.Consumed()
}
