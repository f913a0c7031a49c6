package scan

import (
	"context"
	"hash/maphash"
	"math"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// worker scans chunks and counts their rows.
type worker struct {
	scanner parser.Scanner
	buf     []byte
	legs    *openLegs    // of the chunk
	opened  []openedLeg  // in order
	open    []*leg       // of them, those that nothing in the chunk answers
	free    []*leg       // that were answered, for others
	settled []settledRow // that it counts
	letIn   letIn
	before  servedBefore
	expects expected // for whom legs of the chunks before wait
	indexes bool     // the times of chunks are kept for a second look
	asked   *asked   // of a second look

	judges *judges
	judge  *judge // that counts for the worker; between chunks the last one

	reading  *reading // of the chunk
	filtered int64    // rows of the chunk
}

func newWorker(o *Options, seed maphash.Seed, judges *judges) *worker {
	w := &worker{
		scanner: parser.Scanner{Zone: o.Zone}, before: servedBefore{scanner: parser.Scanner{Zone: o.Zone}},
		letIn:  letIn{scanner: parser.Scanner{Zone: o.Zone}},
		judges: judges, legs: newOpenLegs(newKeyer(o, seed)),
		indexes: !o.lookOnly, asked: o.asked,
	}
	if o.noted == nil { // else few bytes are read
		w.buf = make([]byte, 0, o.chunk())
	}
	return w
}

func (w *worker) run(ctx context.Context, f *feed, p *progress) {
	for r := f.pick(nil); r != nil && ctx.Err() == nil; r = f.pick(r) {
		d := r.chunk(w.buf)
		w.buf = d.buf
		if !d.ok {
			continue
		}
		if r.replay.isNoted() {
			if !w.show(r, d.chunk) {
				return
			}
			continue
		}
		s, ok := w.scan(r, d.chunk)
		if !ok {
			return
		}
		r.pairing.pair(s, w)
		w.countSettled(r.pairing)
		if s.chunk.Last {
			w.keepEnd(r.pairing)
		}
		p.add(r)
	}
}

// scan counts the rows of a chunk, but for the legs that nothing in it answers.
// It reports false when counting was stopped.
func (w *worker) scan(r *reading, c parser.Chunk) (*scanned, bool) {
	if !w.sit(r) {
		return nil, false
	}
	defer w.rise()
	s := w.begin(r, c)
	tail := c.Offset + int64(len(c.Text)) - lookBackBytes
	for {
		w.countUsual(s, tail)
		if !w.scanner.Scan() {
			break
		}
		s.time(w.scanner.Row())
		w.one(w.scanner.Row(), s, tail)
	}
	tally := *w.scanner.Tally()
	w.judge.counts.notes.end(s, &tally)
	w.lookBack(s)
	w.judge.counts.settle()
	w.judge.coarsen()
	r.ledger.enter(c, &tally, w.filtered)
	if w.judge.counts.judging != nil {
		r.tallied(s, &tally)
	}
	if w.indexes {
		r.index(s)
	}
	r.pairing.coming.Add(1)
	return s, true
}

// one takes in a row, whatever it is. Of those behind a place it keeps what legs look back to.
func (w *worker) one(row *parser.Row, s *scanned, tail int64) {
	if w.asked.isFar(row) {
		return
	}
	if row.Offset >= tail {
		w.keepTail(row, s)
	}
	if w.legs.count > 0 || w.expects != nobody {
		w.seek(row)
	} else if w.letIn.isOn(false) {
		w.letIn.stop()
	}
	w.row(row, s)
}

// keepTail keeps what legs of the next chunk may look back to.
func (w *worker) keepTail(row *parser.Row, s *scanned) {
	if one, ok := w.legs.keys.servedBy(row); ok {
		s.tail = append(s.tail, one)
	}
}

// begin begins a chunk.
func (w *worker) begin(r *reading, c parser.Chunk) *scanned {
	w.reading, w.filtered = r, 0
	w.legs.reset()
	w.opened = w.opened[:0]
	w.expects = expected(r.pairing.expects.Load())
	w.letIn.reset(c, w.expects)
	w.scanner.Reset(c)
	w.judge.counts.notes.begin(r.source, &c)
	s := &scanned{chunk: c, first: math.MaxInt64, last: math.MinInt64}
	w.legs.earliest = &s.times
	return s
}

// time notes the time of a row, and which one is the first.
func (s *scanned) time(row *parser.Row) {
	if s.layout == nil {
		s.layout, s.before = row.Layout, row.Number
	}
	s.times.see(row.Offset, row.Second)
	if row.Second == parser.NoTime {
		s.untimed = true
		return
	}
	s.first, s.last = min(s.first, row.Second), max(s.last, row.Second)
}

// row notes what must be known of every row, and counts those that are not dropped.
func (w *worker) row(row *parser.Row, s *scanned) {
	c := w.judge.counts
	if c.requested != nil {
		c.requested.see(row.Layout)
	}
	if c.users != nil {
		c.users.Add(row)
	}
	switch {
	case c.outcomes.selection.takes(row), c.notes.isOn() && c.outcomes.selection.isBeside(row.Second):
		w.count(row, s)
	default:
		w.leaveOut(row, s)
		c.drop(row)
	}
}

// leaveOut passes over a row, which may still name the user of others.
func (w *worker) leaveOut(row *parser.Row, s *scanned) {
	if row.IsFTP() {
		w.noteName(row, s)
	}
	w.filtered++
}

// count counts one row. A leg waits for its answer.
func (w *worker) count(row *parser.Row, s *scanned) {
	i := w.judge.counts.outcomes.of(row)
	switch o := &w.judge.counts.outcomes.all[i]; {
	case !w.judge.counts.outcomes.asks(i, row.Second):
		w.leaveOut(row, s)
	case o.leg && !o.isOfKnown(row):
		w.keep(row)
	case o.log == codes.FTPLog:
		w.countFTP(i, row, s)
	case !w.judge.count(i, row, w.reading.source):
		w.filtered++
	}
}

// openedLeg is a leg of the chunk. It is another one by now where its place is: it was
// answered, and what held it is used again.
type openedLeg struct {
	leg    *leg
	offset int64
}

// isOpen reports whether the leg still waits.
func (o *openedLeg) isOpen() bool { return o.leg.Offset == o.offset && !o.leg.closed }

// keep opens a leg, which is good until it is answered or the chunk ends. Half of a log
// may be legs, but most wait for a few rows only: what holds them stays in the cache.
func (w *worker) keep(row *parser.Row) {
	one := w.room()
	one.hashes = w.legs.keys.hashes(row)
	one.key, one.behind, one.closed = one.hashes.key(), len(w.letIn.rows), false
	one.places = row.KeepIn(&one.Row, one.places[:0])
	w.legs.add(one)
	w.opened = append(w.opened, openedLeg{one, row.Offset})
}

// room returns what holds the next leg.
func (w *worker) room() *leg {
	if len(w.free) == 0 {
		more := make([]leg, legsAtOnce)
		for i := range more {
			w.free = append(w.free, &more[i])
		}
	}
	one := w.free[len(w.free)-1]
	w.free = w.free[:len(w.free)-1]
	return one
}

// legsAtOnce is for how many legs there is room at once.
const legsAtOnce = 256

// seek notes a row that may have been let in, and counts the legs of the chunk that it
// answers.
func (w *worker) seek(row *parser.Row) {
	all := w.legs.apps > 0 || w.expects == anyone
	if !w.letIn.isOn(all) {
		w.letIn.begin(notedFrom{row.Offset, row.Layout, row.Second}, all)
	}
	if isRefused(row) || !w.letIn.isOn(true) && row.Missing(parser.Username) {
		return
	}
	path := w.legs.keys.path(row)
	if !w.legs.mayHave(uint32(path)) {
		w.letIn.note(row, path)
		return
	}
	if one, ok := w.legs.keys.servedAt(path, row); ok {
		m := w.letIn.note(row, path)
		m.key, m.named = one.key, one.named
		w.countAnswered(one)
	}
}

func (w *worker) countAnswered(by served) {
	for _, one := range w.legs.answered(by) {
		if !w.judge.countLeg(one, codes.Handshake, w.reading.source) {
			w.filtered++
		}
		w.free = append(w.free, one)
	}
}

// sit gives the worker a judge, for rows of a source. It reports false when counting was
// stopped.
func (w *worker) sit(r *reading) bool {
	one := w.judges.take(w.judge)
	if one == nil {
		return false
	}
	w.judge = one
	one.counts.from(r.input.Name)
	return true
}

// rise gives the judge back.
func (w *worker) rise() {
	w.judge.counts.flush()
	w.judges.give(w.judge)
}
