package scan

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"sort"
	"sync/atomic"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// A second look asks for the rows of some clients, or of some paths, or for those that
// failed: one in twenty, as a rule. So the first look notes of each row what such questions
// begin with, in eight bytes, and how it was judged: then a second look reads those rows
// alone, and judges none. Of a filter by time rows beside that time are noted as well, as far
// as they are read. Where a log is longer, so that a look is for little of it, or another
// filter leaves rows out, a second look reads all of the time that it is for, and judges it
// again.

const (
	// notedBytes is how long a log is at most of which rows are noted, about; of one of
	// which parts are read how long these are.
	notedBytes = 128 << 20
	// mostNoted is how many rows are noted: of a log that has more, none is.
	mostNoted = 1 << 20
)

// noteBudget is shared by all who note.
type noteBudget struct {
	left  atomic.Int64
	most  int64
	size  int64        // of the sources, about; 0 where parts of them are read
	parts atomic.Int64 // bytes of these, as far as reading began
}

// newNoteBudget returns nil where nothing is to be noted.
func newNoteBudget(o *Options, sources []input.Source) *noteBudget {
	if o.shipped != nil || o.lookOnly || o.Judging != nil || o.Keep != nil || !o.repeatable || !o.Filter.isAll() && !o.Filter.isOfTime() {
		return nil
	}
	size := unpacked(sources)
	if o.needed() != nil && !slices.ContainsFunc(sources, input.Source.IsPacked) { // those are read whole
		size = 0
	}
	if size > notedBytes {
		return nil
	}
	b := &noteBudget{most: int64(cmp.Or(o.mostNoted, mostNoted)), size: size}
	b.left.Store(b.most)
	return b
}

// read notes that so many bytes of a source are to be read.
func (b *noteBudget) read(bytes int64) {
	if b != nil && b.size == 0 && b.parts.Add(bytes) > notedBytes {
		b.giveUp()
	}
}

func (b *noteBudget) giveUp() { b.left.Store(math.MinInt64 / 2) }

// unpacked is about how many bytes of text sources have together: logs are compressed to less
// than an eighth.
func unpacked(sources []input.Source) (size int64) {
	for i := range sources {
		if one := sources[i].Size; sources[i].IsPacked() {
			size += 8 * one
		} else {
			size += one
		}
	}
	return size
}

// rowNotes are the notes of one worker; nil where nothing is noted.
type rowNotes struct {
	budget      *noteBudget
	chunks      []notedChunk
	apart       []noteApart
	source      int       // of the chunk that is read now
	from, until int64     // where that stands
	reads       bool      // there is one
	open        []rowNote // of its rows
}

// notedChunk are the notes of the rows of a chunk.
type notedChunk struct {
	source, seq int
	notes       []rowNote
	rows        int64 // that it has
	before      int64 // lines before the first of them
	// plain says that behind its first row there are none but rows of one layout.
	plain bool
}

// noteApart is the note of a row that was counted when its chunk was left.
type noteApart struct {
	source int32
	offset int64
	note   rowNote // of no place
}

func newRowNotes(o *Options) *rowNotes {
	if o.notes == nil {
		return nil
	}
	return &rowNotes{budget: o.notes}
}

// isOn reports whether rows are noted.
func (n *rowNotes) isOn() bool { return n != nil && n.budget.left.Load() > 0 }

// giveUp ends all noting.
func (n *rowNotes) giveUp() {
	n.budget.giveUp()
	n.chunks, n.apart, n.open = nil, nil, nil
}

// begin begins a chunk.
func (n *rowNotes) begin(source int, c *parser.Chunk) {
	if n != nil {
		n.source, n.from, n.until, n.reads = source, c.Offset, c.Offset+int64(len(c.Text)), true
		n.open = n.open[:0]
	}
}

// add notes a row that was counted.
func (n *rowNotes) add(outcome int, r *parser.Row, source int, columns *columns) {
	if !n.isOn() {
		return
	}
	client, shape := clientBits(Shorten(columns.glance(r))), shapeBits(r.GlancePath())
	slow := rowNote(0)
	if r.Taken >= SlowTaken {
		slow = slowNote
	}
	place := r.Offset - n.from
	if !n.reads || source != n.source || place < 0 || r.Offset >= n.until {
		note, ok := newNote(0, outcome, client, shape)
		if !ok {
			n.giveUp()
		}
		n.take(3)
		n.apart = append(n.apart, noteApart{int32(source), r.Offset, note | slow})
		return
	}
	note, ok := newNote(place, outcome, client, shape)
	if !ok {
		n.giveUp()
	}
	n.open = append(n.open, note|slow)
}

// addHere notes a row of the chunk that is read, which did not take long.
func (n *rowNotes) addHere(offset int64, outcome int, client, shape uint64) {
	if n.budget.left.Load() <= 0 {
		return
	}
	note, ok := newNote(offset-n.from, outcome, client, shape)
	if n.open = append(n.open, note); !ok {
		n.giveUp()
	}
}

// take takes room for so many notes.
func (n *rowNotes) take(many int) {
	if n.budget.left.Add(-int64(many)) <= 0 {
		n.giveUp()
	}
}

// end ends a chunk.
func (n *rowNotes) end(s *scanned, t *parser.Tally) {
	if n == nil || !n.reads {
		return
	}
	n.reads = false
	if size := int64(len(s.chunk.Text)); n.budget.size > 0 && size >= chunkBytes/4 && t.Rows*n.budget.size > n.budget.most*size { // there will be too many
		n.giveUp()
	}
	if n.take(len(n.open) + 8); n.budget.left.Load() <= 0 {
		return
	}
	if !slices.IsSorted(n.open) { // legs are counted when they are answered
		slices.Sort(n.open)
	}
	one := notedChunk{source: n.source, seq: s.chunk.Seq, notes: slices.Clone(n.open), rows: t.Rows, before: s.before}
	one.plain = s.layout != nil && s.layout.Form == parser.W3C && !s.layout.Guessed && t.Lines == s.before+t.Rows && bytes.IndexByte(s.chunk.Text, '\n') >= 0
	n.chunks = append(n.chunks, one)
}

// merge takes the notes of o, whose outcomes are others here. It leaves o unusable.
func (n *rowNotes) merge(o *rowNotes, outcome []int) {
	if !n.isOn() {
		return
	}
	fits := true
	rename := func(note *rowNote) {
		ok := false
		*note, ok = note.withOutcome(outcome[note.outcome()])
		fits = fits && ok
	}
	for i := range o.chunks {
		for j := range o.chunks[i].notes {
			rename(&o.chunks[i].notes[j])
		}
	}
	for i := range o.apart {
		rename(&o.apart[i].note)
	}
	n.chunks, n.apart = append(n.chunks, o.chunks...), append(n.apart, o.apart...)
	if !fits {
		n.giveUp()
	}
}

// perSource sorts the notes: those of each source by the number of the chunk, whose places
// are given. It returns nil where not all rows were noted.
func (n *rowNotes) perSource(places [][]chunkPlace) [][]*notedChunk {
	if !n.isOn() {
		return nil
	}
	all := make([][]*notedChunk, len(places))
	for i, of := range places {
		if len(of) > 0 {
			all[i] = make([]*notedChunk, of[len(of)-1].chunk.Seq+1)
		}
	}
	for i := range n.chunks {
		one := &n.chunks[i]
		all[one.source][one.seq] = one
	}
	slices.SortFunc(n.apart, func(a, b noteApart) int {
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.offset, b.offset))
	})
	for rest := n.apart; len(rest) > 0; {
		source := int(rest[0].source)
		of := places[source]
		at := sort.Search(len(of), func(i int) bool { return of[i].chunk.Offset > rest[0].offset }) - 1
		if at < 0 || all[source][of[at].chunk.Seq] == nil {
			return nil
		}
		n := all[source][of[at].chunk.Seq].insert(rest, &of[at])
		if n == 0 {
			return nil
		}
		rest = rest[n:]
	}
	n.apart = nil
	return all
}

// insert puts the first of some notes into the chunk that stands at a place, and returns
// how many are of it.
func (c *notedChunk) insert(apart []noteApart, at *chunkPlace) (n int) {
	for n < len(apart) && apart[n].source == apart[0].source && apart[n].offset < at.chunk.Offset+at.size {
		n++
	}
	c.notes = slices.Grow(c.notes, n)
	for _, one := range apart[:n] {
		c.notes = append(c.notes, one.note|rowNote(one.offset-at.chunk.Offset)<<(64-placeBits))
	}
	slices.Sort(c.notes)
	return n
}

// canSkip reports whether rows of the chunk can be read without those between them.
func (c *notedChunk) canSkip() bool { return c.plain && c.rows == int64(len(c.notes)) }
