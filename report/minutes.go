package report

import (
	"cmp"
	"slices"
)

// minutes counts the rows of each slot per minute: all that timelines, days and
// spikes start from.
//
// Rows come nearly in order, so the minute that is being counted is a flat array
// and the others are cells in a list, sorted and summed when it has doubled.
// When there are more than maxCells, because the log spans months or its times
// are nonsense, the step grows: the result depends on the rows alone, not on how
// they were shared between workers, since a part never has more cells than the
// whole.
type minutes struct {
	step    int64   // seconds of a bucket
	from    int64   // bucket being counted: from ≤ second < until
	until   int64   //
	current []int64 // its counts, by slot
	touched []int32 // slots with a count in current
	cells   []cell
	sorted  int // cells[:sorted] are in order and without duplicates
}

// cell is the count of one slot in one bucket.
type cell struct {
	bucket int64
	slot   int32
	count  int64
}

const maxCells = 1 << 19

// steps are the buckets that a log is counted in, finest first, each a multiple
// of the one before. The last ones are for times that are nonsense.
var steps = []int64{60, 300, 900, 3600, 6 * 3600, 86400, 10 * 86400, 100 * 86400, 1000 * 86400, 1e7 * 86400}

func newMinutes() *minutes { return &minutes{step: steps[0]} }

// add counts a row.
func (m *minutes) add(second int64, slot int) {
	if second < m.from || second >= m.until {
		m.turn(second)
	}
	for slot >= len(m.current) {
		m.current = append(m.current, 0)
	}
	if m.current[slot] == 0 {
		m.touched = append(m.touched, int32(slot))
	}
	m.current[slot]++
}

// turn writes the current bucket away and begins the one that holds a second.
func (m *minutes) turn(second int64) {
	m.flush()
	m.from = floorDiv(second, m.step) * m.step
	m.until = m.from + m.step
}

func (m *minutes) flush() {
	for _, s := range m.touched {
		m.cells = append(m.cells, cell{m.from / m.step, s, m.current[s]})
		m.current[s] = 0
	}
	m.touched = m.touched[:0]
	if len(m.cells) > 2*m.sorted+4096 {
		m.compact()
	}
}

// compact sorts and sums the cells, and grows the step until they are few
// enough.
func (m *minutes) compact() {
	m.sum()
	for i := slices.Index(steps, m.step); len(m.cells) > maxCells && i+1 < len(steps); i++ {
		m.regrain(steps[i+1])
	}
	m.sorted = len(m.cells)
}

// regrain moves the cells into buckets of a step that is a multiple of theirs.
func (m *minutes) regrain(step int64) {
	for i := range m.cells {
		m.cells[i].bucket = floorDiv(m.cells[i].bucket*m.step, step)
	}
	m.step, m.from, m.until, m.sorted = step, 0, 0, 0
	m.sum()
}

// sum brings the cells in order, and makes one of those of one slot and bucket.
// The first of them are in order already, so that only the others are sorted.
func (m *minutes) sum() {
	fresh := m.cells[m.sorted:]
	if len(fresh) == 0 {
		return
	}
	slices.SortFunc(fresh, compareCells)
	m.cells = mergeCells(m.cells[:m.sorted], fresh)
	m.sorted = len(m.cells)
}

func compareCells(a, b cell) int {
	if a.bucket != b.bucket {
		return cmp.Compare(a.bucket, b.bucket)
	}
	return int(a.slot) - int(b.slot)
}

// mergeCells returns the sums of two lists in order. Sorting both together took
// eight times as long.
func mergeCells(a, b []cell) []cell {
	if len(a) == 0 {
		return summed(b)
	}
	out := make([]cell, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compareCells(a[0], b[0]) <= 0 {
			out, a = appendCell(out, a[0]), a[1:]
		} else {
			out, b = appendCell(out, b[0]), b[1:]
		}
	}
	for _, c := range a {
		out = appendCell(out, c)
	}
	for _, c := range b {
		out = appendCell(out, c)
	}
	return out
}

// summed sums a list in order where it stands.
func summed(cells []cell) []cell {
	out := cells[:0]
	for _, c := range cells {
		out = appendCell(out, c)
	}
	return out
}

func appendCell(cells []cell, c cell) []cell {
	if n := len(cells); n > 0 && cells[n-1].bucket == c.bucket && cells[n-1].slot == c.slot {
		cells[n-1].count += c.count
		return cells
	}
	return append(cells, c)
}

// merge adds the counts of o, whose slots are renamed by slot. It leaves o
// unusable.
func (m *minutes) merge(o *minutes, slot []int) {
	for _, part := range []*minutes{m, o} {
		part.flush()
		part.sum()
	}
	if step := max(m.step, o.step); m.step < step {
		m.regrain(step)
	} else if o.step < step {
		o.regrain(step)
	}
	o.rename(slot)
	m.cells = mergeCells(m.cells, o.cells)
	m.sorted = len(m.cells)
	m.compact()
}

// rename gives the cells other slots, and orders those of each bucket anew.
func (m *minutes) rename(slot []int) {
	from := 0
	for i := range m.cells {
		m.cells[i].slot = int32(slot[m.cells[i].slot])
		if m.cells[i].bucket != m.cells[from].bucket {
			slices.SortFunc(m.cells[from:i], compareCells)
			from = i
		}
	}
	slices.SortFunc(m.cells[from:], compareCells)
}

// floorDiv divides rounding down; times before 1970 are legal.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
