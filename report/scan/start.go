package scan

import (
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/parser"
)

// A file that grows and was read before need not be read from its start: what its rows are
// judged to be depends on few bytes before them.

// Start is a place of a plain file at which reading may begin.
type Start struct {
	Offset int64
	header parser.Header // in force there
	before Source        // the account of what stands before
}

// Lines and Rows are how many stand before.
func (s *Start) Lines() int64 { return s.before.Lines }
func (s *Start) Rows() int64  { return s.before.Rows }

// chunkTally is the account of a chunk.
type chunkTally struct {
	place chunkPlace
	tally parser.Tally
}

// tallied keeps the account of a chunk, for who reads the file again.
func (r *reading) tallied(s *scanned, t *parser.Tally) {
	one := chunkTally{chunkPlaceOf(s), *t}
	r.ledger.mu.Lock()
	defer r.ledger.mu.Unlock()
	r.tallies = append(r.tallies, one)
}

// beginAt begins to read a stream at the start that was given.
func (r *reading) beginAt() error {
	text := r.stream.Plain()
	if text == nil || text.Size() < r.start.Offset {
		return notPlain(r.input.Name)
	}
	if err := r.stream.Skip(r.start.Offset); err != nil {
		return err
	}
	r.way.at = toEnd
	r.cutter = parser.ResumeCutter(r.stream, 0, r.start.Offset, r.start.header)
	return nil
}

// StartBefore returns where reading may begin so that all rows from a place on are judged as
// if all had been read; nil for the start of the source.
func (s *Source) StartBefore(offset int64) *Start {
	slices.SortFunc(s.tallies, func(a, b chunkTally) int { return a.place.chunk.Seq - b.place.chunk.Seq })
	start := Start{before: Source{First: math.MaxInt64, Last: math.MinInt64}}
	if s.start != nil {
		start = *s.start
	}
	found := s.start
	for i := range s.tallies {
		one := &s.tallies[i]
		if !s.isPlain || one.place.chunk.Offset > offset-lookBackBytes {
			break
		}
		if at := one.place.chunk.Offset; at > 0 {
			start.Offset, start.header = at, one.place.chunk.Header
			here := start
			here.before.Faults = s.faultsBefore(start.before.Lines, s.tallies[:i])
			found = &here
		}
		start.before.count(one)
		start.before.Forms = s.Forms
	}
	return found
}

// count adds the account of a chunk, but for its faults.
func (s *Source) count(c *chunkTally) {
	t := &c.tally
	s.Bytes += c.place.chunk.Bytes
	s.Lines, s.Rows, s.Refused = s.Lines+t.Lines, s.Rows+t.Rows, s.Refused+t.Refused
	s.Directives, s.Blank = s.Directives+t.Directives, s.Blank+t.Blank
	s.First, s.Last = min(s.First, c.place.first), max(s.Last, c.place.last)
}

// faultsBefore are the faults of so many lines, which some chunks hold, and what stood before
// them.
func (s *Source) faultsBefore(lines int64, chunks []chunkTally) (all []Fault) {
	counts := map[parser.Fault]int64{}
	if s.start != nil {
		for _, f := range s.start.before.Faults {
			counts[f.Kind] = f.Lines
		}
	}
	for i := range chunks {
		for kind, n := range chunks[i].tally.Counts {
			counts[parser.Fault(kind)] += n
		}
	}
	for _, f := range s.Faults {
		if f.Lines = counts[f.Kind]; f.Lines > 0 {
			f.First = slices.DeleteFunc(slices.Clone(f.First), func(p Place) bool { return p.Line > lines })
			all = append(all, f)
		}
	}
	return all
}

// addStart adds the account of what stands before the place where reading began.
func (s *Source) addStart() {
	b := &s.start.before
	s.Bytes, s.Lines, s.Rows, s.Refused = s.Bytes+b.Bytes, s.Lines+b.Lines, s.Rows+b.Rows, s.Refused+b.Refused
	s.Directives, s.Blank = s.Directives+b.Directives, s.Blank+b.Blank
	s.First, s.Last = min(s.First, b.First), max(s.Last, b.Last)
	s.Forms = append(slices.Clone(b.Forms), s.Forms...)
	slices.Sort(s.Forms)
	s.Forms = slices.Compact(s.Forms)
	for i := range s.Faults {
		f := &s.Faults[i]
		f.First = slices.Clone(f.First)
		for j := range f.First {
			f.First[j].Line += b.Lines
		}
	}
	var all []Fault
	for kind := range parser.Faults {
		one := Fault{Kind: kind}
		for _, from := range [][]Fault{b.Faults, s.Faults} {
			for _, f := range from {
				if f.Kind == kind {
					one.Lines, one.First = one.Lines+f.Lines, append(one.First, f.First...)
				}
			}
		}
		if one.Lines > 0 {
			one.First = one.First[:min(PlacesShown, len(one.First))]
			all = append(all, one)
		}
	}
	s.Faults = all
}
