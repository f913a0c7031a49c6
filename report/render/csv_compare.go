package render

import (
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// comparedLine is a line of the table of a comparison: the totals of a side, a change, a
// code, a path, or a step of time.
type comparedLine struct {
	value, of string
	report.Change
	expected, score *float64
}

// compareRecords has the totals of each pair, then its changes, codes, paths and steps.
func (b *builder) compareRecords() [][]string {
	var lines []comparedLine
	if b.report.Comparison != nil {
		for _, p := range b.report.Comparison.Pairs {
			lines = append(lines, linesOfPair(p)...)
		}
	}
	return recordsOf(comparedColumns(), lines)
}

func linesOfPair(p report.Pair) (lines []comparedLine) {
	add := func(of string, c report.Change) *comparedLine {
		lines = append(lines, comparedLine{value: p.Value, of: of, Change: c})
		return &lines[len(lines)-1]
	}
	total := report.Change{First: p.This.First, Last: p.This.Last, P50: p.This.P50, P95: p.This.P95, OtherP50: p.Other.P50, OtherP95: p.Other.P95}
	total.Trend = p.Trend
	add("requests", withCounts(total, p.This.Rows, p.Other.Rows, p))
	add("errors", withCounts(report.Change{}, p.This.Errors, p.Other.Errors, p))
	add("attention", withCounts(report.Change{}, p.This.Attention, p.Other.Attention, p)).expected = &p.Expected
	for i := range p.Changes {
		c := &p.Changes[i]
		line := add("change", *c)
		line.expected, line.score = &c.Expected, &c.Score
	}
	for _, c := range p.Codes {
		add("code", report.Change{CodeChange: c})
	}
	for _, path := range p.Paths {
		c := report.Change{Path: path.Path, Command: path.Command}
		c.Trend = path.Trend
		add("path", withCounts(c, path.Count, path.Other, p))
	}
	for _, s := range p.Steps {
		c := report.Change{First: s.Start}
		c.Count, c.Other = s.Rows, s.OtherRows
		add("step", c)
		c.Count, c.Other = s.Attention, s.OtherAttention
		c.Rate, c.OtherRate = perMany(s.Attention, s.Rows), perMany(s.OtherAttention, s.OtherRows)
		add("step-attention", c)
	}
	return lines
}

// withCounts gives a line counts, and rates of all requests.
func withCounts(c report.Change, this, other int64, p report.Pair) report.Change {
	c.Count, c.Other = this, other
	c.Rate, c.OtherRate = perMany(this, p.This.Rows), perMany(other, p.Other.Rows)
	return c
}

func comparedColumns() []csvColumn[comparedLine] {
	return []csvColumn[comparedLine]{
		{"value", func(l comparedLine) string { return l.value }},
		{"of", func(l comparedLine) string { return l.of }},
		{"trend", func(l comparedLine) string { return l.Trend }},
		{"code", func(l comparedLine) string { return logged(l.Code) }},
		{"log", func(l comparedLine) string { return l.Log }},
		{"reason", func(l comparedLine) string { return l.Reason }},
		{"win32", func(l comparedLine) string {
			return optional(l.Win32, func(n uint64) string { return strconv.FormatUint(n, 10) })
		}},
		{"verdict", func(l comparedLine) string { return l.Verdict }},
		{"attention", func(l comparedLine) string { return strconv.FormatBool(l.Attention) }},
		{"name", func(l comparedLine) string { return l.Name }},
		{"path", func(l comparedLine) string {
			return either(l.Path, first(l.Paths, func(p report.PathChange) string { return p.Path }))
		}},
		{"count", func(l comparedLine) string { return digits(l.Count) }},
		{"other", func(l comparedLine) string { return digits(l.Other) }},
		{"rate", func(l comparedLine) string { return fraction(l.Rate) }},
		{"other_rate", func(l comparedLine) string { return fraction(l.OtherRate) }},
		{"expected", func(l comparedLine) string { return optional(l.expected, fraction) }},
		{"score", func(l comparedLine) string { return optional(l.score, fraction) }},
		{"p50_ms", func(l comparedLine) string { return optional(l.P50, digits) }},
		{"other_p50_ms", func(l comparedLine) string { return optional(l.OtherP50, digits) }},
		{"p95_ms", func(l comparedLine) string { return optional(l.P95, digits) }},
		{"other_p95_ms", func(l comparedLine) string { return optional(l.OtherP95, digits) }},
		{"first", func(l comparedLine) string { return stamp(l.First) }},
		{"last", func(l comparedLine) string { return stamp(l.Last) }},
		{"check", func(l comparedLine) string { return l.Check }},
		{"command", func(l comparedLine) string { return l.Command }},
		{"other_command", func(l comparedLine) string { return l.OtherCommand }},
		{"clients", func(l comparedLine) string {
			return strings.Join(each(l.Clients, func(k report.Key) string { return k.Key }), " ")
		}},
	}
}
