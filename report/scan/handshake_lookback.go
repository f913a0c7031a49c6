package scan

import (
	"bytes"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// servedBefore are the rows of a chunk that were let in shortly before a leg. Legs
// are looked at in order, so each row is scanned once at most, however many legs
// stand behind it.
type servedBefore struct {
	scanner parser.Scanner
	rows    []served
	chunk   parser.Chunk
	header  parser.Header // in force at end
	end     int64         // of what was scanned of the chunk
}

// reset starts on a chunk.
func (b *servedBefore) reset(c parser.Chunk) {
	b.rows, b.chunk, b.header, b.end = b.rows[:0], c, c.Header, 0
}

// extend scans the bytes before a leg that it may look back to, but for what was
// scanned before.
func (b *servedBefore) extend(l *openLegs, one *leg) {
	piece, end := b.chunk, one.Offset-b.chunk.Offset
	from, header := b.end, b.header
	if gap := end - lookBackBytes - 1; gap > from && !bytes.Contains(b.chunk.Text[gap:end], []byte("\n#")) {
		// No directive stands between, so the columns are those of the leg.
		from, header = gap+int64(bytes.IndexByte(b.chunk.Text[gap:], '\n')+1), headerOf(&one.Row)
	}
	piece.Text, piece.Offset, piece.Header, piece.Last = b.chunk.Text[from:end], b.chunk.Offset+from, header, false
	b.scanner.Reset(piece)
	for b.scanner.Skim() {
		if row := b.scanner.Row(); l.mayAnswer(row) {
			b.scanner.Read()
			b.add(l, row)
		}
	}
	b.end, b.header = end, headerOf(&one.Row)
}

func (b *servedBefore) add(l *openLegs, row *parser.Row) {
	if one, ok := l.keys.servedBy(row); ok {
		b.rows = append(b.rows, one)
	}
}

// headerOf returns the header in force at a row.
func headerOf(r *parser.Row) parser.Header {
	h := parser.NewHeader()
	h.Layout = r.Layout
	if r.Second != parser.NoTime {
		h.Day = floorDiv(r.Second, 86400) * 86400
	}
	return h
}

// anyAnswers reports whether one of some rows in their order, that were let in,
// answers a leg behind them.
func anyAnswers(rows []served, one *leg) bool {
	for _, a := range slices.Backward(rows) {
		if a.offset < one.Offset-lookBackBytes {
			return false
		}
		if a.key == one.key && (a.named || one.ofApplication()) && Answers(a.second, a.offset, &one.Row) {
			return true
		}
	}
	return false
}

// lookBack searches the rows shortly before each leg that is open, and keeps
// what stays open: rows are not always written in the order of their times.
func (w *worker) lookBack(s *scanned) {
	w.before.reset(s.chunk)
	open := s.legs[:0]
	for _, one := range s.legs {
		if one.closed {
			continue
		}
		w.before.extend(w.legs, one)
		if !anyAnswers(w.before.rows, one) {
			open = append(open, &leg{Row: *one.Clone(), key: one.key, path: one.path})
		} else if !w.judge.countLeg(&one.Row, codes.Handshake, w.reading.source) {
			w.filtered++
		}
	}
	clear(s.legs[len(open):])
	s.legs = open
}
