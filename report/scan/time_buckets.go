package scan

import (
	"cmp"
	"slices"
)

// timeBuckets counts the rows of each outcome per minute: all that timelines, days and
// spikes start from.
//
// Rows come nearly in order, so the minute that is being counted is a flat array
// and the others are cells in a list, sorted and summed when it has doubled.
// When there are more than maxCells, because the log spans months or its times
// are nonsense, the step grows: the result depends on the rows alone, not on how
// they were shared between workers, since a part never has more cells than the
// whole.
type timeBuckets struct {
	step    int64   // seconds of a bucket
	from    int64   // bucket being counted: from ≤ second < until
	until   int64   //
	current []int64 // its counts, by outcome
	touched []int32 // outcomes with a count in current
	cells   []Cell
	sorted  int // cells[:sorted] are in order and without duplicates
}

const maxCells = 1 << 19

// bucketSteps are the buckets that a log is counted in, finest first, each a multiple
// of the one before. The last ones are for times that are nonsense.
var bucketSteps = []int64{60, 300, 900, 3600, 6 * 3600, 86400, 10 * 86400, 100 * 86400, 1000 * 86400, 1e7 * 86400}

func newTimeBuckets() *timeBuckets { return &timeBuckets{step: bucketSteps[0]} }

// add counts a row.
func (b *timeBuckets) add(second int64, outcome int) {
	if second < b.from || second >= b.until {
		b.move(second)
	}
	for outcome >= len(b.current) {
		b.current = append(b.current, 0)
	}
	if b.current[outcome] == 0 {
		b.touched = append(b.touched, int32(outcome))
	}
	b.current[outcome]++
}

// addRows counts so many rows.
func (b *timeBuckets) addRows(second int64, outcome int, rows int64) {
	b.add(second, outcome)
	b.current[outcome] += rows - 1
}

// move writes the current bucket away and begins the one that holds a second.
func (b *timeBuckets) move(second int64) {
	b.flush()
	b.from = floorDiv(second, b.step) * b.step
	b.until = b.from + b.step
}

func (b *timeBuckets) flush() {
	for _, s := range b.touched {
		b.cells = append(b.cells, Cell{b.from / b.step, s, b.current[s]})
		b.current[s] = 0
	}
	b.touched = b.touched[:0]
	if len(b.cells) > 2*b.sorted+4096 {
		b.compact()
	}
}

// compact sorts and sums the cells, and grows the step until they are few
// enough.
func (b *timeBuckets) compact() {
	b.sum()
	for i := slices.Index(bucketSteps, b.step); len(b.cells) > maxCells && i+1 < len(bucketSteps); i++ {
		b.coarsen(bucketSteps[i+1])
	}
	b.sorted = len(b.cells)
}

// coarsen moves the cells into buckets of a step that is a multiple of theirs.
func (b *timeBuckets) coarsen(step int64) {
	for i := range b.cells {
		b.cells[i].Bucket = floorDiv(b.cells[i].Bucket*b.step, step)
	}
	b.step, b.from, b.until, b.sorted = step, 0, 0, 0
	b.sum()
}

// sum brings the cells in order, and makes one of those of one outcome and bucket.
// The first of them are in order already, so that only the others are sorted.
func (b *timeBuckets) sum() {
	fresh := b.cells[b.sorted:]
	if len(fresh) == 0 {
		return
	}
	slices.SortFunc(fresh, compareCells)
	b.cells = mergeCells(b.cells[:b.sorted], fresh)
	b.sorted = len(b.cells)
}

func compareCells(a, b Cell) int {
	if a.Bucket != b.Bucket {
		return cmp.Compare(a.Bucket, b.Bucket)
	}
	return int(a.Outcome) - int(b.Outcome)
}

// mergeCells returns the sums of two lists in order. Sorting both together took
// eight times as long.
func mergeCells(a, b []Cell) []Cell {
	if len(a) == 0 {
		return summed(b)
	}
	out := make([]Cell, 0, len(a)+len(b))
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
func summed(cells []Cell) []Cell {
	out := cells[:0]
	for _, c := range cells {
		out = appendCell(out, c)
	}
	return out
}

func appendCell(cells []Cell, c Cell) []Cell {
	if n := len(cells); n > 0 && cells[n-1].Bucket == c.Bucket && cells[n-1].Outcome == c.Outcome {
		cells[n-1].Rows += c.Rows
		return cells
	}
	return append(cells, c)
}

// merge adds the counts of o, whose outcomes are renamed. It leaves o
// unusable.
func (b *timeBuckets) merge(o *timeBuckets, outcome []int) {
	for _, part := range []*timeBuckets{b, o} {
		part.flush()
		part.sum()
	}
	if step := max(b.step, o.step); b.step < step {
		b.coarsen(step)
	} else if o.step < step {
		o.coarsen(step)
	}
	o.rename(outcome)
	b.cells = mergeCells(b.cells, o.cells)
	b.sorted = len(b.cells)
	b.compact()
}

// addAll adds counts of buckets of the same step, below zero what is taken away.
func (b *timeBuckets) addAll(cells []Cell) {
	b.flush()
	b.compact()
	slices.SortFunc(cells, compareCells)
	b.cells = slices.DeleteFunc(mergeCells(b.cells, cells), func(c Cell) bool { return c.Rows == 0 })
	b.sorted = len(b.cells)
}

// rename gives the cells other outcomes, and orders those of each bucket anew.
func (b *timeBuckets) rename(outcome []int) {
	from := 0
	for i := range b.cells {
		b.cells[i].Outcome = int32(outcome[b.cells[i].Outcome])
		if b.cells[i].Bucket != b.cells[from].Bucket {
			slices.SortFunc(b.cells[from:i], compareCells)
			from = i
		}
	}
	slices.SortFunc(b.cells[from:], compareCells)
}

// floorDiv divides rounding down; times before 1970 are legal.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Steps are the lengths that a bucket may have, in seconds, the shortest first.
func Steps() []int64 { return slices.Clone(bucketSteps) }
