package scan

import (
	"hash/maphash"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// Pairing tells legs of a negotiation that ended in a served request from
// challenges that nobody answered.
//
// A leg is a 401.2, a 401.1 that says nothing but that the negotiation goes on, or a
// 401.0 of nobody, by which an application asks for a token or a password of its own
// (Basic, Bearer, NuGet, Git, WCF). It is answered when a row of the same client, agent and path that was let in
// has a time from answerBefore before to AnswerWithin after it, and stands from
// lookBackBytes before to reachBytes behind it, with no section between them of which all
// rows are too late: see earliest. Whether there is such a row does not depend on how the log
// was cut into chunks, so neither does a result.
//
// IIS names the user who was let in, save for applications, which do the asking
// themselves: a 401.0 is answered by whatever was granted.
//
// A worker closes what its own chunk answers. For the legs that are open at a chunk's
// end, chunks take turns: the rows of a chunk that may have been let in, which its
// worker noted as a few numbers, are compared with the legs of the chunks before it.
// What is settled so is counted by the workers again, side by side. Scanning each chunk
// once more for as long as some leg was open took 60 % of the time of a log of refused
// logons. A log without 401s pays for the keys of the last few rows of each chunk, which
// cannot be measured.
const (
	// AnswerWithin is how long after a leg its answer comes at most, in seconds: a
	// person may have to type a password.
	AnswerWithin  = 120
	answerBefore  = 5       // seconds
	lookBackBytes = 8 << 10 // bytes
	// reachBytes bounds the legs that wait, whatever a log holds: a server that
	// writes 6 GB a day writes so much within AnswerWithin. Of others fewer wait.
	reachBytes = 8 << 20
)

// pairing is the state of pairing one source.
type pairing struct {
	mu        sync.Mutex
	turn      sync.Cond
	next      int // chunk whose turn it is
	abandoned bool
	coming    sync.WaitGroup // chunks that were scanned and not taken in yet

	reading *reading
	zone    *time.Location // of local times
	settled []settledRow   // that a worker is to count
	expects atomic.Int32   // for whom legs wait that were taken in: an expected

	open   *openLegs
	times  earliest // of the chunks that were taken in; all where the source is read again
	blocks *legBlocks
	line   []*legBlock // whose legs wait, as they came
	lent   []*leg      // that wait for rows of other sources
	first  int64       // time of the earliest row of the source
	last   int64       // time of the latest
	recent []served    // within lookBackBytes before the next chunk
	names  ftpNames    // within nameReach before the next chunk
	end    int64       // of the source, in bytes, once its last chunk was taken in
	ended  bool        // what is open was not answered

	passage passage // for who keeps rows elsewhere
}

// settledRow is a row that waited for others, and what it turned out to be.
type settledRow struct {
	leg  *leg
	as   codes.Verdict // of a leg
	row  *parser.Row   // of FTP, where leg is nil
	name []byte        // that its session gave
	open bool          // see Judgement.Open
}

// scanned is what scanning found in a chunk that pairing needs.
type scanned struct {
	chunk   parser.Chunk
	legs    *legBlock      // that nothing in the chunk answers, in order; nil for none
	tail    []served       // within lookBackBytes before its end
	first   int64          // time of the earliest row
	last    int64          // time of the latest
	untimed bool           // some row has no time
	times   earliest       // of its rows
	layout  *parser.Layout // of the first row; nil for none
	before  int64          // lines that stand before it
	names   ftpNames       // that sessions of FTP gave last; nil for none
	unnamed []waitingRow
}

func newPairing(r *reading, o *Options, seed maphash.Seed, blocks *legBlocks) *pairing {
	p := &pairing{
		reading: r, zone: o.Zone, open: newOpenLegs(newKeyer(o, seed)), blocks: blocks,
		first: math.MaxInt64, last: math.MinInt64, names: ftpNames{}, passage: passage{tell: o.Passed},
	}
	p.turn.L, p.open.earliest = &p.mu, &p.times
	return p
}

// abandon ends all waiting: some chunk will not come.
func (p *pairing) abandon() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.abandoned = true
	p.turn.Broadcast()
}

// pair takes in a chunk that the worker scanned, when its turn has come. When it will
// not come, nobody looks for answers any more, but the legs stay rows that were read.
func (p *pairing) pair(s *scanned, w *worker) {
	defer p.coming.Done()
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.next != s.chunk.Seq && !p.abandoned {
		p.turn.Wait()
	}
	p.nameRows(s)
	if p.abandoned {
		p.addAll(s.legs)
		return
	}
	p.names.take(s.names, s.chunk.Offset+s.chunk.Bytes)
	p.first, p.last = min(p.first, s.first), max(p.last, s.last)
	p.times.merge(&s.times)
	p.expire(s.chunk.Offset)
	p.search(s, w)
	p.addAll(s.legs)
	if s.chunk.Last {
		p.end = s.chunk.Offset + s.chunk.Bytes
		p.keepLast(0)
	}
	p.remember(s)
	p.expect(s)
	p.pass(s)
	p.next++
	p.turn.Broadcast()
}

// expect says for whom legs wait from the next chunk on.
func (p *pairing) expect(s *scanned) {
	e := nobody
	if p.open.mayWaitFor(s.last) || p.open.count > 0 && s.untimed {
		if e = named; p.open.apps > 0 {
			e = anyone
		}
	}
	p.expects.Store(int32(e))
}

// addAll opens legs, but for those that the chunk before answered already.
func (p *pairing) addAll(block *legBlock) {
	if block == nil {
		return
	}
	p.line = append(p.line, block)
	block.of = p
	for i := range block.legs {
		if one := &block.legs[i]; anyAnswers(p.recent, one) {
			one.closed = true
			p.settle(one, codes.Handshake)
		} else {
			p.open.add(one)
		}
	}
}

// search looks for the answers to open legs in a chunk: among the rows that the worker
// noted, and before them in the text.
func (p *pairing) search(s *scanned, w *worker) {
	if !p.open.mayWaitFor(s.first) && !(s.untimed && p.open.count > 0) {
		return
	}
	noted := w.letIn.from.offset
	if p.open.apps > 0 {
		noted = w.letIn.all.offset
	}
	p.searchText(s, &w.scanner, noted)
	for i := range w.letIn.rows {
		if m := &w.letIn.rows[i]; p.open.mayHave(m.path) {
			p.match(w.letIn.learn(m, &p.open.keys))
		}
	}
	p.shorten()
}

// searchText looks for the answers to open legs in the rows of a chunk before an offset.
func (p *pairing) searchText(s *scanned, scanner *parser.Scanner, until int64) {
	if until <= s.chunk.Offset {
		return
	}
	scanner.Reset(s.chunk)
	for p.open.count > 0 && scanner.Skim() {
		row := scanner.Row()
		if row.Offset >= until {
			return
		}
		if p.open.apps == 0 && row.Missing(parser.Username) || !p.open.mayHave(uint32(p.open.keys.path(row))) {
			continue
		}
		scanner.Read()
		p.matchRow(row)
	}
}

func (p *pairing) matchRow(r *parser.Row) {
	if by, ok := p.open.keys.servedBy(r); ok {
		p.match(by)
	}
}

func (p *pairing) match(by served) {
	for _, one := range p.open.answered(by) {
		p.settle(one, codes.Handshake)
	}
}

// shorten takes the blocks out of the line of which no leg waits any more: those at its
// head, and when there are many the others.
func (p *pairing) shorten() {
	for len(p.line) > 0 && p.line[0].open == 0 {
		p.blocks.done(p.line[0])
		p.line = p.line[1:]
	}
	if len(p.line) <= 2*p.open.count+64 {
		return
	}
	p.line = slices.DeleteFunc(p.line, func(block *legBlock) bool {
		if block.open == 0 {
			p.blocks.done(block)
		}
		return block.open == 0
	})
}

// expire gives up the first legs as long as no row from a place on answers them.
func (p *pairing) expire(place int64) {
	for len(p.line) > 0 && p.giveUp(p.line[0], place) {
		p.shorten()
	}
	p.shorten()
	if p.open.count == 0 {
		p.open.reset()
	}
}

// giveUp gives up the first legs of a block that no row from a place on answers, and reports
// whether that is all of them.
func (p *pairing) giveUp(block *legBlock, place int64) bool {
	for i := range block.legs {
		one := &block.legs[i]
		if one.closed {
			continue
		}
		if one.Offset >= place-reachBytes && !p.times.areLate(one, place) {
			return false
		}
		p.open.close(one)
		p.settle(one, codes.OK)
	}
	return true
}

// settle says what a leg turned out to be. A worker counts it once it is not its turn any
// more: so that chunks take turns at little but comparing numbers.
func (p *pairing) settle(one *leg, as codes.Verdict) {
	one.block.open--
	p.settled = append(p.settled, settledRow{})
	row := &p.settled[len(p.settled)-1]
	row.leg, row.as, row.open = one, as, as == codes.OK && p.isOpen(one)
}

// hasSettled reports whether rows are to be counted.
func (p *pairing) hasSettled() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.settled) > 0
}

// takeSettled returns the rows that are to be counted by a worker, once, for a list to
// use again.
func (p *pairing) takeSettled(empty []settledRow, by *worker) []settledRow {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.settled
	p.passage.take(all, by)
	if p.settled = empty[:0]; p.end > 0 {
		p.settled = nil // few come any more
	}
	return all
}

// countSettled counts rows of the source of the chunk that was scanned last.
func (w *worker) countSettled(p *pairing) {
	if !p.hasSettled() || !w.sit(p.reading) {
		return // in the end finish does
	}
	defer w.rise()
	w.settled = p.takeSettled(w.settled, w)
	p.count(w.settled, w.judge)
	clear(w.settled)
	p.counted(w)
}

// count lets a judge count rows that were settled.
func (p *pairing) count(rows []settledRow, j *judge) {
	if len(rows) == 0 {
		return
	}
	p.reading.ledger.filter(j.countSettled(rows, p.reading.source))
	for i := range rows {
		if one := rows[i].leg; one != nil {
			p.blocks.done(one.block)
		}
	}
}

// countSettled counts rows of a source, and returns how many are not shown.
func (j *judge) countSettled(rows []settledRow, source int) (filtered int64) {
	for i := range rows {
		one := &rows[i]
		shown := false
		if one.leg != nil {
			j.counts.open = one.open
			shown = j.countLeg(one.leg, one.as, source)
			j.counts.open = false
		} else {
			shown = j.countNamed(j.counts.outcomes.of(one.row), one.row, source, one.name)
		}
		if !shown {
			filtered++
		}
	}
	j.counts.settle()
	return filtered
}

// remember keeps the rows that legs of the next chunks may look back to.
func (p *pairing) remember(s *scanned) {
	end := s.chunk.Offset + s.chunk.Bytes
	kept := p.recent[:0]
	for _, a := range p.recent {
		if a.offset >= end-lookBackBytes {
			kept = append(kept, a)
		}
	}
	p.recent = append(kept, s.tail...)
}

// finish counts what is still open as not answered, and whatever no worker counted.
func (p *pairing) finish(j *judge) {
	p.coming.Wait()
	p.mu.Lock()
	p.ended = true
	p.expire(math.MaxInt64)
	p.mu.Unlock()
	if rows := p.takeSettled(nil, nil); len(rows) > 0 {
		j.counts.from(p.reading.input.Name)
		p.count(rows, j)
		j.counts.flush()
	}
}
