package render

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// reportRecords has a line for each code, or for each group where the report is
// grouped. HTTPERR reasons are not in it: their rows are in the codes already, and
// would count twice in a sum. Below the codes are the paths that took most of the time, in
// columns of their own, so that no sum of a column is wrong.
func (b *builder) reportRecords() [][]string {
	if len(b.report.Groups) == 0 {
		return beside(recordsOf(codeColumns(), b.codeEntries()), recordsOf(slowColumns(), b.report.Slow))
	}
	all := b.report.Groups
	heads, numbers := each(all[0].Key, func(f report.FieldValue) string { return f.Field }), numbersOf(all)
	records := [][]string{append(heads, each(numbers, func(n groupNumber) string { return n.head })...)}
	for _, g := range all {
		cells := groupKeys(g, len(heads))
		records = append(records, append(cells, each(numbers, func(n groupNumber) string { return optional(n.of(g), digits) })...))
	}
	return records
}

// beside sets two tables into one: the lines of the second below those of the first, its
// columns right of them.
func beside(a, b [][]string) (all [][]string) {
	left, right := make([]string, len(a[0])), make([]string, len(b[0]))
	all = append(all, slices.Concat(a[0], b[0]))
	for _, cells := range a[1:] {
		all = append(all, slices.Concat(cells, right))
	}
	for _, cells := range b[1:] {
		all = append(all, slices.Concat(left, cells))
	}
	return all
}

// slowColumns are those of the paths that took most of the time of all requests.
func slowColumns() []csvColumn[report.Slow] {
	return []csvColumn[report.Slow]{
		{"slow_path", func(s report.Slow) string { return s.Key }},
		{"slow_share", func(s report.Slow) string { return fraction(s.Share) }},
		{"slow_rows", func(s report.Slow) string { return digits(s.Count) }},
		{"slow_errors", func(s report.Slow) string { return digits(s.Errors) }},
		{"slow_attention", func(s report.Slow) string { return digits(s.Attention) }},
		{"slow_bytes", func(s report.Slow) string {
			if s.Bytes == 0 { // not logged
				return ""
			}
			return digits(s.Bytes)
		}},
		{"slow_p50_ms", func(s report.Slow) string { return digits(s.P50) }},
		{"slow_p95_ms", func(s report.Slow) string { return digits(s.P95) }},
		{"slow_max_ms", func(s report.Slow) string { return digits(s.Max) }},
		{"slow_estimated", func(s report.Slow) string { return strconv.FormatBool(s.Estimated) }},
	}
}

// codeColumns lists the columns: what a code is, how often, what it means, what
// was seen with it most, and a column for each verdict, rows or not, so that
// the tables of two days fit below each other.
//
// Spreadsheets read the code 403.10 as a number and show 403.1; status and
// substatus tell them apart.
func codeColumns() []csvColumn[entry] {
	columns := []csvColumn[entry]{
		{"code", func(e entry) string { return logged(e.Code.Code) }},
		{"class", func(e entry) string { return logged(e.Class) }},
		{"status", func(e entry) string {
			if e.Status == 0 {
				return ""
			}
			return strconv.Itoa(e.Status)
		}},
		{"substatus", func(e entry) string { return optional(e.Substatus, strconv.Itoa) }},
		{"rows", func(e entry) string { return digits(e.Count) }},
		{"share", func(e entry) string { return fraction(e.Share) }},
		{"attention", func(e entry) string { return digits(e.need) }},
		{"first", func(e entry) string { return stamp(e.since) }},
		{"last", func(e entry) string { return stamp(e.until) }},
		{"name", func(e entry) string { return e.Name }},
		{"meaning", func(e entry) string { return e.Meaning }},
		{"cause", func(e entry) string { return e.Cause }},
		{"check", func(e entry) string { return e.Check }},
		{"match", func(e entry) string { return e.Match }},
		{"log", func(e entry) string { return e.Log }},
		{"verdict", func(e entry) string { return e.main() }},
	}
	columns = slices.Concat(columns, win32Columns(), topColumns(func(e entry) map[string][]report.Key { return e.Top }))
	for v := range codes.NumVerdicts {
		verdict := codes.Verdict(v).String()
		columns = append(columns, csvColumn[entry]{verdict, func(e entry) string { return digits(e.Verdicts[verdict]) }})
	}
	return columns
}

// win32Columns are the most frequent Win32 status.
func win32Columns() []csvColumn[entry] {
	of := func(head string, cell func(report.Win32) string) csvColumn[entry] {
		return csvColumn[entry]{head, func(e entry) string { return first(e.Win32, cell) }}
	}
	return []csvColumn[entry]{
		of("win32", func(w report.Win32) string { return fmt.Sprint(w.Code) }),
		of("win32_symbol", func(w report.Win32) string { return w.Symbol }),
		of("win32_meaning", func(w report.Win32) string { return w.Meaning }),
		of("win32_rows", func(w report.Win32) string { return digits(w.Count) }),
	}
}

// topColumns are the most frequent value of each usual field, and its rows.
func topColumns[T any](top func(T) map[string][]report.Key) (columns []csvColumn[T]) {
	for _, field := range usualFields() {
		columns = append(columns,
			csvColumn[T]{field, func(t T) string {
				return first(top(t)[field], func(k report.Key) string { return k.Key })
			}},
			csvColumn[T]{field + "_rows", func(t T) string {
				return first(top(t)[field], func(k report.Key) string { return digits(k.Count) })
			}})
	}
	columns = append(columns, csvColumn[T]{"agent", func(t T) string {
		return first(top(t)[agentField], func(k report.Key) string { return agentName(k.Key) })
	}})
	return columns
}
