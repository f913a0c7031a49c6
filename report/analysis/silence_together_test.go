package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestClientsThatStopTogether: nodes of a balancer that all stop at one moment are one story; two
// monitors that stop hours apart are two.
func TestClientsThatStopTogether(t *testing.T) {
	f := func(want string, stops ...int) {
		t.Helper()
		var b strings.Builder
		for second := 0; second < 172800; second += 10 {
			if second%60 == 0 {
				fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx 200 0 0\n", second, 1+second/60*7%90, second/60%9)
			}
			for node, stop := range stops {
				if second < stop {
					fmt.Fprintf(&b, "%d 10.0.9.%d /health 200 0 0\n", second+node, node)
				}
			}
		}
		var got []string
		for _, f := range ruled(analysisOf(filesOf(t, logOf(t, servedFields, b.String())), options(t)).Report(t.Context()), "silence") {
			got = append(got, fmt.Sprintf("%d %s", f.Clients, f.Last.Format("15:04")))
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	f("3 23:59", 86400, 86400, 86400)
	f("0 05:59, 0 23:59", 86400, 108000)
}
