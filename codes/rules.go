package codes

import (
	"bytes"
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

// Log says which service wrote a row.
type Log uint8

// The kinds of log.
const (
	Web     Log = iota // a site of IIS
	HTTPERR            // HTTP.sys, about what never reached a site
	FTPLog             // the FTP service
)

var logNames = [...]string{"web", "httperr", "ftp"}

// String returns the name as it stands in rules and JSON.
func (l Log) String() string { return logNames[l] }

// Outcome is how one request ended, as far as a log says: all that a verdict
// needs unless neighbours decide. None stands for what the log does not say.
type Outcome struct {
	Log       Log
	Status    int
	Substatus int
	Win32     int64
	Reason    string // "" in logs of sites
}

//go:embed data/verdict.tsv
var verdictRules []byte

// Rules decide the verdict of an Outcome. They are read-only.
type Rules struct{ rules []rule }

type rule struct {
	log                      int // -1 any
	status, substatus, win32 pattern
	reason                   string
	verdict                  Verdict
}

// OpenRules reads the rules in data/verdict.tsv.
func OpenRules() (*Rules, error) { return parseRules("verdict.tsv", verdictRules) }

// Verdict returns the verdict of the first rule that fits.
func (r *Rules) Verdict(o Outcome) Verdict {
	for i := range r.rules {
		if r.rules[i].fits(o) {
			return r.rules[i].verdict
		}
	}
	return Unknown
}

func (r *rule) fits(o Outcome) bool {
	return (r.log < 0 || r.log == int(o.Log)) &&
		r.status.has(int64(o.Status)) && r.substatus.has(int64(o.Substatus)) &&
		r.win32.has(o.Win32) && r.fitsReason(o.Reason)
}

func (r *rule) fitsReason(reason string) bool {
	if prefix, ok := strings.CutSuffix(r.reason, "*"); ok {
		return len(reason) >= len(prefix) && strings.EqualFold(reason[:len(prefix)], prefix)
	}
	return strings.EqualFold(r.reason, reason)
}

func parseRules(name string, text []byte) (*Rules, error) {
	var rules []rule
	header := true
	for i, line := range strings.Split(string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if header {
			header = false
			continue
		}
		r, err := parseRule(cells)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
		rules = append(rules, r)
	}
	return &Rules{rules}, nil
}

func parseRule(cells []string) (r rule, err error) {
	if len(cells) != 6 {
		return r, fmt.Errorf("expected log, status, substatus, win32, reason and verdict between tabs, found %d cells", len(cells))
	}
	if r.log, err = parseLog(cells[0]); err != nil {
		return r, err
	}
	for i, p := range []*pattern{&r.status, &r.substatus, &r.win32} {
		if *p, err = parsePattern(cells[i+1]); err != nil {
			return r, err
		}
	}
	r.reason = cells[4]
	r.verdict, err = ParseVerdict(cells[5])
	return r, err
}

func parseLog(s string) (int, error) {
	if s == "*" {
		return -1, nil
	}
	for i, n := range logNames {
		if n == s {
			return i, nil
		}
	}
	return 0, fmt.Errorf("log must be one of %v or *, found %q", logNames, s)
}

// pattern is a set of numbers, as ranges; empty means any.
type pattern [][2]int64

func (p pattern) has(n int64) bool {
	for _, r := range p {
		if r[0] <= n && n <= r[1] {
			return true
		}
	}
	return len(p) == 0
}

func parsePattern(s string) (pattern, error) {
	if s == "*" {
		return nil, nil
	}
	var p pattern
	for _, part := range strings.Split(s, ",") {
		r, ok := parseRange(part)
		if !ok {
			return nil, fmt.Errorf("expected a number, a range 5-15, a class 4xx, - or *, found %q", part)
		}
		p = append(p, r)
	}
	return p, nil
}

func parseRange(s string) ([2]int64, bool) {
	if s == "-" {
		return [2]int64{None, None}, true
	}
	if len(s) == 3 && s[1:] == "xx" && s[0] >= '1' && s[0] <= '9' {
		n := int64(s[0]-'0') * 100
		return [2]int64{n, n + 99}, true
	}
	low, high, isRange := strings.Cut(s, "-")
	a, err := strconv.ParseInt(low, 10, 64)
	if err != nil {
		return [2]int64{}, false
	}
	if !isRange {
		return [2]int64{a, a}, true
	}
	b, err := strconv.ParseInt(high, 10, 64)
	return [2]int64{a, b}, err == nil && a <= b
}
