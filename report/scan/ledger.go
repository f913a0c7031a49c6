package scan

import (
	"cmp"
	"slices"
	"sync"

	"github.com/iiswhy/iiswhy/parser"
)

// ledger is the account of one source: nothing that is read goes missing in it.
// Chunks are entered in any order.
type ledger struct {
	mu     sync.Mutex
	ended  bool
	err    error
	passed []string // entries of an archive that are no logs by their names

	gaps            []gap // that were skipped, in order
	lost            int   // chunk behind the first of them
	bytes, filtered int64
	tally           sums
	lines           []int64                      // of each chunk, by its place
	faults          map[parser.Fault]*faultLines // most logs have none
}

// sums are those of a Tally.
type sums struct {
	Lines, Rows, Refused, Directives, Blank int64
	Forms                                   uint8
}

// faultLines are how many lines have a fault, and the first few of them.
type faultLines struct {
	lines int64
	first []chunkLine
}

// chunkLine is a line with a fault, by chunk and by line within the chunk: which
// line of the source that is, is only known at the end.
type chunkLine struct {
	chunk  int
	line   int64
	offset int64
	text   string
}

// PlacesShown is how many places of a fault a result gives.
const PlacesShown = 3

func (l *ledger) isEnded() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ended
}

func (l *ledger) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = true
}

// fail keeps the first error.
func (l *ledger) fail(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil {
		l.err = err
	}
}

// gap is a part of a source that was not read: from ≤ place < until, in bytes.
type gap struct{ from, until int64 }

// skip notes a gap before the chunk of a number.
func (l *ledger) skip(g gap, chunk int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.gaps) == 0 {
		l.lost = chunk
	}
	l.gaps = append(l.gaps, g)
}

// skipped returns the gaps.
func (l *ledger) skipped() []gap {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.gaps)
}

// sizeOf is how long some gaps are.
func sizeOf(gaps []gap) (bytes int64) {
	for _, g := range gaps {
		bytes += g.until - g.from
	}
	return bytes
}

// knownLines is how many lines each chunk has, up to the first gap: behind it nobody
// knows which lines they are. It must be called with the lock held.
func (l *ledger) knownLines() []int64 {
	if len(l.gaps) == 0 {
		return l.lines
	}
	return l.lines[:min(l.lost, len(l.lines))]
}

// pass notes entries that were passed over.
func (l *ledger) pass(entries []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.passed = entries
}

// filter moves rows from those that were used to those that were not wanted.
func (l *ledger) filter(rows int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.filtered += rows
}

// enter adds one scanned chunk, of which so many rows were filtered out.
func (l *ledger) enter(c parser.Chunk, t *parser.Tally, filtered int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bytes += c.Bytes
	l.filtered += filtered
	l.tally.Lines += t.Lines
	l.tally.Rows += t.Rows
	l.tally.Refused += t.Refused
	l.tally.Directives += t.Directives
	l.tally.Blank += t.Blank
	l.tally.Forms |= t.Forms
	for len(l.lines) <= c.Seq {
		l.lines = append(l.lines, 0)
	}
	l.lines[c.Seq] = t.Lines
	for f := range parser.Faults {
		if t.Counts[f] > 0 {
			l.enterFault(f, t.Counts[f]).enter(c.Seq, t.First[f])
		}
	}
}

// enterFault adds lines with a fault, and returns what is known of those. It must be called
// with the lock held.
func (l *ledger) enterFault(f parser.Fault, lines int64) *faultLines {
	if l.faults == nil {
		l.faults = map[parser.Fault]*faultLines{}
	}
	of := l.faults[f]
	if of == nil {
		of = &faultLines{}
		l.faults[f] = of
	}
	of.lines += lines
	return of
}

// enter keeps the first few places, in the order of the source.
func (f *faultLines) enter(chunk int, places []parser.Place) {
	for _, p := range places {
		f.first = append(f.first, chunkLine{chunk, p.Line, p.Offset, p.Text})
	}
	slices.SortFunc(f.first, func(a, b chunkLine) int {
		return cmp.Or(cmp.Compare(a.chunk, b.chunk), cmp.Compare(a.line, b.line))
	})
	f.first = f.first[:min(PlacesShown, len(f.first))]
}

// addTo adds the lines with a fault, as those of the source of that index.
func (l *ledger) addTo(f *Fault, source int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	of := l.faults[f.Kind]
	if of == nil {
		return
	}
	f.Lines += of.lines
	for _, at := range of.first {
		if len(f.First) < PlacesShown {
			f.First = append(f.First, Place{source, lineOf(l.knownLines(), at.chunk, at.line), at.offset, at.text})
		}
	}
}

// lineOf returns the line within its source, counted from 1, of a line of a chunk,
// counted from 0. lines says how many each chunk has; 0 of one whose place is not known.
func lineOf(lines []int64, chunk int, line int64) int64 {
	if chunk < 0 || chunk >= len(lines) {
		return 0
	}
	n := line + 1
	for _, before := range lines[:chunk] {
		n += before
	}
	return n
}

// formsOf lists the forms of a Tally.
func formsOf(bits uint8) (all []parser.Form) {
	for f := range parser.Forms {
		if bits&(1<<f) != 0 {
			all = append(all, f)
		}
	}
	return all
}
