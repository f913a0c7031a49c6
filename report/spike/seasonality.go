package spike

import "slices"

// seasonality is what one bucket of each block of the calendar usually holds.
type seasonality []float64

const (
	// reach is how many days before and after a day it is compared with.
	reach = 14
	// priorEvents is how many events a cell needs until it counts as much as the
	// mean in the shape of the traffic.
	priorEvents = 4
	// ownCell is how many events a cell needs until it is not smoothed with its
	// neighbours.
	ownCell = 30
	// peak is how many times higher than the hours around it an hour may be every
	// day and still be seasonal. A steeper one is a burst that comes back.
	peak = 3
)

// weight is what was counted in a block or cell, and in how many live buckets.
type weight struct{ count, live float64 }

func (w weight) plus(o weight, times float64) weight {
	return weight{w.count + o.count*times, w.live + o.live*times}
}

func (w weight) rate() float64 { return w.count / w.live }

// estimator estimates the seasonality of a series.
type estimator struct {
	*calendar
	shape seasonality // assumed of rare events, with a mean near 1; nil for even
	slots []weight    // by day and cell
	prior []float64   // the mean in that shape, by day and cell
	like  [][]int     // the days that each day is compared with
	rates []weight    // scratch
}

// estimate returns the seasonality of a series from the counts of the blocks. It
// is the series' own, estimated from other days, or the mean in the assumed
// shape. own says which.
//
// A day is never compared with itself, so what happened on it cannot hide it. Of
// the days that it is compared with, the highest few count like the next lower
// one.
func (e *estimator) estimate(blocks []weight) (_ seasonality, own bool) {
	mean, sum := e.mean(blocks)
	expected := make(seasonality, len(blocks))
	for i := range blocks {
		expected[i] = mean * e.shapeOf(i)
	}
	if !e.calendar.seasonal || sum < priorEvents*float64(e.cells) {
		return expected, false
	}
	e.fill(blocks, expected)
	cells := make([]float64, len(e.slots))
	for i, b := range e.blocks {
		if s := e.slot(b); e.prior[s] > 0 && cells[s] == 0 {
			cells[s] = e.cell(b, expected[i])
		}
	}
	capped := e.capPeaks(cells)
	for i, b := range e.blocks {
		expected[i] = capped[e.slot(b)]
	}
	return expected, true
}

// mean returns the events of a bucket in which the shape is 1, and the sum of all
// events. Half an event is added, so that the mean is above zero.
func (e *estimator) mean(blocks []weight) (mean, sum float64) {
	live := 0.0
	for i, b := range blocks {
		sum += b.count
		live += b.live * e.shapeOf(i)
	}
	return (sum + 0.5) / max(1, live), sum
}

func (e *estimator) shapeOf(block int) float64 {
	if e.shape == nil {
		return 1
	}
	return e.shape[block]
}

// fill sums the blocks by day and cell.
func (e *estimator) fill(blocks []weight, expected seasonality) {
	e.slots = resized(e.slots, e.days*e.cells)
	e.prior = resized(e.prior, e.days*e.cells)
	for i, b := range e.blocks {
		s := e.slot(b)
		e.slots[s] = e.slots[s].plus(blocks[i], 1)
		e.prior[s] = expected[i]
	}
}

// cell estimates the events of a bucket in a block from the same hour of other
// days.
func (e *estimator) cell(b block, prior float64) float64 {
	like := e.like[b.day]
	if len(like) == 1 && e.shape != nil && e.isAlone(b, like[0]) {
		like = e.others(b.day)
	}
	sum := e.collect(like, b, func(slot int) weight { return e.slots[slot] })
	if sum < ownCell {
		e.collect(like, b, e.around)
	}
	return winsorized(e.rates).plus(weight{prior, 1}, priorEvents/prior).rate()
}

// isAlone reports whether the one day that a block could be compared with, as Sunday is with
// Saturday in a log of a week, has what no other day has at that hour: then something began
// on the one that goes on on the other, and says nothing of what is usual.
func (e *estimator) isAlone(b block, like int) bool {
	const least, nearlyNone = 3, 0.05
	var rest weight
	days := 0
	for _, d := range e.others(b.day) {
		if w := e.around(d*e.cells + b.cell); d != like && w.live > 0 {
			rest = rest.plus(w, 1)
			days++
		}
	}
	one := e.around(like*e.cells + b.cell)
	return days >= least && one.live > 0 && one.count > 0 && rest.rate() <= nearlyNone*one.rate()
}

// others are the days within reach of one.
func (e *estimator) others(of int) (days []int) {
	for d := max(0, of-reach); d <= min(e.days-1, of+reach); d++ {
		if d != of {
			days = append(days, d)
		}
	}
	return days
}

// collect sets the rates of some days that a block is compared with, and returns how many
// events are in them.
func (e *estimator) collect(days []int, b block, of func(slot int) weight) float64 {
	e.rates = e.rates[:0]
	sum := 0.0
	for _, d := range days {
		if w := of(d*e.cells + b.cell); w.live > 0 {
			sum += w.count
			e.rates = append(e.rates, w)
		}
	}
	return sum
}

// around smooths a slot with the hours before and after.
func (e *estimator) around(slot int) weight {
	w := weight{}.plus(e.slots[slot], 2)
	if slot > 0 {
		w = w.plus(e.slots[slot-1], 1)
	}
	if slot+1 < len(e.slots) {
		w = w.plus(e.slots[slot+1], 1)
	}
	return weight{w.count / 4, w.live / 4}
}

// winsorized sums weights. The highest few of them count like the next lower one.
// It sorts them.
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
	top := len(w) - winsorCount(len(w))
	var sum weight
	for i, v := range w {
		if i >= top {
			v.count = w[top-1].rate() * v.live
		}
		sum = sum.plus(v, 1)
	}
	return sum
}

// winsorCount returns how many of n values may be incidents and are lowered.
func winsorCount(n int) int {
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

// capPeaks returns the cells with those lowered that are steeper than a seasonal
// peak.
func (e *estimator) capPeaks(cells []float64) []float64 {
	if e.cells < 12 {
		return cells
	}
	out := slices.Clone(cells)
	at := func(s int) float64 { // the ends of the log look at the next day, or the last
		if s < 0 {
			s += e.cells
		} else if s >= len(cells) {
			s -= e.cells
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
