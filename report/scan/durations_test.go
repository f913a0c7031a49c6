package scan

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDurations(t *testing.T) {
	var g, half Durations
	for ms := range int64(10_000) {
		if ms%2 == 0 {
			g.add(ms, 1)
		} else {
			half.add(ms, 1)
		}
	}
	g.Add(&half)
	got := g.Taken()
	assert.Equal(t, int64(10_000), got.Rows)
	assert.InDelta(t, 5_000, got.P50, 650)
	assert.InDelta(t, 9_500, got.P95, 1_200)
	assert.Equal(t, int64(9_999), got.Max)
	for _, ms := range []int64{0, 1, 7, 8, 9, 15, 16, 1000, maxTaken} {
		assert.GreaterOrEqual(t, longestOf(stepOf(ms)), ms)
		assert.True(t, ms == 0 || longestOf(stepOf(ms)-1) < ms, ms)
	}
	var none Durations
	assert.Equal(t, Taken{}, none.Taken())
}
