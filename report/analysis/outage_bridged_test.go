package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestBridgedOutages: an outage in which a check gets its file every five minutes is one; two outages
// between which people are served are two.
func TestBridgedOutages(t *testing.T) {
	f := func(want string, check int, recovers bool) {
		t.Helper()
		var b strings.Builder
		for n := range 4320 {
			second, end := n*10, "200 0 0"
			isDown := second >= 21600 && second < 23400
			if isDown && !(recovers && second >= 22200 && second < 22800) {
				end = "500 30 0"
			}
			fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx %s\n", second, n%90, n%9, end)
			if check > 0 && second%check == 150 {
				fmt.Fprintf(&b, "%d 10.0.9.9 /check.htm 200 0 0\n", second+3)
			}
		}
		var got []string
		for _, f := range ruled(analysisOf(filesOf(t, logOf(t, servedFields, b.String())), options(t)).Report(t.Context()), "outage") {
			few := 0.0
			for _, e := range f.Evidence {
				if e.What == "few" {
					few = e.Value
				}
			}
			got = append(got, fmt.Sprint(f.Rows, " ", few))
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	f("180 0", 0, false)
	f("180 6", 300, false)
	f("60 0, 60 0", 0, true)
}
