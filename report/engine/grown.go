package engine

import (
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A file that grows is read from its new end on by the process that read it before. Which rows
// are there is asked of the engine all the same, and the last whole block before the new end is
// read again, so that a file of the same beginning that goes on otherwise is found. Whoever
// starts anew reads all of it.

// grown are the files that were read to their end, by what they are known by.
type grown map[uint64]grownFile

// grownFile is where a file may be read from when it has grown.
type grownFile struct {
	name  string
	size  int64
	start *scan.Start
}

// note notes where a file may be read from that was read and shipped.
func (g grown) note(f *file, s *scan.Source) {
	if f.err != nil || s.Err != nil || f.hasSessions {
		return
	}
	until := f.next
	if !f.isDecided {
		until = f.undecided
	}
	if start := s.StartBefore(int64(until)*blockSize - blockSize); start != nil {
		g[f.id.file] = grownFile{f.source.Name, f.source.Size, start}
	}
}

// take returns where a file may be read from, nil for its start. It is noted again when it was
// shipped.
func (g grown) take(one *candidate, together []candidate, known map[uint64]*knownFile) *scan.Start {
	was, ok := g[one.id.file]
	delete(g, one.id.file)
	if !ok || was.name != one.source.Name || one.source.Size < was.size {
		return nil
	}
	for i := range together {
		if other := &together[i]; other.id.file != one.id.file && mayGoOn(other, known[other.id.file], one.id.begins) {
			return nil
		}
	}
	return was.start
}

// mayGoOn reports whether a file may end where another one begins, whose first rows may answer
// its last ones.
func mayGoOn(other *candidate, known *knownFile, begins int64) bool {
	if begins == parser.NoTime || other.id.begins == parser.NoTime {
		return true
	}
	const near = 2 * scan.AnswerWithin
	return other.id.begins <= begins+near && (known == nil || known.last <= begins+near)
}

// begin makes the file be read from a place on, where all blocks before it are known whole.
func (f *file) begin(at *scan.Start) {
	if at == nil {
		return
	}
	from := uint32((at.Offset + blockSize - 1) / blockSize)
	for n := range from {
		if f.known[n].bytes != blockSize {
			return
		}
	}
	f.start, f.from, f.next = at, from, from
}

// linesBefore and rowsBefore are how many stand before the place that it is read from.
func (f *file) linesBefore() int64 {
	if f.start == nil {
		return 0
	}
	return f.start.Lines()
}

func (f *file) rowsBefore() int64 {
	if f.start == nil {
		return 0
	}
	return f.start.Rows()
}
