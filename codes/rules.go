package codes

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Log says which service wrote a row. The zero value is Web.
type Log uint8

// The kinds of log.
const (
	Web     Log = iota // a site of IIS
	HTTPERR            // HTTP.sys, about what never reached a site
	FTPLog             // the FTP service
)

var logNames = [...]string{"web", "httperr", "ftp"}

// String returns the name as it stands in rules and JSON.
func (l Log) String() string {
	if int(l) < len(logNames) {
		return logNames[l]
	}
	return fmt.Sprintf("Log(%d)", uint8(l))
}

// Outcome is how one request ended, as far as a log says: all that a verdict
// needs unless neighbours decide. None stands for a number that the log does
// not hold; zero is a number like any other.
type Outcome struct {
	Log       Log
	Status    int
	Substatus int
	Win32     int64  // as logged; an HRESULT that wraps a Win32 error is judged by that error
	Reason    string // s-reason of HTTP.sys, in any case; "" in other logs
}

// Code returns status and substatus.
func (o Outcome) Code() Code { return Code{o.Status, o.Substatus, o.Log == FTPLog} }

// Rules decide the verdict of an Outcome. They are read-only, so any number of
// goroutines may ask them. The zero Rules answer Unknown to everything.
//
// The rules are tried in the order of the file and the first that fits decides, so
// exceptions come before the rule. Trying some hundred of
// them takes about a microsecond, which nobody notices, since a log has few
// kinds of outcome and each is asked for once.
type Rules struct{ rules []rule }

// rule is one line of the file.
type rule struct {
	logs                     pattern
	status, substatus, win32 pattern
	reason                   string // a word, a prefix that ends in *, or * for any
	verdict                  Verdict
	line                     int
}

// OpenRules reads the built-in rules, data/verdict.tsv, whose head says how they
// are written. It fails on rules that are not well formed, which the tests rule
// out for those of a release.
func OpenRules() (*Rules, error) {
	rows, err := builtIn("verdict.tsv", ruleColumns()...)
	if err != nil {
		return nil, err
	}
	return newRules(rows)
}

func ruleColumns() []string {
	return []string{"log", "status", "substatus", "win32", "reason", "verdict"}
}

func newRules(rows []row) (*Rules, error) {
	rules := make([]rule, len(rows))
	for i, row := range rows {
		var err error
		if rules[i], err = row.rule(); err != nil {
			return nil, err
		}
	}
	return &Rules{rules}, nil
}

// Verdict returns the verdict of the first rule that fits, Unknown if none does.
func (r *Rules) Verdict(o Outcome) Verdict {
	if i := r.first(o); i >= 0 {
		return r.rules[i].verdict
	}
	return Unknown
}

// first returns the index of the rule that decides, -1 for none.
func (r *Rules) first(o Outcome) int {
	o.Win32 = win32In(o.Win32)
	return slices.IndexFunc(r.rules, func(r rule) bool { return r.fits(o) })
}

func (r *rule) fits(o Outcome) bool {
	return r.status.has(int64(o.Status)) && r.substatus.has(int64(o.Substatus)) &&
		r.win32.has(o.Win32) && r.logs.has(int64(o.Log)) && r.fitsReason(o.Reason)
}

func (r *rule) fitsReason(reason string) bool {
	if prefix, ok := strings.CutSuffix(r.reason, "*"); ok {
		return len(reason) >= len(prefix) && strings.EqualFold(reason[:len(prefix)], prefix)
	}
	return strings.EqualFold(r.reason, reason)
}

// rule reads a row of the file.
func (r row) rule() (rule, error) {
	var err error
	u := rule{reason: r.cells[4], line: r.line}
	if u.logs, err = r.logs(0); err != nil {
		return u, err
	}
	for i, p := range []*pattern{&u.status, &u.substatus, &u.win32} {
		if *p, err = r.pattern(i + 1); err != nil {
			return u, err
		}
	}
	if at := strings.IndexByte(u.reason, '*'); u.reason == "" || at >= 0 && at < len(u.reason)-1 {
		return u, r.errorf("expected a reason, a prefix such as Timer_* or *, found %q", u.reason)
	}
	if u.verdict, err = ParseVerdict(r.cells[5]); err != nil {
		return u, r.errorf("%v", err)
	}
	return u, nil
}

// logs reads the cell that names a log.
func (r row) logs(column int) (pattern, error) {
	cell := r.cells[column]
	if cell == "*" {
		return nil, nil
	}
	i := slices.Index(logNames[:], cell)
	if i < 0 {
		return nil, r.errorf("log must be one of %v or *, found %q", logNames, cell)
	}
	return pattern{{int64(i), int64(i)}}, nil
}

// pattern is a set of numbers, as ranges of first and last; empty means any.
type pattern [][2]int64

func (p pattern) has(n int64) bool {
	for _, r := range p {
		if r[0] <= n && n <= r[1] {
			return true
		}
	}
	return len(p) == 0
}

// pattern reads a cell of numbers.
func (r row) pattern(column int) (pattern, error) {
	cell := r.cells[column]
	if cell == "*" {
		return nil, nil
	}
	var p pattern
	for part := range strings.SplitSeq(cell, ",") {
		span, ok := parseSpan(part)
		if !ok {
			return nil, r.errorf("expected a number, a range 5-15, a class 4xx, - or *, found %q", part)
		}
		p = append(p, span)
	}
	return p, nil
}

// parseSpan reads one part of a list.
func parseSpan(s string) ([2]int64, bool) {
	if s == "-" {
		return [2]int64{None, None}, true
	}
	if class, ok := strings.CutSuffix(s, "xx"); ok && len(class) == 1 && class >= "1" && class <= "9" {
		n := int64(class[0]-'0') * 100
		return [2]int64{n, n + 99}, true
	}
	low, high, isRange := strings.Cut(s, "-")
	if !isRange {
		high = low
	}
	a, errLow := strconv.ParseUint(low, 10, 32)
	b, errHigh := strconv.ParseUint(high, 10, 32)
	return [2]int64{int64(a), int64(b)}, errLow == nil && errHigh == nil && a <= b
}
