package analysis_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
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

// TestLogonsOfADay: an account that is locked on a day is told with it; a task whose logons
// fail each night is not.
func TestLogonsOfADay(t *testing.T) {
	text := "#Fields: date time cs-uri-stem cs-username c-ip sc-status sc-substatus sc-win32-status\n"
	for day := 2; day <= 6; day++ {
		for i := range 24 * 60 {
			at := fmt.Sprintf("2026-03-%02d %02d:%02d", day, i/60, i%60)
			text += fmt.Sprintf("%s:01 /a - 198.51.100.%d 200 0 0\n", at, i%50)
			if i/60 == 2 {
				text += fmt.Sprintf("%s:02 /export CONTOSO\\svc 10.2.0.9 401 1 1326\n", at)
			}
			if day == 6 && i/60 == 11 {
				text += fmt.Sprintf("%s:03 /mail anna 203.0.113.60 401 1 1909\n", at)
			}
		}
	}
	o := options(t)
	o.Compare, o.Location = true, time.UTC
	o.Spans = analysis.DaySpans(time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC), 2, time.UTC)
	r := analysisOf(filesOf(t, text), o).DayReport(t.Context(), 0)
	require.Len(t, r.Days, 2)
	var told []string
	for _, n := range r.Days[1].Findings {
		told = append(told, r.Findings[n-1].Rule)
	}
	assert.Equal(t, []string{"auth-locked"}, told)
	assert.Empty(t, r.Days[0].Findings)
}

// TestMissedOfADay: what is not served since the day before yesterday is told with each day, as no
// rise of it says so any more; a page that was never there is not.
func TestMissedOfADay(t *testing.T) {
	f := func(served int) []string {
		text := "#Fields: date time cs-method cs-uri-stem c-ip sc-status sc-substatus sc-win32-status\n"
		for day := 2; day <= 6; day++ {
			for i := range 24 * 60 {
				at := fmt.Sprintf("2026-03-%02d %02d:%02d", day, i/60, i%60)
				text += fmt.Sprintf("%s:01 GET /a 198.51.100.%d 200 0 0\n", at, i%50)
				if i%20 > 0 {
					continue
				}
				end := "403 17 2148204801"
				if day < served {
					end = "200 0 0"
				}
				text += fmt.Sprintf("%s:05 POST /orders 203.0.113.9 %s\n", at, end)
			}
		}
		o := options(t)
		o.Compare, o.Location = true, time.UTC
		o.Spans = analysis.DaySpans(time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC), 4, time.UTC)
		r := analysisOf(filesOf(t, text), o).DayReport(t.Context(), 0)
		require.Len(t, r.Days, 4)
		var told []string
		for _, n := range r.Days[3].Findings {
			told = append(told, r.Findings[n-1].Rule)
		}
		return told
	}
	assert.Equal(t, []string{"served-before"}, f(4))
	assert.Empty(t, f(0))
}
