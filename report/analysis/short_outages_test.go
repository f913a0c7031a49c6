package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestShortOutages: what fails to all for half a minute now and then is told as that; what one client
// asks for amiss, a few requests at once, is no outage, nor is what fails to some.
func TestShortOutages(t *testing.T) {
	f := func(want string, fails func(n, second int) bool, besides string) {
		t.Helper()
		var b strings.Builder
		for n := range 43200 {
			second, end := n*2, "200 0 0"
			if second%14400 >= 7200 && second%14400 < 7240 && fails(n, second) {
				end = "500 0 0"
			}
			fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx %s\n", second, 1+n*7%90, n%9, end)
			if second%14400 == 7200 && besides != "" {
				for page := range 5 {
					fmt.Fprintf(&b, "%d %s /p%d.aspx 500 0 0\n", second+page/3, besides, page)
				}
			}
		}
		var got []string
		for _, f := range analysisOf(filesOf(t, logOf(t, servedFields, b.String())), options(t)).Report(t.Context()).Findings {
			if f.Code == "500.0" {
				got = append(got, fmt.Sprintf("%s %s %s %d", f.Rule, f.Severity, f.State, f.Rows))
			}
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	f("short-outages warning going-on 120", func(int, int) bool { return true }, "")
	f("application warning going-on 30", func(n, _ int) bool { return n%4 == 0 }, "")
	f("application warning going-on 30", func(int, int) bool { return false }, "10.0.9.9")
}
