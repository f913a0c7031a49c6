package scan

import (
	"errors"
	"io"
	"sync"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// reading is one source while it is read.
type reading struct {
	source int // index among the sources
	input  input.Source
	opener *opener

	mu      sync.Mutex
	busy    bool     // a worker reads; what follows up to replay is its own
	waiting []waiter // workers that wait for a chunk, in order

	stream *input.Stream // nil at the end; set with mu held
	passed int64         // bytes of the source's size, when it ended
	cutter *parser.Cutter
	ended  bool
	replay *replay // of a second look, else nil
	start  *Start  // where it begins; nil for the start of the source
	way    way     // through the source
	notes  *noteBudget

	ledger    ledger
	beginning beginning    // while it is read, of who reads
	chunks    []chunkPlace // for a second look
	times     earliest     // of them, once all were read
	tallies   []chunkTally // for who reads it again; with the ledger's lock held
	isPlain   bool         // a file as it is stored
	pairing   *pairing
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
	if w, wait := r.enter(buf); wait {
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

// enter makes the worker the one that reads, or one that waits.
func (r *reading) enter(buf []byte) (w waiter, wait bool) {
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
		stream, err := r.opener.stream(r.input)
		if err != nil {
			r.end(err)
			return parser.Chunk{}, false
		}
		r.hold(stream)
		if err := r.begin(); err != nil {
			r.end(err)
			return parser.Chunk{}, false
		}
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
	if r.replay == nil {
		r.beginning.add(&chunk)
	}
	if chunk.Last {
		r.end(err)
	}
	return chunk, true
}

func (r *reading) nextChunk(buf []byte) (parser.Chunk, error) {
	if r.replay != nil {
		return r.replay.next(r.stream, buf)
	}
	chunk, err := r.cutter.Next(buf)
	if chunk.Last && err == nil && len(r.way.ahead) > 0 {
		chunk.Last = false
		r.nextPart(chunk.Seq + 1)
	}
	return chunk, err
}

func (r *reading) end(err error) {
	r.ended, r.cutter = true, nil
	if r.stream != nil {
		if err == nil {
			err = r.leave()
		}
		r.ledger.pass(r.stream.Skipped())
		err = errors.Join(err, r.stream.Close())
		r.opener.done()
		r.hold(nil)
	}
	r.ledger.fail(err)
	r.ledger.end()
}

// hold sets the stream, or lets it go: there may be tens of thousands of sources.
func (r *reading) hold(stream *input.Stream) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stream != nil {
		r.passed = r.stream.Consumed()
	}
	r.stream = stream
}

// consumed returns how many bytes of the source's size were read so far.
func (r *reading) consumed() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stream == nil {
		return r.passed
	}
	return r.stream.Consumed()
}
