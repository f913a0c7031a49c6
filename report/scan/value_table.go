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
// A value is known again by its hash of 64 bits under a secret seed, so the bytes
// of values seen before are not touched. That two of 16,384 values share a hash
// has a chance of one in 10^11. The table is open addressing with linear probing,
// at most three quarters full; a slot is the hash, one more than the index, and what was
// counted lately, so that a row costs one line of the cache. A map of strings took
// three times as long for a lookup, a map of hashes twice, counts in a list of
// their own a third more. The values stand one behind the other in one text: the
// collector of garbage has nothing to look at.
type valueTable struct {
	slots  []valueSlot  // a power of two of them
	text   []byte       // all values
	ends   []uint32     // of each value in text
	counts []int64      // without what is in the slots
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

type valueSlot struct {
	hash  uint64
	next  uint32 // one more than the index; 0 for an empty slot
	fresh uint32 // counted since it was last moved to counts
}

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
	if s.next == 0 {
		return -1
	}
	t.count(s, n)
	return int(s.next) - 1
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
	for at >= len(t.times) {
		t.times = append(t.times, noTime)
	}
	t.times[at].widen(span)
}

// count adds to the count of a slot.
func (t *valueTable) count(s *valueSlot, n int64) {
	if sum := int64(s.fresh) + n; sum <= math.MaxUint32 {
		s.fresh = uint32(sum)
		return
	}
	t.counts[s.next-1] += n
}

// find returns the slot of a hash, or the empty one where it belongs.
func (t *valueTable) find(hash uint64) int {
	mask := len(t.slots) - 1
	at := int(hash) & mask
	for t.slots[at].next > 0 && t.slots[at].hash != hash {
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
	if values, text := t.sizes.most(); len(t.ends) >= values || len(t.text)+len(value) > text {
		t.giveUp()
		return -1
	}
	if t.sizes != nil {
		t.sizes.used += overhead + len(value)
	}
	if 4*len(t.ends) >= 3*len(t.slots) {
		t.grow()
	}
	t.text = append(t.text, value...)
	t.ends = append(t.ends, uint32(len(t.text)))
	t.counts = append(t.counts, n)
	t.slots[t.find(hash)] = valueSlot{hash: hash, next: uint32(len(t.ends))}
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
	t.ends, t.counts, t.text = slices.Grow(t.ends, more), slices.Grow(t.counts, more), slices.Grow(t.text, len(t.text)/2)
	for _, s := range old {
		if s.next > 0 {
			t.slots[t.find(s.hash)] = s
		}
	}
}

// sum moves what the slots counted to counts.
func (t *valueTable) sum() {
	for i := range t.slots {
		if s := &t.slots[i]; s.fresh > 0 {
			t.counts[s.next-1] += int64(s.fresh)
			s.fresh = 0
		}
	}
}

// value returns one of the len(t.ends) values.
func (t *valueTable) value(i int) []byte {
	from := uint32(0)
	if i > 0 {
		from = t.ends[i-1]
	}
	return t.text[from:t.ends[i]]
}

// values returns the values and their counts, in the order in which they came, once
// they are summed.
func (t *valueTable) values() []Value {
	all := make([]Value, len(t.ends))
	for i := range all {
		all[i] = Value{Text: string(t.value(i)), Count: t.counts[i], First: noTime.first, Last: noTime.last}
		if i < len(t.times) {
			all[i].First, all[i].Last = t.times[i].first, t.times[i].last
		}
	}
	return all
}

// merge adds the counts of o.
func (t *valueTable) merge(o *valueTable) {
	if t.longest = max(t.longest, o.longest); o.over {
		t.giveUp()
	}
	o.sum()
	for _, s := range o.slots {
		if i := int(s.next) - 1; i >= 0 {
			t.take(o, s.hash, i)
		}
	}
}

// take adds what o counted of its value of an index.
func (t *valueTable) take(o *valueTable, hash uint64, i int) {
	at := t.addHashed(hash, o.value(i), o.counts[i])
	if i < len(o.times) {
		t.widen(at, o.times[i])
	}
}
