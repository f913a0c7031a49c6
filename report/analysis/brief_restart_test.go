package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// TestRestartsAtNight: a few requests that fail while a pool restarts are no disaster, each night or once; that the
// same fails for half an hour, that many do, or that it goes on, is one.
func TestRestartsAtNight(t *testing.T) {
	const day, night = 24 * 3600, 3*3600 + 1800
	f := func(want string, nights []int, lasts, rows int) {
		t.Helper()
		var b strings.Builder
		for second := 0; second < 7*day; second += 30 {
			if since := second%day - night; since < 0 || since >= lasts || !slices.Contains(nights, second/day) {
				fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx 200 0 0 50\n", second, second/30%83, second/30%5)
			}
		}
		for _, one := range nights {
			for i := range rows {
				fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx 503 0 0 0\n", one*day+night+i*lasts/rows, i%83, i%5)
			}
		}
		var found []string
		for _, said := range analysisOf(filesOf(t, logOf(t, takenFields, b.String())), options(t)).Report(t.Context()).Findings {
			if strings.HasPrefix(said.Code, "503") || said.Rule == "outage" {
				found = append(found, said.Severity)
			}
		}
		assert.Equal(t, want, strings.Join(found, ", "))
	}
	each := []int{0, 1, 2, 3, 4, 5, 6}
	f(report.Warning, each, 90, 12)
	f(report.Warning, []int{3}, 90, 12)
	f(report.Critical, each, 1800, 200)
	f(report.Critical, []int{3}, 1800, 400)
}
