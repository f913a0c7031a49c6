package analysis

import (
	"strconv"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/contrast"
	"github.com/iiswhy/iiswhy/report/scan"
)

// command is a command line that shows rows. What a report must not give away is left
// out, and no flag is given twice: the first value counts.
type command struct {
	*Analysis
	words []string
	given map[string]bool
}

func (a *Analysis) newCommand(name string) *command {
	return &command{a, []string{"iiswhy " + name}, map[string]bool{"--since": true, "--until": true, "--last": true}}
}

// between chooses the rows from one time until before another.
func (c *command) between(from, until time.Time) *command {
	c.words = append(c.words, "--since "+from.Format(time.RFC3339), "--until "+until.Format(time.RFC3339))
	return c
}

// flag adds a flag, but for one that has no value or was given.
func (c *command) flag(flag, value string) *command {
	if value != "" && !c.given[flag] {
		c.given[flag] = true
		c.words = append(c.words, flag+" "+value)
	}
	return c
}

// kind chooses the rows of a code or reason with a verdict.
func (c *command) kind(code, reason, verdict string) *command {
	if reason != "" {
		c.flag("--reason", shellSafe(reason))
	} else if code != "-" {
		c.flag("--status", code)
	}
	c.given["--status"] = true
	return c.flag("--verdict", verdict)
}

// where chooses the rows that have a value of a field.
func (c *command) where(field, value string) *command {
	if !c.names.Shows(field, value) {
		return c
	}
	flag, safe := flagFor(contrast.Attribute{Dimension: field, Value: value})
	return c.flag(flag, safe)
}

// String adds the filters in force and the paths, and returns the line.
func (c *command) String() string {
	for _, f := range c.filters() {
		if flag, value, _ := strings.Cut(f, " "); value != "…" {
			c.flag(flag, quoted(value))
		}
	}
	c.flag("--forwarded-for", quotedOr(c.ForwardedFor))
	for _, p := range shortPaths(c.options.Paths) {
		c.words = append(c.words, quoted(p))
	}
	return strings.Join(c.words, " ")
}

// quotedOr is a word of a command, "" for none.
func quotedOr(word string) string {
	if word == "" {
		return ""
	}
	return quoted(word)
}

// spikeCommand returns the command that shows the rows of a spike: those of its first
// cause, unless everything rose alike.
func (a *Analysis) spikeCommand(s *report.Spike, causes []contrast.Cause) string {
	verdicts := s.Verdict
	if len(s.Verdicts) > 0 {
		verdicts = strings.Join(s.Verdicts, ",")
	}
	c := a.newCommand("rows").between(s.Start, s.End).kind(s.Code, s.Reason, verdicts)
	for _, of := range s.Of {
		c.where(of.Field, of.Value)
	}
	if s.Win32 != nil {
		c.flag("--win32", strconv.FormatUint(*s.Win32, 10))
	}
	if len(causes) > 0 && !causes[0].Even {
		for _, at := range causes[0].Where {
			c.where(at.Dimension, at.Value)
		}
	}
	return c.String()
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
	case "cs-uri-query", "cs(Referer)":
		value = strings.ReplaceAll(value, "…", "*") // queryShape and pageOf write it for any value
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
