package analysis

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestEvenBefore1970: whether rows came by day and night does not depend on the year: a log
// may hold a row of any, such as 0001.
func TestEvenBefore1970(t *testing.T) {
	f := func(want bool, every int64, of func(hour int64) bool) {
		t.Helper()
		for _, days := range []int64{20_000, 0, -1, -20_000, -719_162} {
			var seconds []int64
			for s := days*86400 + 3000; s < (days+4)*86400; s += every {
				if of((s - days*86400) / 3600 % 24) {
					seconds = append(seconds, s)
				}
			}
			assert.Equal(t, want, isEven(seconds), "from day %d on", days)
		}
	}
	f(true, 600, func(int64) bool { return true })
	f(false, 600, func(hour int64) bool { return 8 <= hour && hour < 18 })
}
