package render

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// TestRiseInAnOutage: a rise whose rows are those of an outage says that nothing was served,
// and names no cause. Of an outage of one server it does not: the others served.
func TestRiseInAnOutage(t *testing.T) {
	at := time.Date(2026, 3, 2, 14, 4, 0, 0, time.UTC)
	f := func(of report.Finding, rows int64) string {
		of.Rule, of.Code, of.First, of.Last = "outage", "500.0", at, at.Add(11*time.Minute)
		s := report.Spike{Code: "500.0", Verdict: "application", Attention: true, New: true, Start: at, Last: at.Add(11 * time.Minute), End: at.Add(12 * time.Minute),
			Observed: rows, Findings: []int{1}, Causes: []report.SpikeCause{{Where: report.Values{{Field: "s-ip", Value: "10.0.0.6"}}, Share: 1, Observed: rows}}}
		r := &report.Report{Lang: "en", Findings: []report.Finding{of}, Spikes: []report.Spike{s}}
		return builderOfReport(r, Options{}).spikeSentence(s)
	}
	assert.Contains(t, f(report.Finding{Rows: 95}, 97), "nothing was served between 2026-03-02 14:04 and 14:15")
	assert.NotContains(t, f(report.Finding{Rows: 20}, 97), "nothing was served")
	assert.NotContains(t, f(report.Finding{Rows: 95, Where: report.Values{{Field: "s-ip", Value: "10.0.0.6"}}}, 97), "nothing was served")
	recurring := f(report.Finding{Rows: 95, State: report.Recurring}, 97)
	assert.Contains(t, recurring, "nothing was served on several days about 14:04, whatever was asked for")
	assert.NotContains(t, recurring, "nothing was served between")
}
