package report

import (
	"cmp"
	"hash/maphash"
	"math"
	"slices"
)

// keys counts the values of one field among the rows of one subject: exactly, up
// to maxKeys different values or maxKeyBytes of them. A table that would hold
// more is given up, and its top is estimated from the sample of rows. Whether
// that happens depends on the rows alone, not on how workers shared them.
//
// A value is known again by its hash of 64 bits under a secret seed, so the bytes
// of values seen before are not touched. That two of 16,384 values share a hash
// has a chance of one in 10^11. The table is open addressing with linear probing,
// at most half full; a slot is the hash, one more than the index, and what was
// counted lately, so that a row costs one line of the cache. A map of strings took
// three times as long for a lookup, a map of hashes twice, counts in a list of
// their own a third more. The values stand one behind the other in one text: the
// collector of garbage has nothing to look at.
type keys struct {
	slots  []keySlot // a power of two of them
	text   []byte    // all values
	ends   []uint32  // of each value in text
	counts []int64   // without what is in the slots
	over   bool
}

type keySlot struct {
	hash  uint64
	next  uint32 // one more than the index; 0 for an empty slot
	fresh uint32 // counted since it was last moved to counts
}

const (
	maxKeys     = 1 << 14
	maxKeyBytes = 2 << 20
)

// add counts one value n times. All tables of a scan share the seed.
func (k *keys) add(seed maphash.Seed, value []byte, n int64) {
	if k.over {
		return
	}
	h := maphash.Bytes(seed, value)
	if len(k.slots) > 0 {
		if s := &k.slots[k.find(h)]; s.next > 0 {
			k.count(s, n)
			return
		}
	}
	k.insert(h, value, n)
}

// count adds to the count of a slot.
func (k *keys) count(s *keySlot, n int64) {
	if sum := int64(s.fresh) + n; sum <= math.MaxUint32 {
		s.fresh = uint32(sum)
		return
	}
	k.counts[s.next-1] += n
}

// find returns the slot of a hash, or the empty one where it belongs.
func (k *keys) find(hash uint64) int {
	mask := len(k.slots) - 1
	at := int(hash) & mask
	for k.slots[at].next > 0 && k.slots[at].hash != hash {
		at = (at + 1) & mask
	}
	return at
}

func (k *keys) insert(hash uint64, value []byte, n int64) {
	if len(k.ends) >= maxKeys || len(k.text)+len(value) > maxKeyBytes {
		*k = keys{over: true}
		return
	}
	if 2*len(k.ends) >= len(k.slots) {
		k.grow()
	}
	k.text = append(k.text, value...)
	k.ends = append(k.ends, uint32(len(k.text)))
	k.counts = append(k.counts, n)
	k.slots[k.find(hash)] = keySlot{hash: hash, next: uint32(len(k.ends))}
}

// grow doubles the slots.
func (k *keys) grow() {
	old := k.slots
	k.slots = make([]keySlot, max(16, 2*len(old)))
	clear(k.slots) // memory that is read before it is written costs two faults a page
	for _, s := range old {
		if s.next > 0 {
			k.slots[k.find(s.hash)] = s
		}
	}
}

// settle moves what the slots counted to counts.
func (k *keys) settle() {
	for i := range k.slots {
		if s := &k.slots[i]; s.fresh > 0 {
			k.counts[s.next-1] += int64(s.fresh)
			s.fresh = 0
		}
	}
}

// value returns one of the len(k.ends) values.
func (k *keys) value(i int) []byte {
	from := uint32(0)
	if i > 0 {
		from = k.ends[i-1]
	}
	return k.text[from:k.ends[i]]
}

// all returns the values and their counts, in the order in which they came.
func (k *keys) all() []Key {
	k.settle()
	all := make([]Key, len(k.ends))
	for i := range all {
		all[i] = Key{string(k.value(i)), k.counts[i]}
	}
	return all
}

// merge adds the counts of o.
func (k *keys) merge(seed maphash.Seed, o *keys) {
	if o.over {
		*k = keys{over: true}
	}
	o.settle()
	for i, n := range o.counts {
		k.add(seed, o.value(i), n)
	}
}

// top returns the n most frequent values; of equal ones, the first by name.
func (k *keys) top(n int) []Key {
	k.settle()
	var best []Key
	for i, count := range k.counts {
		if len(best) < n || count >= best[n-1].Count {
			best = insertKey(best, Key{string(k.value(i)), count}, n)
		}
	}
	return best
}

// insertKey puts a key into the n best, which are in order.
func insertKey(best []Key, key Key, n int) []Key {
	if len(best) == n && compareKeys(best[n-1], key) <= 0 {
		return best
	}
	at, _ := slices.BinarySearchFunc(best, key, compareKeys)
	best = slices.Insert(best, at, key)
	return best[:min(n, len(best))]
}

// compareKeys orders by count, most first, then by name.
func compareKeys(a, b Key) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Key, b.Key))
}
