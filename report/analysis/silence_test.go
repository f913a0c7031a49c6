package analysis_test

import (
	"fmt"
	"testing"

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
