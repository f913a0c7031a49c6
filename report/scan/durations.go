package scan

import (
	"math/bits"
	"slices"
)

// Durations counts values of time-taken of some rows. There may be many of these counts,
// so one is small: eight steps for each power of two, which is right to 13 %. The zero
// value holds none.
type Durations struct {
	counts  []uint32 // by step
	rows    int64
	slowest int64 // ms
}

const (
	stepBits = 3 // of the steps of a power of two
	steps    = 1 << stepBits
)

// add counts a value n times; n = -1 takes it back, from all but the slowest.
func (d *Durations) add(ms, n int64) {
	ms = min(ms, maxTaken)
	i := stepOf(ms)
	d.grow(i)
	d.counts[i] += uint32(n) // wraps: a sum that is right in the end
	d.rows += n
	d.slowest = max(d.slowest, ms)
}

// Count counts a time in ms.
func (d *Durations) Count(ms int64) { d.add(ms, 1) }

func (d *Durations) grow(i int) {
	if more := i + 1 - len(d.counts); more > 0 {
		d.counts = append(d.counts, make([]uint32, more)...)
	}
}

// Add adds what o counted.
func (d *Durations) Add(o *Durations) {
	if len(o.counts) > 0 {
		d.grow(len(o.counts) - 1)
	}
	for i, n := range o.counts {
		d.counts[i] += n
	}
	d.rows += o.rows
	d.slowest = max(d.slowest, o.slowest)
}

// Less are the values without those of o, which are some of them. The longest is that of
// all, as what the longest of the others is cannot be known.
func (d *Durations) Less(o *Durations) Durations {
	rest := Durations{counts: slices.Clone(d.counts), rows: d.rows - o.rows, slowest: d.slowest}
	for i, n := range o.counts {
		rest.counts[i] -= n
	}
	return rest
}

// Rows is how many values were counted.
func (d *Durations) Rows() int64 { return d.rows }

// Steps returns how many values each step holds, the shortest first.
func (d *Durations) Steps() []uint32 { return d.counts }

// stepOf is the step of a value.
func stepOf(ms int64) int {
	if ms < steps {
		return int(ms)
	}
	power := bits.Len64(uint64(ms)) - 1 - stepBits
	return steps*(power+1) + int(ms>>power)&(steps-1)
}

// longestOf is the greatest value of a step.
func longestOf(step int) int64 {
	if step < steps {
		return int64(step)
	}
	power := step/steps - 1
	return int64(steps+step%steps+1)<<power - 1
}

// At is the value in ms that a share of the rows does not exceed, as a step tells it.
func (d *Durations) At(share float64) int64 {
	wanted, seen := int64(share*float64(d.rows)+0.5), int64(0)
	for i, n := range d.counts {
		if seen += int64(n); seen >= wanted && n > 0 {
			return min(longestOf(i), d.slowest)
		}
	}
	return d.slowest
}

// Above is how many values are of longer steps than that of a value in ms.
func (d *Durations) Above(ms int64) (rows int64) {
	for i, n := range d.counts {
		if i > stepOf(min(ms, maxTaken)) {
			rows += int64(n)
		}
	}
	return rows
}

// Taken are the percentiles.
func (d *Durations) Taken() Taken {
	if d.rows == 0 {
		return Taken{}
	}
	return Taken{Rows: d.rows, P50: d.At(0.5), P95: d.At(0.95), P99: d.At(0.99), Max: d.slowest}
}
