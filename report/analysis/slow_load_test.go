package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestLoadWhileAllWasSlow: that far more requests came meanwhile is told where more came than before, and than
// after where it is over; that more come by day than before it is not, if as many come after it.
func TestLoadWhileAllWasSlow(t *testing.T) {
	const hour = 3600
	f := func(want string, slow, busy func(second int) bool) {
		t.Helper()
		var b strings.Builder
		for n, second := 0, 0; second < 20*hour; n++ {
			taken := 40 + n*31%60
			if slow(second) {
				taken = taken*20 + 500
			}
			fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx 200 0 0 %d\n", second, n*13%83, n*7%11, taken)
			if second += 12; busy(second) {
				second -= 9
			}
		}
		var got []string
		for _, f := range ruled(analysisOf(filesOf(t, logOf(t, takenFields, b.String())), options(t)).Report(t.Context()), "slow") {
			got = append(got, strings.TrimSpace(f.State+" "+evidenceOf(f, "load")+" "+evidenceOf(f, "load-before")+" "+evidenceOf(f, "load-after")))
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	between := func(from, until int) func(int) bool {
		return func(second int) bool { return second >= from*hour && second < until*hour }
	}
	f("over 20 5.1 5", between(10, 12), between(10, 12))
	f("going-on 20 5.1", between(16, 24), between(16, 24))
	f("over", between(10, 12), between(10, 20))
	f("over", between(10, 12), between(0, 0))
	f("over", between(10, 12), between(8, 12))
	f("going-on", between(16, 24), between(12, 24))
}
