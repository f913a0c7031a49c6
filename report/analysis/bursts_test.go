package analysis_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestBurstsAreTold: servers that crash hours apart, or one that does again and again, are told with each
// of the times, in one finding, also where the application fails now and then. What fails all day, and
// what fails once, is told of no times.
func TestBurstsAreTold(t *testing.T) {
	f := func(want string, fails func(minute, server int) bool) {
		t.Helper()
		text := new(strings.Builder)
		text.WriteString("#Fields: date time s-computername s-ip cs-uri-stem c-ip sc-status sc-substatus sc-win32-status\n")
		for minute := range 24 * 60 {
			for n := range 24 {
				server, k, code := n%6, minute*24+n, "200"
				if fails(minute, server) || k%1201 == 7 {
					code = "500"
				}
				fmt.Fprintf(text, "2026-01-10 %02d:%02d:%02d WEB%d 10.0.0.%d /shop/%d.aspx 198.51.%d.%d %s 0 0\n", minute/60, minute%60, n*2, server, server, k%7, k%3, k%200, code)
			}
		}
		told, findings := "", 0
		for _, one := range analysisOf(filesOf(t, text.String()), options(t)).Report(t.Context()).Findings {
			if one.Code != "500.0" {
				continue
			}
			findings++
			if told = evidenceOf(one, "bursts-rows"); told == "" {
				continue
			}
			for n := 1; evidenceOf(one, fmt.Sprint("burst-", n)) != ""; n++ {
				at := func(what string) string {
					second, err := strconv.ParseFloat(evidenceOf(one, what), 64)
					assert.NoError(t, err)
					return time.Unix(int64(second), 0).UTC().Format("15:04")
				}
				what := fmt.Sprint("burst-", n)
				told += fmt.Sprint(", ", at(what), "-", at(what+"-last"), evidenceOf(one, what+"-of"))
			}
			told += evidenceOf(one, "more-bursts")
		}
		if want != "" {
			assert.Equal(t, 1, findings)
		}
		assert.Equal(t, want, told)
	}
	within := func(minute, from, lasts int) bool { return minute >= from && minute < from+lasts }
	// Among the rows are the few failures now and then that came meanwhile, of others.
	f("66, 04:10-04:15WEB1, 09:00-09:03WEB4, 17:30-17:35WEB2", func(minute, server int) bool {
		return server == 1 && within(minute, 250, 6) || server == 4 && within(minute, 540, 4) || server == 2 && within(minute, 1050, 6)
	})
	f("66, 04:10-04:15, 09:00-09:03, 17:30-17:35", func(minute, server int) bool {
		return server == 3 && (within(minute, 250, 6) || within(minute, 540, 4) || within(minute, 1050, 6))
	})
	f("150, 04:10-04:15WEB1, 06:40-06:45WEB4, 09:10-09:15WEB1, 11:40-11:45WEB22", func(minute, server int) bool {
		turn := (minute - 250) / 150
		return minute >= 250 && turn < 6 && within((minute-250)%150, 0, 6) && server == []int{1, 4, 1, 2, 3, 5}[turn]
	})
	f("", func(int, int) bool { return false })
	f("", func(minute, server int) bool { return server == 3 && within(minute, 250, 6) })
	f("", func(minute, server int) bool { return server == 3 && minute%9 == 1 })
}

// TestLongBursts: what failed for two hours of one day, and of another weeks later, is over, and told with both
// times. What fails for a morning and now and then ever since goes on.
func TestLongBursts(t *testing.T) {
	told := func(fails func(day, minute int) bool) string {
		text := new(strings.Builder)
		text.WriteString("#Fields: date time cs-uri-stem c-ip sc-status sc-substatus sc-win32-status\n")
		for day := range 25 {
			for minute := 0; minute < 24*60; minute += 4 {
				code := "200"
				if fails(day, minute) {
					code = "500"
				}
				fmt.Fprintf(text, "2026-01-%02d %02d:%02d:07 /page%d 198.51.%d.%d %s 0 0\n", day+1, minute/60, minute%60, minute%7, minute%3, minute%200, code)
			}
		}
		all := ""
		for _, one := range analysisOf(filesOf(t, text.String()), options(t)).Report(t.Context()).Findings {
			if one.Code == "500.0" && one.Rule != "outage" {
				all += fmt.Sprintln(one.State, evidenceOf(one, "bursts"))
			}
		}
		return all
	}
	morning := func(minute int) bool { return minute >= 540 && minute < 660 && minute%8 == 0 }
	assert.Equal(t, "over 2\n", told(func(day, minute int) bool { return (day == 1 || day == 15) && morning(minute) }))
	assert.NotContains(t, told(func(day, minute int) bool { return day == 1 && morning(minute) || day > 3 && minute%720 == 4*day }), "over 2")
}
