package analysis_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestSlowSite: of few sites or many of one server one is slow since a moment, or for a time. One
// that is slower than the others all the time for the same pages is told too; with pages of its own it is
// made so. Where all are slow it is no site.
func TestSlowSite(t *testing.T) {
	for _, sites := range []int{3, 12, 60} {
		t.Run(fmt.Sprint(sites), func(t *testing.T) { slowSiteOf(t, sites) })
	}
}

func slowSiteOf(t *testing.T, sites int) {
	const rows, odd = 60_000, 1
	f := func(want string, page func(i, site int) (path string, taken int)) {
		t.Helper()
		var b strings.Builder
		for i := range rows {
			site := i * 7919 % sites
			path, taken := page(i, site)
			fmt.Fprintf(&b, "%d W3SVC%d 10.9.0.1 203.0.113.%d %s 200 0 0 %d\n", i, 1+site, 1+i%200, path, taken)
		}
		text := logOf(t, "date time s-sitename s-ip c-ip cs-uri-stem sc-status sc-substatus sc-win32-status time-taken", b.String())
		var got []string
		for _, f := range ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "slow") {
			got = append(got, fmt.Sprint(evidenceOf(f, "site"), f.Where, f.State, f.First.Truncate(10*time.Minute).Format(" 15:04")))
		}
		assert.Equal(t, want, strings.Join(got, "; "))
	}
	path := func(i int) string { return fmt.Sprintf("/p%d.aspx", i/sites%8) }
	is := func(slow bool, i int) int {
		if slow {
			return 1200 + i*31%900
		}
		return 20 + i%37
	}
	f("W3SVC2[{s-sitename W3SVC2}]going-on 08:20", func(i, site int) (string, int) { return path(i), is(site == odd && i >= rows/2, i) })
	f("W3SVC2[{s-sitename W3SVC2}]over 05:30", func(i, site int) (string, int) {
		return path(i), is(site == odd && i >= rows/3 && i < 3*rows/4, i)
	})
	f("W3SVC2[{s-sitename W3SVC2}]going-on 00:00", func(i, site int) (string, int) { return path(i), is(site == odd, i) })
	f("", func(i, site int) (string, int) {
		if site == odd {
			return "/reports" + path(i), is(true, i)
		}
		return path(i), is(false, i)
	})
	f("[]going-on 08:20", func(i, _ int) (string, int) { return path(i), is(i >= rows/2, i) })
}
