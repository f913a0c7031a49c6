package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

const servedFields = "date time c-ip cs-uri-stem sc-status sc-substatus sc-win32-status"

// TestOutagesAreTold: nothing, or nothing but errors, was served; not so at night, on a
// weekend, or where some requests were served.
func TestOutagesAreTold(t *testing.T) {
	stories := []string{"outage-errors", "outage-nothing", "some-errors", "quiet-nights", "weekend", "healthy", "dirbust", "cold-start", "days-missing",
		"site-down", "site-down-folder", "server-down", "site-stops", "site-by-day", "server-taken-out", "small-site"}
	tells(t, logtest.Small, 3, []string{"outage"}, stories...)
	if !testing.Short() {
		tells(t, logtest.Medium, 2, []string{"outage"}, stories...)
	}
}

// everyTenSeconds are rows of four clients and five pages from one second to another,
// each with an end that depends on its second.
func everyTenSeconds(from, until int, end func(second int) string) string {
	var b strings.Builder
	for s := from; s < until; s += 10 {
		fmt.Fprintf(&b, "%d 10.0.0.%d /page%d %s\n", s, 1+s/10%4, s/10%5, end(s))
	}
	return b.String()
}

func fine(int) string { return "200 0 0" }

// broken is fine, but for a stretch of time.
func broken(from, until int, as string) func(int) string {
	return func(s int) string {
		if s >= from && s < until {
			return as
		}
		return "200 0 0"
	}
}

// outagesOf are the outages of a log in short.
func outagesOf(t *testing.T, sources []input.Source) (got string) {
	for _, f := range ruled(analysisOf(sources, options(t)).Report(t.Context()), "outage") {
		got += said(f)
	}
	return got
}

// TestOutageIsOfAllRequests: what is served at other times failed, whatever the status;
// names that are never served, and one page, tell of no outage. Of rows from a pipe, which
// cannot be looked at again, errors of the server alone tell.
func TestOutageIsOfAllRequests(t *testing.T) {
	scan := ""
	for s := 2000; s < 2900; s += 10 {
		scan += fmt.Sprintf("%d 203.0.113.9 /x%d 404 0 2\n", s, s)
	}
	for _, c := range []struct{ name, lines, want, piped string }{
		{"500", everyTenSeconds(0, 7200, broken(3000, 3900, "500 0 0")), "outage over 90 00:50:00-01:04:50", "outage over 90 00:50:00-01:04:59"},
		{"own pages not found", everyTenSeconds(0, 7200, broken(3000, 3900, "404 0 2")), "outage over 90 00:50:00-01:04:50", ""},
		{"to the end", everyTenSeconds(0, 7200, broken(6300, 7200, "503 0 0")), "outage going-on 90 01:45:00-01:59:50", "outage going-on 90 01:45:00-01:59:59"},
		{"too short", everyTenSeconds(0, 7200, broken(3000, 3080, "500 0 0")), "", ""},
		{"a scanner, alone", everyTenSeconds(0, 1990, fine) + scan + everyTenSeconds(2910, 7200, fine), "", ""},
		{"one page", everyTenSeconds(0, 7200, func(s int) string {
			if s/10%5 == 3 {
				return "500 0 0"
			}
			return "200 0 0"
		}), "", ""},
		{"errors alone", everyTenSeconds(0, 7200, broken(0, 7200, "503 0 0")), "", ""},
	} {
		text := logOf(t, servedFields, c.lines)
		assert.Equal(t, c.want, outagesOf(t, filesOf(t, text)), c.name)
		assert.Equal(t, c.piped, outagesOf(t, sourcesOf(text)), "%s, from a pipe", c.name)
	}
}

// TestPauseIsNoMissingLog: a log of an hour that is missing is no outage; one that is
// written before and after the pause is asked.
func TestPauseIsNoMissingLog(t *testing.T) {
	before, after := everyTenSeconds(0, 3600, fine), everyTenSeconds(7200, 10800, fine)
	rule := func(texts ...string) int {
		return len(ruled(analysisOf(filesOf(t, texts...), options(t)).Report(t.Context()), "outage"))
	}
	assert.Equal(t, 0, rule(logOf(t, servedFields, before), logOf(t, servedFields, after)))
	assert.Equal(t, 1, rule(logOf(t, servedFields, before+after)))
}

// TestBurstsAreNoPause: somebody who comes twice a day for some minutes is not missed
// meanwhile.
func TestBurstsAreNoPause(t *testing.T) {
	text := logOf(t, servedFields, everyTenSeconds(0, 900, fine)+everyTenSeconds(7200, 8100, fine))
	assert.Empty(t, ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "outage"))
}

// TestSleepIsNoOutage: a site that is used by day sleeps over weekends and holidays, too. One
// that stops while it is used does not sleep, and neither does one that is used day and night.
func TestSleepIsNoOutage(t *testing.T) {
	const hour, day = 3600, 86400
	used := func(from, until int, days ...int) (lines string) {
		for _, d := range days {
			for s := d*day + from; s < d*day+until; s += 50 {
				lines += fmt.Sprintf("%d 10.0.0.%d /page%d 200 0 0\n", s, 1+s/50%4, s/50%5)
			}
		}
		return lines
	}
	f := func(outages int, lines ...string) {
		t.Helper()
		text := logOf(t, servedFields, strings.Join(lines, ""))
		assert.Len(t, ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "outage"), outages)
	}
	// The first day is a Tuesday.
	week := used(7*hour, 19*hour, 6, 7, 8, 9, 10)
	f(0, used(7*hour, 19*hour, 0, 1, 2, 3), week)
	f(0, used(7*hour, 19*hour, 0, 1, 3), week)
	f(1, used(7*hour, 19*hour, 0), used(7*hour, 11*hour, 1), used(7*hour, 19*hour, 3), week)
	f(1, used(0, day, 0), used(0, 19*hour, 1), used(7*hour, day, 3), used(0, day, 4, 5, 6, 7, 8))
}

// TestOutageIsNotOfAFilter: a filter that leaves errors alone leaves nothing served.
func TestOutageIsNotOfAFilter(t *testing.T) {
	o := options(t)
	o.Filter.Status = statuses(t, "5xx")
	text := logOf(t, servedFields, everyTenSeconds(0, 7200, broken(3000, 3900, "500 0 0")))
	r := analysisOf(filesOf(t, text), o).Report(t.Context())
	require.NotZero(t, r.Total.Rows)
	assert.Empty(t, ruled(r, "outage"))
}

// TestOutageOfMostOfADay: what broke in the morning is an outage, though it is the larger part of the log; a log
// that has little but errors all along is none, nor is a rule that bars an office while others come now and then.
func TestOutageOfMostOfADay(t *testing.T) {
	f := func(want string, end func(n int) string) {
		t.Helper()
		var b strings.Builder
		for n := range 4000 {
			fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx %s\n", 25200+n*10, 1+n%60, n%9, end(n))
		}
		text := logOf(t, "date time c-ip cs-uri-stem sc-status sc-substatus sc-win32-status", b.String())
		got := "none"
		for _, f := range analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings {
			if f.Rule == "outage" {
				got = fmt.Sprint(f.Severity, " ", f.State, " ", f.First.Format("15:04"))
			}
		}
		assert.Equal(t, want, got)
	}
	since := func(n int, end string) func(int) string {
		return func(i int) string {
			if i < n {
				return "200 0 0"
			}
			return end
		}
	}
	f("critical going-on 10:00", since(1080, "401 2 5"))
	f("critical going-on 10:00", since(1080, "403 4 5"))
	f("critical going-on 10:00", since(1080, "403 6 0"))
	f("none", since(60, "401 2 5"))
	f("none", func(n int) string { return []string{"200 0 0", "500 0 0", "500 0 0"}[n/400%3] })
	f("none", func(n int) string { // the clients of even numbers alone, and others come twice an hour
		if n > 2000 && (n%2 == 1 || n%180 != 0) {
			return "403 6 0"
		}
		return "200 0 0"
	})
}

// TestChallengesAtNight: who comes alone when all have gone home and does not log on is no outage; where those
// who were served before come and are asked, it is one.
func TestChallengesAtNight(t *testing.T) {
	f := func(client func(n int) int) (outages int) {
		var b strings.Builder
		for n := range 2000 {
			if n < 1200 {
				fmt.Fprintf(&b, "%d GET /docs/%d.aspx CORP\\u%d 10.0.1.%d 200 0 0\n", 30*n, n%6, n%40, n%40)
			} else {
				fmt.Fprintf(&b, "%d GET /docs/%d.aspx - 10.0.1.%d 401 2 5\n", 30*n, n%6, client(n))
			}
		}
		text := logOf(t, "date time cs-method cs-uri-stem cs-username c-ip sc-status sc-substatus sc-win32-status", b.String())
		return len(ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "outage"))
	}
	assert.Equal(t, 1, f(func(n int) int { return n % 40 }))
	assert.Equal(t, 0, f(func(n int) int { return 200 + n%6 }))
}
