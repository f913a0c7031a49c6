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

// TestSlowChecks: a monitor that looks every five minutes for what is not there is told from somebody
// who began to ask for it, and from a task that is not let in.
func TestSlowChecks(t *testing.T) {
	f := func(want bool, code string, from int) {
		t.Helper()
		var b strings.Builder
		for second := 0; second < 36000; second += 60 {
			fmt.Fprintf(&b, "%d 10.0.0.%d - GET /p%d.aspx - 200 0 0\n", second, 1+second/60%90, second/60%9)
			if second >= from && second%300 == 0 {
				fmt.Fprintf(&b, "%d ::1 - GET / AlwaysOn %s\n", second, code)
			}
		}
		text := logOf(t, "date time c-ip cs-username cs-method cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status", b.String())
		found := ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "health-check")
		assert.Equal(t, want, len(found) == 1, "%s from %d", code, from)
	}
	f(true, "404 0 2", 0)
	f(false, "404 0 2", 12000)
	f(false, "401 2 5", 0)
	f(false, "500 0 0", 0)
}

// TestHealthChecksOfManyNodes: the rows of health checks are told apart from the others of their
// code, however many nodes they come from; what began in the middle of the log is another matter,
// and so is a page that fails.
func TestHealthChecksOfManyNodes(t *testing.T) {
	f := func(want, code string, from int) {
		t.Helper()
		var b strings.Builder
		for second := 0; second < 18000; second += 5 {
			fmt.Fprintf(&b, "%d 10.0.0.%d - GET /p%d.aspx - 200 0 0\n", second, 1+second/5%90, second/5%9)
			if second%300 == 0 {
				fmt.Fprintf(&b, "%d 10.0.0.%d - GET /old%d.aspx - %s\n", second, 1+second/5%90, second/300%20, code)
			}
			for node := range 22 {
				if second >= from && (second/5+node)%6 == 0 {
					fmt.Fprintf(&b, "%d 10.0.9.%d - GET /health HealthProbe/1.0 %s\n", second, node, code)
				}
			}
		}
		text := logOf(t, "date time c-ip cs-username cs-method cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status", b.String())
		var got []string
		for _, f := range analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings {
			got = append(got, fmt.Sprintf("%s %s %d", f.Rule, f.Severity, f.Rows))
		}
		assert.Equal(t, want, strings.Join(got[:min(2, len(got))], ", "), "%s from %d", code, from)
	}
	f("health-check info 13200, not-found info 60", "404 0 2", 0)
	f("health-check info 13200, blocked info 60", "403 4 5", 0)
	f("health-check info 13200, challenge-unanswered info 60", "401 2 5", 0)
	f("application critical 13260", "500 0 0", 0)
	f("not-found warning 6600, not-found info 60", "404 0 2", 9000)
}

// TestHealthChecksOfServers: a balancer asks each server, and somebody may tell it to ask more often.
// Where one of the servers lets it in, it is no health check that the others refuse.
func TestHealthChecksOfServers(t *testing.T) {
	f := func(want bool, servers, slow, fast, letIn int) {
		t.Helper()
		var b strings.Builder
		for second := range 36000 {
			if second%60 == 0 {
				fmt.Fprintf(&b, "%d WEB%d 10.0.0.%d CONTOSO\\u%d GET /p%d.aspx - 200 0 0\n", second, second/60%servers, 1+second/60%90, second/60%90, second/60%9)
			}
			pace := slow
			if second > 18000 {
				pace = fast
			}
			for server := range servers {
				if second%pace != server {
					continue
				}
				code := "401 2 5"
				if server == letIn {
					code = "200 0 0"
				}
				fmt.Fprintf(&b, "%d WEB%d 10.0.9.4 - GET / HAProxy/2.8 %s\n", second, server, code)
			}
		}
		text := logOf(t, "date time s-computername c-ip cs-username cs-method cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status", b.String())
		found := ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "health-check")
		assert.Equal(t, want, len(found) == 1, "%d servers every %d, then %d s, let in by %d", servers, slow, fast, letIn)
	}
	f(true, 1, 10, 10, -1)
	f(true, 5, 15, 15, -1)
	f(true, 2, 15, 5, -1)
	f(false, 5, 15, 15, 3)
	f(false, 2, 600, 600, -1)
}
