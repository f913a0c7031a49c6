package report

import (
	"bytes"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// nearby are the rows of a chunk that were let in shortly before a leg. Legs are
// looked at in order, so each row is scanned once at most, however many legs
// stand behind it.
type nearby struct {
	scanner parser.Scanner
	rows    []served
	chunk   parser.Chunk
	header  parser.Header // in force at end
	end     int64         // of what was scanned of the chunk
}

// reset starts on a chunk.
func (n *nearby) reset(c parser.Chunk) {
	n.rows, n.chunk, n.header, n.end = n.rows[:0], c, c.Header, 0
}

// extend scans the lookback bytes before a leg, but for what was scanned before.
func (n *nearby) extend(l *legs, leg *parser.Row) {
	part, end := n.chunk, leg.Offset-n.chunk.Offset
	from, header := n.end, n.header
	if gap := end - lookback - 1; gap > from && !bytes.Contains(n.chunk.Text[gap:end], []byte("\n#")) {
		// No directive stands between, so the columns are those of the leg.
		from, header = gap+int64(bytes.IndexByte(n.chunk.Text[gap:], '\n')+1), headerOf(leg)
	}
	part.Text, part.Offset, part.Header, part.Last = n.chunk.Text[from:end], n.chunk.Offset+from, header, false
	n.scanner.Reset(part)
	for n.scanner.Skim() {
		if row := n.scanner.Row(); l.mayAnswer(row) {
			n.scanner.Read()
			n.add(l, row)
		}
	}
	n.end, n.header = end, headerOf(leg)
}

func (n *nearby) add(l *legs, row *parser.Row) {
	if isServed(row) {
		n.rows = append(n.rows, served{l.keys.of(row), row.Second, row.Offset})
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
func anyAnswers(rows []served, key uint64, leg *parser.Row) bool {
	for _, a := range slices.Backward(rows) {
		if a.offset < leg.Offset-lookback {
			return false
		}
		if a.key == key && answers(a.second, a.offset, leg) {
			return true
		}
	}
	return false
}

// lookBack searches the rows shortly before each leg that is open, and keeps
// what stays open: rows are not always written in the order of their times.
func (w *worker) lookBack(s *scanned) {
	w.near.reset(s.chunk)
	open := s.legs[:0]
	for _, leg := range s.legs {
		if leg.Layout == nil {
			continue
		}
		w.near.extend(w.legs, leg)
		if !anyAnswers(w.near.rows, w.legs.keys.of(leg), leg) {
			open = append(open, leg.Clone())
		} else if !w.account.settle(leg, codes.Handshake, w.reading.source) {
			w.filtered++
		}
	}
	clear(s.legs[len(open):])
	s.legs = open
}
