package report

import (
	"cmp"
	"hash/maphash"
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
// at most half full; a slot is the hash and one more than the index. A map of
// strings took three times as long for a lookup, a map of hashes twice.
type keys struct {
	slots  []keySlot // a power of two of them
	names  []string
	counts []int64
	bytes  int
	over   bool
}

type keySlot struct {
	hash uint64
	next int32 // one more than the index; 0 for an empty slot
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
		if at := k.find(h); k.slots[at].next > 0 {
			k.counts[k.slots[at].next-1] += n
			return
		}
	}
	k.insert(h, string(value), n)
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

func (k *keys) insert(hash uint64, value string, n int64) {
	if len(k.names) >= maxKeys || k.bytes+len(value) > maxKeyBytes {
		*k = keys{over: true}
		return
	}
	if 2*len(k.names) >= len(k.slots) {
		k.grow()
	}
	k.names = append(k.names, value)
	k.counts = append(k.counts, n)
	k.bytes += len(value)
	k.slots[k.find(hash)] = keySlot{hash, int32(len(k.names))}
}

// grow doubles the slots.
func (k *keys) grow() {
	old := k.slots
	k.slots = make([]keySlot, max(16, 2*len(old)))
	for _, s := range old {
		if s.next > 0 {
			k.slots[k.find(s.hash)] = s
		}
	}
}

// merge adds the counts of o.
func (k *keys) merge(seed maphash.Seed, o *keys) {
	if o.over {
		*k = keys{over: true}
	}
	for i, name := range o.names {
		k.add(seed, []byte(name), o.counts[i])
	}
}

// top returns the n most frequent values; of equal ones, the first by name.
func (k *keys) top(n int) []Key {
	var best []Key
	for i, name := range k.names {
		best = insertKey(best, Key{name, k.counts[i]}, n)
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
