package report

import (
	"hash/maphash"
	"math"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// Pairing tells legs of a negotiation that ended in a served request from
// challenges that nobody answered.
//
// A leg is a 401.2, or a 401.1 that says nothing but that the negotiation goes
// on. It is served when a row of the same client, agent and path that was let in
// has a time from slack before to window after it; rows that are older than the
// leg count only when they stand within lookback bytes before it, since logs are
// nearly in order. Whether such a row exists does not depend on how the log was
// cut into chunks, so neither does a report.
//
// Chunks are scanned side by side, and paired one after another: a worker that
// has scanned its chunk waits for its turn. A chunk is looked at a second time
// only while legs are open. A log without 401s pays for the keys of the last few
// rows of each chunk, which is not measurable.
const (
	window   = 120     // seconds: a person may have to type a password
	slack    = 5       // seconds
	lookback = 8 << 10 // bytes
	// maxOpen bounds the legs that wait for an answer; beyond, those that came
	// first count as not answered.
	maxOpen = 1 << 16
	// keep is how long legs wait beyond window, for rows that come late: the
	// order of rows then matters only to logs that are out of order by more.
	keep = 600 // seconds
)

// pairing is the state of pairing one source.
type pairing struct {
	mu        sync.Mutex
	turn      sync.Cond
	next      int // chunk whose turn it is
	abandoned bool

	reading *reading
	filter  *Filter
	summary *Summary // of the legs
	keys    keyer
	scanner parser.Scanner

	open   map[uint64][]*parser.Row // legs by key
	count  int                      // of open
	order  []*parser.Row            // legs as they came, for expiry; served ones are nil
	latest int64                    // time of the last leg that was opened
	first  int64                    // time of the first row
	recent []served                 // within lookback before the next chunk
}

// served is a row that was let in.
type served struct {
	key            uint64
	second, offset int64
}

// keyer makes the key that legs and answers share.
type keyer struct {
	seed    maphash.Seed
	columns columns
}

func (k *keyer) of(r *parser.Row) uint64 {
	h := maphash.Bytes(k.seed, k.columns.clientOf(r))
	h = h*31 + maphash.Bytes(k.seed, r.Field(parser.UserAgent))
	return h*31 + maphash.Bytes(k.seed, stem(r))
}

// isServed reports whether a row was let in: its user is named, or, where the
// log does not name users, it is no 401.
func isServed(r *parser.Row) bool {
	if r.Status == codes.None || r.Status == 401 && (r.Substatus < 3 || r.Substatus > 5) {
		return false
	}
	if !r.Layout.Has(parser.Username) {
		return r.Status != 401
	}
	user := r.Field(parser.Username)
	return len(user) > 1 || len(user) == 1 && user[0] != '-'
}

// scanned is what scanning found in a chunk that pairing needs.
type scanned struct {
	chunk       parser.Chunk
	legs        []*parser.Row
	tail        []served // within lookback before its end
	first, last int64    // times
}

func newPairing(r *reading, o Options, seed maphash.Seed) *pairing {
	p := &pairing{
		reading: r, filter: &o.Filter, summary: newSummary(o),
		keys: keyer{seed, columns{forwardedFor: o.ForwardedFor}},
		open: map[uint64][]*parser.Row{}, latest: math.MinInt64, first: math.MaxInt64,
	}
	p.turn.L = &p.mu
	return p
}

// abandon ends all waiting: some chunk will not come.
func (p *pairing) abandon() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.abandoned = true
	p.turn.Broadcast()
}

// pair takes in a chunk when its turn has come.
func (p *pairing) pair(s *scanned) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.next != s.chunk.Seq && !p.abandoned {
		p.turn.Wait()
	}
	if p.abandoned {
		return
	}
	p.takeIn(s)
	p.next++
	p.turn.Broadcast()
}

func (p *pairing) takeIn(s *scanned) {
	p.first = min(p.first, s.first)
	for _, leg := range s.legs {
		p.add(leg)
	}
	if p.count > 0 && s.first <= p.latest+window {
		p.search(s.chunk)
	}
	if p.count > 0 && s.last > math.MinInt64 {
		p.expire(s.last - window - keep)
	}
	p.remember(s)
}

// add opens a leg, unless it was answered before it was logged.
func (p *pairing) add(leg *parser.Row) {
	key := p.keys.of(leg)
	for _, a := range p.recent {
		if a.key == key && answers(a.second, a.offset, leg) {
			p.settle(leg, codes.Handshake)
			return
		}
	}
	if p.count >= maxOpen {
		p.expireOldest()
	}
	p.open[key] = append(p.open[key], leg)
	p.order = append(p.order, leg)
	p.count++
	if leg.Second != parser.NoTime {
		p.latest = max(p.latest, leg.Second)
	}
}

// answers reports whether a row that was let in answers a leg of the same key.
// Rows without a time answer by their place.
func answers(second, offset int64, leg *parser.Row) bool {
	if offset < leg.Offset-lookback {
		return false
	}
	if second == parser.NoTime || leg.Second == parser.NoTime {
		return offset > leg.Offset
	}
	return leg.Second-slack <= second && second <= leg.Second+window
}

// search looks for the answers in a chunk.
func (p *pairing) search(c parser.Chunk) {
	p.scanner.Reset(c)
	for p.count > 0 && p.scanner.Scan() {
		p.match(p.scanner.Row())
	}
}

// match settles the open legs that a row answers, if it does.
func (p *pairing) match(r *parser.Row) {
	if !isServed(r) {
		return
	}
	if key := p.keys.of(r); len(p.open[key]) > 0 {
		p.answer(key, r)
	}
}

// searchOthers looks for the answers to what is still open in the sources that
// begin where this one ends: a service begins a new file at midnight, in the
// middle of whatever its clients do.
func (p *pairing) searchOthers(all []*reading) {
	for _, r := range all {
		begins := r.pairing.first
		if p.count > 0 && r != p.reading && r.input.Repeatable() &&
			begins >= p.oldest()-slack && begins <= p.latest+window {
			p.searchHead(r)
		}
	}
}

// searchHead looks through the rows that a source begins with. What cannot be
// read of it stands in its ledger.
func (p *pairing) searchHead(r *reading) {
	stream, err := r.input.Open()
	if err != nil {
		return
	}
	defer stream.Close()
	cutter := parser.NewCutter(stream)
	buf := make([]byte, 0, 64<<10)
	for p.count > 0 {
		chunk, err := cutter.Next(buf)
		p.scanner.Reset(chunk)
		for p.scanner.Scan() {
			row := p.scanner.Row()
			if row.Second > p.latest+window {
				return
			}
			row.Offset = math.MaxInt64 // behind all rows of this source
			p.match(row)
		}
		if err != nil {
			return
		}
	}
}

// oldest returns the time of the first leg that is open.
func (p *pairing) oldest() int64 {
	t := int64(math.MaxInt64)
	for _, leg := range p.order {
		if leg.Layout != nil && leg.Second != parser.NoTime {
			t = min(t, leg.Second)
		}
	}
	return t
}

// answer settles the open legs that a row answers.
func (p *pairing) answer(key uint64, r *parser.Row) {
	rest := p.open[key][:0]
	for _, leg := range p.open[key] {
		if answers(r.Second, r.Offset, leg) {
			p.settle(leg, codes.Handshake)
			p.forget(leg)
		} else {
			rest = append(rest, leg)
		}
	}
	if len(rest) == 0 {
		delete(p.open, key)
	} else {
		p.open[key] = rest
	}
}

// forget closes a leg; its Layout is the mark that expiry looks for.
func (p *pairing) forget(leg *parser.Row) {
	leg.Layout = nil
	p.count--
}

// expire settles the legs of before a time that nobody answered.
func (p *pairing) expire(before int64) {
	kept := p.order[:0]
	for _, leg := range p.order {
		switch {
		case leg.Layout == nil:
		case leg.Second < before && leg.Second != parser.NoTime:
			p.close(leg)
		default:
			kept = append(kept, leg)
		}
	}
	clear(p.order[len(kept):])
	p.order = kept
}

func (p *pairing) expireOldest() {
	for len(p.order) > 0 {
		leg := p.order[0]
		p.order = p.order[1:]
		if leg.Layout != nil {
			p.close(leg)
			return
		}
	}
}

// close settles one open leg as not answered.
func (p *pairing) close(leg *parser.Row) {
	key := p.keys.of(leg)
	rest := p.open[key][:0]
	for _, l := range p.open[key] {
		if l != leg {
			rest = append(rest, l)
		}
	}
	if len(rest) == 0 {
		delete(p.open, key)
	} else {
		p.open[key] = rest
	}
	p.settle(leg, codes.OK)
	p.forget(leg)
}

// settle counts a leg: as a handshake, or as what the rules say it is.
func (p *pairing) settle(leg *parser.Row, as codes.Verdict) {
	slot := p.summary.slots.of(leg)
	if as != codes.OK {
		slot = p.summary.slots.turned(slot, as)
	}
	if !p.filter.takes(p.summary.slots.all[slot].verdict) {
		p.reading.ledger.filter(1)
		return
	}
	p.summary.addTo(slot, leg, p.reading.source)
}

// remember keeps the rows that legs of the next chunks may look back to.
func (p *pairing) remember(s *scanned) {
	end := s.chunk.Offset + s.chunk.Bytes
	kept := p.recent[:0]
	for _, a := range append(p.recent, s.tail...) {
		if a.offset >= end-lookback {
			kept = append(kept, a)
		}
	}
	p.recent = kept
}

// finish settles what is still open as not answered, and returns the summary of
// all legs.
func (p *pairing) finish() *Summary {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, leg := range p.order {
		if leg.Layout != nil {
			p.settle(leg, codes.OK)
			p.forget(leg)
		}
	}
	p.order = nil
	return p.summary
}
