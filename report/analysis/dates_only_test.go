package analysis_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/render"
)

// datedLog is a log of five days, with a page that fails on each and a guesser on the third.
func datedLog(fields string, stamp func(day int) string) string {
	var b strings.Builder
	b.WriteString("#Fields: " + fields + " c-ip cs-method cs-uri-stem cs-username sc-status sc-substatus sc-win32-status time-taken\n")
	for day := range 5 {
		for i := range 300 {
			fmt.Fprintf(&b, "%s 10.0.0.%d GET /p%d.aspx - 200 0 0 15\n", stamp(day), i%60, i%20)
		}
		for i := range 3 {
			fmt.Fprintf(&b, "%s 10.0.0.%d GET /broken.aspx - 500 0 0 15\n", stamp(day), i)
		}
		if day != 2 {
			continue
		}
		for i := range 80 {
			fmt.Fprintf(&b, "%s 203.0.113.7 POST /login.aspx user%d 401 1 1326 15\n", stamp(day), i)
		}
	}
	return b.String()
}

// TestDatesWithoutTimes: rows with a date and no time came on a day, and nobody says at what
// o'clock; a log with times, all of them midnight, does.
func TestDatesWithoutTimes(t *testing.T) {
	date := func(day int) string { return time.Date(2026, 11, 1+day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) }
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Skip("no time zones here: ", err)
	}
	said := func(path string) (string, *report.Report) {
		o := options(t)
		o.telling.Location = zone
		r := spikesIn(t, o, path)
		var out strings.Builder
		require.NoError(t, render.Write(&out, r, render.Text, render.Options{Width: 100, Location: zone}))
		return out.String(), r
	}
	text, r := said(writeLog(t, datedLog("date", date)))
	assert.True(t, r.DatesOnly)
	require.Len(t, r.Spikes, 1)
	assert.Equal(t, "2026-11-03T00:00:00Z 2026-11-04T00:00:00Z 86400", fmt.Sprint(r.Spikes[0].Start.Format(time.RFC3339), " ", r.Spikes[0].End.Format(time.RFC3339), " ", r.Spikes[0].PerSeconds))
	assert.Contains(t, text, "came 80 times on 2026-11-03:")
	assert.Contains(t, text, "Period  2026-11-01 to 2026-11-05\n")
	assert.NotRegexp(t, ` \d\d:\d\d`, text)
	for _, f := range r.Findings {
		assert.NotEqual(t, report.Recurring, f.State, f.Rule)
		assert.NotContains(t, []string{"outage", "silence", "slow"}, f.Rule)
	}

	text, r = said(writeLog(t, datedLog("date time", func(day int) string { return date(day) + " 00:00:00" })))
	assert.False(t, r.DatesOnly)
	assert.Contains(t, text, "came 80 times at 2026-11-02 19:00 EST:")
}
