package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// TestCheckFailsAndNobodyComes: while the check of a balancer fails, no visitor comes, which is an outage. It is none
// where visitors come all the time, where they are few or gone before it begins, and where the check never was served.
func TestCheckFailsAndNobodyComes(t *testing.T) {
	told := func(visitors int, isAway func(second int) bool, check func(second int) string) []report.Finding {
		var b strings.Builder
		for s := 0; s < 10800; s += 10 {
			fmt.Fprintf(&b, "%d - 10.0.0.250 /alive %s\n", s, check(s))
			if n := s / 10 % 200; n < visitors && !isAway(s) {
				fmt.Fprintf(&b, "%d - 198.51.100.%d /page%d 200 0 0\n", s+3, n, n%7)
			}
		}
		return ruled(analysisOf(filesOf(t, logOf(t, "date time cs-username c-ip cs-uri-stem sc-status sc-substatus sc-win32-status", b.String())), options(t)).Report(t.Context()), "outage")
	}
	within := func(from, until int) func(int) bool {
		return func(s int) bool { return from <= s && s < until }
	}
	refused := broken(3600, 6000, "401 2 5")
	if all := told(200, within(3620, 6030), refused); assert.Len(t, all, 1) {
		assert.Contains(t, fmt.Sprint(all[0].Evidence), "/alive")
		assert.Equal(t, report.Over, all[0].State)
	}
	if all := told(200, within(3620, 10800), broken(3600, 10800, "401 2 5")); assert.Len(t, all, 1) {
		assert.Equal(t, report.GoingOn, all[0].State)
	}
	assert.Empty(t, told(200, within(0, 0), refused), "visitors come")
	assert.Empty(t, told(10, within(3620, 6030), refused), "ten visitors")
	assert.Empty(t, told(200, within(1000, 6030), refused), "gone before")
	assert.Empty(t, told(200, within(3620, 6030), broken(0, 10800, "401 2 5")), "never served")
}
