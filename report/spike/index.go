package spike

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"sort"
)

// Index finds the spikes of a time without asking all, of which there may be thousands.
type Index struct {
	spikes []Spike
	order  []int   // their indexes, those that begin first first
	until  []int64 // the latest end of each in that order and of those before it
}

// IndexOf makes the index of spikes, which stay as they are.
func IndexOf(spikes []Spike) *Index {
	x := &Index{spikes: spikes}
	for i := range spikes {
		x.order = append(x.order, i)
	}
	slices.SortStableFunc(x.order, func(i, j int) int { return cmp.Compare(spikes[i].From, spikes[j].From) })
	latest := int64(math.MinInt64)
	for _, i := range x.order {
		latest = max(latest, spikes[i].Until)
		x.until = append(x.until, latest)
	}
	return x
}

// At returns the spike that a row belongs to, -1 for none: of those that cover its second
// and are of its kind, the shortest, of equal ones the first. isOf says whether rows of its
// kind, which are of a series and perhaps a part, can be of a spike.
func (x *Index) At(second int64, isOf func(i int) bool) int {
	best := -1
	length := func(i int) int64 { return x.spikes[i].Until - x.spikes[i].From }
	for i := range x.Covering(second) {
		if isOf(i) && (best < 0 || cmp.Or(cmp.Compare(length(i), length(best)), cmp.Compare(i, best)) < 0) {
			best = i
		}
	}
	return best
}

// Covering are the spikes that cover a second, in no order that says anything.
func (x *Index) Covering(second int64) iter.Seq[int] {
	return func(yield func(int) bool) {
		for n := x.beginningFrom(second+1) - 1; n >= 0 && x.until[n] > second; n-- {
			if i := x.order[n]; x.spikes[i].Until > second && !yield(i) {
				return
			}
		}
	}
}

// Beginning are the spikes that begin in a time.
func (x *Index) Beginning(from, until int64) []int {
	return x.order[x.beginningFrom(from):x.beginningFrom(until)]
}

// beginningFrom is how many spikes begin before a second.
func (x *Index) beginningFrom(second int64) int {
	return sort.Search(len(x.order), func(n int) bool { return x.spikes[x.order[n]].From >= second })
}
