package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Connections that a server does not know are told as such, where clients negotiate them;
// records that an interface does not have are asked for by a number as well, and are none.
func TestConnectionsOfAHub(t *testing.T) {
	f := func(rule, negotiate string) {
		t.Helper()
		var rows strings.Builder
		for i := range 600 {
			fmt.Fprintf(&rows, "%d 198.51.100.%d POST %s negotiateVersion=1 200 0 0\n", i*60, i%90, negotiate)
			if i%3 == 0 {
				fmt.Fprintf(&rows, "%d 198.51.100.%d POST /hub id=x%d 404 0 0\n", i*60+1, i%90, i)
			}
		}
		r := analysisOf(filesOf(t, logOf(t, "date time c-ip cs-method cs-uri-stem cs-uri-query sc-status sc-substatus sc-win32-status", rows.String())), options(t)).Report(t.Context())
		require.NotEmpty(t, r.Findings)
		assert.Equal(t, rule, r.Findings[0].Rule)
	}
	f("hub-connections", "/hub/negotiate")
	f("not-found", "/other/list")
}

// What one client meets again and again is not critical for how often it asks, as what many meet
// is. A log of one client alone tells nothing of others.
func TestOneClientIsNoGraver(t *testing.T) {
	f := func(severity string, failing, others int) {
		t.Helper()
		var rows strings.Builder
		for i := range 900 {
			fmt.Fprintf(&rows, "%d 198.51.100.%d GET /a%d.aspx - 200 0 0\n", i*60, i%others, i%9)
			if i%6 == 0 {
				fmt.Fprintf(&rows, "%d 203.0.113.%d GET /b.aspx - 500 0 0\n", i*60+1, i/6%failing)
			}
		}
		text := rows.String()
		if others == 1 {
			text = strings.ReplaceAll(text, "203.0.113.", "198.51.100.")
		}
		r := analysisOf(filesOf(t, logOf(t, "date time c-ip cs-method cs-uri-stem cs-uri-query sc-status sc-substatus sc-win32-status", text)), options(t)).Report(t.Context())
		require.NotEmpty(t, r.Findings)
		assert.Equal(t, severity, r.Findings[0].Severity)
	}
	f("warning", 1, 90)
	f("critical", 50, 90)
	f("critical", 1, 1)
}

// A server that waits no longer for the one behind it is no client that gives up.
func TestProxyThatWaitsNoLonger(t *testing.T) {
	f := func(what, severity, outcome string) {
		t.Helper()
		var rows strings.Builder
		for i := range 600 {
			fmt.Fprintf(&rows, "%d 198.51.100.%d /a%d.aspx 200 0 0 %d\n", i*60, i%90, i%9, 20+i%200)
			if i%10 == 0 {
				fmt.Fprintf(&rows, "%d 198.51.100.%d /export.aspx %s %d\n", i*60+30, i%90, outcome, 120_000+i%7)
			}
		}
		r := analysisOf(filesOf(t, logOf(t, "date time c-ip cs-uri-stem sc-status sc-substatus sc-win32-status time-taken", rows.String())), options(t)).Report(t.Context())
		for _, f := range r.Findings {
			if f.Rule == "cut-off" {
				assert.Equal(t, severity, f.Severity)
				var told []string
				for _, e := range f.Evidence {
					told = append(told, e.What)
				}
				assert.Contains(t, told, what)
				return
			}
		}
		assert.Fail(t, "no cut-off")
	}
	f("behind-after", "info", "502 3 12002")
	f("after", "warning", "200 0 64")
}
