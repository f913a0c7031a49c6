package scan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sampleOf takes rows of two subjects: of the second, a fourth of the rows with
// the values that value gives.
func sampleOf(rows int, value func(i int) string) *valueSample {
	s := &valueSample{}
	for i := range rows {
		offerTo(s, i, i%4/3, value(i))
	}
	s.fix()
	return s
}

// offerTo offers the row of a number to a sample.
func offerTo(s *valueSample, i, subject int, path string) {
	if h := placeOf(1, int64(i)*230); s.wants(h) {
		v := rowValues{subject: subject, text: [NumTopFields][]byte{FieldPath: []byte(path)}}
		s.takeValues(h, 1, &v)
	}
}

// topOfSample estimates the n most frequent paths of the second subject, of which
// there are count rows.
func topOfSample(s *valueSample, count int64, n int) []Value {
	return topOf(estimate(s, func(subject int) bool { return subject == 1 }, FieldPath, count), n)
}

// The estimate of a share p among m sampled rows is within a few times
// sqrt(p(1-p)/m).
func TestSampleEstimates(t *testing.T) {
	const rows = 400_000
	value := func(i int) string {
		switch n := placeOf(7, int64(i)) % 100; {
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
	top := topOfSample(s, count, 3)
	require.Len(t, top, 3)
	assert.LessOrEqual(t, len(s.kept), sampledRows)
	for i, name := range []string{"often", "sometimes", "seldom"} {
		assert.Equal(t, name, top[i].Text)
		p := float64(truth[name]) / count
		margin := 4 * math.Sqrt(p*(1-p)/(sampledRows/4)) * count
		assert.InDelta(t, truth[name], top[i].Count, margin, name)
	}
}

// A value that was met once may have come once: nothing is said of it.
func TestSampleSaysNothingOfOne(t *testing.T) {
	s := sampleOf(100_000, func(i int) string { return fmt.Sprint(i) })
	assert.Empty(t, topOfSample(s, 25_000, 10))
	assert.Empty(t, topOfSample(sampleOf(0, nil), 0, 10))
	none := sampleOf(1000, func(int) string { return "" })
	assert.Empty(t, topOfSample(none, 250, 10), "no value is none")
}

// A small sample is everything: the estimate is exact.
func TestSampleOfFewRows(t *testing.T) {
	s := sampleOf(4000, func(i int) string { return strings.Repeat("x", 1+i/4%3) })
	assert.Equal(t, []Value{untimed("x", 334), untimed("xx", 333), untimed("xxx", 333)}, topOfSample(s, 1000, 5))
}

// Samples choose the same rows however these were shared out.
func TestSampleMerge(t *testing.T) {
	value := func(i int) string { return fmt.Sprint(i % 7) }
	for _, rows := range []int{10, sampledRows, 2*sampledRows - 1, 2 * sampledRows, 5*sampledRows + 3} {
		want := sampleOf(rows, value)
		random := rand.New(rand.NewPCG(uint64(rows), 2))
		parts := []*valueSample{{}, {}, {}}
		for _, i := range random.Perm(rows) {
			offerTo(parts[random.IntN(3)], i, i%4/3, value(i))
		}
		whole := &valueSample{}
		for _, p := range []*valueSample{parts[2], parts[0], parts[1]} {
			whole.merge(p)
		}
		whole.fix()
		assert.Equal(t, hashesOf(&want.bottomK), hashesOf(&whole.bottomK), "%d rows", rows)
		assert.Equal(t, topOfSample(want, int64(rows), 9), topOfSample(whole, int64(rows), 9))
	}
}

// Values of several subjects, each of which has few enough to be counted, may be too many
// together: then the sample tells them.
func TestTooManyValuesTogether(t *testing.T) {
	var b strings.Builder
	b.WriteString("#Fields: date time cs-method cs-uri-stem c-ip sc-status sc-substatus sc-win32-status time-taken\n")
	const each = 10_000
	for i := range 2 * each {
		code := []string{"404 0 2", "403 14 0"}[i%2]
		fmt.Fprintf(&b, "2026-11-02 10:00:00 GET /own%d.aspx 192.0.2.1 %s 5\n2026-11-02 10:00:00 GET /often.aspx 192.0.2.1 %s 5\n", i, code, code)
	}
	r := resultOf(t, options(t), b.String())
	alone := r.Top(FieldPath, func(s *Subject) bool { return s.Code.Status == 404 }, 1)
	assert.Equal(t, int64(each), alone.Values[0].Count)
	assert.False(t, alone.Estimated)
	together := r.Top(FieldPath, func(*Subject) bool { return true }, 3)
	assert.True(t, together.Estimated)
	require.Len(t, together.Values, 1, "the others come once")
	assert.Equal(t, "/often.aspx", together.Values[0].Text)
	assert.InEpsilon(t, 2*each, together.Values[0].Count, 0.1)
}
