package logtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// storedLine is a row of a tale, read back from its text.
type storedLine struct {
	columns map[string]int // of its log
	values  []string
	at      time.Time
}

// get returns the value of a field; false where the log does not have it.
func (l storedLine) get(field string) (string, bool) {
	i, ok := l.columns[field]
	if !ok || i >= len(l.values) {
		return "", false
	}
	return l.values[i], true
}

// code is as a report names it: "401.1", "401" without a substatus.
func (l storedLine) code() string {
	status, _ := l.get("sc-status")
	sub, ok := l.get("sc-substatus")
	if status == "-" || !ok {
		return status
	}
	return status + "." + sub
}

// stored returns the rows of all logs of the tale, log by log.
func (t *Tale) stored() []storedLine {
	if t.lines != nil {
		return t.lines
	}
	for _, log := range t.Logs {
		var columns map[string]int
		for line := range strings.SplitSeq(string(log.Text), "\r\n") {
			if fields, ok := strings.CutPrefix(line, "#Fields: "); ok {
				columns = map[string]int{}
				for i, name := range strings.Fields(fields) {
					columns[name] = i
				}
			}
			if line != "" && line[0] != '#' {
				t.lines = append(t.lines, newStoredLine(columns, line))
			}
		}
	}
	return t.lines
}

// newStoredLine splits a row; date and time come first in all layouts of stories.
func newStoredLine(columns map[string]int, line string) storedLine {
	l := storedLine{columns: columns, values: strings.Split(line, " ")}
	l.at, _ = time.Parse(time.DateTime, line[:len(time.DateTime)]) // logtest wrote it
	return l
}

// wrongFacts are what a finding says of rows and a recount does not find: true
// of any log, whatever its story.
func (t *Tale) wrongFacts(f *StoryFinding) (wrong []string) {
	add := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	first, last := f.first(), f.last()
	switch {
	case !first.IsZero() && first.Before(t.First), !last.IsZero() && last.After(t.Last):
		add("its times, %s to %s, lie outside the log", f.First, f.Last)
	case !first.IsZero() && !last.IsZero() && last.Before(first):
		add("last is before first")
	case f.State == "over" && last.Equal(t.Last):
		add("over, though the last row of the log belongs to it")
	case f.State == "single" && f.Rows > 1:
		add("single, with %d rows", f.Rows)
	case strings.Contains(f.Command, "  ") || strings.Contains(f.Command, ` "" `):
		add("its command has an empty value: %s", f.Command)
	case f.Rows > t.Rows:
		add("%d rows of %d", f.Rows, t.Rows)
	}
	wrong = append(wrong, t.wrongColumns(f)...)
	for _, field := range slices.Sorted(maps.Keys(f.Where)) {
		if why := t.wrongPlace(f, field, f.Where[field]); why != "" {
			wrong = append(wrong, why)
		}
	}
	return wrong
}

// wrongColumns are what the finding counts in columns that the log does not
// have, and columns that it misses and the log has.
func (t *Tale) wrongColumns(f *StoryFinding) (wrong []string) {
	logged := func(fields ...string) bool {
		for _, l := range t.stored()[:1] {
			for _, field := range fields {
				if _, ok := l.get(field); ok {
					return true
				}
			}
		}
		return false
	}
	if f.Clients > 0 && !logged("c-ip") {
		wrong = append(wrong, fmt.Sprintf("%d clients, though c-ip is not logged", f.Clients))
	}
	if f.Users > 0 && !logged("cs-username") {
		wrong = append(wrong, fmt.Sprintf("%d users, though cs-username is not logged", f.Users))
	}
	if f.Paths > 0 && !logged("cs-uri-stem", "cs-uri") {
		wrong = append(wrong, fmt.Sprintf("%d paths, though cs-uri-stem is not logged", f.Paths))
	}
	for _, field := range []string{"sc-substatus", "sc-win32-status", "cs-username", "c-ip", "cs(Referer)", "time-taken"} {
		if f.Rule == "missing-field" && logged(field) && strings.Contains(f.Title, field) {
			wrong = append(wrong, "it misses "+field+", which is logged")
		}
	}
	return wrong
}

// wrongPlace holds a value of where against the rows: nine of ten of the finding
// have it, and not nine of ten of all rows. Patterns and names that are no column
// are left alone.
func (t *Tale) wrongPlace(f *StoryFinding, field, value string) string {
	if strings.ContainsAny(value, "*?…/") && field != "cs-uri-stem" {
		return ""
	}
	logged, everywhere, here := false, 0, 0
	for _, l := range t.stored() {
		found, ok := l.get(field)
		logged = logged || ok
		if found != value {
			continue
		}
		everywhere++
		if f.covers(l) {
			here++
		}
	}
	switch {
	case !logged || strings.ContainsAny(value, "*?…"):
		return ""
	case f.Rule != "proxy" && everywhere*10 >= t.Rows*9 && f.Rows*10 < t.Rows*9:
		return fmt.Sprintf("%s %s is no cause: %d of all %d rows have it", field, value, everywhere, t.Rows)
	case here*10 < f.Rows*9:
		return fmt.Sprintf("%s %s holds for %d of %d rows", field, value, here, f.Rows)
	}
	return ""
}

// covers reports whether a row can be one of the finding.
func (f *StoryFinding) covers(l storedLine) bool {
	first, last := f.first(), f.last()
	code := strings.TrimPrefix(f.Code, "FTP ")
	reason, _ := l.get("s-reason")
	return (code == "" || code == l.code() || code == reason) &&
		(first.IsZero() || !l.at.Before(first)) && (last.IsZero() || !l.at.After(last))
}
