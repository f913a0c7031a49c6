package analysis_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/stretchr/testify/assert"
)

// TestSilencesAreTold: a monitor and a site that stop while the log goes on are told; a
// visitor who leaves, a job of the morning, nights and weekends are not.
func TestSilencesAreTold(t *testing.T) {
	stories := []string{"heartbeat-stops", "heartbeat-stops-today", "hourly-job-stops", "heartbeat-goes-on", "monitor-moves", "site-silent", "visitor-leaves", "morning-job", "weekend", "quiet-nights", "healthy"}
	tells(t, logtest.Small, 3, []string{"silence"}, stories...)
	if !testing.Short() {
		tells(t, logtest.Medium, 1, []string{"silence"}, stories...)
	}
}

// TestAnAddressOfSeveralUsersIsNoMonitor: people behind one address go home. One name
// that comes as evenly and stops is told.
func TestAnAddressOfSeveralUsersIsNoMonitor(t *testing.T) {
	f := func(told bool, names int) {
		t.Helper()
		text := "#Fields: date time cs-uri-stem cs-username c-ip sc-status sc-substatus sc-win32-status\n"
		for minute := range 24 * 60 {
			at := fmt.Sprintf("2026-01-10 %02d:%02d", minute/60, minute%60)
			text += fmt.Sprintf("%s:01 /a - 198.51.100.%d 200 0 0\n", at, minute%200)
			if minute < 10*60 {
				text += fmt.Sprintf("%s:30 /b u%d 10.0.0.9 200 0 0\n", at, minute%names)
			}
		}
		assert.Equal(t, told, isTold(t, "silence", text), names)
	}
	f(true, 1)
	f(false, 12)
}

// workdays writes who asked on which days from Monday, 2026-01-05, on: visitors by day until
// they stop, and a monitor every five minutes to the end.
func workdays(visitorsUntil, end int, port func(monitor bool) int) string {
	text := "#Fields: date time cs-uri-stem s-port c-ip sc-status sc-substatus sc-win32-status\n"
	for minute := 0; minute < end*24*60; minute += 5 {
		day, hour := minute/(24*60), minute/60%24
		at := fmt.Sprintf("2026-01-%02d %02d:%02d", 5+day, hour, minute%60)
		text += fmt.Sprintf("%s:01 /health %d 10.0.0.9 200 0 0\n", at, port(true))
		if hour < 8 || hour >= 20 || day >= visitorsUntil || day%7 >= 5 {
			continue
		}
		for n := range 4 {
			text += fmt.Sprintf("%s:%02d /a %d 198.51.100.%d 200 0 0\n", at, 10+n, port(false), (minute/5*3+n)%150)
		}
	}
	return text
}

// TestVisitorsWhoComeNoMoreAreTold: a monitor goes on as nobody else asks. Whoever stays away
// for the weekend, or to the end of a night, comes back.
func TestVisitorsWhoComeNoMoreAreTold(t *testing.T) {
	one := func(bool) int { return 443 }
	f := findingOf(reportOf(t, options(t), workdays(4, 10, one)), "silence")
	if assert.NotNil(t, f) {
		assert.Equal(t, "10.0.0.9", evidenceOf(*f, "but"))
		assert.Equal(t, "2026-01-08T19:55:13Z", f.Last.Format(time.RFC3339))
		assert.Contains(t, f.Command, "--client '!10.0.0.9'")
	}
	assert.False(t, isTold(t, "silence", workdays(5, 7, one)), "a weekend")
	assert.False(t, isTold(t, "silence", workdays(12, 8, one)), "the night after a Monday")
	assert.False(t, isTold(t, "silence", workdays(10, 10, one)), "they come to the end")
}

// TestAPortThatIsAskedNoMoreIsTold: its certificate may have run out.
func TestAPortThatIsAskedNoMoreIsTold(t *testing.T) {
	ports := func(monitor bool) int {
		if monitor {
			return 80
		}
		return 443
	}
	text := workdays(4, 10, ports) // the same people on port 80
	for n, line := range strings.Split(workdays(10, 10, func(bool) int { return 80 }), "\n") {
		if n%7 == 0 && strings.Contains(line, " /a ") {
			text += line + "\n"
		}
	}
	f := findingOf(reportOf(t, options(t), text), "silence")
	if assert.NotNil(t, f) {
		assert.Equal(t, "443", evidenceOf(*f, "port"))
		assert.Contains(t, f.Command, "--port 443")
	}
	assert.False(t, isTold(t, "silence", workdays(5, 7, ports)), "a weekend")
}

// TestWhoWasNeverServedIsNotMissed: a program that was refused all day and gives up is told as
// refused; one that was served is missed.
func TestWhoWasNeverServedIsNotMissed(t *testing.T) {
	f := func(told bool, outcome string) {
		t.Helper()
		text := "#Fields: date time cs-uri-stem cs-username c-ip sc-status sc-substatus sc-win32-status\n"
		for minute := range 24 * 60 {
			at := fmt.Sprintf("2026-01-10 %02d:%02d", minute/60, minute%60)
			text += fmt.Sprintf("%s:01 /a - 198.51.100.%d 200 0 0\n", at, minute%200)
			if minute < 10*60 && minute%5 == 0 {
				text += fmt.Sprintf("%s:30 /partner/api - 203.0.113.50 %s\n", at, outcome)
			}
		}
		assert.Equal(t, told, isTold(t, "silence", text), outcome)
	}
	f(true, "200 0 0")
	f(false, "403 16 2148204809")
	f(false, "401 1 1326")
}
