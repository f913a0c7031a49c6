package scan

import (
	"bytes"
	"hash/fnv"

	"github.com/iiswhy/iiswhy/parser"
)

const (
	// beginningBytes is how much of its first rows tells a source from others, and
	// beginningRows how many of these it must have to be told: rows that two servers write
	// at the same second may be the same, and headers are.
	beginningBytes = 4 << 10
	beginningRows  = 5
)

// beginning is what the first rows of a source are: a copy of it, packed or not, begins with the
// same.
type beginning struct {
	upto  int64 // of the source, all of which was seen; -1 where what follows does not count
	bytes int
	rows  int
	sum   uint64
}

// add takes in a chunk; they come in the order of the source. How that is cut makes no difference.
func (b *beginning) add(c *parser.Chunk) {
	if b.upto != c.Offset || b.bytes >= beginningBytes {
		b.upto = -1
		return
	}
	b.upto += c.Bytes
	sum := fnv.New64a()
	for line := range bytes.Lines(c.Text) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		sum.Reset()
		sum.Write(line)
		b.rows, b.bytes, b.sum = b.rows+1, b.bytes+len(line), b.sum*31+sum.Sum64()
		if b.bytes >= beginningBytes {
			return
		}
	}
}

// id tells what begins alike; 0 for what is too short to tell.
func (b *beginning) id() uint64 {
	if b.rows < beginningRows {
		return 0
	}
	return b.sum
}

// Twins are a source that begins with the same rows as others, and the first of those, by their
// indexes.
type Twins struct{ Of, Source int }

// Twins finds the sources that begin with the same rows as one before.
func (r *Result) Twins() (all []Twins) {
	first := map[uint64]int{}
	for i := range r.Sources {
		id := r.Sources[i].begins
		if of, known := first[id]; known {
			all = append(all, Twins{of, i})
		} else if id != 0 {
			first[id] = i
		}
	}
	return all
}
