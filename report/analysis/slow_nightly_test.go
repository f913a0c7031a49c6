package analysis_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestSlowNights: what is slow for twenty minutes of each night, when hardly anybody asks, is told. What is
// slow at any time of the day, on one night, or for a few pages of a job, is not.
func TestSlowNights(t *testing.T) {
	const days = 6
	f := func(want string, taken func(day, minute, n int) (path string, taken int)) {
		t.Helper()
		text := new(strings.Builder)
		text.WriteString("#Fields: date time cs-uri-stem c-ip sc-status sc-substatus sc-win32-status time-taken\n")
		for day := range days {
			for minute := range 24 * 60 {
				rows := 12
				if minute < 6*60 {
					rows = 3
				}
				for n := range rows {
					path, ms := taken(day, minute, n)
					fmt.Fprintf(text, "2026-01-%02d %02d:%02d:%02d %s 198.51.100.%d 200 0 0 %d\n", 10+day, minute/60, minute%60, n*5, path, (minute*7+n)%200, ms)
				}
			}
		}
		var got []string
		for _, f := range ruled(analysisOf(filesOf(t, text.String()), options(t)).Report(t.Context()), "slow") {
			got = append(got, fmt.Sprint(evidenceOf(f, "days"), " days at ", evidenceOf(f, "clock"), " for ", evidenceOf(f, "longest"), f.First.Format(" 02 15:04"), f.Last.Format(" 02 15:04")))
			assert.Less(t, f.First, f.Last.Add(-time.Hour))
		}
		assert.Equal(t, want, strings.Join(got, "; "))
	}
	page := func(minute, n int) string { return fmt.Sprintf("/p%d.aspx", (minute*5+n)%8) }
	is := func(slow bool, minute, n int) int {
		if slow {
			return 900 + (minute*31+n*17)%1500
		}
		return 20 + (minute*7+n)%37
	}
	night := func(minute int) bool { return minute >= 150 && minute < 170 }
	f("6 days at 02:30 for 20 10 02:30 15 02:49", func(_, minute, n int) (string, int) { return page(minute, n), is(night(minute), minute, n) })
	f("", func(day, minute, n int) (string, int) {
		return page(minute, n), is((day*24*60+minute)*12%599 < 6, minute, n)
	})
	f("", func(day, minute, n int) (string, int) {
		return page(minute, n), is(night(minute) && day%4 == 1, minute, n)
	})
	f("", func(_, minute, n int) (string, int) {
		if night(minute) && n == 1 {
			return fmt.Sprintf("/jobs/%d.aspx", minute%3), is(true, minute, n)
		}
		return page(minute, n), is(false, minute, n)
	})
}
