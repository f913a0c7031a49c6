package scan

import "math/bits"

// groupTimes counts values of time-taken of one group. There may be many groups, so
// it is small: eight steps for each power of two, which is right to 13 %.
type groupTimes struct {
	counts  []uint32 // by step
	rows    int64
	slowest int64 // ms
}

const (
	stepBits = 3 // of the steps of a power of two
	steps    = 1 << stepBits
)

// add counts a value n times; n = -1 takes it back, from all but the slowest.
func (g *groupTimes) add(ms, n int64) {
	ms = min(ms, maxTaken)
	i := stepOf(ms)
	g.grow(i)
	g.counts[i] += uint32(n) // wraps: a sum that is right in the end
	g.rows += n
	g.slowest = max(g.slowest, ms)
}

func (g *groupTimes) grow(i int) {
	for i >= len(g.counts) {
		g.counts = append(g.counts, 0)
	}
}

func (g *groupTimes) merge(o *groupTimes) {
	if len(o.counts) > 0 {
		g.grow(len(o.counts) - 1)
	}
	for i, n := range o.counts {
		g.counts[i] += n
	}
	g.rows += o.rows
	g.slowest = max(g.slowest, o.slowest)
}

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

// at is the value that a share of the rows does not exceed, as a step tells it.
func (g *groupTimes) at(share float64) int64 {
	wanted, seen := int64(share*float64(g.rows)+0.5), int64(0)
	for i, n := range g.counts {
		if seen += int64(n); seen >= wanted && n > 0 {
			return min(longestOf(i), g.slowest)
		}
	}
	return g.slowest
}

// taken are the percentiles of the group.
func (g *groupTimes) taken() Taken {
	if g.rows == 0 {
		return Taken{}
	}
	return Taken{Rows: g.rows, P50: g.at(0.5), P95: g.at(0.95), P99: g.at(0.99), Max: g.slowest}
}
