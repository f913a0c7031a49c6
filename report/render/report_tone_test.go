package render

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// A headline that says to look at something is not coloured as one that says that all is well.
func TestToneOfWhatDidNotFail(t *testing.T) {
	f := func(want tone, findings ...report.Finding) {
		t.Helper()
		r := &report.Report{Lang: "en", Total: report.Total{Rows: 100}, Findings: findings}
		assert.Equal(t, want, builderOfReport(r, Options{}).toneOfTotal())
	}
	f(healthy)
	f(toneOfSeverity(report.Warning), report.Finding{Rule: "slow", Severity: report.Warning})
	f(toneOfSeverity(report.Critical), report.Finding{Rule: "attack-answered", Severity: report.Critical})
	f(healthy, report.Finding{Rule: "redirect-loop", Severity: report.Note})
}
