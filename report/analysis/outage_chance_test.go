package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestPauseBetweenVisits: eight minutes without a row may be chance where each visitor asks for eight things,
// and are an outage where that many visitors, or as many single rows, would have come.
func TestPauseBetweenVisits(t *testing.T) {
	told := func(rows, apart int) int {
		var b strings.Builder
		random, begins := uint32(1), make([]bool, 10*3600)
		for s := range 10 * 3600 {
			random = random*1664525 + 1013904223
			begins[s] = random>>8%uint32(apart) == 0
			for n := range rows { // a visit asks for something every twenty seconds
				if from := s - 20*n; from >= 0 && begins[from] && (s < 5*3600 || s >= 5*3600+480) {
					fmt.Fprintf(&b, "%d 198.51.100.%d /page%d 200 0 0\n", s, 1+from%200, n)
				}
			}
		}
		return len(ruled(analysisOf(filesOf(t, logOf(t, servedFields, b.String())), options(t)).Report(t.Context()), "outage"))
	}
	assert.Equal(t, 0, told(8, 90), "five visits are missed")
	assert.Equal(t, 1, told(8, 30), "sixteen visits are missed")
	assert.Equal(t, 1, told(1, 10), "rows")
}
