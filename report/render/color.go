package render

import (
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/iiswhy/iiswhy/codes"
)

// tone is what a colour means.
type tone uint8

const (
	plain   tone = iota
	title        // bold: the headline and the names of sections
	healthy      // dim
	look         // yellow: should be looked at
	now          // red: needs attention now
)

// paint puts s into the colour of a tone, when there are colours. It takes the
// escapes only, as go-pretty's own Sprint asks the environment whether it may.
func (p *page) paint(t tone, s string) string {
	if !p.options.Color || t == plain || s == "" {
		return s
	}
	colors := map[tone]text.Colors{
		title: {text.Bold}, healthy: {text.Faint}, look: {text.FgYellow}, now: {text.FgRed},
	}
	return colors[t].EscapeSeq() + s + text.EscapeReset
}

// toneOf says how urgent a verdict is: yellow where what clients ask for may
// be at fault, red where the server, the directory or a logon is.
func (p *page) toneOf(verdict string) tone {
	if !p.attention[verdict] {
		return healthy
	}
	switch v, _ := codes.ParseVerdict(verdict); v {
	case codes.ChallengeUnanswered, codes.AccessDenied, codes.Blocked,
		codes.NotFound, codes.BadRequest, codes.Unknown:
		return look
	}
	return now
}

// toneOfSeverity is the colour of a finding.
func toneOfSeverity(severity string) tone {
	switch severity {
	case "critical":
		return now
	case "warning":
		return look
	}
	return plain
}
