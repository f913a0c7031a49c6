package scan

import (
	"io"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// together is how many bytes apart rows are that are read at once.
const together = 4 << 10

// lineSpan is where lines of a chunk stand in it.
type lineSpan struct{ from, until int64 }

// lines are the parts of the chunk that hold what is picked: the rows, those in one that follow
// each other, behind the directives where those come first. Where the rows cannot be read
// without those between them, that is the whole chunk.
func (p *chunkPlace) lines() (all []lineSpan) {
	if !p.notes.canSkip() {
		return []lineSpan{{0, p.size}}
	}
	if p.notes.before > 0 {
		all = append(all, lineSpan{0, p.notes.notes[0].place()})
	}
	for _, i := range p.picks {
		one := lineSpan{p.notes.notes[i].place(), p.size}
		if next := int(i) + 1; next < len(p.notes.notes) {
			one.until = p.notes.notes[next].place()
		}
		if n := len(all); n > 0 && all[n-1].until == one.from {
			all[n-1].until = one.until
			continue
		}
		all = append(all, one)
	}
	return all
}

// nextPicked reads what is picked of the next chunk into buf.
func (p *replay) nextPicked(stream *input.Stream, buf []byte) (parser.Chunk, error) {
	place := &p.chunks[p.turn]
	if p.turn == 0 {
		p.text = stream.Plain()
	}
	chunk, lines := place.chunk, place.lines()
	var err error
	if p.text != nil {
		chunk.Text, err = p.pieces(place, lines, buf)
	} else if err = stream.Skip(chunk.Offset - p.at); err == nil {
		chunk.Text = grown(buf, place.size)[:place.size]
		_, err = io.ReadFull(stream, chunk.Text)
		chunk.Text = joined(chunk.Text[:0], chunk.Text, lines, 0)
		p.at = chunk.Offset + place.size
	}
	if err != nil {
		return parser.Chunk{}, err
	}
	if len(place.picks) > 1 || place.notes.before > 0 || !place.notes.canSkip() { // else a CR is none of its ends
		withLineEnds(chunk.Text)
	}
	chunk.Seq = p.turn
	p.turn++
	chunk.Last = p.turn == len(p.chunks)
	return chunk, nil
}

// pieces reads lines of a chunk, those at once that stand close together.
func (p *replay) pieces(place *chunkPlace, lines []lineSpan, buf []byte) ([]byte, error) {
	text := buf[:0]
	for len(lines) > 0 {
		n, until := 1, lines[0].until
		for n < len(lines) && lines[n].from-until < together {
			until = lines[n].until
			n++
		}
		from := lines[0].from
		text = grown(text, until-from)
		piece := text[len(text) : len(text)+int(until-from)]
		if _, err := p.text.ReadAt(piece, place.chunk.Offset+from); err != nil {
			return nil, err
		}
		text = joined(text, piece, lines[:n], from)
		lines = lines[n:]
	}
	return text, nil
}

// joined appends lines of a piece of text that begins at a place; piece may be what follows
// in to.
func joined(to, piece []byte, lines []lineSpan, from int64) []byte {
	for _, one := range lines {
		to = append(to, piece[one.from-from:one.until-from]...)
	}
	return to
}

// grown returns a buffer that has room for so many bytes more.
func grown(buf []byte, more int64) []byte {
	if need := len(buf) + int(more); cap(buf) < need {
		return append(make([]byte, 0, max(need, 2*cap(buf))), buf...)
	}
	return buf
}

// show shows the rows of a chunk that are picked, as they were judged before. It reports
// false when counting was stopped.
func (w *worker) show(r *reading, c parser.Chunk) bool {
	if !w.sit(r) {
		return false
	}
	defer w.rise()
	w.scanner.Reset(c)
	place := &r.replay.chunks[c.Seq]
	for _, i := range place.picks {
		row := w.picked(place, int(i))
		if row == nil {
			r.ledger.fail(&input.Error{Source: r.input.Name, Expected: "the rows that it had", Found: "others", Err: input.ErrChanged})
			break
		}
		w.judge.showNoted(place.notes.notes[i].outcome(), row, r.source)
	}
	return true
}

// picked goes to a row that is picked. It returns nil where that is there no longer.
func (w *worker) picked(p *chunkPlace, i int) *parser.Row {
	alone, offset := p.notes.canSkip(), p.chunk.Offset+p.notes.notes[i].place()
	for w.scanner.Skim() {
		row := w.scanner.Row()
		switch {
		case alone:
			row.Offset, row.Number = offset, p.notes.before+int64(i)
		case row.Offset > offset:
			return nil
		case row.Offset < offset:
			continue
		}
		w.scanner.Read()
		return row
	}
	return nil
}

// showNoted shows a row with an outcome of the first look.
func (j *judge) showNoted(noted int, r *parser.Row, source int) {
	outcome := j.outcomeOf(noted)
	if j.counts.outcomes.all[outcome].unasked {
		return
	}
	if j.ofAll != nil {
		outcome = j.byAll(j.ofAll, outcome, r, source)
	}
	j.counts.add(outcome, r, source)
	j.counts.isHashed = false
}

// outcomeOf is an outcome of the first look in the table of this one.
func (j *judge) outcomeOf(noted int) int {
	if j.noted == nil {
		j.noted = make([]int, len(j.options.noted.outcomes))
	}
	if j.noted[noted] == 0 {
		first := j.options.noted
		o := first.outcomes[noted].outcome
		if o.span == besideSpan && j.options.times() == nil {
			o.span = 0
		}
		if o.reason > 0 {
			o.reason = j.counts.outcomes.internReason(first.reasons[o.reason])
		}
		j.noted[noted] = j.counts.outcomes.find(o) + 1
	}
	return j.noted[noted] - 1
}
