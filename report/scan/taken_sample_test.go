package scan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/codes"
)

// sampledTimes offers rows that took so long to two samples, and merges them.
func sampledTimes(t *testing.T, taken []int64) Times {
	parts := make([]takenSample, 2)
	var text strings.Builder
	text.WriteString("#Fields: sc-status time-taken\n")
	for _, ms := range taken {
		fmt.Fprintf(&text, "200 %d\n", ms)
	}
	for i, r := range rowsOfText(t, text.String()) {
		parts[i%2].add(placeOf(0, r.Offset), 0, r, codes.OK)
	}
	parts[0].merge(&parts[1])
	return parts[0].times()
}

// TestLongRowsAreKept: rows that took most of the time are kept, however rare, and what
// the kept rows stand for is about all of them.
func TestLongRowsAreKept(t *testing.T) {
	var taken []int64
	total := int64(0)
	for i := range 100_000 {
		ms := int64(20 + i%60)
		if i%1000 == 7 {
			ms = 40_000 + int64(i)
		}
		taken, total = append(taken, ms), total+ms
	}
	times := sampledTimes(t, taken)
	long, rows, sum := 0, 0.0, 0.0
	for _, r := range times.Rows {
		rows += r.Rows
		sum += r.Rows * float64(r.Row.Taken)
		if r.Row.Taken >= 40_000 {
			long++
			assert.InDelta(t, 1, r.Rows, 1e-9)
		}
	}
	assert.Equal(t, 100, long)
	assert.Equal(t, total, times.Total)
	assert.InEpsilon(t, float64(total), sum, 0.05)
	assert.InEpsilon(t, 100_000, rows, 0.15)
	assert.LessOrEqual(t, times.Complete, int64(40_000))
}

// TestFewRowsAreAllKept: of a short log nothing is estimated.
func TestFewRowsAreAllKept(t *testing.T) {
	times := sampledTimes(t, []int64{0, 1, 2, 3, 5000})
	assert.Len(t, times.Rows, 5)
	assert.Zero(t, times.Complete)
	for _, r := range times.Rows {
		assert.InDelta(t, 1, r.Rows, 1e-9)
	}
}
