package report

import (
	"cmp"
	"slices"
)

// keys counts the values of one field among the rows of one code: exactly, up
// to maxKeys different values or maxKeyBytes of them. A table that would hold
// more is given up, and its top is estimated from the sample of rows. Whether
// that happens depends on the rows alone, not on how workers shared them.
type keys struct {
	index  map[string]int32
	names  []string
	counts []int64
	bytes  int
	over   bool
}

const (
	maxKeys     = 1 << 14
	maxKeyBytes = 2 << 20
)

// add counts one value n times.
func (k *keys) add(value []byte, n int64) {
	if k.over {
		return
	}
	if i, ok := k.index[string(value)]; ok {
		k.counts[i] += n
		return
	}
	k.insert(string(value), n)
}

func (k *keys) insert(value string, n int64) {
	if len(k.names) >= maxKeys || k.bytes+len(value) > maxKeyBytes {
		*k = keys{over: true}
		return
	}
	if k.index == nil {
		k.index = map[string]int32{}
	}
	k.index[value] = int32(len(k.names))
	k.names = append(k.names, value)
	k.counts = append(k.counts, n)
	k.bytes += len(value)
}

// merge adds the counts of o.
func (k *keys) merge(o *keys) {
	if o.over {
		*k = keys{over: true}
	}
	for i, name := range o.names {
		k.add([]byte(name), o.counts[i])
	}
}

// top returns the n most frequent values; of equal ones, the first by name.
func (k *keys) top(n int) []Key {
	all := make([]Key, len(k.names))
	for i, name := range k.names {
		all[i] = Key{name, k.counts[i]}
	}
	return topKeys(all, n)
}

func topKeys(all []Key, n int) []Key {
	slices.SortFunc(all, func(a, b Key) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Key, b.Key))
	})
	return all[:min(n, len(all)):min(n, len(all))]
}
