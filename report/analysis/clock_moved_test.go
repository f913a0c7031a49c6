package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestClockThatWasMoved: where the clock goes back by as much as it had gone on without rows nothing
// is missing; else nobody can tell, and a time without rows is an outage.
func TestClockThatWasMoved(t *testing.T) {
	const minute, gone = 60, -1 << 20
	f := func(want string, moved func(second int) int) {
		t.Helper()
		var b strings.Builder
		for s := 0; s < 900*minute; s += 10 {
			if m := moved(s); m > gone {
				fmt.Fprintf(&b, "%d 10.0.0.%d /page%d 200 0 0\n", s+m, 1+s/10%70, s/10%9)
			}
		}
		var got []string
		for _, f := range analysisOf(filesOf(t, logOf(t, servedFields, b.String())), options(t)).Report(t.Context()).Findings {
			got = append(got, fmt.Sprintf("%s %s-%s", f.Rule, f.First.Format("15:04"), f.Last.Format("15:04")))
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	between := func(from, until, s, moved int) int {
		if s >= from*minute && s < until*minute {
			return moved
		}
		return 0
	}
	f("clock-moved 04:59-07:39", func(s int) int { return between(300, 420, s, 40*minute) })
	f("outage 04:59-05:40", func(s int) int { return between(300, 340, s, gone) })
	f("outage 04:59-05:40", func(s int) int { return between(300, 900, s, 40*minute) })
	f("outage 04:59-05:40", func(s int) int { // and later the clock is set right by some seconds
		return between(300, 340, s, gone) + between(600, 900, s, -50)
	})
}
