package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

// TestClientThatBringsHalfOfAll: of two balancers one brings a little more than half of what fails,
// and is named only where it brings far more of it than of all.
func TestClientThatBringsHalfOfAll(t *testing.T) {
	f := func(named bool, fails func(n, balancer int) bool) {
		t.Helper()
		var rows strings.Builder
		for n := range 4000 {
			balancer, end := n*7%13%2, "200 0 0" // six and seven of thirteen
			if n%9 == 4 && fails(n, balancer) {
				end = "500 0 0"
			}
			fmt.Fprintf(&rows, "%d 10.0.0.%d /p%d.aspx %s\n", n*20, 4+balancer, n%9, end)
		}
		r := analysisOf(filesOf(t, logOf(t, "date time c-ip cs-uri-stem sc-status sc-substatus sc-win32-status", rows.String())), options(t)).Report(t.Context())
		require.NotEmpty(t, ruled(r, "application"))
		evidence := ruled(r, "application")[0].Evidence
		assert.Equal(t, named, slices.ContainsFunc(evidence, func(e report.Evidence) bool { return e.What == "client" }))
	}
	f(false, func(n, _ int) bool { return n > 2000 })
	f(true, func(n, balancer int) bool { return n > 2000 && (balancer == 0 || n%10 == 0) })
}
