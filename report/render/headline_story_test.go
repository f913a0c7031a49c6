package render

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// TestUnknownReasonInHeadline: a reason that the tables do not have is what a headline names, and not the
// status that went out with it; a code of any other finding is named itself.
func TestUnknownReasonInHeadline(t *testing.T) {
	f := report.Finding{Rule: "unknown-reason", Code: "503", Evidence: []report.Evidence{{What: "reason", Text: "Brand_New"}}}
	assert.Equal(t, "Brand_New", unknownReason(f))
	f.Rule = "capacity"
	assert.Empty(t, unknownReason(f))
}

// TestHarmlessHeadline: where nearly all that counts as failed are challenges of long sessions, a headline
// says that nothing needs doing; not where something graver is told, or other rows failed as well.
func TestHarmlessHeadline(t *testing.T) {
	f := func(want bool, attention int64, findings ...report.Finding) {
		t.Helper()
		b := &builder{report: report.Report{Total: report.Total{Attention: attention}, Findings: findings}}
		assert.Equal(t, want, b.isOfSessions())
	}
	sessions, other := report.Finding{Rule: "sessions", Severity: report.Note, Rows: 90}, report.Finding{Rule: "capacity", Severity: report.Critical, Rows: 10}
	f(true, 100, sessions)
	f(false, 100, other, sessions)
	f(false, 400, sessions)
	f(false, 10, report.Finding{Rule: "not-found", Severity: report.Note, Rows: 10})
}
