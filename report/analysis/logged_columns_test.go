package analysis_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
)

const (
	plainFields    = "date time c-ip cs-uri-stem sc-status"
	detailedFields = plainFields + " sc-substatus sc-win32-status"
)

// halfLogged is a log of some days of which only the first ones, or the last ones, have sc-substatus.
// Each hour has misses and failures as any other, and that of a moment some of another kind.
func halfLogged(days, change int, first, then string, more func(hour int) (row string, n int)) []string {
	var all []string
	for day := range days {
		fields, detailed := first, strings.Contains(first, "substatus")
		if day >= change {
			fields, detailed = then, strings.Contains(then, "substatus")
		}
		text := "#Fields: " + fields + "\n"
		for minute := range 24 * 60 {
			write := func(row string) {
				cells := strings.Fields(row)
				if !detailed {
					cells = cells[:3]
				}
				text += fmt.Sprintf("2026-11-%02d %02d:%02d:07 %s\n", 2+day, minute/60, minute%60, strings.Join(cells, " "))
			}
			write(fmt.Sprintf("10.0.1.%d /a.aspx 200 0 0", minute%50))
			if minute%6 == 0 {
				write(fmt.Sprintf("10.0.1.%d /old.aspx 404 0 2", minute%50))
				write(fmt.Sprintf("10.0.1.%d /run.aspx 500 0 0", minute%50))
			}
			if row, n := more(day*24 + minute/60); minute%60 < n {
				write(row)
			}
		}
		all = append(all, text)
	}
	return all
}

// TestAddedColumnIsNoRise: where sc-substatus is logged from some day on, or no longer, what was 404
// is 404.0: no code rose, is new or is gone. What came for an hour among them rose.
func TestAddedColumnIsNoRise(t *testing.T) {
	nothing := func(int) (string, int) { return "", 0 }
	broken := func(hour int) (string, int) {
		if hour == 4*24+10 {
			return "10.0.1.9 /b.aspx 500 19 13", 30
		}
		return "", 0
	}
	f := func(first, then string, more func(int) (string, int), want ...string) {
		t.Helper()
		o := options(t)
		o.Compare = true
		r := analysisOf(filesOf(t, halfLogged(6, 3, first, then, more)...), o).SpikeReport(t.Context())
		var got []string
		for _, s := range r.Spikes {
			got = append(got, s.Code)
		}
		assert.Equal(t, want, got)
	}
	f(plainFields, detailedFields, nothing)
	f(detailedFields, plainFields, nothing)
	f(plainFields, detailedFields, broken, "500.19")
	f(detailedFields, plainFields, broken, "500")
	f(detailedFields, detailedFields, broken, "500.19")
}

// TestAddedColumnIsNoNews: no day calls a code new, gone or usual that the days before had no column for.
func TestAddedColumnIsNoNews(t *testing.T) {
	for _, fields := range [][2]string{{plainFields, detailedFields}, {detailedFields, plainFields}} {
		r := daysUntil(t, 7, 6, halfLogged(6, 3, fields[0], fields[1], func(int) (string, int) { return "", 0 })...)
		require.Len(t, r.Days, 6)
		for _, day := range r.Days {
			for _, c := range day.Codes {
				assert.False(t, c.New || c.Gone, "%s %s", day.Date, c.Code)
				assert.Equal(t, day.Date != "2026-11-05" && day.Date != "2026-11-02", c.Typical != nil, "%s %s", day.Date, c.Code)
			}
		}
	}
}

// daysUntil tells the days of November up to one, of some logs.
func daysUntil(t *testing.T, newest, shown int, texts ...string) *report.Report {
	t.Helper()
	o := options(t)
	o.Compare, o.Location = true, time.UTC
	o.Spans = analysis.DaySpans(time.Date(2026, 11, newest, 12, 0, 0, 0, time.UTC), shown, time.UTC)
	return analysisOf(filesOf(t, texts...), o).DayReport(t.Context(), 0)
}

// TestClientLoggedLater: refused logons of one client are told where part of the log has no c-ip.
func TestClientLoggedLater(t *testing.T) {
	var before, after string
	for i := range 300 {
		before += fmt.Sprintf("%d svc /app Mozilla 401 1 1326\n%d u%d /app Mozilla 200 0 0\n", i*100, i*100+5, i%40)
		after += fmt.Sprintf("%d 10.9.9.9 svc /app Mozilla 401 1 1326\n%d 10.0.1.%d u%d /app Mozilla 200 0 0\n", 40000+i*100, 40000+i*100+5, i%40, i%40)
	}
	r := analysisOf(filesOf(t, logOf(t, strings.Replace(pairFields, "c-ip ", "", 1), before), logOf(t, pairFields, after)), options(t)).Report(t.Context())
	require.NotEmpty(t, r.Findings)
	assert.Equal(t, "auth-loop", r.Findings[0].Rule)
	assert.EqualValues(t, 600, r.Findings[0].Rows)
}
