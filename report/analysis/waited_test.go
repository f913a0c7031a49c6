package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWhoToldTheDatabaseToWait: requests that took as long as they told the database to wait prove an
// injection, where others did not wait; a page that is slow for everybody, now and then, or an answer at once does not.
func TestWhoToldTheDatabaseToWait(t *testing.T) {
	f := func(want string, visitor func(n int) int, queries []string, took func(n int) int) {
		t.Helper()
		var b strings.Builder
		for n := range 300 {
			fmt.Fprintf(&b, "%d GET /item.aspx id=%d 10.0.0.%d 200 0 0 %d\n", n*60, n, n%50, visitor(n))
			if n >= 100 && n < 130 {
				fmt.Fprintf(&b, "%d GET /item.aspx %s 203.0.113.9 200 0 0 %d\n", n*60+5, fmt.Sprintf(queries[n%len(queries)], n), took(n))
			}
		}
		text := logOf(t, "date time cs-method cs-uri-stem cs-uri-query c-ip sc-status sc-substatus sc-win32-status time-taken", b.String())
		var got []string
		for _, f := range ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "attack-answered") {
			said := "answered"
			for _, e := range f.Evidence {
				if e.What == "waited" || e.What == "at-once" {
					said = fmt.Sprint(e.What, " ", e.Value)
				}
				if e.What == "without-delay" {
					said += ", others not"
				}
			}
			got = append(got, f.Severity+" "+said)
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	fast, slow := func(n int) int { return 20 + n%90 }, func(n int) int { return 4000 + n*977%8000 }
	now := func(n int) int { return 30 + n%6/4*5200 } // a third of the requests take five seconds
	mssql := []string{"id=%d';WAITFOR+DELAY+'0:0:5'--", "id=%d';WAITFOR+DELAY+'0:0:0'--"}
	mysql := []string{"id=%d'+AND+SLEEP(5)--", "id=%d%%2527+AND+SLEEP(0)--"}
	asTold := func(n int) int { return 5030*(1-n%2) + 40 }
	f("critical waited 15, others not", fast, mssql, asTold)
	f("critical waited 15, others not", fast, mysql, asTold)
	f("critical waited 15, others not", fast, []string{"id=%d'+AND+IF(ORD(MID(DATABASE(),1,1))>64,(SELECT+1+FROM(SELECT+SLEEP(5))a),0)--"}, asTold) // a condition decides
	f("critical waited 15, others not", fast, []string{"id=%d'+union+select+1,@@version--", "id=%d'||pg_sleep(4)--"}, func(n int) int { return 30 + n%2*4000 })
	f("warning at-once 15", fast, mssql, fast)
	f("critical answered", fast, []string{"id=%d';WAITFOR+DELAY+'0:0:5'--", "id=%d'+union+select+1,@@version--"}, fast)
	f("critical answered", slow, mssql, slow)
	f("critical answered", now, mssql, now)
	f("critical answered", fast, mssql, func(n int) int { return 2900 + n%7 }) // slow, but not as it was told
}

// TestWaitedAlone: of a page that nobody else asks for it is not said that others did not wait.
func TestWaitedAlone(t *testing.T) {
	var b strings.Builder
	for n := range 300 {
		fmt.Fprintf(&b, "%d GET /p%d.aspx - 10.0.0.%d 200 0 0 40\n", n*60, n%9, n%50)
		if n < 20 {
			fmt.Fprintf(&b, "%d GET /old.aspx id=1';WAITFOR+DELAY+'0:0:%d'-- 203.0.113.9 200 0 0 %d\n", n*60+5, 5+5*(n%2), 5020+5000*(n%2))
		}
	}
	text := logOf(t, "date time cs-method cs-uri-stem cs-uri-query c-ip sc-status sc-substatus sc-win32-status time-taken", b.String())
	found := ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "attack-answered")
	require.Len(t, found, 1)
	var said []string
	for _, e := range found[0].Evidence {
		said = append(said, e.What)
	}
	assert.Contains(t, said, "waited")
	assert.NotContains(t, said, "without-delay")
}
