package logtest

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// line is a row read back from the text, by the names of its columns.
type line struct {
	columns map[string]int
	values  []string
	at      time.Time
}

// get returns the value of a column, and "" for one that the log does not have.
func (l line) get(field string) string {
	if i, ok := l.columns[field]; ok {
		return l.values[i]
	}
	return ""
}

// code is as a report names it.
func (l line) code() string {
	status, sub := l.get("sc-status"), l.get("sc-substatus")
	if status == "-" || sub == "" {
		return status
	}
	return status + "." + sub
}

// write writes the log of c and reads it back in the slowest and plainest way.
func write(t *testing.T, c Config) (Summary, []line, string) {
	t.Helper()
	var b bytes.Buffer
	s, err := Write(&b, c)
	require.NoError(t, err)
	return s, readBack(t, b.String(), c), b.String()
}

func readBack(t *testing.T, text string, c Config) []line {
	t.Helper()
	var columns map[string]int
	var lines []line
	for raw := range strings.Lines(text) {
		if c.Newline == "" {
			require.True(t, strings.HasSuffix(raw, "\r\n"), raw)
		}
		raw = strings.TrimSuffix(strings.TrimSuffix(raw, "\n"), "\r")
		if strings.HasPrefix(raw, "#") {
			if fields, ok := strings.CutPrefix(raw, "#Fields: "); ok {
				columns = map[string]int{}
				for i, name := range strings.Fields(fields) {
					columns[name] = i
				}
			}
			continue
		}
		l := line{columns: columns, values: strings.Split(raw, " ")}
		if len(l.values) != len(columns) || slices.Contains(l.values, "") {
			t.Fatalf("expected %d values, found %q", len(columns), raw)
		}
		l.at = stamp(t, l)
		lines = append(lines, l)
	}
	return lines
}

func stamp(t *testing.T, l line) time.Time {
	at, err := time.Parse(time.DateTime, l.get("date")+" "+l.get("time"))
	require.NoError(t, err)
	return at
}

// recount counts what Summary counts, from the text alone.
func recount(lines []line, text string) Summary {
	s := Summary{
		Bytes: int64(len(text)), Rows: int64(len(lines)), Classes: map[string]int64{},
		Codes: map[string]int64{}, Win32: map[string]int64{}, Reasons: map[string]int64{},
	}
	s.Directives = int64(strings.Count("\n"+text, "\n#"))
	var before time.Time
	for i, l := range lines {
		if i == 0 || l.at.Before(s.First) {
			s.First = l.at
		}
		if l.at.After(s.Last) {
			s.Last = l.at
		}
		if l.at.Before(before) {
			s.Late++
		}
		before = l.at
		s.countLine(l)
	}
	return s
}

func (s *Summary) countLine(l line) {
	class := "-"
	if status, err := strconv.Atoi(l.get("sc-status")); err == nil {
		class = strconv.Itoa(status/100) + "xx"
	}
	s.Classes[class]++
	s.Codes[l.code()]++
	if win32 := l.get("sc-win32-status"); win32 != "" {
		s.Win32[l.code()+" "+win32]++
	}
	if reason := l.get("s-reason"); reason != "" {
		s.Reasons[reason]++
	}
}

// legs counts the 401 rows that are followed, within ten seconds, by a served
// request with a user name from the same client and agent for the same path.
func legs(lines []line) (answered int64) {
	for i, l := range lines {
		leg := l.get("sc-win32-status") == "5" && l.get("sc-substatus") == "2" || l.get("sc-win32-status") == "2148074254" ||
			l.get("sc-win32-status") == "0" && l.get("sc-substatus") == "1"
		if l.get("sc-status") != "401" || !leg {
			continue
		}
		for _, later := range lines[i+1:] {
			if later.at.Sub(l.at) > 10*time.Second {
				break
			}
			if later.get("sc-status") != "401" && later.get("cs-username") != "-" && later.get("c-ip") == l.get("c-ip") &&
				later.get("cs(User-Agent)") == l.get("cs(User-Agent)") && later.get("cs-uri-stem") == l.get("cs-uri-stem") {
				answered++
				break
			}
		}
	}
	return answered
}
