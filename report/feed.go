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
// next chunk and reads it itself, under the lock of its source: while one
// decompresses or waits for the disk, the others scan what they read before. So
// reading and scanning overlap without a goroutine or a channel between them,
// and the bytes are scanned by the core that read them.
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

	mu     sync.Mutex // held while reading: at most one reads
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

// chunk reads the next chunk into buf. It reports false when the source is at
// its end. What failed stands in the ledger.
func (r *reading) chunk(buf []byte) (parser.Chunk, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
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
	r.ended = true
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
