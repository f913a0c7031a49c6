package report

import (
	"fmt"
	"hash/maphash"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// seed is the one that the tables of these tests share.
var seed = maphash.MakeSeed()

func keysOf(values ...string) *keys {
	k := &keys{}
	for _, v := range values {
		k.add(seed, []byte(v), 1)
	}
	return k
}

func TestKeys(t *testing.T) {
	k := keysOf("b", "a", "b", "c", "a", "b")
	assert.Equal(t, []Key{{"b", 3}, {"a", 2}}, k.top(2))
	assert.Equal(t, []Key{{"b", 3}, {"a", 2}, {"c", 1}}, k.top(10))
	assert.Equal(t, []Key{{"a", 1}, {"b", 1}, {"c", 1}}, keysOf("c", "b", "a").top(3), "of equal ones by name")
	assert.Empty(t, (&keys{}).top(5))
}

// A value belongs to the table, not to the row it came from.
func TestKeysKeepValues(t *testing.T) {
	k, buf := &keys{}, []byte("first")
	k.add(seed, buf, 1)
	copy(buf, "other")
	assert.Equal(t, []Key{{"first", 1}}, k.top(1))
}

func TestKeysAreBounded(t *testing.T) {
	k := &keys{}
	for i := range maxKeys {
		k.add(seed, fmt.Append(nil, i), 1)
	}
	require.False(t, k.over)
	k.add(seed, []byte("0"), 1)
	require.False(t, k.over, "a known value takes no room")
	k.add(seed, []byte("one more"), 1)
	assert.True(t, k.over)
	k.add(seed, []byte("0"), 1)
	assert.Empty(t, k.top(3))

	long := &keys{}
	for i := range maxKeyBytes / maxKey {
		long.add(seed, fmt.Appendf(nil, "%0*d", maxKey, i), 1)
	}
	assert.False(t, long.over)
	long.add(seed, []byte("x"), 1)
	assert.True(t, long.over, "too many bytes")
}

// A table overflows by what it is to hold, not by the order or the parts in
// which that comes.
func TestKeysMerge(t *testing.T) {
	f := func(name string, distinct int, over bool) {
		t.Helper()
		random := rand.New(rand.NewPCG(uint64(distinct), 5))
		want, parts := &keys{}, []*keys{{}, {}, {}, {}}
		for _, i := range random.Perm(3 * distinct) {
			value := fmt.Append(nil, "key ", i%distinct)
			want.add(seed, value, int64(i))
			parts[random.IntN(len(parts))].add(seed, value, int64(i))
		}
		parts[3].merge(seed, parts[0])
		parts[2].merge(seed, parts[1])
		parts[2].merge(seed, parts[3])
		assert.Equal(t, over, want.over, name)
		assert.Equal(t, over, parts[2].over, name)
		assert.Equal(t, want.top(50), parts[2].top(50), name)
	}
	f("few", 100, false)
	f("as many as there is room for", maxKeys, false)
	f("one more", maxKeys+1, true)
	f("many", 3*maxKeys, true)

	a, b := keysOf("a"), &keys{over: true}
	a.merge(seed, b)
	assert.True(t, a.over)
	b = &keys{over: true}
	b.merge(seed, keysOf("a"))
	assert.True(t, b.over)
	assert.Empty(t, b.top(1))
}

// sampleOf takes rows of two subjects: of the second, a fourth of the rows with
// the values that value gives.
func sampleOf(rows int, value func(i int) string) *sample {
	s := newSample()
	for i := range rows {
		if h := hashPlace(1, int64(i)*230); h <= s.limit {
			r := &sampled{hash: h, subject: i % 4 / 3}
			r.values[topStem] = value(i)
			s.add(r)
		}
	}
	return s
}

func isSecond(subject int) bool { return subject == 1 }

// The estimate of a share p among m sampled rows is within a few times
// sqrt(p(1-p)/m).
func TestSampleEstimates(t *testing.T) {
	const rows = 400_000
	value := func(i int) string {
		switch n := hashPlace(7, int64(i)) % 100; {
		case n < 30:
			return "often"
		case n < 40:
			return "sometimes"
		case n < 42:
			return "seldom"
		}
		return fmt.Sprint("rare ", i)
	}
	truth := map[string]int64{}
	for i := 3; i < rows; i += 4 {
		truth[value(i)]++
	}
	s := sampleOf(rows, value)
	const count = rows / 4
	top := s.top(isSecond, topStem, count, 3)
	require.Len(t, top, 3)
	assert.LessOrEqual(t, len(s.rows), sampleSize)
	for i, name := range []string{"often", "sometimes", "seldom"} {
		assert.Equal(t, name, top[i].Key)
		p := float64(truth[name]) / count
		margin := 4 * math.Sqrt(p*(1-p)/(sampleSize/4)) * count
		assert.InDelta(t, truth[name], top[i].Count, margin, name)
	}
}

// A value that was met once may have come once: nothing is said of it.
func TestSampleSaysNothingOfOne(t *testing.T) {
	s := sampleOf(100_000, func(i int) string { return fmt.Sprint(i) })
	assert.Empty(t, s.top(isSecond, topStem, 25_000, 10))
	assert.Empty(t, newSample().top(isSecond, topStem, 0, 10))
	none := sampleOf(1000, func(int) string { return "" })
	assert.Empty(t, none.top(isSecond, topStem, 250, 10), "no value is none")
}

// A small sample is everything: the estimate is exact.
func TestSampleOfFewRows(t *testing.T) {
	s := sampleOf(4000, func(i int) string { return strings.Repeat("x", 1+i/4%3) })
	assert.Equal(t, []Key{{"x", 334}, {"xx", 333}, {"xxx", 333}}, s.top(isSecond, topStem, 1000, 5))
}

// Samples choose the same rows however these were shared out.
func TestSampleMerge(t *testing.T) {
	value := func(i int) string { return fmt.Sprint(i % 7) }
	for _, rows := range []int{10, sampleSize, 2*sampleSize - 1, 2 * sampleSize, 5*sampleSize + 3} {
		want := sampleOf(rows, value)
		want.choose()
		random := rand.New(rand.NewPCG(uint64(rows), 2))
		parts := []*sample{newSample(), newSample(), newSample()}
		for _, i := range random.Perm(rows) {
			if p := parts[random.IntN(3)]; hashPlace(1, int64(i)*230) <= p.limit {
				r := &sampled{hash: hashPlace(1, int64(i)*230), subject: 1 - i%4/3}
				r.values[topStem] = value(i)
				p.add(r)
			}
		}
		whole := newSample()
		for _, p := range []*sample{parts[2], parts[0], parts[1]} {
			whole.merge(p, []int{1, 0})
		}
		whole.choose()
		assert.Equal(t, hashesOf(want), hashesOf(whole), "%d rows", rows)
		assert.Equal(t, want.top(isSecond, topStem, int64(rows), 9), whole.top(isSecond, topStem, int64(rows), 9))
	}
}

// hashesOf are the rows that a sample chose.
func hashesOf(s *sample) []uint64 {
	var all []uint64
	for _, r := range s.rows {
		all = append(all, r.hash)
	}
	slices.Sort(all)
	return all
}

// Hashes of places are spread evenly: each sixteenth of the range has its share,
// and no two places share one.
func TestHashPlace(t *testing.T) {
	var seen [16]int
	all := map[uint64]bool{}
	const rows = 160_000
	for source := range 4 {
		for i := range rows / 4 {
			h := hashPlace(source, int64(i)*229)
			seen[h>>60]++
			all[h] = true
		}
	}
	assert.Len(t, all, rows)
	for i, n := range seen {
		assert.InDelta(t, rows/16, n, 4*100, "sixteenth %d", i)
	}
}
