package analysis

import (
	"slices"
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
	ofFTP bool
	words []string
	given map[string]bool
	paths []string
}

func (a *Analysis) newCommand(name string) *command {
	return &command{a, false, []string{"iiswhy " + name}, map[string]bool{"--since": true, "--until": true, "--last": true}, a.options.Paths}
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
	c.ofFTP = slices.ContainsFunc(c.Outcomes, func(o scan.Outcome) bool { return o.Code.FTP && o.Code.String() == code })
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
	if !c.names.Shows(field, value) || field == "cs-username" && c.ofFTP {
		return c // rows of FTP do not name the user of their session
	}
	if scan.IsCustom(field) && c.chooses("field") {
		return c // the flag is given, for another field maybe
	}
	flag, safe := flagFor(contrast.Attribute{Dimension: field, Value: value})
	return c.flag(flag, safe)
}

// mostNamed is how many values of a field a command names.
const mostNamed = 5

// mostOfLine is how many it names where nothing else tells the rows.
const mostOfLine = 50

// oneOf chooses the rows that have one of some values of a field, where these are few.
func (c *command) oneOf(field string, values []string) *command {
	return c.values(field, "", values, mostOfLine)
}

// without chooses the rows that have none of them.
func (c *command) without(field string, values []string) *command {
	return c.values(field, "!", values, mostOfLine)
}

func (c *command) values(field, sign string, values []string, most int) *command {
	name, all := "", []string{}
	for _, value := range values {
		flag, safe := flagFor(contrast.Attribute{Dimension: field, Value: value})
		if flag == "" || !c.names.Shows(field, value) {
			return c
		}
		name, all = flag, append(all, sign+strings.Trim(safe, `"'`))
	}
	if len(all) == 0 || len(all) > most {
		return c
	}
	return c.flag(name, quoted(strings.Join(all, ",")))
}

// String adds the filters in force and the paths, and returns the line.
func (c *command) String() string {
	for _, f := range c.filters() {
		flag, value, _ := strings.Cut(f, " ")
		if value == "…" {
			continue
		}
		if c.given[flag] { // what is left out of all rows is left out of these
			value = exclusions(value)
			c.given[flag] = false
		}
		c.flag(flag, quotedOr(value))
	}
	c.flag("--forwarded-for", quotedOr(c.ForwardedFor))
	if c.options.Engine != "" {
		c.flag("--engine", quoted(c.options.Engine))
		c.paths = nil
	}
	for _, p := range shortPaths(c.paths) {
		c.words = append(c.words, quoted(c.names.Text(p)))
	}
	return strings.Join(c.words, " ")
}

// exclusions are those of some values, between commas, that begin with '!'.
func exclusions(values string) string {
	var all []string
	for _, v := range strings.Split(values, ",") {
		if strings.HasPrefix(v, "!") {
			all = append(all, v)
		}
	}
	return strings.Join(all, ",")
}

// quotedOr is a word of a command, "" for none.
func quotedOr(word string) string {
	if word == "" {
		return ""
	}
	return quoted(word)
}

// spikeCommand returns the command that shows the rows of a spike: those of its first
// cause, unless everything rose alike. of is what the spike was sought by, not hidden, and
// but are queries of its other rows that the pattern of the cause would show as well.
func (a *Analysis) spikeCommand(s *report.Spike, of report.Values, causes []contrast.Cause, but []string) string {
	verdicts := s.Verdict
	if len(s.Verdicts) > 0 {
		verdicts = strings.Join(s.Verdicts, ",")
	}
	c := a.newCommand("rows").between(s.Start, s.End).kind(s.Code, s.Reason, verdicts)
	for _, v := range of {
		c.where(v.Field, v.Value)
	}
	if s.Win32 != nil {
		c.flag("--win32", strconv.FormatUint(*s.Win32, 10))
	}
	if len(causes) > 0 && !causes[0].Even {
		for _, at := range causes[0].Where {
			if at.Dimension == queryField && len(but) > 0 && len(but) <= mostNamed && c.names.Shows(queryField, at.Value) {
				c.flag(queryFlag(at.Value, but))
			}
			c.where(at.Dimension, at.Value)
		}
	}
	return c.String()
}

const queryField = "cs-uri-query"

// queryFlag chooses the rows with a shape of a query and with none of some others.
func queryFlag(shape string, but []string) (flag, value string) {
	flag, value = flagFor(contrast.Attribute{Dimension: queryField, Value: shape})
	all := []string{strings.Trim(value, `"'`)}
	for _, other := range but {
		_, other = flagFor(contrast.Attribute{Dimension: queryField, Value: other})
		all = append(all, "!"+strings.Trim(other, `"'`))
	}
	return flag, quoted(strings.Join(all, ","))
}

// flagFor returns the flag that chooses the rows of a cause, and its value as a
// shell takes it. The value is "" where no flag does.
func flagFor(a contrast.Attribute) (flag, value string) {
	if a.Dimension == routedField {
		glob := "*" + routedField + "=" + safeGlob(a.Value)
		return "--query", quoted(glob + "," + glob + "&*")
	}
	by, ok := scan.FilterFlagBy(a.Dimension)
	if !ok || a.Value == "" {
		return "", ""
	}
	value = a.Value
	switch a.Dimension {
	case queryField, "cs(Referer)":
		value = strings.ReplaceAll(value, "…", "*") // queryShape and pageOf write it for any value
	case "c-ip":
		value, _, _ = strings.Cut(value, "%") // a zone
	}
	if !by.Takes(by.Value(a.Dimension, value)) {
		return "", ""
	}
	return "--" + by.Name, quoted(by.Value(a.Dimension, safeGlob(value)))
}

// mostValue is how long a value of a command is at most, in bytes. Agents differ at their
// ends.
const mostValue = 180

// shellSafe returns a value that every shell takes as it is, between quotes where it must
// be.
func shellSafe(value string) string { return quoted(safeGlob(value)) }

// safeGlob is a glob of a value without what shells misread: that is '?', which stands for
// any byte, and the end of a long one '*'.
func safeGlob(value string) string {
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
	return b.String()
}

func isShellSafe(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_./:@+=~", c) >= 0
}

// quoted returns a word of a command, between quotes where a shell would split or
// expand it.
//
// A '!' needs the other quotes: between these, a shell in use by a person still takes it
// for a command of before. cmd.exe hands them on, and the program takes them off. What a shell
// would run, as of a file named $(…), is '?' as in a glob, which fits it.
func quoted(word string) string {
	if strings.Contains(word, "!") {
		return "'" + strings.ReplaceAll(word, "'", "?") + "'"
	}
	if word == "" || strings.ContainsFunc(word, func(r rune) bool { return r >= 0x80 || !isShellSafe(byte(r)) && r != '\\' && r != ',' }) {
		return `"` + runByShells.Replace(word) + `"`
	}
	return word
}

// runByShells are what shells take for the end of a quoted word, or for what to put there.
var runByShells = strings.NewReplacer(`"`, "?", "$", "?", "`", "?")
