package scan

import (
	"bufio"
	"cmp"
	"container/heap"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// Kept are the rows that Options.Keep asked for. Close removes what they stand in.
type Kept struct {
	keep  Keep
	file  *keptFile
	runs  []keptRun
	lines [][]int64 // of each source, how many lines are before each chunk
	look  *secondLook
	again *again // what the sources and chunks of a second reading are; nil for the first
}

// KeptRow is a row with its place and what it is. Row is good until the next one is
// asked for.
type KeptRow struct {
	Source  int   // index into Result.Sources
	Line    int64 // in it, counted from 1; 0 where it is not known, behind what was skipped
	Row     *parser.Row
	Verdict codes.Verdict
	Family  int    // of noise, that claimed the row; -1 for none
	User    []byte // of its session, where another row names it; nil for none
}

// kept returns the rows that were kept, nil where nobody asked for them.
func (r *run) kept(out *Result) *Kept {
	if r.counts.kept == nil {
		return nil
	}
	k := &Kept{keep: *r.options.Keep, file: r.options.keptFile, look: out.Rows.(*secondLook)}
	if !k.file.gaveUp.Load() {
		k.runs = r.counts.kept.finished()
	}
	for i := range out.Sources {
		before, lines := int64(0), make([]int64, len(out.Sources[i].chunkLines))
		for chunk, n := range out.Sources[i].chunkLines {
			lines[chunk] = before
			before += n
		}
		k.lines = append(k.lines, lines)
	}
	return k
}

// line is the line of a source, counted from 1, of a line of a chunk; 0 where that is
// behind what was skipped.
func (k *Kept) line(source, chunk int, number int64) int64 {
	if chunk >= len(k.lines[source]) {
		return 0
	}
	return k.lines[source][chunk] + number + 1
}

// Close removes the temporary file, where there is one. Kept of nil has none.
func (k *Kept) Close() error {
	if k == nil {
		return nil
	}
	return k.file.close()
}

// Layouts are the lists of fields that the rows have, in the order of their first
// rows.
func (k *Kept) Layouts() []*parser.Layout {
	var first []*keptAt // by index of the layout
	for i := range k.runs {
		for l, at := range k.runs[i].first {
			for l >= len(first) {
				first = append(first, nil)
			}
			if at != nil && (first[l] == nil || at.standsBefore(first[l])) {
				first[l] = at
			}
		}
	}
	first = slices.DeleteFunc(first, func(at *keptAt) bool { return at == nil })
	slices.SortFunc(first, func(a, b *keptAt) int {
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.offset, b.offset))
	})
	var all []*parser.Layout
	for _, at := range first {
		all = append(all, k.file.layouts[at.layout])
	}
	return all
}

// standsBefore reports whether a row stands before another in the input.
func (a *keptAt) standsBefore(b *keptAt) bool {
	return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.offset, b.offset)) < 0
}

// All gives the rows in order, until see returns false. When ctx ends it returns its
// error.
func (k *Kept) All(ctx context.Context, see func(*KeptRow) bool) error {
	if !k.file.gaveUp.Load() {
		return k.all(func(r *KeptRow) bool { return ctx.Err() == nil && see(r) })
	}
	if done, err := k.sliced(ctx, see); done {
		return err
	}
	whole := k.unsliced(ctx)
	err := whole.all(func(r *KeptRow) bool { return ctx.Err() == nil && see(r) })
	return errors.Join(err, whole.Close())
}

// all gives the rows that were kept.
func (k *Kept) all(see func(*KeptRow) bool) error {
	if k.file.err != nil {
		return k.file.err
	}
	if k.keep.Sample > 0 {
		return k.sampled(see)
	}
	teller := newTeller(k)
	return k.merged(k.keep.Limit, func(c *record) bool { return see(teller.row(c)) })
}

// sampled gives the chosen rows in the order of time.
func (k *Kept) sampled(see func(*KeptRow) bool) error {
	var all []record
	err := k.merged(k.keep.Sample, func(c *record) bool {
		one := *c
		one.line, one.user = slices.Clone(c.line), slices.Clone(c.user)
		one.at.rank = 0
		all = append(all, one)
		return true
	})
	slices.SortFunc(all, func(a, b record) int { return a.at.compare(&b.at) })
	teller := newTeller(k)
	for i := range all {
		if !see(teller.row(&all[i])) {
			break
		}
	}
	return err
}

// merged gives the records of all runs in order, so many at most; 0 for all.
func (k *Kept) merged(most int, see func(*record) bool) error {
	heads := make(runHeads, 0, len(k.runs))
	for i := range k.runs {
		h := newRunHead(k.file, &k.runs[i])
		if ok, err := h.next(); err != nil {
			return err
		} else if ok {
			heads = append(heads, h)
		}
	}
	heap.Init(&heads)
	for given := 0; len(heads) > 0 && (most == 0 || given < most); given++ {
		h := heads[0]
		if !see(&h.record) {
			return nil
		}
		ok, err := h.next()
		if err != nil {
			return err
		}
		if ok {
			heap.Fix(&heads, 0)
		} else {
			heap.Pop(&heads)
		}
	}
	return nil
}

// runHead is the next record of a run.
type runHead struct {
	record record
	run    *keptRun
	turn   int           // of the next row in memory
	in     *bufio.Reader // of a run in the file
	buf    []byte
}

// readAhead is how much of each run in the file is held.
const readAhead = 64 << 10

func newRunHead(f *keptFile, run *keptRun) *runHead {
	h := &runHead{run: run}
	if run.text == nil {
		h.in = bufio.NewReaderSize(io.NewSectionReader(f.file, run.from, run.size), readAhead)
	}
	return h
}

// next goes to the next record. It reports false at the end.
func (h *runHead) next() (bool, error) {
	if h.in == nil {
		if h.turn == len(h.run.rows) {
			return false, nil
		}
		h.turn++
		return true, h.record.read(h.run.text.record(h.run.rows[h.turn-1].at)[lengthSize:])
	}
	var length [lengthSize]byte
	if _, err := io.ReadFull(h.in, length[:]); err == io.EOF {
		return false, nil
	} else if err != nil {
		return false, err
	}
	size := int(binary.LittleEndian.Uint32(length[:]))
	h.buf = slices.Grow(h.buf[:0], size)[:size]
	if _, err := io.ReadFull(h.in, h.buf); err != nil {
		return false, err
	}
	return true, h.record.read(h.buf)
}

// runHeads is a heap of the runs, the one of the first record on top.
type runHeads []*runHead

func (h runHeads) Len() int           { return len(h) }
func (h runHeads) Less(i, j int) bool { return h[i].record.at.compare(&h[j].record.at) < 0 }
func (h runHeads) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *runHeads) Push(x any)        { *h = append(*h, x.(*runHead)) }
func (h *runHeads) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	*h = (*h)[:last]
	return x
}

// teller makes rows of records again.
type teller struct {
	kept    *Kept
	scanner parser.Scanner
	shown   KeptRow
}

func newTeller(k *Kept) *teller { return &teller{kept: k} }

// row reads the line of a record. It was a row of that layout before, so it is one
// again.
func (t *teller) row(c *record) *KeptRow {
	header := parser.NewHeader()
	header.Layout = t.kept.file.layouts[c.at.layout]
	if c.at.second != parser.NoTime {
		header.Day = floorDiv(c.at.second, 86400) * 86400
	}
	t.scanner.Reset(parser.Chunk{Seq: c.chunk, Offset: c.at.offset, Header: header, Text: c.line})
	t.scanner.Scan()
	row := t.scanner.Row()
	source, chunk := int(c.at.source), c.chunk
	if a := t.kept.again; a != nil {
		source, chunk = a.of[source], a.chunks[source][chunk].chunk.Seq
	}
	row.Second, row.Number, row.Offset = c.at.second, c.number, c.at.offset
	t.shown = KeptRow{
		Source: source, Line: t.kept.line(source, chunk, c.number),
		Row: row, Verdict: c.verdict, Family: c.family, User: c.user,
	}
	return &t.shown
}
