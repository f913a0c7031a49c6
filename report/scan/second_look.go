package scan

import (
	"bytes"
	"context"
	"io"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// A second look reads those chunks of the sources again that hold the rows of
// some seconds: it is known of each chunk where it stands, which columns it has and
// which times it holds. Where the first look noted its rows, only those are read that
// may be wanted, and it is known how they were judged, see rowNotes; else all are
// judged as the first look did.

// chunkPlace is a chunk without its text, and the times of its rows.
type chunkPlace struct {
	chunk parser.Chunk // Text is nil
	size  int64        // of Text
	first int64        // time of its earliest row
	last  int64
	notes *notedChunk // where some of its rows alone are wanted, else nil
	picks []int32     // which: indexes of notes
	// untimed says that some row has no time.
	untimed bool
}

// index keeps the place of a chunk for a second look.
func (r *reading) index(s *scanned) {
	p := chunkPlaceOf(s)
	r.ledger.mu.Lock()
	defer r.ledger.mu.Unlock()
	r.chunks = append(r.chunks, p)
}

func chunkPlaceOf(s *scanned) chunkPlace {
	p := chunkPlace{chunk: s.chunk, size: int64(len(s.chunk.Text)), first: s.first, last: s.last, untimed: s.untimed}
	p.chunk.Text, p.chunk.Long = nil, nil
	return p
}

// secondLook gives the rows of a run again.
type secondLook struct {
	options Options
	asked   []Span // the times that the first look was for; nil for all
	sources []lookedAt
	noted   *notedRows // nil where the rows are judged again
	ended   ended
	faults  lookFaults
}

// lookedAt is a source, the places of its chunks in order, and what was skipped of it,
// where marks tell the times.
type lookedAt struct {
	input  input.Source
	chunks []chunkPlace
	gaps   []gap
	marks  *marks
	times  earliest // of the chunks
}

// hasGaps reports whether parts of sources were skipped.
func (l *secondLook) hasGaps() bool {
	return slices.ContainsFunc(l.sources, func(s lookedAt) bool { return len(s.gaps) > 0 })
}

// within returns the chunks that may hold rows of some times.
func (s *lookedAt) within(times *spanSet) []chunkPlace {
	var wanted []chunkPlace
	for i := range s.chunks {
		if p := &s.chunks[i]; times.meets(p.first, p.last) {
			wanted = append(wanted, *p)
		}
	}
	return wanted
}

// isNear reports whether the chunk holds rows of the spans, or such beside them.
func (p *chunkPlace) isNear(spans []Span) bool {
	for _, w := range spans {
		if p.first < clamp(w.Until)+AnswerWithin && p.last >= clamp(w.From)-AnswerWithin {
			return true
		}
	}
	return false
}

// notRead is the number of chunks that the first look skipped.
const notRead = -1

// size is how many bytes of a source a look at some spans is for.
func (s *lookedAt) size(spans []Span) (bytes int64) {
	for i := range s.chunks {
		if p := &s.chunks[i]; p.isNear(spans) {
			bytes += p.size
		}
	}
	return bytes + s.marks.sizeWithin(s.gaps, spans)
}

// Size returns how many bytes a second look at some spans reads, and false when a
// source cannot be read again.
func (l *secondLook) Size(spans []Span) (bytes int64, ok bool) {
	if from := l.options.shipped; from != nil {
		return from.Size(spans), true
	}
	for i := range l.sources {
		n := l.sources[i].size(spans)
		if n > 0 && !l.sources[i].input.Repeatable() {
			return 0, false
		}
		bytes += n
	}
	return bytes, true
}

// see is shown a row, and what it was judged to be.
type see = func(source int, r *parser.Row, v codes.Verdict)

// Look shows the wanted rows of some spans once more.
func (l *secondLook) Look(ctx context.Context, spans []Span, wanted Wanted, see see) bool {
	return l.lookEach(ctx, spans, wanted, func() func(int, *parser.Row, codes.Verdict) { return see })
}

// lookEach is Look for who has something for each goroutine that shows rows.
func (l *secondLook) lookEach(ctx context.Context, spans []Span, wanted Wanted, newSee func() see) bool {
	return l.lookAtRead(ctx, spans, wanted, newSee) && l.lookAtSkipped(ctx, spans, wanted, newSee)
}

// lookAtRead is lookEach at what the first look read.
func (l *secondLook) lookAtRead(ctx context.Context, spans []Span, wanted Wanted, newSee func() see) bool {
	o := l.again()
	if o.shipped != nil {
		o.eachOf = func() see {
			see := newSee()
			return func(source int, r *parser.Row, v codes.Verdict) {
				if wanted.Takes == nil || wanted.Takes(OutcomeOf(r)) {
					see(source, r, v)
				}
			}
		}
		return !readShipped(ctx, o, Asked{Spans: spans, Wanted: wanted}).partial && o.shipped.err == nil
	}
	o.asked = newAsked(spans, &wanted, &l.ended)
	if l.noted == nil {
		return l.readAgain(ctx, l.wasRead(o.asked.near), o, newSee)
	}
	o.noted = l.noted
	picked := l.noted.pick(l.sources, spans, &wanted)
	if picks(picked) <= fewPicks {
		o.Workers = 1
	}
	return l.readAgain(ctx, piecesOf(picked), o, newSee)
}

// lookAtSkipped is lookEach at what the first look skipped: at nothing where rows of other
// times than those that were asked for are left out again.
func (l *secondLook) lookAtSkipped(ctx context.Context, spans []Span, wanted Wanted, newSee func() see) bool {
	if l.options.times() != nil || !l.hasGaps() {
		return true
	}
	o := l.again()
	o.asked = newAsked(spans, &wanted, nil)
	return l.readAgain(ctx, l.wasSkipped(spans), o, newSee)
}

// again are the options to read rows again.
func (l *secondLook) again() Options {
	o := l.options
	o.lookOnly, o.By, o.Progress, o.Keep, o.Sides = true, nil, nil, nil, nil
	o.Compare = true // rows of other codes and verdicts may tell why
	return o
}

// fewPicks are rows that one worker has shown sooner than another one is there.
const fewPicks = 1000

// picks is how many rows are picked.
func picks(all [][]chunkPlace) (rows int) {
	for _, of := range all {
		for i := range of {
			rows += len(of[i].picks)
		}
	}
	return rows
}

// pieces are what is read again of a source: chunks, or parts that were skipped.
type pieces struct {
	chunks []chunkPlace
	parts  []part
	marks  *marks   // of the parts
	times  earliest // of all chunks, those too that are not read again
}

// piecesOf are chunks of each source.
func piecesOf(chunks [][]chunkPlace) (all []pieces) {
	for _, of := range chunks {
		all = append(all, pieces{chunks: of})
	}
	return all
}

// giveTo makes a reading one of the pieces.
func (p *pieces) giveTo(r *reading) {
	if p.parts != nil {
		r.way.marks, r.way.ahead = p.marks, p.parts
		return
	}
	r.replay = &replay{chunks: p.chunks}
	r.pairing.times = earliest{first: p.times.first, times: slices.Clone(p.times.times)}
}

// seqOf is the number that a chunk had when it was read first.
func (p *pieces) seqOf(chunk int) int {
	if p.parts != nil {
		return notRead
	}
	return p.chunks[chunk].chunk.Seq
}

// wasRead are the chunks of each source that hold rows of some times.
func (l *secondLook) wasRead(times *spanSet) (all []pieces) {
	for i := range l.sources {
		all = append(all, pieces{chunks: l.sources[i].within(times), times: l.sources[i].times})
	}
	return all
}

// wasSkipped are the parts of each source that were skipped and hold rows of the spans.
func (l *secondLook) wasSkipped(spans []Span) (all []pieces) {
	for i := range l.sources {
		s := &l.sources[i]
		all = append(all, pieces{parts: s.marks.within(s.gaps, spans), marks: s.marks})
	}
	return all
}

// readAgain reads pieces of each source, and shows those of their rows that are asked for.
func (l *secondLook) readAgain(ctx context.Context, all []pieces, o Options, newSee func() see) bool {
	var sources []input.Source
	var of []int // index of each in the first look
	var again []pieces
	for i, p := range all {
		if len(p.chunks)+len(p.parts) > 0 {
			sources, of, again = append(sources, l.sources[i].input), append(of, i), append(again, p)
		}
	}
	if len(sources) == 0 {
		return true
	}
	o.among = of
	o.eachOf = func() see {
		see := newSee()
		return func(source int, r *parser.Row, v codes.Verdict) {
			if !o.asked.spans.holds(r.Second) {
				return // a leg of the same chunk
			}
			was := r.Chunk
			r.Chunk = again[source].seqOf(was)
			see(of[source], r, v)
			r.Chunk = was
		}
	}
	run := read(ctx, sources, o, again)
	failed := false
	for i, r := range run.readings {
		failed = failed || r.ledger.err != nil
		l.faults.note(of[i], r.ledger.err)
	}
	return !failed && !run.partial
}

// replay is the part of a source that is read again.
type replay struct {
	chunks []chunkPlace      // in order
	turn   int               // index of the next
	at     int64             // place in the source
	text   *io.SectionReader // any part of which can be read; nil where it goes from start to end
}

// isNoted reports whether some rows alone are wanted, of which it is known how they were
// judged.
func (p *replay) isNoted() bool { return p != nil && len(p.chunks) > 0 && p.chunks[0].notes != nil }

// hasHead and hasEnd report whether the part begins where the source does, and ends
// where it ends. Everything has both.
func (p *replay) hasHead() bool { return p == nil || len(p.chunks) > 0 && p.chunks[0].chunk.Seq == 0 }

func (p *replay) hasEnd() bool {
	return p == nil || len(p.chunks) > 0 && p.chunks[len(p.chunks)-1].chunk.Last
}

// next reads the next wanted chunk of a stream into buf.
func (p *replay) next(stream *input.Stream, buf []byte) (parser.Chunk, error) {
	if p.turn == len(p.chunks) {
		return parser.Chunk{}, io.EOF
	}
	if p.isNoted() {
		return p.nextPicked(stream, buf)
	}
	place := p.chunks[p.turn]
	chunk := place.chunk
	if err := stream.Skip(chunk.Offset - p.at); err != nil {
		return parser.Chunk{}, err
	}
	if int64(cap(buf)) < place.size {
		buf = make([]byte, place.size)
	}
	chunk.Text = buf[:place.size]
	if _, err := io.ReadFull(stream, chunk.Text); err != nil {
		return parser.Chunk{}, err
	}
	withLineEnds(chunk.Text)
	p.at = chunk.Offset + place.size
	chunk.Seq = p.turn
	p.turn++
	chunk.Last = p.turn == len(p.chunks)
	return chunk, nil
}

// withLineEnds ends lines that end in CR alone.
func withLineEnds(text []byte) {
	if bytes.IndexByte(text, '\n') >= 0 {
		return
	}
	for i, b := range text {
		if b == '\r' {
			text[i] = '\n'
		}
	}
}
