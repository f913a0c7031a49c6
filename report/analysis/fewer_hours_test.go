package analysis

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Times that are nonsense make no hours of thousands of years; the last ones are counted.
func TestHoursAreBounded(t *testing.T) {
	const end = 220_000_000_000 // of the year 8941
	h := new(Analysis).hoursOf([]int64{-2_000_000_000, end - 7200, end}, end)
	assert.Len(t, h.counts, mostHours)
	sum := 0.0
	for _, n := range h.counts {
		sum += n
	}
	assert.Equal(t, 1.0, sum, "the last hour may not be whole")
}
