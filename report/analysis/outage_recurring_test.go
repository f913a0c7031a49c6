package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestRecurringOutages: what fails at the same time of several days is one finding, of two days
// only within minutes; its command names each time where these are few.
func TestRecurringOutages(t *testing.T) {
	const day = 86400
	told := func(days int, startOf func(day int) int) string {
		var b strings.Builder
		for s := 0; s < days*day; s += 40 {
			status, from := 200, s/day*day+startOf(s/day)
			if s >= from && s < from+600 {
				status = 503
			}
			fmt.Fprintf(&b, "%d 198.51.100.%d /page%d %d 0 0\n", s, 1+s/40%200, s/40%9, status)
		}
		var all []string
		for _, f := range ruled(analysisOf(filesOf(t, logOf(t, servedFields, b.String())), options(t)).Report(t.Context()), "outage") {
			all = append(all, fmt.Sprintf("%s %s %d rows, %d times", f.State, f.Severity, f.Rows, strings.Count(f.Command, "..")))
		}
		return strings.Join(all, "; ")
	}
	at := func(hour int) func(int) int { return func(int) int { return hour * 3600 } }
	assert.Equal(t, "recurring warning 45 rows, 3 times", told(3, at(2)))
	assert.Equal(t, "recurring warning 30 rows, 2 times", told(2, func(day int) int { return 2*3600 + 120*day }))
	assert.Equal(t, "over critical 15 rows, 0 times; over critical 15 rows, 0 times", told(2, func(day int) int { return 2*3600 + 1200*day }))
	assert.Equal(t, "recurring warning 900 rows, 0 times", told(60, at(2)), "too many times for a command")
}
