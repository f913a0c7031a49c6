package analysis_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

// TestIncidentsOfADay: an attack that was answered is told with the day on which it came,
// of which no code says anything; the day after it has nothing to tell.
func TestIncidentsOfADay(t *testing.T) {
	d := newDiary(time.UTC)
	d.usual("2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06")
	d.rows = append(d.rows, "2026-03-05 03:00:00 POST /aspnet_client/shell.aspx 203.0.113.9 200 0 0", "2026-03-05 03:00:09 POST /aspnet_client/shell.aspx 203.0.113.9 200 0 0")
	days := func(newest string) (*report.Report, []report.Day) {
		r := d.report(t, newest, 2, options(t))
		require.Len(t, r.Days, 2)
		return r, r.Days
	}
	r, shown := days("2026-03-05")
	require.Len(t, shown[1].Findings, 1)
	assert.Equal(t, "attack-answered", r.Findings[shown[1].Findings[0]-1].Rule)
	assert.True(t, shown[1].Unusual)
	assert.Empty(t, shown[0].Findings)

	_, shown = days("2026-03-06")
	assert.Len(t, shown[0].Findings, 1)
	assert.Empty(t, shown[1].Findings)
	assert.False(t, shown[1].Unusual)
}
