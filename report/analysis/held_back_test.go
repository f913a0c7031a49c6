package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestScannerIsHeldBack: a limit that refuses a scanner does what it is for; one that refuses an
// office asks too little of it.
func TestScannerIsHeldBack(t *testing.T) {
	f := func(want string, path func(n int) string) {
		t.Helper()
		var b strings.Builder
		for n := range 3000 {
			fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx Mozilla/5.0 200 0 0\n", n*30, 1+n%90, n%9)
		}
		for n := range 2000 {
			end := "403 502 0"
			if n < 150 {
				end = "404 0 2"
				if !strings.Contains(path(n), "php") {
					end = "200 0 0"
				}
			}
			fmt.Fprintf(&b, "%d 45.1.1.1 %s Go-http-client/1.1 %s\n", 40000+n/10, path(n), end)
		}
		text := logOf(t, "date time c-ip cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status", b.String())
		var got []string
		for _, f := range analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings {
			if f.Code == "403.502" {
				got = append(got, fmt.Sprintf("%s %s %d", f.Rule, f.Severity, f.Rows))
			}
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	f("held-back info 1850", func(n int) string { return fmt.Sprintf("/x%d.php", n) })
	f("blocked warning 1850", func(n int) string { // an office, one of whose computers scans
		if n < 150 {
			return fmt.Sprintf("/x%d.php", n)
		}
		return fmt.Sprintf("/p%d.aspx", n%9)
	})
	f("blocked warning 1850", func(n int) string { return fmt.Sprintf("/p%d.aspx", n%9) })
}

// TestWhoWaitedNoLonger: where the server answers 408 it is the server that waited for what a
// client was to send.
func TestWhoWaitedNoLonger(t *testing.T) {
	f := func(want, end string) {
		t.Helper()
		var b strings.Builder
		for n := range 1000 {
			fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx 200 0 0 %d\n", n*60, 1+n%90, n%9, 20+n%50)
			if n%20 == 7 {
				fmt.Fprintf(&b, "%d 10.0.0.%d /upload %s 12000%d\n", n*60+1, 1+n%90, end, n%10)
			}
		}
		text := logOf(t, servedFields+" time-taken", b.String())
		found := ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "cut-off")
		if assert.Len(t, found, 1) {
			var all []string
			for _, e := range found[0].Evidence {
				all = append(all, e.What)
			}
			assert.Contains(t, all, want)
		}
	}
	f("sent-after", "408 0 121")
	f("after", "200 0 64")
}
