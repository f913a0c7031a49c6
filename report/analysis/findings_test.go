package analysis_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

// TestReasonsAreMatters: what HTTP.sys writes has a cause of its own for each
// reason, whatever status went out with it, and most often none did.
func TestReasonsAreMatters(t *testing.T) {
	const fields = "#Fields: date time c-ip cs-uri sc-status s-siteid s-reason s-queuename\n"
	text := fields
	for i, row := range []string{"503 1 QueueFull", "503 1 QueueFull", "503 1 AppOffline", "- 1 Timer_ReqQueue", "- 1 Brand_New"} {
		text += fmt.Sprintf("2024-03-01 08:00:%02d 192.0.2.1 /a %s Shop\n", i, row)
	}
	o := options(t)
	o.Workers, o.ChunkSize = 2, 64
	var got []string
	for _, f := range reportOf(t, o, text).Findings {
		if f.Rule != "httperr" {
			got = append(got, fmt.Sprintf("%s %s %s: %s", f.Rule, evidenceOf(f, "reason"), evidenceOf(f, "code"), evidenceOf(f, "name")))
			assert.Equal(t, f.Rule != "unknown-reason", f.Check != "", got)
		}
	}
	assert.Equal(t, []string{
		"capacity QueueFull 503: Request queue full",
		"capacity Timer_ReqQueue -: Waited too long in the queue",
		"capacity AppOffline 503: Pool switched off after repeated crashes",
		"unknown-reason Brand_New -: unknown",
	}, got)
}

// TestRowsWithoutStatus: a hyphen in sc-status is no missing column.
func TestRowsWithoutStatus(t *testing.T) {
	r := reportOf(t, options(t), "#Fields: date time cs-uri-stem sc-status sc-substatus\n2024-03-01 08:00:00 /a - -\n2024-03-01 08:00:00 /a 200 0\n")
	require.Len(t, r.Findings, 1)
	assert.Equal(t, "no-status", r.Findings[0].Rule)
	assert.Equal(t, "1", evidenceOf(r.Findings[0], "rows"))
}

// evidenceOf is what a finding gives as evidence, "" for nothing.
func evidenceOf(f report.Finding, what string) string {
	for _, e := range f.Evidence {
		switch {
		case e.What == what && e.Text != "":
			return e.Text
		case e.What == what:
			return fmt.Sprint(e.Value)
		}
	}
	return ""
}
