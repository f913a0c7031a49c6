package scan

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Days since 1970 → rows of that day; a day has 1440 minutes, of which one holds them.
func resultOn(days ...[2]int64) *Result {
	r := &Result{Minutes: Counts{Step: 60}}
	for _, d := range days {
		r.Minutes.Cells = append(r.Minutes.Cells, Cell{Bucket: d[0] * 1440, Rows: d[1]})
	}
	return r
}

func TestRowsApart(t *testing.T) {
	const d = 86400
	f := func(r *Result, from, until int64, want ...Apart) {
		t.Helper()
		body, apart, ok := r.Body()
		assert.Equal(t, len(want) > 0, ok)
		assert.Equal(t, want, apart)
		if ok {
			assert.Equal(t, Span{From: from * d, Until: until*d + 60}, body)
		}
	}
	// a clock that was wrong, before, behind, and both
	f(resultOn([2]int64{20000, 5000}, [2]int64{20001, 5000}, [2]int64{23000, 1}), 20000, 20001, Apart{1, 23000 * d, 23000 * d})
	f(resultOn([2]int64{10957, 3}, [2]int64{20000, 5000}, [2]int64{20001, 5000}), 20000, 20001, Apart{3, 10957 * d, 10957 * d})
	f(resultOn([2]int64{0, 1}, [2]int64{10957, 2}, [2]int64{20000, 9000}, [2]int64{23000, 1}), 20000, 20000,
		Apart{3, 0, 10957 * d}, Apart{1, 23000 * d, 23000 * d})
	// what is no error: many rows, some weeks or months, a log as long as the gap, few rows in all
	f(resultOn([2]int64{20000, 5000}, [2]int64{23000, 50}), 0, 0)
	f(resultOn([2]int64{20000, 5000}, [2]int64{20060, 1}), 0, 0)
	f(resultOn([2]int64{20000, 5000}, [2]int64{20300, 1}, [2]int64{20600, 5000}, [2]int64{20900, 5000}, [2]int64{21300, 1}), 0, 0)
	f(resultOn([2]int64{20000, 50}, [2]int64{23000, 1}), 0, 0)
	f(resultOn([2]int64{20000, 5000}), 0, 0)
	f(resultOn(), 0, 0)
}
