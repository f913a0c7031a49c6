package analysis_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestSlowServerOfMany: of many servers one is slow, all the time or since a moment. One that
// alone is asked for what takes long, and pages that are slow on all servers, are no slow server.
func TestSlowServerOfMany(t *testing.T) {
	for _, servers := range []int{20, 100, 250} {
		t.Run(fmt.Sprint(servers), func(t *testing.T) { slowServerOf(t, servers) })
	}
}

func slowServerOf(t *testing.T, servers int) {
	const rows, odd = 60_000, 12
	log := func(page func(i, server int) (path string, taken int)) string {
		var b strings.Builder
		for i := range rows {
			server := i * 7919 % servers
			path, taken := page(i, server)
			fmt.Fprintf(&b, "%d 10.9.0.%d 203.0.113.%d %s 200 0 0 %d\n", i, 1+server, 1+i%200, path, taken)
		}
		return logOf(t, "date time s-ip c-ip cs-uri-stem sc-status sc-substatus sc-win32-status time-taken", b.String())
	}
	f := func(want string, page func(i, server int) (string, int)) {
		t.Helper()
		var got []string
		for _, f := range ruled(analysisOf(filesOf(t, log(page)), options(t)).Report(t.Context()), "slow") {
			got = append(got, fmt.Sprint(f.Where, f.State, f.First.Truncate(10*time.Minute).Format(" 15:04")))
		}
		assert.Equal(t, want, strings.Join(got, "; "))
	}
	usual := func(i int) (string, int) { return fmt.Sprintf("/p%d.aspx", i/servers%8), 20 + i%37 }
	slow := func(i int) int { return 300 + i*31%2100 } // half of it is not slow for itself
	f("[{s-ip 10.9.0.13}]going-on 00:00", func(i, server int) (string, int) {
		path, taken := usual(i)
		if server == odd {
			taken = 900 + slow(i)
		}
		return path, taken
	})
	f("[{s-ip 10.9.0.13}]going-on 08:20", func(i, server int) (string, int) {
		path, taken := usual(i)
		if server == odd && i >= rows/2 {
			taken = slow(i)
		}
		return path, taken
	})
	f("", func(i, server int) (string, int) {
		if server == odd {
			return "/reports.aspx", 2500 + i%900
		}
		return usual(i)
	})
	f("", func(i, server int) (string, int) {
		path, taken := usual(i)
		if i%600 == 0 {
			taken += 2500 + i%900
		}
		return path, taken
	})
}
