package analysis

import (
	"strconv"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/contrast"
	"github.com/iiswhy/iiswhy/report/scan"
)

// command returns the command that shows the rows of a spike: those of its first
// cause, unless everything rose alike. What a report must not give away is left
// out.
func (a *Analysis) command(s *report.Spike, causes []contrast.Cause) string {
	words := []string{"iiswhy report", "--since " + s.Start.Format(time.RFC3339), "--until " + s.End.Format(time.RFC3339)}
	named := map[string]bool{"--since": true, "--until": true, "--last": true, "--status": true, "--verdict": true}
	add := func(flag, value string) {
		if value != "" && !named[flag] {
			named[flag] = true
			words = append(words, flag+" "+value)
		}
	}
	if s.Reason != "" {
		add("--reason", shellSafe(s.Reason))
	} else if s.Code != "-" {
		words = append(words, "--status "+s.Code)
	}
	words = append(words, "--verdict "+s.Verdict)
	if s.Win32 != nil {
		add("--win32", strconv.FormatUint(*s.Win32, 10))
	}
	if len(causes) > 0 && !causes[0].Even {
		for _, at := range causes[0].Where {
			if a.names.Shows(at.Dimension, at.Value) {
				add(flagFor(at))
			}
		}
	}
	for _, f := range a.filters() {
		if flag, value, _ := strings.Cut(f, " "); value != "…" {
			add(flag, quoted(value))
		}
	}
	if f := a.ForwardedFor; f != "" {
		add("--forwarded-for", quoted(f))
	}
	for _, p := range a.options.Paths {
		words = append(words, quoted(p))
	}
	return strings.Join(words, " ")
}

// flagFor returns the flag that chooses the rows of a cause, and its value as a
// shell takes it. The value is "" where no flag does.
func flagFor(a contrast.Attribute) (flag, value string) {
	by, ok := scan.FilterFlagBy(a.Dimension)
	if !ok || a.Value == "" {
		return "", ""
	}
	value = a.Value
	switch a.Dimension {
	case "cs-uri-query":
		value = strings.ReplaceAll(value, "…", "*") // queryShape writes it for any value
	case "c-ip":
		value, _, _ = strings.Cut(value, "%") // a zone
	}
	if !by.Takes(value) {
		return "", ""
	}
	return "--" + by.Name, shellSafe(value)
}

// mostValue is how long a value of a command is at most, in bytes.
const mostValue = 80

// shellSafe returns a value that every shell takes as it is: what it could
// misread is '?', which stands for any byte, and the end of a long one '*'.
func shellSafe(value string) string {
	var b strings.Builder
	for i := range len(value) {
		if i == mostValue {
			b.WriteByte('*')
			break
		}
		if isShellSafe(value[i]) || value[i] == '*' {
			b.WriteByte(value[i])
		} else {
			b.WriteByte('?')
		}
	}
	return quoted(b.String())
}

func isShellSafe(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_./:@+=~", c) >= 0
}

// quoted returns a word of a command, between quotes where a shell would split or
// expand it.
func quoted(word string) string {
	if word == "" || strings.ContainsFunc(word, func(r rune) bool { return r >= 0x80 || !isShellSafe(byte(r)) && r != '\\' && r != ',' }) {
		return `"` + strings.ReplaceAll(word, `"`, "?") + `"`
	}
	return word
}
