package scan

import (
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// inBucket is the first second of a bucket, and an outcome.
type inBucket struct{ second, outcome int64 }

// cellsOf is what buckets hold.
func cellsOf(t testing.TB, m *timeBuckets) map[inBucket]int64 {
	t.Helper()
	m.flush()
	m.compact()
	all := map[inBucket]int64{}
	for i, c := range m.cells {
		if i > 0 {
			before := m.cells[i-1]
			if before.Bucket > c.Bucket || before.Bucket == c.Bucket && before.Outcome >= c.Outcome {
				t.Fatalf("expected cells in order, each once, found %v before %v", before, c)
			}
		}
		all[inBucket{c.Bucket * m.step, int64(c.Outcome)}] += c.Rows
	}
	return all
}

// sumOf is how many rows buckets hold.
func sumOf(t testing.TB, m *timeBuckets) (sum int64) {
	for n := range maps.Values(cellsOf(t, m)) {
		sum += n
	}
	return sum
}

func TestTimeBuckets(t *testing.T) {
	f := func(name string, want map[inBucket]int64, seconds ...int64) {
		t.Helper()
		m := newTimeBuckets()
		for _, s := range seconds {
			m.add(s, 0)
		}
		assert.Equal(t, want, cellsOf(t, m), name)
	}
	f("nothing", map[inBucket]int64{})
	f("one minute", map[inBucket]int64{{60, 0}: 3}, 60, 61, 119)
	f("the border", map[inBucket]int64{{0, 0}: 1, {60, 0}: 1, {120, 0}: 1}, 59, 60, 120)
	f("the first second", map[inBucket]int64{{0, 0}: 2}, 0, 0)
	f("out of order", map[inBucket]int64{{0, 0}: 3, {60, 0}: 2}, 0, 60, 1, 61, 2)
	f("before 1970", map[inBucket]int64{{-60, 0}: 2, {-120, 0}: 1, {0, 0}: 1}, -1, -60, -61, 0)
	first := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	last := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC).Unix()
	f("absurd years", map[inBucket]int64{{first, 0}: 2, {last - 59, 0}: 1}, first, last, first+59)
}

// Buckets against a plain map, with rows in any order and outcomes that come late.
func TestTimeBucketsAgreeWithPlainCount(t *testing.T) {
	for seed := range uint64(10) {
		random := rand.New(rand.NewPCG(seed, 7))
		m, want := newTimeBuckets(), map[inBucket]int64{}
		at := int64(0)
		for range 30_000 {
			if random.IntN(20) == 0 {
				at += int64(random.IntN(2000)) - 400
			}
			second, outcome := at+int64(random.IntN(90)), random.IntN(1+random.IntN(9))
			m.add(second, outcome)
			want[inBucket{floorDiv(second, 60) * 60, int64(outcome)}]++
		}
		require.Equal(t, want, cellsOf(t, m), "seed %d", seed)
	}
}

func TestFloorDiv(t *testing.T) {
	for a := int64(-130); a <= 130; a++ {
		q := floorDiv(a, 60)
		assert.True(t, q*60 <= a && a < (q+1)*60, "%d: %d", a, q)
	}
}

// Each step is a multiple of the one before, so that buckets never straddle.
func TestSteps(t *testing.T) {
	for i := 1; i < len(bucketSteps); i++ {
		assert.Zero(t, bucketSteps[i]%bucketSteps[i-1], "%d after %d", bucketSteps[i], bucketSteps[i-1])
	}
}

// A log with rows in more minutes than the list holds is counted in longer
// buckets: the same ones however its rows are shared out.
func TestTimeBucketsGrow(t *testing.T) {
	const rows = maxCells + maxCells/3
	second := func(i int) int64 { return int64(i) * 120 } // every other minute
	one := newTimeBuckets()
	for i := range rows {
		one.add(second(i), i%2)
	}
	want := cellsOf(t, one)
	assert.EqualValues(t, 900, one.step)
	assert.LessOrEqual(t, len(one.cells), maxCells)
	assert.EqualValues(t, rows, sumOf(t, one))

	random := rand.New(rand.NewPCG(3, 3))
	parts := []*timeBuckets{newTimeBuckets(), newTimeBuckets(), newTimeBuckets()}
	for i := rows - 1; i >= 0; i-- {
		parts[random.IntN(3)].add(second(i), i%2)
	}
	parts[2].merge(parts[0], []int{0, 1})
	all := newTimeBuckets()
	all.merge(parts[1], []int{0, 1})
	all.merge(parts[2], []int{0, 1})
	assert.Equal(t, one.step, all.step)
	assert.True(t, maps.Equal(want, cellsOf(t, all)), "the cells are the same")
}

// A part that was counted in longer buckets keeps none of its cells apart.
func TestTimeBucketsMergeOfDifferentSteps(t *testing.T) {
	coarse, fine := newTimeBuckets(), newTimeBuckets()
	coarse.add(-30, 0)
	coarse.add(4000, 1)
	coarse.flush()
	coarse.coarsen(3600)
	fine.add(-3601, 0)
	fine.add(7199, 1)
	fine.add(7200, 1)
	fine.merge(coarse, []int{0, 1})
	// Outcomes 0 and 1 of fine change places.
	other := newTimeBuckets()
	other.add(3599, 0)
	other.add(3600, 0)
	fine.merge(other, []int{1, 0})
	swapped := newTimeBuckets()
	swapped.merge(fine, []int{1, 0})
	assert.Equal(t, map[inBucket]int64{{-7200, 1}: 1, {-3600, 1}: 1, {0, 0}: 1, {3600, 0}: 3, {7200, 0}: 1}, cellsOf(t, swapped))
}

// Counting goes on after the step has grown.
func TestTimeBucketsAfterGrowing(t *testing.T) {
	m := newTimeBuckets()
	m.add(10, 0)
	m.flush()
	m.coarsen(86400)
	m.add(20, 0)
	m.add(86400, 2)
	m.add(86399, 0)
	m.add(-30, 1)
	m.flush()
	m.coarsen(864000)
	m.add(-20, 1)
	assert.Equal(t, map[inBucket]int64{{-864000, 1}: 2, {0, 0}: 3, {0, 2}: 1}, cellsOf(t, m))
}

// Times that are nonsense end up in the longest buckets, none of them lost.
func TestTimeBucketsOfNonsense(t *testing.T) {
	m := newTimeBuckets()
	random := rand.New(rand.NewPCG(1, 1))
	const rows = maxCells + maxCells/4
	for range rows {
		m.add(random.Int64N(1<<38)-1<<36, random.IntN(3))
	}
	assert.EqualValues(t, rows, sumOf(t, m))
	assert.LessOrEqual(t, len(m.cells), maxCells)
	assert.Greater(t, m.step, int64(60))
}
