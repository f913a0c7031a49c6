package scan

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/iiswhy/iiswhy/parser/input"
)

// Rows that do not fit into memory are not copied where their sources can be read
// again: these are read a slice of time after the other, which needs no more memory
// than a slice, no room on a disk, and shows the first rows at once. Each chunk is known
// with its times, and most logs are nearly in order, so little is read twice. A log in
// no order, and one that cannot be read again, goes through a temporary file.

const (
	// fewSliceBytes and mostSliceBytes are how many bytes the chunks of a slice have: the latter
	// where many sources are of the same time.
	fewSliceBytes, mostSliceBytes = 8 << 20, 24 << 20
	// mostReread is how many times slices may read a log, else a file is cheaper; fewReread the
	// same of the shorter ones.
	mostReread, fewReread = 3, 1.5
)

// again is a reading of some chunks: which sources and chunks they are in the first.
type again struct {
	of     []int
	chunks [][]chunkPlace
}

// sliced gives the rows of one slice of time after the other. It reports false when a
// temporary file is the better way.
func (k *Kept) sliced(ctx context.Context, see func(*KeptRow) bool) (bool, error) {
	spans, ok := k.look.slices()
	if !ok {
		return false, nil
	}
	going := true
	for _, span := range spans {
		part := k.slice(ctx, span)
		err := part.all(func(r *KeptRow) bool {
			going = see(r)
			return going
		})
		if closed := part.Close(); err == nil {
			err = closed
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil || !going {
			return true, err
		}
	}
	return true, nil
}

// slice reads the rows of a span again.
func (k *Kept) slice(ctx context.Context, span Span) *Kept {
	var sources []input.Source
	a := &again{}
	for i := range k.look.sources {
		if p := k.look.sources[i].within(setOf(besideLegs([]Span{span}))); len(p) > 0 {
			sources, a.of, a.chunks = append(sources, k.look.sources[i].input), append(a.of, i), append(a.chunks, p)
		}
	}
	o := k.look.options
	o.Spans, o.Progress = []Span{span}, nil
	part := k.read(ctx, sources, o, a.chunks)
	part.again = a
	return part
}

// unsliced reads all rows again, with a temporary file.
func (k *Kept) unsliced(ctx context.Context) *Kept {
	var sources []input.Source
	for _, s := range k.look.sources {
		sources = append(sources, s.input)
	}
	o := k.look.options
	o.Progress = nil
	return k.read(ctx, sources, o, nil)
}

// read reads rows again; those that do not fit into memory go to a file.
func (k *Kept) read(ctx context.Context, sources []input.Source, o Options, chunks [][]chunkPlace) *Kept {
	o.keptFile = newKeptFile(o.Keep)
	r := read(ctx, sources, o, piecesOf(chunks))
	part := &Kept{keep: k.keep, file: o.keptFile, runs: r.counts.kept.finished(), lines: k.lines}
	for _, one := range r.readings {
		if part.file.err == nil && one.ledger.err != nil && chunks != nil {
			part.file.err = fmt.Errorf("expected to read the rows again: %w", one.ledger.err)
		}
	}
	return part
}

// slices cuts time so that the chunks of each slice are few. It reports false when
// chunks overlap too much, or rows have no time.
func (l *secondLook) slices() (spans []Span, ok bool) {
	var sizes sizesByTime
	for i := range l.sources {
		for _, p := range l.sources[i].chunks {
			if p.untimed {
				return nil, false
			}
			if p.first <= p.last {
				sizes.add(p)
			}
		}
	}
	sizes.sort()
	if spans, ok = sizes.slices(fewSliceBytes, fewReread); !ok {
		spans, ok = sizes.slices(mostSliceBytes, mostReread)
	}
	return spans, ok
}

// slices cuts time into slices of so many bytes. It reports false where they would read all of it
// more often than so many times.
func (s *sizesByTime) slices(bytes int64, most float64) (spans []Span, ok bool) {
	var reread int64
	for from := s.earliest(); from <= s.latest(); {
		until := s.until(from, bytes)
		spans = append(spans, Span{from, until, true})
		reread += s.within(from, until)
		from = until
		if float64(reread) > most*float64(s.total)+float64(bytes) {
			return nil, false
		}
	}
	return spans, true
}

// sizesByTime tells how many bytes the chunks of a span of time have.
type sizesByTime struct {
	first, last sizesUpTo
	total       int64
}

// sizesUpTo are times in order, and the bytes of the chunks up to each.
type sizesUpTo struct {
	places []chunkPlace
	time   func(*chunkPlace) int64
	bytes  []int64
}

func (s *sizesByTime) add(p chunkPlace) {
	s.first.places, s.last.places = append(s.first.places, p), append(s.last.places, p)
	s.total += p.size
}

func (s *sizesByTime) sort() {
	s.first.time = func(p *chunkPlace) int64 { return p.first }
	s.last.time = func(p *chunkPlace) int64 { return p.last }
	s.first.sort()
	s.last.sort()
}

func (s *sizesUpTo) sort() {
	slices.SortFunc(s.places, func(a, b chunkPlace) int {
		return cmp.Compare(s.time(&a), s.time(&b))
	})
	sum := int64(0)
	for _, p := range s.places {
		sum += p.size
		s.bytes = append(s.bytes, sum)
	}
}

// before is the bytes of the chunks whose time is before a second.
func (s *sizesUpTo) before(second int64) int64 {
	i := sort.Search(len(s.places), func(i int) bool { return s.time(&s.places[i]) >= second })
	if i == 0 {
		return 0
	}
	return s.bytes[i-1]
}

func (s *sizesByTime) earliest() int64 {
	if len(s.first.places) == 0 {
		return math.MaxInt64
	}
	return s.first.places[0].first
}

func (s *sizesByTime) latest() int64 {
	if n := len(s.last.places); n > 0 {
		return s.last.places[n-1].last
	}
	return math.MinInt64
}

// within is the bytes of the chunks that a look at a span reads.
func (s *sizesByTime) within(from, until int64) int64 {
	return s.first.before(until+AnswerWithin) - s.last.before(from-AnswerWithin)
}

// until is where a slice ends that begins at a second: as late as its bytes allow, and
// a second later at least.
func (s *sizesByTime) until(from, bytes int64) int64 {
	room := s.latest() + 1 - from
	longest := sort.Search(int(room), func(n int) bool { return s.within(from, from+int64(n)+1) > bytes })
	return from + max(1, int64(longest))
}
