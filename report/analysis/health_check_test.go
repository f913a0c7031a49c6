package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestHealthChecks: who asks at an even pace from the start of the log to its end, and is never
// let in, checks whether the site is there.
func TestHealthChecks(t *testing.T) {
	f := func(want bool, method string, pace, from, until, spread, servedAt int) {
		t.Helper()
		var b strings.Builder
		for second := 0; second < 36000; second++ {
			if second%60 == 0 {
				fmt.Fprintf(&b, "%d 10.0.0.%d CONTOSO\\u%d GET /p%d.aspx - 200 0 0\n", second, 1+second/60%90, second/60%90, second/60%9)
			}
			if second < from || second >= until || second%pace != second/pace*7%spread {
				continue
			}
			code := "401 2 5"
			if second == servedAt {
				code = "200 0 0"
			}
			fmt.Fprintf(&b, "%d 10.0.9.4 - %s / HAProxy/2.8 %s\n", second, method, code)
		}
		text := logOf(t, "date time c-ip cs-username cs-method cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status", b.String())
		found := ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "health-check")
		assert.Equal(t, want, len(found) == 1, "%s every %d s from %d until %d, spread by %d, served at %d", method, pace, from, until, spread, servedAt)
	}
	f(true, "GET", 10, 0, 36000, 1, -1)
	f(true, "GET", 60, 0, 36000, 1, -1)
	f(true, "HEAD", 10, 0, 36000, 1, -1)
	f(false, "POST", 10, 0, 36000, 1, -1)
	f(false, "GET", 300, 0, 36000, 1, -1)
	f(false, "GET", 10, 9000, 36000, 1, -1)
	f(false, "GET", 10, 0, 30000, 1, -1)
	f(false, "GET", 30, 0, 36000, 29, -1)
	f(false, "GET", 10, 0, 36000, 1, 18000)
}
