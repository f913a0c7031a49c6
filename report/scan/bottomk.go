package scan

import (
	"cmp"
	"math"
	"slices"
)

// bottomK is a fair choice among values that were offered, each under the hash of
// its place in the input: it keeps those of the smallest hashes. So the choice is
// the same for any number of workers and any order of reading, and two choices
// merge by choosing again. The zero value has taken nothing yet.
type bottomK[T any] struct {
	kept  []hashed[T] // twice as many as wanted at most, until it chooses
	limit uint64      // hashes above it are not taken; 0 before the first value
}

type hashed[T any] struct {
	hash   uint64
	source int32 // decides between two of the same hash
	value  T
}

// compare orders what was offered.
func (a *hashed[T]) compare(b *hashed[T]) int {
	return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.source, b.source))
}

// wants reports whether a value under that hash would be taken.
func (b *bottomK[T]) wants(hash uint64) bool { return b.kept == nil || hash <= b.limit }

// add takes a value that is wanted. It chooses k again at twice that many.
func (b *bottomK[T]) add(hash uint64, source int, value T, k int) {
	if b.kept == nil {
		b.limit = math.MaxUint64
	}
	b.kept = append(b.kept, hashed[T]{hash, int32(source), value})
	if len(b.kept) >= 2*k {
		b.choose(k)
	}
}

// choose keeps the k values of the smallest hashes, in no order. Sorting the hashes alone
// takes a third of the time of sorting the values.
func (b *bottomK[T]) choose(k int) {
	if len(b.kept) <= k {
		return
	}
	hashes := make([]uint64, len(b.kept))
	for i := range b.kept {
		hashes[i] = b.kept[i].hash
	}
	slices.Sort(hashes)
	if b.limit = hashes[k-1]; hashes[k] > b.limit {
		b.kept = slices.DeleteFunc(b.kept, func(h hashed[T]) bool { return h.hash > b.limit })
		return
	}
	slices.SortFunc(b.kept, func(x, y hashed[T]) int { return x.compare(&y) })
	clear(b.kept[k:])
	b.kept = b.kept[:k]
}

// merge takes what another choice kept.
func (b *bottomK[T]) merge(o *bottomK[T], k int) {
	for _, h := range o.kept {
		if b.wants(h.hash) {
			b.add(h.hash, int(h.source), h.value, k)
		}
	}
	if o.kept != nil {
		b.limit = min(b.limit, o.limit)
	}
}

// hashOffset mixes the offset of a row in its source: so its hash is the same whatever else
// is read, and in whatever order. Rows of several sources that have the same one are told
// apart by their sources.
func hashOffset(offset int64) uint64 { return placeOf(0, offset) }

// placeOf is the hash of a place: no two rows have the same. The mixer is the finalizer of
// SplitMix64 (Steele, Lea, Flood 2014).
func placeOf(source int, offset int64) uint64 {
	z := uint64(source)*0x9E3779B97F4A7C15 + uint64(offset)
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}
