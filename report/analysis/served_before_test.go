package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/iiswhy/iiswhy/report"
	"github.com/stretchr/testify/assert"
)

// TestServedBefore: a path was served until some moment if it was by the same method, and not merely
// redirected; who is redirected since is not refused.
func TestServedBefore(t *testing.T) {
	f := func(want bool, before, after, now string) {
		t.Helper()
		var b strings.Builder
		for i := range 2000 {
			fmt.Fprintf(&b, "%d 10.0.0.%d GET /p%d.aspx 200 0 0\n", 60*i, 1+i%90, i%9)
			switch what := before; {
			case i%10 > 0:
			case i >= 1000:
				if what = after; i == 1500 && now != "" {
					what = now
				}
				fallthrough
			default:
				method, status, _ := strings.Cut(what, " ")
				fmt.Fprintf(&b, "%d 10.0.1.%d %s /prices %s 0 0\n", 60*i+7, 1+i%40, method, status)
			}
		}
		text := logOf(t, "date time c-ip cs-method cs-uri-stem sc-status sc-substatus sc-win32-status", b.String())
		found := ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "served-before")
		assert.Equal(t, want, len(found) == 1, "%s, then %s, then %s", before, after, now)
	}
	f(true, "GET 200", "GET 404", "")
	f(true, "POST 200", "POST 405", "")
	f(false, "GET 200", "POST 405", "")
	f(false, "GET 302", "GET 404", "")
	f(false, "GET 200", "GET 404", "GET 302")
	f(false, "GET 200", "GET 404", "GET 200")
}

// TestServedBeforeByFTP: a file that a job fetched until some day and that nobody has put there since
// is missed; one that is there now and then is not, nor is one that a job looks for before it puts it.
func TestServedBeforeByFTP(t *testing.T) {
	f := func(want bool, method string, isThere func(n int) bool) {
		t.Helper()
		var b strings.Builder
		for n := range 200 {
			fmt.Fprintf(&b, "%d 203.0.113.4 agency 21 STOR /media/a%d.jpg 226 0 0 s%d\n", n*1800, n, n)
			code := "550 2 0"
			if isThere(n) {
				code = "226 0 0"
			}
			fmt.Fprintf(&b, "%d 198.51.100.9 partner 21 %s /out/latest.csv %s t%d\n", n*1800+60, method, code, n)
		}
		text := logOf(t, "date time c-ip cs-username s-port cs-method cs-uri-stem sc-status sc-win32-status sc-substatus x-session", b.String())
		found := ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "served-before")
		if assert.Equal(t, want, len(found) == 1, method) && want {
			assert.Contains(t, found[0].Check, "FTP", "what the tables say")
		}
	}
	f(true, "RETR", func(n int) bool { return n < 100 })
	f(false, "RETR", func(n int) bool { return n%3 == 0 })
	f(false, "SIZE", func(int) bool { return false })
}

// TestPathsThatCeaseAllTheTime: where paths cease to be served one after the other, a few of the moments
// are told, and what is left of the code in one; a few moments are all told.
func TestPathsThatCeaseAllTheTime(t *testing.T) {
	const day = 86400
	f := func(want, paths int) {
		t.Helper()
		var b strings.Builder
		for n := range 40_000 {
			end := "200 0 0"
			if path := n % paths; n*(paths+1) > (path+1)*40_000 { // each in its turn
				end = "404 0 2"
			}
			fmt.Fprintf(&b, "%d GET /q%d.aspx - 10.0.%d.%d %s 9\n", n*day/40_000, n%paths, n%7, n%199, end)
		}
		text := logOf(t, "date time cs-method cs-uri-stem cs-uri-query c-ip sc-status sc-substatus sc-win32-status time-taken", b.String())
		r := analysisOf(filesOf(t, text), options(t)).Report(t.Context())
		assert.Len(t, ruled(r, "served-before"), want)
		rows := map[string]int64{}
		for _, c := range r.Codes {
			rows[c.Code] = c.Count
		}
		for _, f := range r.Findings {
			rows[f.Code] -= f.Rows
		}
		assert.Contains(t, rows, "404.0")
		assert.Zero(t, rows["404.0"], "each row is told once")
	}
	f(3, 3)
	f(6, 60)
}

// TestServedBeforeAsksForLogon: pages that let nobody in any more, who were served before, are told with the
// moment; who only comes when all have gone home, and does not log on, has always been asked to.
func TestServedBeforeAsksForLogon(t *testing.T) {
	f := func(want int, client func(n int) int) {
		t.Helper()
		var b strings.Builder
		for n := range 2000 {
			fmt.Fprintf(&b, "%d GET /p%d.aspx - 10.0.2.%d 200 0 0\n", 20*n, n%9, n%90)
			if n < 1000 {
				fmt.Fprintf(&b, "%d GET /docs/%d.aspx CORP\\u%d 10.0.1.%d 200 0 0\n", 20*n+7, n%6, n%40, n%40)
			} else {
				fmt.Fprintf(&b, "%d GET /docs/%d.aspx - 10.0.1.%d 401 2 5\n", 20*n+7, n%6, client(n))
			}
		}
		text := logOf(t, "date time cs-method cs-uri-stem cs-username c-ip sc-status sc-substatus sc-win32-status", b.String())
		found := ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "served-before")
		if assert.Len(t, found, want) && want > 0 {
			assert.True(t, slices.ContainsFunc(found[0].Evidence, func(e report.Evidence) bool { return e.What == "challenged" && e.Value == 1000 }))
		}
	}
	f(1, func(n int) int { return n % 40 })
	f(0, func(n int) int { return 200 + n%40 })
}
