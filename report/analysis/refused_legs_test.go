package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestLegsOfRefusedLogons: what comes before a logon that is refused belongs to it; what comes
// of others, at another time, or far more often, does not.
func TestLegsOfRefusedLogons(t *testing.T) {
	f := func(told bool, what string, client string, later, times int) {
		t.Helper()
		var b strings.Builder
		for i := range 200 {
			for n := range times {
				fmt.Fprintf(&b, "%d %s /api/sync 401 2 5 1\n", later+i*300+n, client)
			}
			fmt.Fprintf(&b, "%d 10.2.0.9 /api/sync 401 1 1326 1\n", i*300+times)
			fmt.Fprintf(&b, "%d 10.0.0.%d / 200 0 0 15\n", i*300+9, i%97)
		}
		assert.Equal(t, told, isTold(t, "auth-legs", logOf(t, servedFields+" time-taken", b.String())), what)
	}
	f(true, "one leg each", "10.2.0.9", 0, 1)
	f(true, "two legs each", "10.2.0.9", 0, 2)
	f(false, "legs of another client", "10.2.0.10", 0, 1)
	f(false, "a day later", "10.2.0.9", 86400, 1)
	f(false, "twenty of each", "10.2.0.9", 0, 20)
}
