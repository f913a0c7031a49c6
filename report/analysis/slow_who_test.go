package analysis_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// TestSlowWho: one of a hundred clients, users or networks waits for all pages, always or since a moment. Who
// asks most of all for a page that is slow for everybody does not, nor who loads large files, nor who asks at
// night when nobody else does.
func TestSlowWho(t *testing.T) {
	type request struct {
		client, user, path string
		taken              int
	}
	const day = 24 * 3600
	f := func(want string, odd func(n, second int) (r request, ok bool)) {
		t.Helper()
		for _, each := range []int{3, 18} {
			var b strings.Builder
			for n, second := 0, 0; second < day; n, second = n+1, second+each {
				r := request{fmt.Sprintf("10.%d.%d.9", n*7%5, n*13%41), fmt.Sprintf("u%d", n*17%83), fmt.Sprintf("/p%d.aspx", n*11%9), 30 + n*31%60}
				if n%40 == 5 {
					if own, ok := odd(n/40, second); ok {
						r = own
					}
				}
				fmt.Fprintf(&b, "%d %s %s %s 200 0 0 %d\n", second, r.client, r.user, r.path, r.taken)
			}
			var got []string
			text := logOf(t, "date time c-ip cs-username cs-uri-stem sc-status sc-substatus sc-win32-status time-taken", b.String())
			for _, f := range ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "slow") {
				got = append(got, fmt.Sprint(evidenceOf(f, "slow-of"), " ", f.Severity, " ", f.First.Round(20*time.Minute).Format("15:04")))
			}
			assert.Equal(t, want, strings.Join(got, ", "), each)
		}
	}
	page := func(n int) string { return fmt.Sprintf("/p%d.aspx", n*11%9) }
	f("10.66.1.7 "+report.Note+" 00:00", func(n, _ int) (request, bool) {
		return request{"10.66.1.7", "ann", page(n), 2500 + n*31%900}, true
	})
	f("CORP\\ann "+report.Note+" 00:00", func(n, _ int) (request, bool) {
		return request{fmt.Sprintf("10.%d.66.1", n%9), `CORP\ann`, page(n), 2500 + n*31%900}, true
	})
	f("10.66.1.0/24 "+report.Warning+" 10:00", func(n, second int) (request, bool) {
		r := request{fmt.Sprintf("10.66.1.%d", n%9), fmt.Sprintf("v%d", n%9), page(n), 40}
		if second > 10*3600 {
			r.taken = 2500 + n*31%900
		}
		return r, true
	})
	f("", func(n, _ int) (request, bool) { // a page that is slow for all
		if n%4 == 0 {
			return request{fmt.Sprintf("10.66.1.%d", n%9), "bob", "/report.aspx", 5000 + n*31%9000}, true
		}
		return request{"10.66.1.7", "ann", "/report.aspx", 5000 + n*31%9000}, true
	})
	f("", func(n, _ int) (request, bool) {
		return request{"10.66.1.7", "ann", "/setup.zip", 9000 + n*31%9000}, true
	})
	f("", func(n, second int) (request, bool) { // hardly a page of which others are asked for as well
		return request{"10.66.1.7", "ann", fmt.Sprintf("/admin/p%d.aspx", n%9), 2500 + n*31%900}, true
	})
}
