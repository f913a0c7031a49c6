package logtest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// StoryFinding is a finding of a report as its JSON holds it, as far as a tale
// can judge it. Times that are missing are zero.
type StoryFinding struct {
	Rule     string            `json:"rule"`
	Severity string            `json:"severity"`
	Title    string            `json:"title"`
	Check    string            `json:"check"`
	Rows     int               `json:"rows"`
	Code     string            `json:"code"`
	Verdict  string            `json:"verdict"`
	First    string            `json:"first"`
	Last     string            `json:"last"`
	State    string            `json:"state"`
	Where    map[string]string `json:"where"`
	Also     map[string]string `json:"also"`
	Clients  int               `json:"clients"`
	Users    int               `json:"users"`
	Paths    int               `json:"paths"`
	Command  string            `json:"command"`
	Evidence json.RawMessage   `json:"evidence"`
}

// ReadFindings reads the findings of a report in JSON.
func ReadFindings(report []byte) ([]StoryFinding, error) {
	var r struct {
		Findings []StoryFinding `json:"findings"`
	}
	err := json.Unmarshal(report, &r)
	return r.Findings, err
}

func (f *StoryFinding) first() time.Time { return momentOf(f.First) }
func (f *StoryFinding) last() time.Time  { return momentOf(f.Last) }

func momentOf(s string) time.Time {
	t, _ := time.Parse(time.RFC3339, s) // what is no time is a missing time
	return t
}

// names reports whether the finding names the value of a field: in where, in
// also, or in its words.
func (f *StoryFinding) names(field, value string) bool {
	return f.Where[field] == value || f.Also[field] == value || holdsWord(f.words(), value)
}

// words are the sentence and what fills it, without the check.
func (f *StoryFinding) words() string {
	var evidence any
	_ = json.Unmarshal(f.Evidence, &evidence) // no evidence is fine
	all := []string{f.Title}
	return strings.Join(appendStrings(all, evidence), " ")
}

// appendStrings appends all texts in a piece of JSON, objects by the order of
// their keys.
func appendStrings(list []string, v any) []string {
	switch v := v.(type) {
	case string:
		return append(list, v)
	case []any:
		for _, part := range v {
			list = appendStrings(list, part)
		}
	case map[string]any:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			list = appendStrings(list, v[key])
		}
	}
	return list
}

// holdsWord reports whether s holds the word, not as a part of a longer one:
// 10.0.0.1 is not in 10.0.0.12.
func holdsWord(s, word string) bool {
	for from := 0; word != ""; {
		i := strings.Index(s[from:], word)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(word)
		if (start == 0 || !wordByte(s[start-1])) && (end == len(s) || !wordByte(s[end]) && !(s[end] == '.' && end+1 < len(s) && wordByte(s[end+1]))) {
			return true
		}
		from = start + 1
	}
	return false
}

func wordByte(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || b >= 0x80
}

// saysOne reports whether text has one of the alternatives between |.
func saysOne(text, alternatives string) bool {
	text = strings.ToLower(text)
	for word := range strings.SplitSeq(strings.ToLower(alternatives), "|") {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// severityRank is higher for what is graver; 0 is no severity.
func severityRank(severity string) int {
	return 1 + slices.Index([]string{"info", "warning", "critical"}, severity)
}
