package report

import (
	"context"
	"hash/maphash"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// Options say what a scan counts and how its report is told. The zero value of
// each is a sensible default, but for Book and Rules, which are needed.
type Options struct {
	Book  *codes.Book     // words and language of the report
	Rules *codes.Rules    // verdicts
	Noise *codes.Families // nil for none

	Filter  Filter
	Filters []string // the same, as the report names it
	// Parts divides time; rows of no part are filtered out. Nil is one part that
	// is all time. They are in order and do not overlap.
	Parts []Part
	// Compare makes rows that Filter leaves out by Status or Verdicts rows to
	// compare with, and gets the scan ready for Spikes.
	Compare bool

	ForwardedFor string   // field that holds the real client behind a proxy
	By           []string // fields to group by
	Top          int      // keys of a top table; 0 for 10
	Bucket       time.Duration
	Location     *time.Location // zone of the report; nil for UTC
	Redact       Redact

	// Unread are inputs that could not even be begun; a report that lacks them is
	// partial.
	Unread []Source

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

	looking    bool // a second look: rows go to Each, and nothing is shown
	rereadable bool // all sources can be read again
}

const defaultChunk = 1 << 20

// Scan is what was read and counted, and the account of it.
type Scan struct {
	options  Options
	summary  *Summary
	readings []*reading
	partial  bool // interrupted
	names    *pseudonyms
}

// Read reads all sources and counts their rows. When ctx ends it returns what
// was read until then; a source that blocks, such as a silent pipe, is left
// behind.
func Read(ctx context.Context, sources []input.Source, o Options) *Scan {
	return read(ctx, sources, o.divided(), nil)
}

// read reads all sources, or those chunks of each whose heads are given.
func read(ctx context.Context, sources []input.Source, o Options, heads [][]head) *Scan {
	if o.Noise != nil {
		go o.Noise.Prepare()
	}
	o.rereadable = !slices.ContainsFunc(sources, func(s input.Source) bool { return !s.Repeatable() })
	seed := maphash.MakeSeed()
	f := newFeed(sources, o, seed)
	for i := range heads {
		f.readings[i].replay = &replay{heads: heads[i]}
	}
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
	p.stop()
	s := &Scan{options: o, readings: f.readings, partial: ctx.Err() != nil, names: newPseudonyms(o.Redact), summary: workers[0].stop()}
	for _, w := range workers[1:] {
		s.summary.merge(w.stop())
	}
	s.finishPairing()
	s.names.known = s.summary.known
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
		r.pairing.finish(s.summary)
	}
}

// account counts rows with their final verdicts, where the filter wants those.
type account struct {
	filter  *Filter
	compare bool
	noise   *codes.Families
	agents  map[uint64]int // families of agents by their hashes; -1 for none
	summary *Summary
}

func newAccount(o Options, seed maphash.Seed) *account {
	return &account{&o.Filter, o.Compare, o.Noise, map[uint64]int{}, newSummary(o, seed)}
}

// settle counts a leg of a negotiation: as a handshake, or with codes.OK as what
// the rules say it is. It reports false when rows of its verdict are not wanted.
func (a *account) settle(leg *parser.Row, as codes.Verdict, source int) bool {
	slot := a.summary.slots.of(leg)
	if as != codes.OK {
		slot = a.summary.slots.turned(slot, as)
	}
	return a.count(slot, leg, source)
}

// count counts a row in a slot. It reports false when rows of its verdict are
// not wanted.
func (a *account) count(slot int, r *parser.Row, source int) bool {
	if a.summary.slots.all[slot].findable && a.noise != nil {
		slot = a.claim(slot, r)
	}
	if !a.compare && !a.filter.takes(a.summary.slots.all[slot].verdict) {
		return false
	}
	return a.summary.addTo(slot, r, source)
}

// claim returns the slot of a row that found nothing: that of the noise family
// which it looks like, unless somebody who had logged on asked for it.
func (a *account) claim(slot int, r *parser.Row) int {
	if user := r.Field(parser.Username); len(user) > 1 {
		return slot
	}
	family, ok := a.noise.Match(r.Field(parser.Method), stem(r), query(r), nil)
	if agent, known := a.agentFamily(r.Field(parser.UserAgent)); known && (!ok || agent > family) {
		family, ok = agent, true
	}
	if !ok {
		return slot
	}
	return a.summary.slots.claimed(slot, family)
}

// agentFamily is the family that an agent alone belongs to. Agents are long and
// few, so the answers are kept; the later of two families wins, as it does in
// Match.
func (a *account) agentFamily(agent []byte) (family int, ok bool) {
	h := maphash.Bytes(a.summary.seed, agent)
	family, seen := a.agents[h]
	if !seen {
		if family, ok = a.noise.Match(nil, nil, nil, agent); !ok {
			family = -1
		}
		if len(a.agents) < maxKeys {
			a.agents[h] = family
		}
	}
	return family, family >= 0
}

// worker scans chunks into its own summary.
type worker struct {
	scanner    parser.Scanner
	buf        []byte
	match      *matcher
	legs       *legs        // of the chunk
	kept       []parser.Row // holds them
	places     []uint32     // of their values
	near       nearby
	keepsHeads bool // for a second look

	mu      sync.Mutex // held while scanning, not while reading
	stopped bool
	account *account

	reading  *reading // of the chunk
	filtered int64    // rows of the chunk
}

func newWorker(o Options, seed maphash.Seed) *worker {
	size := o.ChunkSize
	if size <= 0 {
		size = defaultChunk
	}
	w := &worker{buf: make([]byte, 0, size), account: newAccount(o, seed), legs: newLegs(newKeyer(o, seed))}
	w.keepsHeads = o.Compare && !o.looking
	w.match = newMatcher(o, w.account.summary)
	return w
}

func (w *worker) run(ctx context.Context, f *feed, p *progress) {
	for r := f.pick(nil); r != nil && ctx.Err() == nil; r = f.pick(r) {
		d := r.chunk(w.buf)
		w.buf = d.buf
		if !d.ok {
			continue
		}
		s, ok := w.scan(r, d.chunk)
		if !ok {
			return
		}
		r.pairing.pair(s, &w.scanner)
		p.add(r)
	}
}

// scan counts the rows of a chunk, but for the legs that nothing in it answers.
// It reports false when the worker was stopped.
func (w *worker) scan(r *reading, c parser.Chunk) (*scanned, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stopped {
		return nil, false
	}
	w.reading, w.filtered = r, 0
	w.legs.reset()
	w.kept, w.places = w.kept[:0], w.places[:0]
	s := &scanned{chunk: c, first: math.MaxInt64, last: math.MinInt64}
	tail := c.Offset + int64(len(c.Text)) - lookback
	wishes := w.account.summary.wishes
	w.scanner.Reset(c)
	for w.scanner.Scan() {
		row := w.scanner.Row()
		if wishes != nil {
			wishes.meet(row.Layout)
		}
		if row.Second != parser.NoTime {
			s.first, s.last = min(s.first, row.Second), max(s.last, row.Second)
		} else {
			s.untimed = true
		}
		if row.Offset >= tail && isServed(row) {
			s.tail = append(s.tail, served{w.legs.keys.of(row), row.Second, row.Offset})
		}
		if w.legs.count > 0 && w.legs.mayAnswer(row) {
			w.settleAnswered(row)
		}
		if known := w.account.summary.known; known != nil {
			known.add(row)
		}
		if w.match == nil || w.match.fits(row) {
			w.count(row, s)
		} else {
			w.filtered++
			w.account.summary.pass(row)
		}
	}
	tally := *w.scanner.Tally()
	w.lookBack(s)
	r.ledger.enter(c, &tally, w.filtered)
	if w.keepsHeads {
		r.remember(s)
	}
	r.pairing.coming.Add(1)
	return s, true
}

// count counts one row. A leg waits for its answer.
func (w *worker) count(row *parser.Row, s *scanned) {
	i := w.account.summary.slots.of(row)
	if w.account.summary.slots.all[i].leg {
		key, path := w.legs.keys.of(row), w.legs.keys.path(row)
		leg := w.keep(row)
		w.legs.open(leg, key, path)
		s.legs = append(s.legs, leg)
	} else if !w.account.count(i, row, w.reading.source) {
		w.filtered++
	}
}

// keep returns a copy of a row that is good while the chunk is scanned. Copies
// stand in blocks that are used again: half of a log may be legs.
func (w *worker) keep(row *parser.Row) *parser.Row {
	if len(w.kept) == cap(w.kept) {
		w.kept = make([]parser.Row, 0, 256)
	}
	kept, places := row.Kept(w.places)
	w.kept, w.places = append(w.kept, kept), places
	return &w.kept[len(w.kept)-1]
}

func (w *worker) settleAnswered(row *parser.Row) {
	for _, leg := range w.legs.answered(row) {
		if !w.account.settle(leg, codes.Handshake, w.reading.source) {
			w.filtered++
		}
		leg.Layout = nil // the mark of a closed leg
	}
}

// stop ends the worker after the chunk that it scans now, and returns what it
// counted.
func (w *worker) stop() *Summary {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stopped = true
	return w.account.summary
}

// progress adds up what was read of each source.
type progress struct {
	mu   sync.Mutex
	tell func(int64)
	seen map[*reading]int64
}

func (p *progress) add(r *reading) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tell == nil {
		return
	}
	if p.seen == nil {
		p.seen = map[*reading]int64{}
	}
	now := r.consumed()
	p.tell(now - p.seen[r])
	p.seen[r] = now
}

// stop ends the telling: a worker that is left behind may still read.
func (p *progress) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tell = nil
}

// Line returns the line in its source, counted from 1, of a row that Each was
// shown.
func (s *Scan) Line(source, chunk int, number int64) int64 {
	return s.readings[source].ledger.line(place{chunk: chunk, line: number})
}

// Oldest returns the time of the oldest row, the zero time when none had one.
func (s *Scan) Oldest() time.Time {
	if first, _, ok := s.summary.period(); ok {
		return stamp(first)
	}
	return time.Time{}
}

// Newest returns the time of the newest row, the zero time when none had one.
func (s *Scan) Newest() time.Time {
	if _, last, ok := s.summary.period(); ok {
		return stamp(last)
	}
	return time.Time{}
}
