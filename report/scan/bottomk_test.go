package scan

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// hashesOf are the hashes of the values that were chosen, sorted.
func hashesOf[T any](b *bottomK[T]) []uint64 {
	var all []uint64
	for _, h := range b.kept {
		all = append(all, h.hash)
	}
	slices.Sort(all)
	return all
}

// A choice holds the values of the k smallest hashes, in whatever order they were
// offered, and however the choices that they were offered to are merged.
func TestBottomK(t *testing.T) {
	const k = 10
	for _, offered := range []int{0, 1, k - 1, k, k + 1, 2*k - 1, 2 * k, 2*k + 1, 500} {
		random := rand.New(rand.NewPCG(uint64(offered), 3))
		hashes := make([]uint64, offered)
		for i := range hashes {
			hashes[i] = random.Uint64()
		}
		want := slices.Sorted(slices.Values(hashes))
		want = want[:min(k, len(want))]
		for try := range 20 {
			parts := make([]bottomK[string], 1+try%4)
			for _, i := range random.Perm(offered) {
				if p := &parts[random.IntN(len(parts))]; p.wants(hashes[i]) {
					p.add(hashes[i], 0, fmt.Sprint(hashes[i]), k)
				}
			}
			for len(parts) > 1 {
				to, from := random.IntN(len(parts)-1), len(parts)-1
				parts[to].merge(&parts[from], k)
				parts = parts[:from]
			}
			parts[0].choose(k)
			assert.Equal(t, len(want), len(hashesOf(&parts[0])), "%d offered", offered)
			assert.ElementsMatch(t, want, hashesOf(&parts[0]), "%d offered", offered)
			for _, h := range parts[0].kept {
				assert.Equal(t, fmt.Sprint(h.hash), h.value, "a value stays with its hash")
			}
		}
	}
}

// A choice holds twice as many values as are wanted at most, and takes none above
// the largest that it chose.
func TestBottomKIsBounded(t *testing.T) {
	const k = 8
	var b bottomK[int]
	assert.True(t, b.wants(1<<63), "the first value is taken")
	for i := range 10_000 {
		if h := placeOf(0, int64(i)); b.wants(h) {
			b.add(h, 0, i, k)
		}
		assert.Less(t, len(b.kept), 2*k)
	}
	b.choose(k)
	largest := slices.Max(hashesOf(&b))
	assert.True(t, b.wants(largest-1))
	assert.False(t, b.wants(largest+1))
	// What another choice did not take may have been smaller than what is kept here.
	var other bottomK[int]
	other.add(largest+5, 0, 0, k)
	other.merge(&b, k)
	assert.False(t, other.wants(largest+1))
}

// Large values take the room of several: the choice is the longest run of the smallest
// hashes that fits, and one value at least, however it was shared out.
func TestBottomKOfUnits(t *testing.T) {
	const k = 20
	for try := range uint64(300) {
		random := rand.New(rand.NewPCG(try, 4))
		all := make([]hashed[int], random.IntN(100))
		for i := range all {
			all[i] = hashed[int]{hash: random.Uint64N(1000), source: int32(i), units: 1 + random.Int32N(4)*random.Int32N(10), value: i}
		}
		want, units := []uint64{}, 0
		for _, h := range slices.SortedFunc(slices.Values(all), func(a, b hashed[int]) int { return a.compare(&b) }) {
			if units += int(h.units); units > k && len(want) > 0 {
				break
			}
			want = append(want, h.hash)
		}
		parts := make([]bottomK[int], 1+try%4)
		for _, h := range all {
			p := &parts[random.IntN(len(parts))]
			if p.wants(h.hash) {
				p.take(h, k)
			}
			assert.True(t, p.units < 2*k || len(p.kept) == 1, "%d units", p.units)
		}
		for i := range parts[1:] {
			parts[0].merge(&parts[i+1], k)
		}
		parts[0].choose(k)
		assert.ElementsMatch(t, want, hashesOf(&parts[0]))
	}
}

func TestNth(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		some := make([]uint64, 1+random.IntN(40))
		for i := range some {
			some[i] = random.Uint64N(30)
		}
		sorted := slices.Sorted(slices.Values(some))
		for place := range some {
			assert.Equal(t, sorted[place], nth(slices.Clone(some), place))
		}
	}
}

// Hashes of places are spread evenly: each sixteenth of the range has its share,
// and no two places share one.
func TestHashPlace(t *testing.T) {
	var seen [16]int
	all := map[uint64]bool{}
	const rows = 160_000
	for source := range 4 {
		for i := range rows / 4 {
			h := placeOf(source, int64(i)*229)
			seen[h>>60]++
			all[h] = true
		}
	}
	assert.Len(t, all, rows)
	for i, n := range seen {
		assert.InDelta(t, rows/16, n, 4*100, "sixteenth %d", i)
	}
}
