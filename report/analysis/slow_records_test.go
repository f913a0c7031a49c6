package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestSlowRecords: that the page of records got slow is seen in the shape of their paths, each of which is
// asked for once. Records that are always slow, or one of ten of them, are as they are; where other pages are
// written alike and as slow, no command shows those of records alone.
func TestSlowRecords(t *testing.T) {
	const often = 9000
	f := func(want string, taken func(i, record int) int, others ...string) {
		t.Helper()
		for _, rows := range []int{often / 5, often} {
			var b strings.Builder
			for i := range rows {
				path, ms := fmt.Sprintf("/page%d", i%7), 40+i*31%50
				if record := 1000 + i*7919%88661; i%6 == 0 {
					path, ms = fmt.Sprintf("/orders/%d/edit", record), taken(i*often/rows, record)
				} else if i%36 == 1 {
					path, ms = "/exports/"+fmt.Sprint(record), 4000+i*13%1000
				} else if len(others) > 0 && i%60 == 2 {
					path, ms = others[0], taken(i*often/rows, record)
				}
				fmt.Fprintf(&b, "%d 10.0.0.%d %s 200 0 0 %d\n", i*often/rows*4, i%90, path, ms)
			}
			var got []string
			for _, f := range ruled(analysisOf(filesOf(t, logOf(t, takenFields, b.String())), options(t)).Report(t.Context()), "slow") {
				_, command, _ := strings.Cut(f.Command, "--uri ")
				command, _, _ = strings.Cut(command, " ")
				got = append(got, strings.TrimSpace(evidenceOf(f, "path")+" "+f.State+" "+f.First.Format("15:04")+" "+command))
			}
			assert.Equal(t, want, strings.Join(got, ", "), rows)
		}
	}
	slow := func(i int) int { return 5000 + i*17%900 }
	quick := func(i int) int { return 70 + i%40 }
	since := func(i, _ int) int {
		if i >= 5400 {
			return slow(i)
		}
		return quick(i)
	}
	f(`/orders/*/edit going-on 06:00 "/orders/*/edit"`, since)
	f(`/orders/*/edit going-on 06:00 "/orders/*/edit", /orders/all/list going-on 06:00 /orders/all/list`, since, "/orders/all/list")
	f("/orders/*/edit going-on 06:00, /orders/all/edit going-on 06:00 /orders/all/edit", since, "/orders/all/edit")
	f(`/orders/*/edit over 03:00 "/orders/*/edit"`, func(i, _ int) int {
		if i >= 2700 && i < 3900 {
			return slow(i)
		}
		return quick(i)
	})
	f("", func(i, _ int) int { return slow(i) })
	f("", func(i, record int) int {
		if record%10 == 3 {
			return slow(i)
		}
		return quick(i)
	})
}
