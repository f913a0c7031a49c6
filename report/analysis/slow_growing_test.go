package analysis_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestSlowerAndSlower: what leaks gets slower and slower, until it is started anew or still. What is slow from
// one moment on, what gets quick little by little, and what gets slow as more and more is asked for, do not.
func TestSlowerAndSlower(t *testing.T) {
	const day = 24 * 3600
	f := func(want string, pace func(second int) int, slower func(at float64, server int) float64) {
		t.Helper()
		for _, each := range []int{3, 12} {
			var b strings.Builder
			for n, second := 0, 0; second < day; n, second = n+1, second+each*pace(second) {
				server, path, taken := n*7919%3, fmt.Sprintf("/p%d.aspx", n*7%8), float64(40+n%8*10+n*31%40)
				if n*13%10 < 3 {
					path, taken = "/css/site.css", 1
				} else {
					taken *= slower(float64(second)/day, server)
				}
				fmt.Fprintf(&b, "%d WEB%d 10.0.0.%d %s 200 0 0 %.0f\n", second, server+1, n%83, path, taken)
			}
			var got []string
			text := logOf(t, "date time s-computername c-ip cs-uri-stem sc-status sc-substatus sc-win32-status time-taken", b.String())
			for _, f := range ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "slow") {
				how := "not"
				for _, what := range []string{"grown-to", "growing-to"} {
					if evidenceOf(f, what) != "" {
						how = what
					}
				}
				until := f.Last.Add(10 * time.Minute).Truncate(30 * time.Minute).Format(" 15:04")
				got = append(got, strings.TrimSpace(evidenceOf(f, "server")+" "+how+until))
			}
			assert.Equal(t, want, strings.Join(got, ", "), each)
		}
	}
	even := func(int) int { return 1 }
	leak := func(at float64) float64 {
		if at < 0.2 || at > 0.75 {
			return 1
		}
		return 1 + 40*(at-0.2)
	}
	f("grown-to 18:00", even, func(at float64, _ int) float64 { return leak(at) })
	f("WEB2 grown-to 18:00", even, func(at float64, server int) float64 {
		if server == 1 {
			return leak(at)
		}
		return 1
	})
	f("growing-to 00:00", even, func(at float64, _ int) float64 { return 1 + 40*max(0, at-0.3) })
	f("not 18:00", even, func(at float64, _ int) float64 {
		if at > 0.4 && at <= 0.75 {
			return 20
		}
		return 1
	})
	f("not 16:30", even, func(at float64, _ int) float64 { return 1 + 25*math.Exp(-math.Pow((at-0.5)/0.16, 2)) })
	f("not 00:00", func(second int) int { return 1 + 6*(day-second)/day }, func(at float64, _ int) float64 { return 1 + 60*max(0, at-0.3) })
}
