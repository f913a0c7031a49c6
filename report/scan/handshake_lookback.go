package scan

import (
	"bytes"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// servedBefore are the rows of a chunk that were let in shortly before a leg, where rows
// were not noted yet. Legs are looked at in order, so each row is scanned once at most,
// however many legs stand behind it.
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

// extend scans the bytes before a leg that it may look back to, up to where rows are
// noted, but for what was scanned before.
func (b *servedBefore) extend(l *openLegs, one *leg, noted *notedFrom) {
	until := min(one.Offset, noted.offset) - b.chunk.Offset
	gap := one.Offset - b.chunk.Offset - lookBackBytes - 1
	if until <= max(b.end, gap) {
		return
	}
	end := headerOf(one.Layout, one.Second)
	if noted.offset < one.Offset {
		end = headerOf(noted.layout, noted.second)
	}
	from, header := b.end, b.header
	if gap > from && !bytes.Contains(b.chunk.Text[gap:until], []byte("\n#")) {
		// No directive stands between, so the columns are those of the leg.
		from, header = gap+int64(bytes.IndexByte(b.chunk.Text[gap:], '\n')+1), end
	}
	if from >= until {
		return
	}
	piece := b.chunk
	piece.Text, piece.Offset, piece.Header, piece.Last = b.chunk.Text[from:until], b.chunk.Offset+from, header, false
	b.scan(l, piece)
	b.end, b.header = until, end
}

// scan keeps the rows of a piece that may answer legs.
func (b *servedBefore) scan(l *openLegs, piece parser.Chunk) {
	b.scanner.Reset(piece)
	for b.scanner.Skim() {
		row := b.scanner.Row()
		if l.apps == 0 && row.Missing(parser.Username) || !l.mayHave(uint32(l.keys.path(row))) {
			continue
		}
		b.scanner.Read()
		if one, ok := l.keys.servedBy(row); ok {
			b.rows = append(b.rows, one)
		}
	}
}

// headerOf returns the header in force at a row of a layout and a time.
func headerOf(l *parser.Layout, second int64) parser.Header {
	h := parser.NewHeader()
	h.Layout = l
	if second != parser.NoTime {
		h.Day = floorDiv(second, 86400) * 86400
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
		if a.answers(one) {
			return true
		}
	}
	return false
}

// lookBack searches the rows shortly before each leg that is open, and keeps
// what stays open: rows are not always written in the order of their times.
func (w *worker) lookBack(s *scanned) {
	w.before.reset(s.chunk)
	w.open = w.open[:0]
	for i := range w.opened {
		if !w.opened[i].isOpen() {
			continue
		}
		one := w.opened[i].leg
		if w.free = append(w.free, one); !w.answeredBefore(one) {
			w.open = append(w.open, one)
		} else if !w.judge.countLeg(one, codes.Handshake, w.reading.source) {
			w.filtered++
		}
	}
	s.legs = w.reading.pairing.blocks.keep(w.open)
}

func (w *worker) answeredBefore(one *leg) bool {
	noted := &w.letIn.from
	if one.ofApplication() {
		noted = &w.letIn.all
	}
	w.before.extend(w.legs, one, noted)
	return w.letIn.answered(one, &w.legs.keys) || anyAnswers(w.before.rows, one)
}
