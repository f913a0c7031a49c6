package report

import (
	"context"
	"hash/maphash"
	"math"
	"sync"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// Options say what a scan counts and how its report is told. The zero value of
// each is a sensible default, but for Book and Rules, which are needed.
type Options struct {
	Book  *codes.Book  // words and language of the report
	Rules *codes.Rules // verdicts

	Filter       Filter
	Filters      []string // the same, as the report names it
	ForwardedFor string   // field that holds the real client behind a proxy
	By           []string // fields to group by
	Top          int      // keys of a top table; 0 for 10
	Bucket       time.Duration
	Location     *time.Location // zone of the report; nil for UTC
	Redact       Redact

	Workers   int // 0 for one
	ChunkSize int // bytes; 0 for 1 MiB

	// Each, when set, is shown every row that is counted, with its verdict; legs
	// of a negotiation come when their fate is known, so not in order. The row is
	// good until Each returns. With more than one worker it is called from
	// several goroutines.
	Each func(source int, r *parser.Row, v codes.Verdict)

	// Progress is told how many bytes of the sources' sizes were read since it
	// was called last. It is called by one worker at a time.
	Progress func(bytes int64)
}

const defaultChunk = 1 << 20

// Scan is what was read and counted, and the account of it.
type Scan struct {
	options  Options
	summary  *Summary
	readings []*reading
	partial  bool // interrupted
}

// Read reads all sources and counts their rows. When ctx ends it returns what
// was read until then; a source that blocks, such as a silent pipe, is left
// behind.
func Read(ctx context.Context, sources []input.Source, o Options) *Scan {
	seed := maphash.MakeSeed()
	f := newFeed(sources, o, seed)
	p := &progress{tell: o.Progress}
	var done sync.WaitGroup
	workers := make([]*worker, max(1, o.Workers))
	for i := range workers {
		w := newWorker(o, seed)
		workers[i] = w
		done.Go(func() { w.run(ctx, f, p) })
	}
	finished := make(chan struct{})
	go func() { done.Wait(); close(finished) }()
	select {
	case <-finished:
	case <-ctx.Done():
	}
	s := &Scan{options: o, readings: f.readings, partial: ctx.Err() != nil, summary: workers[0].stop()}
	for _, w := range workers[1:] {
		s.summary.merge(w.stop())
	}
	s.finishPairing()
	return s
}

// finishPairing settles the legs that are open at the end of each source, and
// counts them all.
func (s *Scan) finishPairing() {
	for _, r := range s.readings {
		r.pairing.abandon()
		if !s.partial {
			r.pairing.searchOthers(s.readings)
		}
		s.summary.merge(r.pairing.finish())
	}
}

// worker scans chunks into its own summary.
type worker struct {
	scanner parser.Scanner
	buf     []byte
	filter  *Filter

	mu      sync.Mutex // held while scanning, not while reading
	stopped bool
	summary *Summary
	match   *matcher
	keys    keyer
}

func newWorker(o Options, seed maphash.Seed) *worker {
	size := o.ChunkSize
	if size <= 0 {
		size = defaultChunk
	}
	w := &worker{buf: make([]byte, 0, size), filter: &o.Filter, summary: newSummary(o)}
	w.match = newMatcher(o.Filter, w.summary)
	w.keys = keyer{seed, columns{forwardedFor: o.ForwardedFor}}
	return w
}

func (w *worker) run(ctx context.Context, f *feed, p *progress) {
	for r := f.pick(nil); r != nil && ctx.Err() == nil; r = f.pick(r) {
		chunk, ok := r.chunk(w.buf)
		if !ok {
			continue
		}
		s, ok := w.scan(r, chunk)
		if !ok {
			return
		}
		r.pairing.pair(s)
		if cap(chunk.Text) > cap(w.buf) {
			w.buf = chunk.Text[:0]
		}
		p.add(r)
	}
}

// scan counts the rows of a chunk but for the legs, which are left to pairing.
// It reports false when the worker was stopped.
func (w *worker) scan(r *reading, c parser.Chunk) (*scanned, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stopped {
		return nil, false
	}
	s := &scanned{chunk: c, first: math.MaxInt64, last: math.MinInt64}
	tail := c.Offset + int64(len(c.Text)) - lookback
	var filtered int64
	w.scanner.Reset(c)
	for w.scanner.Scan() {
		row := w.scanner.Row()
		if row.Second != parser.NoTime {
			s.first, s.last = min(s.first, row.Second), max(s.last, row.Second)
		}
		if row.Offset >= tail && isServed(row) {
			s.tail = append(s.tail, served{w.keys.of(row), row.Second, row.Offset})
		}
		if w.match != nil && !w.match.fits(row) {
			filtered++
			continue
		}
		if !w.count(row, r.source, s) {
			filtered++
		}
	}
	r.ledger.enter(c, w.scanner.Tally(), filtered)
	return s, true
}

// count counts one row, or leaves it to pairing. It reports false when rows of
// its verdict are not wanted.
func (w *worker) count(row *parser.Row, source int, s *scanned) bool {
	i := w.summary.slots.of(row)
	slot := &w.summary.slots.all[i]
	if slot.leg {
		s.legs = append(s.legs, row.Clone())
		return true
	}
	if !w.filter.takes(slot.verdict) {
		return false
	}
	w.summary.addTo(i, row, source)
	return true
}

// stop ends the worker after the chunk that it scans now, and returns what it
// counted.
func (w *worker) stop() *Summary {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stopped = true
	return w.summary
}

// progress adds up what was read of each source.
type progress struct {
	mu   sync.Mutex
	tell func(int64)
	seen map[*reading]int64
}

func (p *progress) add(r *reading) {
	if p.tell == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil {
		p.seen = map[*reading]int64{}
	}
	now := r.consumed()
	p.tell(now - p.seen[r])
	p.seen[r] = now
}

// Line returns the line in its source, counted from 1, of a row that Each was
// shown.
func (s *Scan) Line(source, chunk int, number int64) int64 {
	return s.readings[source].ledger.line(place{chunk: chunk, line: number})
}

// Newest returns the time of the newest row, the zero time when none had one.
func (s *Scan) Newest() time.Time {
	if _, last, ok := s.summary.period(); ok {
		return stamp(last)
	}
	return time.Time{}
}
