package spike

import "slices"

// rhythm is what one bucket of each block of the calendar usually holds.
type rhythm []float64

const (
	// reach is how many days before and after a day it is compared with.
	reach = 14
	// priorEvents is how many events a cell needs until it counts as much as what
	// the traffic lets expect.
	priorEvents = 4
	// ownCell is how many events a cell needs to do without its neighbours.
	ownCell = 30
	// peak is how many times higher than the hours around it an hour may be each
	// day and still be rhythm. What is steeper is a burst that comes back.
	peak = 3
)

// weight is what was counted in a block or cell, and in how many buckets.
type weight struct{ count, live float64 }

func (w weight) plus(o weight, times float64) weight {
	return weight{w.count + o.count*times, w.live + o.live*times}
}

func (w weight) rate() float64 { return w.count / w.live }

// learner learns the rhythm of a series.
type learner struct {
	*calendar
	shape rhythm   // how the traffic lets expect the rest, mean near 1; nil for even
	slots []weight // by day and cell
	prior []float64
	like  [][]int  // the days that each day is compared with
	rates []weight // scratch
}

// learn returns the rhythm behind the counts of the blocks, and whether it is
// the series' own, from other days, or but the mean spread in the shape of the
// traffic.
//
// A day is never compared with itself, so that it cannot hide what happened on
// it; and of the days that it is compared with, the highest few count like the
// next lower one.
func (l *learner) learn(blocks []weight) (rhythm, bool) {
	mean, sum := l.mean(blocks)
	expected := make(rhythm, len(blocks))
	for i := range blocks {
		expected[i] = mean * l.shapeOf(i)
	}
	if !l.calendar.rhythm || sum < priorEvents*float64(l.cells) {
		return expected, false
	}
	l.fill(blocks, expected)
	cells := make([]float64, len(l.slots))
	for i, b := range l.blocks {
		if s := l.slot(b); l.prior[s] > 0 && cells[s] == 0 {
			cells[s] = l.cell(b, expected[i])
		}
	}
	blunt := l.blunt(cells)
	for i, b := range l.blocks {
		expected[i] = blunt[l.slot(b)]
	}
	return expected, true
}

// mean returns the events a bucket has where the shape is 1. Half an event on
// top keeps it above zero.
func (l *learner) mean(blocks []weight) (mean, sum float64) {
	live := 0.0
	for i, b := range blocks {
		sum += b.count
		live += b.live * l.shapeOf(i)
	}
	return (sum + 0.5) / max(1, live), sum
}

func (l *learner) shapeOf(block int) float64 {
	if l.shape == nil {
		return 1
	}
	return l.shape[block]
}

// fill sums the blocks in slots.
func (l *learner) fill(blocks []weight, expected rhythm) {
	l.slots = resized(l.slots, l.days*l.cells)
	l.prior = resized(l.prior, l.days*l.cells)
	for i, b := range l.blocks {
		s := l.slot(b)
		l.slots[s] = l.slots[s].plus(blocks[i], 1)
		l.prior[s] = expected[i]
	}
}

// cell estimates the events of a bucket in the block from the same hour of other
// days.
func (l *learner) cell(b block, prior float64) float64 {
	sum := l.collect(b, func(slot int) weight { return l.slots[slot] })
	if sum < ownCell {
		l.collect(b, l.around)
	}
	return winsorized(l.rates).plus(weight{prior, 1}, priorEvents/prior).rate()
}

// collect sets the rates that a block is compared with, and returns the events
// in them.
func (l *learner) collect(b block, of func(slot int) weight) float64 {
	l.rates = l.rates[:0]
	sum := 0.0
	for _, d := range l.like[b.day] {
		if w := of(d*l.cells + b.cell); w.live > 0 {
			sum += w.count
			l.rates = append(l.rates, w)
		}
	}
	return sum
}

// around smooths a slot with the hours before and after.
func (l *learner) around(slot int) weight {
	w := weight{}.plus(l.slots[slot], 2)
	if slot > 0 {
		w = w.plus(l.slots[slot-1], 1)
	}
	if slot+1 < len(l.slots) {
		w = w.plus(l.slots[slot+1], 1)
	}
	return weight{w.count / 4, w.live / 4}
}

// winsorized sums weights, the highest few of which count like the next lower
// one. It sorts them.
func winsorized(w []weight) weight {
	slices.SortFunc(w, func(a, b weight) int {
		switch x, y := a.count*b.live, b.count*a.live; {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	top := len(w) - spared(len(w))
	var sum weight
	for i, v := range w {
		if i >= top {
			v.count = w[top-1].rate() * v.live
		}
		sum = sum.plus(v, 1)
	}
	return sum
}

// spared returns how many of n values are taken for possible incidents.
func spared(n int) int {
	switch {
	case n < 3:
		return 0
	case n < 8:
		return 1
	case n < 16:
		return 2
	}
	return 3
}

// blunt returns cells without peaks that are steeper than a rhythm.
func (l *learner) blunt(cells []float64) []float64 {
	if l.cells < 12 {
		return cells
	}
	out := slices.Clone(cells)
	at := func(s int) float64 { // the ends of the log look at the next day, or the last
		if s < 0 {
			s += l.cells
		} else if s >= len(cells) {
			s -= l.cells
		}
		return cells[s]
	}
	for s := range cells {
		before := middle(at(s-5), at(s-4), at(s-3), at(s-2), at(s-1))
		after := middle(at(s+1), at(s+2), at(s+3), at(s+4), at(s+5))
		if m := max(before, after); m > 0 {
			out[s] = min(cells[s], peak*m)
		}
	}
	return out
}

// middle returns the median of five.
func middle(v ...float64) float64 {
	for i := 1; i < len(v); i++ {
		for j := i; j > 0 && v[j] < v[j-1]; j-- {
			v[j], v[j-1] = v[j-1], v[j]
		}
	}
	return v[len(v)/2]
}

// resized returns a slice of n zeros, in the memory of s where that is enough.
func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}
