package spike

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzFind holds that whatever was counted gives spikes that make sense, twice
// the same.
func FuzzFind(f *testing.F) {
	f.Add(int64(monday), int64(60), 1.0, []byte{3, 200, 5, 5, 5, 0, 90, 90})
	f.Add(int64(-5), int64(-1), 0.0, []byte{})
	f.Add(int64(math.MaxInt64), int64(math.MaxInt64), math.Inf(1), []byte(strings.Repeat("abc\x00\xff", 300)))
	f.Add(int64(math.MinInt64), int64(86400), math.NaN(), []byte(strings.Repeat("\x00\x00\x00\x09", 900)))
	f.Fuzz(func(t *testing.T, start, step int64, sensitivity float64, data []byte) {
		tl := fuzzTimeline(start, step, data)
		spikes := Find(tl, Options{Sensitivity: sensitivity})
		require.Equal(t, spikes, Find(tl, Options{Sensitivity: sensitivity}))
		require.True(t, slices.IsSortedFunc(spikes, Rank))
		for _, s := range spikes {
			assert.Less(t, s.From, s.Until)
			assert.Positive(t, s.Observed)
			assert.Positive(t, s.Expected)
			for _, v := range []float64{s.Expected, s.Ratio, s.Score} {
				assert.False(t, math.IsNaN(v) || math.IsInf(v, 0))
			}
			assert.True(t, tl.Series[s.Series].Attention)
			assert.Less(t, s.Part, len(tl.Series[s.Series].Parts))
		}
	})
}

// fuzzTimeline spreads bytes over two series and a part, each a few buckets wide.
func fuzzTimeline(start, step int64, data []byte) Timeline {
	wide := 1
	if len(data) > 0 {
		wide, data = 1+int(data[0])%40, data[1:]
	}
	var counts [4][]int64
	for i, b := range data {
		n := int64(b)
		if b > 250 && i+8 <= len(data) {
			n = int64(binary.LittleEndian.Uint64(data[i:]))
		}
		for range wide {
			counts[i%4] = append(counts[i%4], n)
		}
	}
	tl := Timeline{Start: start, Step: step, Series: []Series{
		{Counts: counts[0], Attention: true, Parts: []Part{{Counts: counts[1]}, {Counts: counts[2]}}},
		{Counts: counts[1], Attention: true}, {Counts: counts[2]},
	}}
	if len(data)%2 == 0 {
		tl.Series = append(tl.Series, Series{Counts: counts[3]})
		tl.Offset = func(s int64) int64 { return s % 100000 }
	}
	return tl
}
