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
	m.step, m.from, m.until = step, 0, 0
	m.sum()
}

func (m *minutes) sum() {
	slices.SortFunc(m.cells, func(a, b cell) int {
		return cmp.Or(cmp.Compare(a.bucket, b.bucket), cmp.Compare(a.slot, b.slot))
	})
	out := m.cells[:0]
	for _, c := range m.cells {
		if n := len(out); n > 0 && out[n-1].bucket == c.bucket && out[n-1].slot == c.slot {
			out[n-1].count += c.count
		} else {
			out = append(out, c)
		}
	}
	m.cells = out
}

// merge adds the counts of o, whose slots are renamed by slot.
func (m *minutes) merge(o *minutes, slot []int) {
	m.flush()
	o.flush()
	if step := max(m.step, o.step); m.step < step {
		m.regrain(step)
	} else if o.step < step {
		o.regrain(step)
	}
	for _, c := range o.cells {
		m.cells = append(m.cells, cell{c.bucket, int32(slot[c.slot]), c.count})
	}
	m.compact()
}

// floorDiv divides rounding down; times before 1970 are legal.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
