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

// TestHeadlineOfWhatWentOnBefore: a day on which something goes on that began before is not
// calm; one after it was over is. What was usual on other days is named where it needs more.
func TestHeadlineOfWhatWentOnBefore(t *testing.T) {
	r := calmDays("en")
	day := &r.Days[2]
	gone := report.Finding{Rule: "silence", Severity: report.Warning, First: day.Start.AddDate(0, 0, -2), Last: day.Start.AddDate(0, 0, -2), State: report.Over,
		Evidence: []report.Evidence{{What: "last", Value: float64(day.Start.AddDate(0, 0, -2).Unix()), Unit: "time"}}}
	b := builderOfDay(r)
	assert.Contains(t, b.conclusion(), "nothing needs attention")
	b.told = []report.Finding{gone}
	assert.Contains(t, b.conclusion(), "but look at requests that came no more (after")
	slow := report.Finding{Rule: "slow", Severity: report.Warning, First: day.Start.AddDate(0, 0, -3), Last: day.Start.AddDate(0, 0, -1), State: report.Over}
	b.told = []report.Finding{slow}
	assert.Contains(t, b.conclusion(), "nothing needs attention", "it was over")
	slow.Last, slow.State = day.End, report.GoingOn
	b.told = []report.Finding{slow}
	assert.Contains(t, b.conclusion(), "but look at slow answers")
	day.Attention, day.Trend = 12, report.TrendNew
	day.Codes = append(day.Codes, report.DayCode{Code: "403.17", Count: 12, Attention: 12, Verdict: "blocked"})
	assert.Contains(t, builderOfDay(r).whatChanged(), "; most of them are 403.17 (blocked by a rule)")
	day.Codes[len(day.Codes)-1].Attention = 6
	assert.Empty(t, builderOfDay(r).whatChanged())
}
