package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
)

// TestSlownessIsTold: a page, a server or all pages take far longer than they did or
// than others; what is long by nature, large files and cold starts do not.
func TestSlownessIsTold(t *testing.T) {
	stories := []string{"slow-page", "slow-server", "slow-since", "now-and-then-slow", "long-by-nature", "big-downloads", "cold-start", "busy-server", "healthy", "hang-ups"}
	tells(t, logtest.Small, 3, []string{"slow"}, stories...)
	if !testing.Short() {
		tells(t, logtest.Medium, 2, []string{"slow"}, stories...)
	}
}

const takenFields = "date time c-ip cs-uri-stem sc-status sc-substatus sc-win32-status time-taken"

// taking are 600 rows, one every ten seconds, of six pages; the first of them takes
// what taken says.
func taking(page string, taken func(i int) int) string {
	var b strings.Builder
	for i := range 600 {
		path, ms := fmt.Sprintf("/page%d", i%6), 40+i%7
		if i%6 == 0 {
			path, ms = page, taken(i)
		}
		fmt.Fprintf(&b, "%d 10.0.0.%d %s 200 0 0 %d\n", i*10, i%4, path, ms)
	}
	return b.String()
}

// TestSlowPathBesideItsPast: a path that takes longer for a time is told, one that
// waits for news by its name is not, nor one that takes any time.
func TestSlowPathBesideItsPast(t *testing.T) {
	between := func(from, until, slow, quick int) func(int) int {
		return func(i int) int {
			if i >= from && i < until {
				return slow + i
			}
			return quick
		}
	}
	for _, c := range []struct {
		name, page string
		taken      func(int) int
		want       string
	}{
		{"for a time", "/report", between(240, 360, 9000, 50), "slow over 20 00:40:00-00:59:00"},
		{"to the end", "/report", between(420, 600, 9000, 50), "slow going-on 30 01:10:00-01:39:00"},
		{"always, beside others", "/report", between(0, 600, 20000, 0), "slow going-on 100 00:00:00-01:39:00"},
		{"always seconds, then many", "/export", between(420, 600, 30000, 3000), "slow going-on 30 01:10:00-01:39:00"},
		{"always seconds, now and then more", "/export", func(i int) int { return 3000 + i*i%7*500 }, ""},
		{"long poll", "/api/poll", between(0, 600, 20000, 0), ""},
		{"any time", "/report", func(i int) int { return 1000 + i*i%97*1000 }, ""},
		{"not much longer", "/report", between(240, 360, 1200, 800), ""},
		{"large file", "/report.zip", between(240, 360, 9000, 50), ""},
		{"a start", "/report", between(240, 246, 30000, 50), ""},
	} {
		got := ""
		text := logOf(t, takenFields, taking(c.page, c.taken))
		for _, f := range ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "slow") {
			got += said(f)
		}
		assert.Equal(t, c.want, got, c.name)
	}
}

// TestSlowPathThatIsMostOfALog: where most requests of a log are those that were slow for
// a time, they are told as well; where all are slow all the time, nothing is.
func TestSlowPathThatIsMostOfALog(t *testing.T) {
	log := func(quick int) string {
		var b strings.Builder
		row := func(second int, path string, ms int) {
			fmt.Fprintf(&b, "%d 10.0.0.%d %s 200 0 0 %d\n", second, second%7, path, ms)
		}
		for i := range 200 {
			row(i*20, fmt.Sprintf("/page%d", i%6), quick+i%7)
		}
		for i := range 400 {
			row(4000+i*4, "/page0", 30000+i%50*1000)
		}
		for i := range 200 {
			row(5600+i*20, fmt.Sprintf("/page%d", i%6), quick+i%7)
		}
		return logOf(t, takenFields, b.String())
	}
	for quick, want := range map[int]string{40: "slow over 400 01:06:40-01:33:16", 20000: ""} {
		got := ""
		for _, f := range ruled(analysisOf(filesOf(t, log(quick)), options(t)).Report(t.Context()), "slow") {
			got += said(f)
		}
		assert.Equal(t, want, got, quick)
	}
}

// TestSlownessOfAFewPagesIsTheirs: while many pages are slow and those that are asked for as
// often are not, each page is told; while all are, everything is. What is over is told so,
func TestSlownessOfAFewPagesIsTheirs(t *testing.T) {
	log := func(slow int) string {
		var b strings.Builder
		for i := range 9000 {
			page, ms := i*7919%13, 40+i%7
			if i >= 4500 && i < 8000 && page < slow {
				ms = 6000 + i%500
			}
			fmt.Fprintf(&b, "%d 10.0.0.%d /page%d 200 0 0 %d\n", i*6, i%9, page, ms)
		}
		return logOf(t, takenFields, b.String())
	}
	for slow, paths := range map[int]int64{8: 5, 13: 0} { // of five pages, as many as are looked at, or of all
		o := options(t)
		o.Compare = true
		found := ruled(analysisOf(filesOf(t, log(slow)), o).SpikeReport(t.Context()), "slow")
		require.Len(t, found, 1)
		assert.Empty(t, found[0].Where, slow)
		assert.Equal(t, paths, found[0].Paths, slow)
		assert.Equal(t, report.Over, found[0].State, slow)
	}
}
