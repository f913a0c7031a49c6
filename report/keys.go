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
// of values seen before are not touched: the lookups miss the cache once instead
// of three times, and are twice as fast as those of a map of strings. That two of
// 16,384 values share a hash has a chance of one in 10^11.
type keys struct {
	index  map[uint64]int32
	names  []string
	counts []int64
	bytes  int
	over   bool
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
	if i, ok := k.index[h]; ok {
		k.counts[i] += n
		return
	}
	k.insert(h, string(value), n)
}

func (k *keys) insert(hash uint64, value string, n int64) {
	if len(k.names) >= maxKeys || k.bytes+len(value) > maxKeyBytes {
		*k = keys{over: true}
		return
	}
	if k.index == nil {
		k.index = map[uint64]int32{}
	}
	k.index[hash] = int32(len(k.names))
	k.names = append(k.names, value)
	k.counts = append(k.counts, n)
	k.bytes += len(value)
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
