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

// officeLog is requests of so many days from 7 to 19, of which some fail from one second until
// another, and the last day ends at noon.
func officeLog(t *testing.T, days int, from, until int, more ...int) string {
	rows := ""
	for second := 0; second < days*86400-12*3600; second += 60 {
		if hour := second % 86400 / 3600; hour >= 7 && hour < 19 {
			status := "200"
			if second >= from && second < until && second%180 == 0 {
				status = "503"
			}
			rows += fmt.Sprintf("%d 198.51.100.%d - /p%d.aspx Mozilla %s 0 0\n", second, second/60%200, second/60%7, status)
		}
	}
	for _, second := range more {
		rows += fmt.Sprintf("%d 198.51.100.9 - /p1.aspx Mozilla 503 0 0\n", second)
	}
	return logOf(t, pairFields, rows)
}

// An office is closed at night: that nothing failed then says nothing, and that nothing
// failed in the morning says that it is over. What failed at the last hour goes on.
func TestOverByWhatCameSince(t *testing.T) {
	const day, hour = 86400, 3600
	f := func(state string, days, from, until int) {
		t.Helper()
		first := analysisOf(filesOf(t, officeLog(t, days, from, until)), options(t)).Report(t.Context()).Findings[0]
		assert.Equal(t, "503.0", first.Code)
		assert.Equal(t, state, first.State)
	}
	f(report.Over, 9, 6*day+10*hour, 7*day+15*hour)
	f(report.GoingOn, 9, 7*day+10*hour, 9*day)
	f(report.GoingOn, 9, 6*day+10*hour, 8*day+11*hour+50*60)
}

// An incident of many hours is told as one although its code comes now and then at other
// times, too, and not by the page that has most of its rows.
func TestLongIncidentAmongOthers(t *testing.T) {
	const day, hour = 86400, 3600
	text := officeLog(t, 12, 3*day+10*hour, 4*day+15*hour, 8*hour, 7*day+9*hour, 9*day+15*hour, 11*day+8*hour)
	r := analysisOf(filesOf(t, text), options(t)).Report(t.Context())
	require.GreaterOrEqual(t, len(r.Findings), 2)
	assert.Equal(t, report.Over, r.Findings[0].State)
	assert.Empty(t, r.Findings[0].Where)
	assert.EqualValues(t, 7, r.Findings[0].Paths)
	assert.EqualValues(t, 4, r.Findings[1].Rows)
}

// A page that fails for an hour is told although another fails all the time, and what always
// fails stays as grave as it is. What fails a little at all times is no incident.
func TestFaintIncidentInAHighLevel(t *testing.T) {
	f := func(from, until int) []report.Finding {
		rows := ""
		for second := 0; second < 3*86400; second += 30 {
			path, status := fmt.Sprintf("/p%d.aspx", second/30%7), "200"
			if second/30%3 == 0 {
				path, status = "/legacy.aspx", "500"
			}
			rows += fmt.Sprintf("%d 198.51.100.%d - %s Mozilla %s 0 0\n", second, second/30%200, path, status)
		}
		for i := range 240 {
			rows += fmt.Sprintf("%d 198.51.100.%d - /orders.aspx Mozilla 500 0 0\n", from+i*(until-from)/240, i%200)
		}
		return analysisOf(filesOf(t, logOf(t, pairFields, rows)), options(t)).Report(t.Context()).Findings
	}
	all := f(36*3600, 37*3600)
	require.Len(t, all, 2)
	assert.Equal(t, report.Critical, all[0].Severity)
	assert.EqualValues(t, 2880, all[0].Rows)
	assert.Equal(t, report.GoingOn, all[0].State)
	assert.EqualValues(t, 240, all[1].Rows)
	assert.Equal(t, report.Over, all[1].State)
	assert.Contains(t, all[1].Command, "--uri /orders.aspx")
	assert.Len(t, f(0, 3*86400), 1)
}

// What fails now and then in an office begins anew each morning, as everything does; what fails
// each morning and at no other time recurs.
func TestMorningsOfAnOffice(t *testing.T) {
	const day, hour = 86400, 3600
	var mornings []int
	for at := range 8 {
		for minute := range 20 {
			mornings = append(mornings, at*day+7*hour+minute*60)
		}
	}
	f := func(state string, from int, more ...int) {
		t.Helper()
		first := analysisOf(filesOf(t, officeLog(t, 9, from, 9*day, more...)), options(t)).Report(t.Context()).Findings[0]
		assert.Equal(t, "503.0", first.Code)
		assert.Equal(t, state, first.State)
	}
	f(report.GoingOn, 0)
	f(report.Recurring, 9*day, mornings...)
}
