package scan

import (
	"cmp"
	"slices"
)

// crowding tells whether slow rows of a path are close together anywhere, by the notes of its
// rows in the order of time.
type crowding struct {
	rows int   // of the path
	slow []int // the last of its rows that took long
	is   bool
}

// unevenly is how far apart the times of rows may be from their order in a log, in seconds:
// rows are written when they are done, some at once.
const unevenly = 60

// crowded returns the bits of those of the wanted paths whose rows are wanted: slow ones stand
// close together, or it is not known.
func (n *notedRows) crowded(near [][]chunkPlace, w *Wanted, kinds []outcomeKind) *bitSet {
	crowded, sought, of := new(bitSet), new(bitSet), map[uint64]*crowding{}
	places, ok := n.inTime(near)
	for _, path := range w.Paths {
		if bits := shapeBits([]byte(path)); ok && isAlone(path) {
			sought.add(bits) // that most rows are of none of them is known without the map
			of[bits] = &crowding{}
		} else {
			crowded.add(bits)
		}
	}
	for _, notes := range places {
		for _, note := range notes {
			if bits := note.shape(); sought.has(bits) && kinds[note.outcome()].full {
				of[bits].add(note.isSlow(), w.Crowd)
			}
		}
	}
	for bits, one := range of {
		if one.is {
			crowded.add(bits)
		}
	}
	return crowded
}

// add takes in the next row of the path.
func (c *crowding) add(slow bool, least *Crowd) {
	c.rows++
	if c.is || !slow {
		return
	}
	if c.slow = append(c.slow, c.rows); len(c.slow) > least.Least {
		c.slow = slices.Delete(c.slow, 0, 1)
	}
	// Of a crowd of several times as many some stretch of so many is at most twice as long as
	// its share allows; and half as long again, as the order of rows is not quite that of time.
	c.is = len(c.slow) == least.Least && float64(c.rows-c.slow[0]) < 3*float64(least.Least)/least.Share
}

// inTime are the notes of chunks in the order of time; false where chunks overlap.
func (n *notedRows) inTime(near [][]chunkPlace) (notes [][]rowNote, ok bool) {
	type placed struct {
		*chunkPlace
		notes []rowNote
	}
	var all []placed
	for i, places := range near {
		for j := range places {
			p := &places[j]
			if of := n.of[i][p.chunk.Seq]; of != nil {
				if p.untimed {
					return nil, false
				}
				all = append(all, placed{p, of.notes})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.first, b.first) })
	for i, p := range all {
		if i > 0 && p.first < all[i-1].last-unevenly {
			return nil, false
		}
		notes = append(notes, p.notes)
	}
	return notes, true
}
