package render

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSpark(t *testing.T) {
	f := func(want string, counts ...int64) { t.Helper(); assert.Equal(t, want, spark(counts)) }
	f("")
	f("   ", 0, 0, 0)
	f("▁▂▃▄▅▆▇██", 1, 2, 4, 6, 8, 10, 13, 15, 16)
	f("▁█", 1, 1_000_000) // more than nothing never looks like nothing
	f(" █", -5, 1)
}

func TestBar(t *testing.T) {
	f := func(value, top int64, width int, want string) {
		t.Helper()
		assert.Equal(t, want, bar(value, top, width))
	}
	f(10, 10, 4, "████")
	f(5, 10, 4, "██")
	f(1, 1000, 4, "▏")
	f(0, 10, 4, "")
	f(3, 0, 4, "")
	f(3, 3, -1, "")
}

func TestResample(t *testing.T) {
	assert.Equal(t, []int64{3, 7, 5}, resample([]int64{1, 2, 3, 4, 5}, 2))
	assert.Equal(t, []int64{1, 2}, resample([]int64{1, 2}, 1))
	assert.Empty(t, resample(nil, 3))
	assert.Equal(t, "▁▁  ██", stretch("▁ █", 2))
}
