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

// TestLegsBehindAProxy: many people have its address, so that its legs may be of others than
// its refused logons.
func TestLegsBehindAProxy(t *testing.T) {
	f := func(told bool, names int) {
		t.Helper()
		var b strings.Builder
		for i := range 2000 {
			fmt.Fprintf(&b, "%d 10.0.0.1 /app/%d u%d 200 0 0 9\n", i*30, i%9, i%names)
			if i%10 == 0 {
				fmt.Fprintf(&b, "%d 10.0.0.1 /reports - 401 2 5 1\n", i*30+2)
			}
			if i%10 == 0 {
				fmt.Fprintf(&b, "%d 10.0.0.1 /app/logon anna 401 1 1326 1\n", i*30+4)
			}
		}
		fields := strings.Replace(servedFields, "cs-uri-stem", "cs-uri-stem cs-username", 1) + " time-taken"
		assert.Equal(t, told, isTold(t, "auth-legs", logOf(t, fields, b.String())), names)
	}
	f(false, 60)
	f(true, 1)
}
