package report

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// latencyOf is the latency of rows with those values of time-taken.
func latencyOf(t *testing.T, values []int64) *Latency {
	t.Helper()
	var b strings.Builder
	b.WriteString("#Fields: sc-status time-taken\n")
	for _, v := range values {
		fmt.Fprintln(&b, "200", v)
	}
	return reportOf(t, options(t), b.String()).Latency
}

// Percentiles against the sorted list: the row of the nearest rank, to three
// digits.
func TestLatency(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 6))
	for range 40 {
		var values []int64
		for range 1 + random.IntN(500) {
			values = append(values, random.Int64N(1<<(1+random.IntN(26))))
		}
		l := latencyOf(t, values)
		slices.Sort(values)
		at := func(percent int) int64 { return values[max(1, (len(values)*percent+50)/100)-1] }
		assert.EqualValues(t, len(values), l.Rows)
		assert.Equal(t, values[len(values)-1], l.Max)
		for _, p := range []struct {
			percent   int
			want, got int64
		}{{50, at(50), l.P50}, {95, at(95), l.P95}, {99, at(99), l.P99}} {
			assert.InDelta(t, p.want, p.got, float64(p.want)/1000+1, "p%d of %d", p.percent, len(values))
			assert.LessOrEqual(t, p.got, l.Max)
		}
	}
}

func TestLatencyOfFewRows(t *testing.T) {
	assert.Equal(t, &Latency{1, 0, 0, 0, 0}, latencyOf(t, []int64{0}))
	assert.Equal(t, &Latency{1, 7, 7, 7, 7}, latencyOf(t, []int64{7}))
	assert.Equal(t, &Latency{1, 123_457, 123_457, 123_457, 123_457}, latencyOf(t, []int64{123_457}))
	assert.Equal(t, &Latency{2, 1, 100, 100, 100}, latencyOf(t, []int64{100, 1}))
	// Longer than a day.
	l := latencyOf(t, []int64{1, 2, 400_000_000})
	require.NotNil(t, l)
	assert.EqualValues(t, 400_000_000, l.Max)
	assert.EqualValues(t, 2, l.P50)
}

// Rows that say nothing of it are left out, and so is the length of a WebSocket.
func TestLatencyLeavesOut(t *testing.T) {
	r := reportOf(t, options(t), "#Fields: sc-status time-taken\n200 10\n101 3600000\n200 -\n200 4294967295\n500 30\n200 x\n")
	assert.Equal(t, &Latency{2, 10, 30, 30, 30}, r.Latency)
	r = reportOf(t, options(t), "#Fields: sc-status\n200\n")
	assert.Nil(t, r.Latency)
	r = reportOf(t, options(t), "#Fields: sc-status time-taken\n101 50\n")
	assert.Nil(t, r.Latency)
	assert.NotContains(t, jsonOf(t, r), `"latency"`)
}
