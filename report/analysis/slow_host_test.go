package analysis_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestSlowHost: of few hosts or many one is slow all the time for pages that others are quick with, or
// since a moment. One whose slow pages are its own, and one of several that are slow, is not told.
func TestSlowHost(t *testing.T) {
	for _, hosts := range []int{4, 90} {
		t.Run(fmt.Sprint(hosts), func(t *testing.T) { slowHostOf(t, hosts) })
	}
}

func slowHostOf(t *testing.T, hosts int) {
	const rows, odd = 60_000, 1
	f := func(want string, page func(i, host int) (path string, taken int)) {
		t.Helper()
		var b strings.Builder
		for i := range rows {
			host := i * 7919 % hosts
			path, taken := page(i, host)
			fmt.Fprintf(&b, "%d t%d.example.com 203.0.113.%d %s 200 0 0 %d\n", i, host, 1+i%200, path, taken)
		}
		text := logOf(t, "date time cs-host c-ip cs-uri-stem sc-status sc-substatus sc-win32-status time-taken", b.String())
		var got []string
		for _, f := range ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "slow") {
			got = append(got, fmt.Sprint(evidenceOf(f, "host"), f.State, f.First.Truncate(10*time.Minute).Format(" 15:04"), evidenceOf(f, "others") != ""))
		}
		assert.Equal(t, want, strings.Join(got, "; "))
	}
	path := func(i int) string { return fmt.Sprintf("/p%d.aspx", i/hosts%8) }
	is := func(slow bool, i int) int {
		if slow {
			return 1200 + i*31%900
		}
		return 20 + i%37
	}
	f("t1.example.comgoing-on 00:00true", func(i, host int) (string, int) { return path(i), is(host == odd, i) })
	f("t1.example.comgoing-on 08:20false", func(i, host int) (string, int) { return path(i), is(host == odd && i >= rows/2, i) })
	f("", func(i, host int) (string, int) {
		if host == odd {
			return "/reports" + path(i), is(true, i)
		}
		return path(i), is(false, i)
	})
	f("", func(i, host int) (string, int) { return path(i), is(host%2 == odd, i) })
	f("", func(i, host int) (string, int) { return path(i), is(i%10 == 3, i) })
}
