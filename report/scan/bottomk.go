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
//
// What a value takes of memory is counted in units, most take one: k are the units of all
// that are kept. They are those before the first, in the order of hashes, with which it
// would be more, and at least one: a part of the input keeps all of them too, whatever
// else it has.
type bottomK[T any] struct {
	kept  []hashed[T] // half as many units more than wanted, until it chooses
	units int         // of kept
	limit uint64      // hashes above it are not taken; 0 before the first value
	last  int32       // and of that one no sources above it
}

type hashed[T any] struct {
	hash   uint64
	source int32 // decides between two of the same hash
	units  int32
	value  T
}

// unitBytes is how much text of a row is a unit.
const unitBytes = 512

// unitsOf is how many units so many bytes are.
func unitsOf(bytes int) int { return max(1, (bytes+unitBytes-1)/unitBytes) }

// compare orders what was offered.
func (a *hashed[T]) compare(b *hashed[T]) int {
	return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.source, b.source))
}

// wants reports whether a value under that hash would be taken.
func (b *bottomK[T]) wants(hash uint64) bool { return b.kept == nil || hash <= b.limit }

// most is the greatest hash of a value that would be taken.
func (b *bottomK[T]) most() uint64 {
	if b.kept == nil {
		return math.MaxUint64
	}
	return b.limit
}

// add takes a value of one unit that is wanted.
func (b *bottomK[T]) add(hash uint64, source int, value T, k int) {
	b.take(hashed[T]{hash, int32(source), 1, value}, k)
}

// take takes a value that is wanted. It chooses k again at half as many more.
func (b *bottomK[T]) take(one hashed[T], k int) {
	if b.kept == nil {
		b.limit, b.last = math.MaxUint64, math.MaxInt32
	}
	if b.isBehind(&one) {
		return
	}
	if len(b.kept) == cap(b.kept) {
		b.kept = slices.Grow(b.kept, max(8, len(b.kept))) // twice as many, not a quarter more
	}
	b.kept = append(b.kept, one)
	if b.units += int(one.units); b.units >= k+k/2+1 {
		b.choose(k)
	}
}

// isBehind reports whether a value stands behind one that found no room.
func (b *bottomK[T]) isBehind(one *hashed[T]) bool {
	return one.hash > b.limit || one.hash == b.limit && one.source > b.last
}

// isChosen reports whether values were left out.
func (b *bottomK[T]) isChosen() bool { return b.kept != nil && b.limit < math.MaxUint64 }

// choose keeps k units of the values of the smallest hashes, in no order.
func (b *bottomK[T]) choose(k int) {
	switch {
	case b.units <= k || len(b.kept) == 1:
	case b.units == len(b.kept):
		b.chooseAlike(k)
	default:
		b.sort()
		units, n := int(b.kept[0].units), 1
		for units+int(b.kept[n].units) <= k {
			units += int(b.kept[n].units)
			n++
		}
		b.limit, b.last = b.kept[n].hash, b.kept[n].source-1
		b.cut(n)
	}
}

// chooseAlike is choose of values of one unit each. Finding the k-th of the hashes takes a
// tenth of the time of sorting them, and that a third of sorting the values.
func (b *bottomK[T]) chooseAlike(k int) {
	var few [16]uint64
	hashes := few[:0]
	if len(b.kept) > len(few) {
		hashes = make([]uint64, 0, len(b.kept))
	}
	for i := range b.kept {
		hashes = append(hashes, b.kept[i].hash)
	}
	b.limit, b.last = nth(hashes, k-1), math.MaxInt32
	b.kept = slices.DeleteFunc(b.kept, func(h hashed[T]) bool { return h.hash > b.limit })
	if b.units = len(b.kept); b.units > k { // some have the same hash
		b.sort()
		b.cut(k)
	}
}

func (b *bottomK[T]) sort() {
	slices.SortFunc(b.kept, func(x, y hashed[T]) int { return x.compare(&y) })
}

// cut keeps the first n values.
func (b *bottomK[T]) cut(n int) {
	clear(b.kept[n:])
	b.kept = b.kept[:n]
	b.sum()
}

// sum sums the units up.
func (b *bottomK[T]) sum() {
	b.units = 0
	for i := range b.kept {
		b.units += int(b.kept[i].units)
	}
}

// remove takes the value of a place away, and reports whether it was kept.
func (b *bottomK[T]) remove(hash uint64, source int) (units int, ok bool) {
	at := slices.IndexFunc(b.kept, func(h hashed[T]) bool { return h.hash == hash && int(h.source) == source })
	if at < 0 {
		return 0, false
	}
	units = int(b.kept[at].units)
	b.kept, b.units = slices.Delete(b.kept, at, at+1), b.units-units
	return units, true
}

// nth returns the value that would stand at a place, were some in order, and moves them.
func nth(some []uint64, place int) uint64 {
	for len(some) > 1 {
		pivot, less, greater := some[len(some)/2], 0, len(some)
		for i := 0; i < greater; {
			switch v := some[i]; {
			case v < pivot:
				some[i], some[less] = some[less], v
				less, i = less+1, i+1
			case v > pivot:
				greater--
				some[i], some[greater] = some[greater], v
			default:
				i++
			}
		}
		switch {
		case place < less:
			some = some[:less]
		case place >= greater:
			some, place = some[greater:], place-greater
		default:
			return pivot
		}
	}
	return some[0]
}

// merge takes what another choice kept.
func (b *bottomK[T]) merge(o *bottomK[T], k int) {
	for _, h := range o.kept {
		if b.wants(h.hash) {
			b.take(h, k)
		}
	}
	if o.kept == nil || o.limit > b.limit || o.limit == b.limit && o.last >= b.last {
		return
	}
	b.limit, b.last = o.limit, o.last
	b.kept = slices.DeleteFunc(b.kept, func(h hashed[T]) bool { return b.isBehind(&h) })
	b.sum()
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
