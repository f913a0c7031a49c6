package analysis_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAFilterEndsNothing: what came and is over does not go on because a filter leaves
// out what came after it; and where the time asked for ends, nobody knows more.
func TestAFilterEndsNothing(t *testing.T) {
	text := "#Fields: date time cs-uri-stem c-ip sc-status sc-substatus sc-win32-status\n"
	for minute := range 12 * 60 {
		at := fmt.Sprintf("2026-01-10 %02d:%02d", minute/60, minute%60)
		text += fmt.Sprintf("%s:01 /a 198.51.100.%d 200 0 0\n", at, minute%200)
		if minute >= 300 && minute < 360 {
			text += fmt.Sprintf("%s:03 /b 198.51.100.%d 500 0 0\n", at, minute%200)
		}
	}
	f := func(state string, filter scan.Filter) {
		t.Helper()
		o := options(t)
		o.counting.Filter = filter
		findings := analysisOf(filesOf(t, text), o).Report(t.Context()).Findings
		require.NotEmpty(t, findings)
		assert.Equal(t, state, findings[0].State)
	}
	failed, err := scan.ParseStatus("500")
	require.NoError(t, err)
	f(report.Over, scan.Filter{})
	f(report.Over, scan.Filter{Status: []scan.StatusPattern{failed}})
	f(report.GoingOn, scan.Filter{Status: []scan.StatusPattern{failed}, Until: time.Date(2026, 1, 10, 5, 50, 0, 0, time.UTC)})
}
