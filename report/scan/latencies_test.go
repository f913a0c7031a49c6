package scan

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// takenOf are the percentiles of rows with those values of time-taken.
func takenOf(t *testing.T, values []int64) Taken {
	t.Helper()
	var b strings.Builder
	b.WriteString("#Fields: sc-status time-taken\n")
	for _, v := range values {
		fmt.Fprintln(&b, "200", v)
	}
	return resultOf(t, options(t), b.String()).Taken
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
		l := takenOf(t, values)
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
	assert.Equal(t, Taken{1, 0, 0, 0, 0}, takenOf(t, []int64{0}))
	assert.Equal(t, Taken{1, 7, 7, 7, 7}, takenOf(t, []int64{7}))
	assert.Equal(t, Taken{1, 123_457, 123_457, 123_457, 123_457}, takenOf(t, []int64{123_457}))
	assert.Equal(t, Taken{2, 1, 100, 100, 100}, takenOf(t, []int64{100, 1}))
	// Longer than a day.
	l := takenOf(t, []int64{1, 2, 400_000_000})
	assert.EqualValues(t, 400_000_000, l.Max)
	assert.EqualValues(t, 2, l.P50)
}

// Rows that say nothing of it are left out, and so is the length of a WebSocket.
func TestLatencyLeavesOut(t *testing.T) {
	r := resultOf(t, options(t), "#Fields: sc-status time-taken\n200 10\n101 3600000\n200 -\n200 4294967295\n500 30\n200 x\n")
	assert.Equal(t, Taken{2, 10, 30, 30, 30}, r.Taken)
	r = resultOf(t, options(t), "#Fields: sc-status\n200\n")
	assert.Zero(t, r.Taken)
	r = resultOf(t, options(t), "#Fields: sc-status time-taken\n101 50\n")
	assert.Zero(t, r.Taken)
}
