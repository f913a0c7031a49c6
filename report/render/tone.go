package render

import "github.com/iiswhy/iiswhy/codes"

// tone is how urgent something is. Text has a colour for it, HTML a class.
type tone uint8

const (
	plain   tone = iota
	title        // bold: the headline and the names of sections
	healthy      // dim
	look         // yellow: should be looked at
	now          // red: needs attention now
)

// paint puts s between the escapes of a tone.
func (t tone) paint(s string) string {
	escapes := [...]string{title: "\x1b[1m", healthy: "\x1b[2m", look: "\x1b[33m", now: "\x1b[31m"}
	if escapes[t] == "" || s == "" {
		return s
	}
	return escapes[t] + s + "\x1b[0m"
}

// Class is a tone as the style sheet names it.
func (t tone) Class() string {
	return map[tone]string{healthy: "well", look: "look", now: "now"}[t]
}

// tone is that of a verdict. One that the tables do not know is urgent.
func (b *builder) tone(verdict string) tone {
	v, err := codes.ParseVerdict(verdict)
	switch {
	case !b.attention[verdict]:
		return healthy
	case err == nil && v.Attention() && !v.Urgent():
		return look
	}
	return now
}

// mostUrgent is the tone of the most urgent verdict with rows.
func (b *builder) mostUrgent() tone {
	most := healthy
	for _, c := range b.report.Verdicts {
		if c.Count > 0 {
			most = max(most, b.tone(c.Verdict))
		}
	}
	return most
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
