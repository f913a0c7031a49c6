package scan

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/iiswhy/iiswhy/codes"
)

// notedRows are the notes of all rows of a run, and what the outcomes in them are.
type notedRows struct {
	of       [][]*notedChunk // by source and number of the chunk
	outcomes []outcomeCount  // as they were when all was counted
	reasons  []string        // of them
}

// noted returns the notes of the rows of some sources; nil where not all were noted.
func (c *counts) noted(sources []lookedAt) *notedRows {
	var places [][]chunkPlace
	for i := range sources {
		places = append(places, sources[i].chunks)
	}
	of := c.notes.perSource(places)
	if of == nil {
		return nil
	}
	return &notedRows{of: of, outcomes: slices.Clone(c.outcomes.all), reasons: slices.Clone(c.outcomes.reasons)}
}

// bitSet holds bits of hashes, of whichever size.
type bitSet [1 << shapeSize / 64]uint64

func (s *bitSet) add(bits uint64) { s[bits/64] |= 1 << (bits % 64) }

// allBits are all that there may be.
func allBits() *bitSet {
	all := new(bitSet)
	for i := range all {
		all[i] = ^uint64(0)
	}
	return all
}

// has is false of none.
func (s *bitSet) has(bits uint64) bool { return s != nil && s[bits/64]>>(bits%64)&1 != 0 }

// picker tells by the note of a row whether it may be wanted.
type picker struct {
	all            bool
	outcomes       []outcomeKind
	clients, paths *bitSet
	shapes         *bitSet  // of paths: of these rows that were served are wanted
	few            int      // of the served rows of each client and each shape only so many are wanted, and no others; 0 for all
	both           bool     // the served rows of these clients that are of these shapes
	taken          []uint32 // how many rows of each there were, by bits of the client or the shape
}

// outcomeKind is what a picker knows of an outcome.
type outcomeKind struct{ left, odd, served, full bool }

func (n *notedRows) newPicker(w *Wanted) *picker {
	p := &picker{outcomes: make([]outcomeKind, len(n.outcomes)), shapes: w.shapes, few: w.few, both: w.both}
	p.all = w.Referred || !w.Odd && w.shapes == nil && len(w.Clients)+len(w.Paths) == 0
	for i := range n.outcomes {
		o := &n.outcomes[i]
		p.outcomes[i] = outcomeKind{
			left:   w.Takes != nil && !o.isCoarse() && !w.Takes(o.words(n.reasons)),
			odd:    w.Odd && (o.verdict != codes.OK || o.family > 0) && (w.Verdicts == nil || slices.Contains(w.Verdicts, o.verdict)),
			served: o.verdict == codes.OK && (o.status >= 200 && o.status < 300 || o.status == 304),
			full:   o.verdict == codes.OK && o.status >= 200 && o.status < 300,
		}
	}
	if w.few > 0 && w.shapes == nil {
		p.taken = make([]uint32, 1<<clientSize)
	} else if w.few > 0 {
		p.taken = make([]uint32, 1<<shapeSize)
	}
	if len(w.Clients) > 0 {
		p.clients = new(bitSet)
	}
	for _, client := range w.Clients {
		p.clients.add(clientBits([]byte(client)))
	}
	if len(w.Paths) > 0 {
		p.paths = new(bitSet)
	}
	for _, path := range w.Paths {
		p.paths.add(shapeBits([]byte(path)))
		p.all = p.all || len(path) >= maxLength // its end is not known
	}
	return p
}

// takes reports whether the row of a note may be wanted.
func (p *picker) takes(n rowNote) bool {
	o := &p.outcomes[n.outcome()]
	switch {
	case o.left:
		return false
	case p.both:
		return o.served && p.clients.has(n.client()) && p.shapes.has(n.shape()) && (p.few == 0 || p.isFew(n.shape()))
	case p.few > 0:
		return o.served && (p.clients.has(n.client()) && p.isFew(n.client()) || p.shapes.has(n.shape()) && p.isFew(n.shape()))
	}
	return p.all || o.odd || p.clients.has(n.client()) || p.paths.has(n.shape()) || o.served && p.shapes.has(n.shape())
}

// isFew counts a row of a client, or of a shape, and reports whether it is one of a few: of
// the first ones, or twice as far as the last.
func (p *picker) isFew(of uint64) bool {
	p.taken[of]++
	n := p.taken[of]
	return n <= uint32(p.few) || n&(n-1) == 0
}

// pick returns the chunks of each source that may hold wanted rows of some spans, and which.
func (n *notedRows) pick(sources []lookedAt, spans []Span, w *Wanted) [][]chunkPlace {
	p := n.newPicker(w)
	near, times := make([][]chunkPlace, len(sources)), setOf(besideLegs(spans))
	for i := range sources {
		near[i] = sources[i].within(times)
	}
	if w.Crowd != nil && len(w.Paths) > 0 {
		p.paths = n.crowded(near, w, p.outcomes)
	}
	for i, places := range near {
		p.pickOf(places, n.of[i])
		near[i] = slices.DeleteFunc(places, func(place chunkPlace) bool { return len(place.picks) == 0 })
	}
	return near
}

// pickOf picks the rows of some chunks of a source that may be wanted. Where they are
// counted, one chunk is looked at after the other, else as many as can be at a time.
func (p *picker) pickOf(places []chunkPlace, notes []*notedChunk) {
	var next atomic.Int64
	pick := func() {
		for i := next.Add(1) - 1; i < int64(len(places)); i = next.Add(1) - 1 {
			p.pick(&places[i], notes[places[i].chunk.Seq])
		}
	}
	var others sync.WaitGroup
	defer others.Wait()
	for range min(runtime.GOMAXPROCS(0), len(places)/fewChunks) - 1 {
		if p.few == 0 {
			others.Go(pick)
		}
	}
	pick()
}

// fewChunks are looked at sooner than a goroutine begins.
const fewChunks = 8

// pick picks the rows of a chunk that may be wanted.
func (p *picker) pick(place *chunkPlace, notes *notedChunk) {
	if place.notes = notes; notes == nil {
		return
	}
	if p.few > 0 && !p.both && p.shapes == nil {
		p.pickFew(place)
		return
	}
	for i, note := range notes.notes {
		if p.takes(note) {
			place.picks = append(place.picks, int32(i))
		}
	}
}

// pickFew is pick where few rows of some clients are wanted, of whom most rows are not.
func (p *picker) pickFew(place *chunkPlace) {
	for i, note := range place.notes.notes {
		if p.clients.has(note.client()) && p.takes(note) {
			place.picks = append(place.picks, int32(i))
		}
	}
}
