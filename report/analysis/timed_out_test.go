package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestTimedOut: errors that come after the same round time are of something that is waited for. Any other time,
// and requests that are answered then, are not; what the server itself gave up on has its limit.
func TestTimedOut(t *testing.T) {
	f := func(want, status string, taken func(n int) int) {
		t.Helper()
		for _, every := range []int{20, 90} {
			var b strings.Builder
			for n := range 6000 {
				if n%every == 7 {
					fmt.Fprintf(&b, "%d 10.0.0.%d /orders/open %s %d\n", n*5, n*13%83, status, taken(n))
				} else {
					fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx 200 0 0 %d\n", n*5, n*7%83, n%9, 30+n*31%50)
				}
			}
			var got []string
			for _, f := range analysisOf(filesOf(t, logOf(t, takenFields, b.String())), options(t)).Report(t.Context()).Findings {
				said := []string{f.Rule, evidenceOf(f, "timed"), evidenceOf(f, "timed-query")}
				if limit := evidenceOf(f, "limited"); limit != "" {
					said = append(said, "limit", limit)
				}
				got = append(got, strings.Join(slices.DeleteFunc(said, func(s string) bool { return s == "" }), " "))
			}
			assert.Equal(t, want, strings.Join(got, ", "), every)
		}
	}
	f("application 30000 30000", "500 0 0", func(n int) int { return 30_005 + n*17%200 })
	f("application 90000", "500 0 0", func(n int) int { return 90_000 + n*17%300 })
	f("application 30000 30000", "500 0 0", func(n int) int { return []int{30_010, 30_100, 240}[n/10%3] })
	f("application", "500 0 0", func(n int) int { return 24_000 + n*171%9000 })
	f("application", "500 0 0", func(n int) int { return 12_300 + n*17%90 })
	f("application limit 70000", "500 0 258", func(n int) int { return 70_003 + n*17%300 })
	f("application", "500 0 258", func(n int) int { return 24_000 + n*171%9000 })
	f("slow", "200 0 0", func(n int) int { return 30_005 + n*171%9000 })
}
