package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// officeWithMonitor is an office from a Tuesday on, that works from 7 until an hour of each day,
// and a monitor that asks by day and night until 18 of the last day.
func officeWithMonitor(t *testing.T, until ...int) string {
	var rows strings.Builder
	for second := 0; second < len(until)*86400-6*3600; second += 60 {
		if hour := second % 86400 / 3600; hour >= 7 && hour < until[second/86400] {
			fmt.Fprintf(&rows, "%d 10.1.1.%d - /p%d.aspx Mozilla 200 0 0\n", second+7, second/60%90, second/60%7)
		}
		fmt.Fprintf(&rows, "%d 10.0.0.9 - /health Monitor 200 0 0\n", second)
	}
	return logOf(t, pairFields, rows.String())
}

// An office that stops at noon while a monitor goes on is missed where the days before went on;
// one that works mornings alone is not, and of a Friday only other Fridays tell.
func TestOfficeStopsToday(t *testing.T) {
	f := func(days int, until ...int) {
		t.Helper()
		var found []report.Finding
		for _, f := range analysisOf(filesOf(t, officeWithMonitor(t, until...)), options(t)).Report(t.Context()).Findings {
			if f.Rule == "silence" {
				found = append(found, f)
			}
		}
		if days == 0 {
			assert.Empty(t, found)
			return
		}
		if assert.Len(t, found, 1) {
			assert.Contains(t, found[0].Evidence, report.Evidence{What: "days", Value: float64(days), Unit: "days"})
			assert.Equal(t, "11:59:07", found[0].Last.Format("15:04:05"))
			assert.Contains(t, found[0].Command, "'!10.0.0.9'")
		}
	}
	f(2, 19, 19, 12)
	f(0, 19, 12, 12)
	f(0, 19, 19, 19, 12)
	f(1, 19, 19, 19, 19, 0, 0, 19, 19, 19, 19, 12)
	f(0, 19, 19, 15)
}
