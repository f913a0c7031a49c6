package render

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

func builderOfDay(r *report.Report) *dailyBuilder { return builderOfReport(r, Options{}).daily() }

// What is not far from usual is not called as usual either, unless it is close.
func TestHeadlineWeighsAgainstUsual(t *testing.T) {
	f := func(trend string, n int64, typical float64, want string) {
		t.Helper()
		r := calmDays("en")
		day := &r.Days[2]
		day.Attention, day.Typical.Attention, day.Trend = n, typical, trend
		assert.Equal(t, want, builderOfDay(r).againstUsual())
	}
	f(report.TrendUsual, 9, 9.5, ", about as many as usual (9.5)")
	f(report.TrendNear, 15, 9.5, ", usually 9.5")
	f(report.TrendNear, 5, 9.5, ", usually 9.5")
	f(report.TrendAbove, 190, 95, ", twice as many as usual (95)")
	f(report.TrendAbove, 278, 95, ", 2.9 times as many as usual (95)")
	f(report.TrendBusy, 96, 95, ", no larger a share than usual (95 of 995)")
	f(report.TrendBusy, 150, 95, ", about the usual share (95 of 995)")
	f(report.TrendAbove, 150, 95, ", more than usual (95)")
	f(report.TrendBelow, 30, 95, ", fewer than usual (95)")
	f(report.TrendNew, 3, 0, ", where usually none do")
	r := calmDays("en")
	r.Days[2].Against = nil
	assert.Equal(t, "", builderOfDay(r).againstUsual())
}
