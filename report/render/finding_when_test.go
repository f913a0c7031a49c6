package render

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// TestHappened: "since" is said of what goes on alone.
func TestHappened(t *testing.T) {
	p := builderOfReport(&report.Report{Lang: "en", Period: report.Period{First: clock(6, 0), Last: clock(20, 0)}}, Options{Location: time.FixedZone("", 3600)})
	for _, c := range []struct {
		state       string
		first, last time.Time
		en, zh      string
	}{
		{report.GoingOn, clock(8, 3), clock(20, 0), "since 09:03", "自 09:03 起"},
		{report.GoingOn, clock(6, 10), clock(20, 0), "from the start of the log to its end", "从日志开始到结束"},
		{report.Over, clock(8, 3), clock(9, 0), "between 09:03 and 10:00", "09:03 至 10:00 之间"},
		{report.Over, clock(8, 3), clock(8, 3).Add(20 * time.Second), "at 09:03", "09:03"},
		{report.Single, clock(8, 3), clock(8, 3), "at 09:03", "09:03"},
		{report.GoingOn, clock(8, 3), clock(8, 3), "at 09:03", "09:03"},
		{report.Recurring, clock(8, 3), clock(8, 40), "on several days about 09:03", "多日约 09:03"},
		{report.Recurring, clock(8, 3), clock(19, 3), "on several days from about 09:03 on", "多日，自约 09:03 起"},
		{"", clock(8, 3), clock(9, 0), "between 09:03 and 10:00", "09:03 至 10:00 之间"},
	} {
		p.words = vocabularyOf("en")
		assert.Equal(t, c.en, p.happened(c.state, c.first, c.last))
		p.words = vocabularyOf("zh")
		assert.Equal(t, c.zh, p.happened(c.state, c.first, c.last))
	}
}

// TestServedBeforeDidNotBeginWithTheLog: what was served until some moment is missed since then, however
// soon that came.
func TestServedBeforeDidNotBeginWithTheLog(t *testing.T) {
	p := builderOfReport(&report.Report{Lang: "en", Period: report.Period{First: clock(6, 0), Last: clock(20, 0)}}, Options{})
	f := report.Finding{Rule: "served-before", State: report.GoingOn, Rows: 90, First: clock(6, 10), Last: clock(20, 0)}
	assert.Equal(t, "since 06:10", p.findingHappened(f))
	f.Rule = "not-found"
	assert.Equal(t, "from the start of the log to its end", p.findingHappened(f))
}

// TestHeadlineIsTheGravestStory: not the code of most rows, and not calm where no row
// needs attention but a finding does.
func TestHeadlineIsTheGravestStory(t *testing.T) {
	r := rich("en")
	r.Findings = append([]report.Finding{{Rule: "auth-broken-in", Severity: report.Critical, Rows: 12, Code: "401.1", Verdict: "logon-failure",
		First: clock(9, 0), Last: clock(9, 5), State: report.Over, Evidence: []report.Evidence{
			{What: "client", Text: "203.0.113.7"}, {What: "name-in", Text: "admin"}, {What: "in", Value: float64(clock(9, 6).Unix()), Unit: "time"}}}}, r.Findings...)
	p := builderOfReport(r, Options{})
	assert.Contains(t, unmarked(p.conclusion()), "above all 203.0.113.7, which guessed and then got in as admin (09:06)")
	p.report.Total.Attention = 0
	assert.Equal(t, "No request failed in a way that needs attention (196,820 in all), but look at 203.0.113.7, which guessed and then got in as admin (09:06).", unmarked(p.conclusion()))
	p.report.Findings = nil
	assert.Contains(t, p.conclusion(), "Nothing needs attention")
}
