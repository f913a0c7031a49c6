package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestWhoCameWhenAllGotSlow: who begins to send half of all requests when everything gets slow is named. Who sent as
// many before, or is most of what there is at night, as it asks all the time, is not.
func TestWhoCameWhenAllGotSlow(t *testing.T) {
	const day = 24 * 3600
	f := func(want string, crawls, slow func(second int) bool, each func(second int) int) {
		t.Helper()
		for _, faster := range []int{1, 4} {
			var b strings.Builder
			row := func(second, n int, client string) {
				taken := 40 + n*31%60
				if slow(second) {
					taken = taken*20 + 500
				}
				fmt.Fprintf(&b, "%d %s /p%d.aspx 200 0 0 %d\n", second, client, n*7%11, taken)
			}
			for n, second := 0, 0; second < day; n, second = n+1, second+max(1, each(second)/faster) {
				row(second, n, fmt.Sprintf("10.0.0.%d", n*13%83))
				if crawls(second) {
					row(second, n+3, "203.0.113.9")
				}
			}
			var got []string
			for _, f := range ruled(analysisOf(filesOf(t, logOf(t, takenFields, b.String())), options(t)).Report(t.Context()), "slow") {
				got = append(got, strings.TrimSpace(f.State+" "+evidenceOf(f, "brings")))
			}
			assert.Equal(t, want, strings.Join(got, ", "), faster)
		}
	}
	even := func(int) int { return 12 }
	afternoon := func(second int) bool { return second > 12*3600 }
	f("going-on 203.0.113.9", afternoon, afternoon, even)
	f("going-on", func(int) bool { return true }, afternoon, even)
	f("going-on", func(second int) bool { return second > 4*3600 }, afternoon, even)
	night := func(second int) bool { return second > 20*3600 }
	f("going-on", func(second int) bool { return night(second) || second/8%25 == 0 }, night, func(second int) int {
		if night(second) {
			return 200
		}
		return 8
	})
}
