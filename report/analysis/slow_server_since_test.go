package analysis_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestSlowServerSince: that one of three servers is slow since a moment is told so where most of its requests
// came since, and few of those before were kept; always is what has no other time. Where all are slow since
// then it is no server. It stands before errors that are there as ever.
func TestSlowServerSince(t *testing.T) {
	const day = 24 * 3600
	f := func(want string, slow func(second, server int) bool) {
		t.Helper()
		for _, each := range []int{4, 20} {
			var b strings.Builder
			for n, second := 0, 0; second < day; n, second = n+1, second+each {
				if second < 7*3600 && n%5 > 0 { // at night few come
					continue
				}
				server, taken, status := n*7919%3, 30+n*31%60, 200
				if slow(second, server) {
					taken = 900 + n*17%400
				}
				if n*31%97 == 0 {
					status = 500
				}
				fmt.Fprintf(&b, "%d WEB%d 10.0.0.%d /p%d.aspx %d 0 0 %d\n", second, server+1, n%83, n*7%8, status, taken)
			}
			text := logOf(t, "date time s-computername c-ip cs-uri-stem sc-status sc-substatus sc-win32-status time-taken", b.String())
			r := analysisOf(filesOf(t, text), options(t)).Report(t.Context())
			var got []string
			for _, f := range ruled(r, "slow") {
				times := f.State + " " + f.First.Round(10*time.Minute).Format("15:04")
				got = append(got, strings.TrimSpace(evidenceOf(f, "server")+" "+times))
			}
			assert.Equal(t, want, strings.Join(got, ", "), each)
			assert.Equal(t, "slow", r.Findings[0].Rule, each)
		}
	}
	f("WEB2 going-on 07:10", func(second, server int) bool { return server == 1 && second > 7*3600+600 })
	f("WEB2 going-on 00:00", func(_, server int) bool { return server == 1 })
	f("going-on 07:10", func(second, _ int) bool { return second > 7*3600+600 })
}
