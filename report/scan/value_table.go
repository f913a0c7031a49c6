package scan

import (
	"hash/maphash"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/parser"
)

// valueTable counts the values of one field among the rows of one subject: exactly, up
// to maxValues different values or maxValueBytes of them. A table that would hold
// more is given up, and its top is estimated from the sample of rows. Whether
// that happens depends on the rows alone, not on how workers shared them.
//
// A value is known again by its hash under a secret seed, so the bytes of values seen
// before are not touched. The table is open addressing with linear probing, at most three
// quarters full; a slot is one word, so that the tables of many values fit the nearer
// caches. That two of 16,384 values are taken for one has a chance of one in 10^7. A map of
// strings took three times as long for a lookup, a map of hashes twice, counts in a list of
// their own a third more, slots of two words a tenth. The texts of values stand one behind the
// other: the collector of garbage has nothing to look at.
type valueTable struct {
	valueTexts
	slots  []valueSlot  // a power of two of them
	hashes []uint64     // of each value
	counts []int64      // of the first values, without what is in the slots
	times  []spanOfTime // of each value; nil where nobody asks
	over   bool         // given up
	// longest is how many bytes the longest value has, of those too that came when the
	// table was given up: it tells how many they are at least.
	longest int
	sizes   *tableSizes // of all tables of the worker; nil for a table by itself
}

// spanOfTime is from when to when rows hold a value, in seconds; first > last where
// none had a time.
type spanOfTime struct{ first, last int64 }

var noTime = spanOfTime{math.MaxInt64, math.MinInt64}

func (s *spanOfTime) widen(o spanOfTime) {
	s.first, s.last = min(s.first, o.first), max(s.last, o.last)
}

// valueSlot is the highest bits of a hash, how often its value was counted since that was
// last moved to counts, and one more than its index; 0 for an empty slot.
type valueSlot uint64

const (
	slotIndexBits = 15
	slotCountBits = 9
	slotHashShift = slotIndexBits + slotCountBits
	mostFresh     = 1<<slotCountBits - 1
)

// slotOf is the slot of a value that was not counted since.
func slotOf(hash uint64, index int) valueSlot {
	return valueSlot(hash>>slotHashShift<<slotHashShift | uint64(index+1))
}

// is reports whether the slot is that of a hash.
func (s valueSlot) is(hash uint64) bool { return (uint64(s)^hash)>>slotHashShift == 0 }

// index is that of the value, -1 for an empty slot.
func (s valueSlot) index() int { return int(s&(1<<slotIndexBits-1)) - 1 }

// fresh is how often the value was counted.
func (s valueSlot) fresh() int64 { return int64(s >> slotIndexBits & mostFresh) }

const (
	maxValues     = 1 << 14
	maxValueBytes = 2 << 20
)

// MostValues is of how many different values at most some rows are counted by a field.
const MostValues = maxValues

// add counts one value n times, and returns its index; -1 when the table was given
// up. All tables of a scan share the seed.
func (t *valueTable) add(seed maphash.Seed, value []byte, n int64) int {
	return t.addHashed(maphash.Bytes(seed, value), value, n)
}

// addHashed counts one value of which the hash is known.
func (t *valueTable) addHashed(hash uint64, value []byte, n int64) int {
	at := t.again(hash, n)
	if at < 0 {
		at = t.insert(hash, value, n)
	}
	return at
}

// again counts a value that was counted before, and returns its index; -1 for one that
// was not, and where the table was given up.
func (t *valueTable) again(hash uint64, n int64) int {
	if len(t.slots) == 0 {
		return -1
	}
	s := &t.slots[t.find(hash)]
	if *s == 0 {
		return -1
	}
	t.count(s, n)
	return s.index()
}

// widenTo notes that a row of that second holds the value of an index.
func (t *valueTable) widenTo(at int, second int64) {
	span := spanOfTime{second, second}
	if second == parser.NoTime {
		span = noTime
	}
	t.widen(at, span)
}

// widen notes from when to when rows hold the value of an index.
func (t *valueTable) widen(at int, span spanOfTime) {
	if at < 0 {
		return
	}
	if at >= len(t.times) {
		t.times = slices.Grow(t.times, cap(t.ends)-len(t.times))
		for at >= len(t.times) {
			t.times = append(t.times, noTime)
		}
	}
	t.times[at].widen(span)
}

// count adds to the count of a slot.
func (t *valueTable) count(s *valueSlot, n int64) {
	fresh := s.fresh()
	if fresh+n <= mostFresh {
		*s += valueSlot(n << slotIndexBits)
		return
	}
	*t.countOf(s.index()) += fresh + n
	*s -= valueSlot(fresh << slotIndexBits)
}

// countOf returns where the count of a value stands, but for what is in its slot. Most
// values come so seldom that their slots are enough.
func (t *valueTable) countOf(i int) *int64 {
	if i >= len(t.counts) {
		t.counts = slices.Grow(t.counts, cap(t.ends)-len(t.counts))[:len(t.ends)]
	}
	return &t.counts[i]
}

// find returns the slot of a hash, or the empty one where it belongs.
func (t *valueTable) find(hash uint64) int {
	mask := len(t.slots) - 1
	at := int(hash) & mask
	for s := t.slots[at]; s != 0 && !s.is(hash); s = t.slots[at] {
		at = (at + 1) & mask
	}
	return at
}

// insert adds a value that is new, and returns its index; -1 when the table was given up.
func (t *valueTable) insert(hash uint64, value []byte, n int64) int {
	t.longest = max(t.longest, len(value))
	if t.over {
		return -1
	}
	if values, text := t.sizes.most(); len(t.ends) >= values || t.bytes+len(value) > text {
		t.giveUp()
		return -1
	}
	if t.sizes != nil {
		t.sizes.used += overhead + len(value)
	}
	if 4*len(t.ends) >= 3*len(t.slots) {
		t.grow()
	}
	t.keep(value)
	t.hashes = append(t.hashes, hash)
	s := &t.slots[t.find(hash)]
	*s = slotOf(hash, len(t.ends)-1)
	t.count(s, n)
	return len(t.ends) - 1
}

// least is how many values there are more than, of a table that was given up at a level.
func (t *valueTable) least(level uint) int {
	return min(maxValues>>level, (maxValueBytes>>level)/max(1, t.longest))
}

// giveUp forgets all values.
func (t *valueTable) giveUp() {
	if t.sizes != nil && !t.over {
		t.sizes.used -= t.sizes.size(t)
		t.sizes.used += t.sizes.size(&valueTable{over: true})
	}
	*t = valueTable{over: true, sizes: t.sizes, longest: t.longest}
}

// grow doubles the slots, and makes room for as many values.
func (t *valueTable) grow() {
	old := t.slots
	t.slots = make([]valueSlot, max(16, 2*len(old)))
	clear(t.slots) // memory that is read before it is written costs two faults a page
	more := 3*len(t.slots)/4 - len(t.ends)
	t.ends, t.hashes = slices.Grow(t.ends, more), slices.Grow(t.hashes, more)
	for _, s := range old {
		if s != 0 {
			t.slots[t.find(t.hashes[s.index()])] = s
		}
	}
}

// sum moves what the slots counted to counts, of which all values have one then.
func (t *valueTable) sum() {
	if n := len(t.ends); n > 0 {
		t.countOf(n - 1)
	}
	for i, s := range t.slots {
		if n := s.fresh(); n > 0 {
			t.counts[s.index()] += n
			t.slots[i] -= valueSlot(n << slotIndexBits)
		}
	}
}

// values returns the values and their counts, in the order in which they came. They share
// one text.
func (t *valueTable) values() []Value {
	t.sum()
	all, from := make([]Value, len(t.ends)), 0
	text := string(slices.Concat(t.blocks...))
	for i := range all {
		to := from + len(t.value(i))
		all[i] = t.counted(i, text[from:to])
		from = to
	}
	return all
}

// counted is the value of an index, which has a text.
func (t *valueTable) counted(i int, text string) Value {
	v := Value{Text: text, Count: t.counts[i], First: noTime.first, Last: noTime.last}
	if i < len(t.times) {
		v.First, v.Last = t.times[i].first, t.times[i].last
	}
	return v
}

// top returns the n most frequent values, as topOf does.
func (t *valueTable) top(n int) (best []Value) {
	t.sum()
	for i, count := range t.counts {
		if len(best) == n && (n == 0 || count < best[n-1].Count || count == best[n-1].Count && string(t.value(i)) >= best[n-1].Text) {
			continue
		}
		best = withValue(best, t.counted(i, string(t.value(i))), n)
	}
	return best
}

// merge adds the counts of o.
func (t *valueTable) merge(o *valueTable) {
	if t.longest = max(t.longest, o.longest); o.over {
		t.giveUp()
	}
	o.sum()
	for i, hash := range o.hashes {
		t.take(o, hash, i)
	}
}

// take adds what o counted of its value of an index.
func (t *valueTable) take(o *valueTable, hash uint64, i int) {
	at := t.addHashed(hash, o.value(i), o.counts[i])
	if i < len(o.times) {
		t.widen(at, o.times[i])
	}
}
