package render

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/iiswhy/iiswhy/report"
)

// codeOfDay is a line of the table of days and codes.
type codeOfDay struct {
	report.Day
	code    report.DayCode
	missing bool // there is no log of the day
}

// dayRecords has a line for each day and code. A day without a log has a line
// with its date alone, so that it is neither forgotten nor taken for a zero.
func (b *builder) dayRecords() [][]string {
	var lines []codeOfDay
	for _, d := range b.report.Days {
		for _, c := range d.Codes {
			lines = append(lines, codeOfDay{Day: d, code: c})
		}
	}
	for _, date := range b.report.Missing {
		lines = append(lines, codeOfDay{Day: report.Day{Date: date}, missing: true})
	}
	slices.SortStableFunc(lines, func(x, y codeOfDay) int { return cmp.Compare(x.Date, y.Date) })
	columns := dayColumns()
	records := recordsOf(columns, lines)
	for i, line := range lines {
		if line.missing {
			records[i+1] = append([]string{line.Date}, make([]string, len(columns)-1)...)
		}
	}
	return records
}

// dayColumns lists the columns: the day and its totals, the code and how it
// stands to the days before, what it means, what it was seen with most.
func dayColumns() []csvColumn[codeOfDay] {
	columns := []csvColumn[codeOfDay]{
		{"date", func(d codeOfDay) string { return d.Date }},
		{"from", func(d codeOfDay) string { return d.From }},
		{"until", func(d codeOfDay) string { return d.Until }},
		{"gap", func(d codeOfDay) string { return strconv.FormatBool(d.Gap) }},
		{"day_rows", func(d codeOfDay) string { return digits(d.Rows) }},
		{"day_errors", func(d codeOfDay) string { return digits(d.Errors) }},
		{"day_attention", func(d codeOfDay) string { return digits(d.Attention) }},
		{"first", func(d codeOfDay) string { return stamp(d.First) }},
		{"last", func(d codeOfDay) string { return stamp(d.Last) }},
		{"code", func(d codeOfDay) string { return logged(d.code.Code) }},
		{"log", func(d codeOfDay) string { return d.code.Log }},
		{"reason", func(d codeOfDay) string { return d.code.Reason }},
		{"class", func(d codeOfDay) string { return logged(d.code.Class) }},
		{"rows", func(d codeOfDay) string { return digits(d.code.Count) }},
		{"attention", func(d codeOfDay) string { return digits(d.code.Attention) }},
		{"previous", func(d codeOfDay) string { return optional(d.code.Previous, digits) }},
		{"typical", func(d codeOfDay) string { return optional(d.code.Typical, fraction) }},
		{"recent", func(d codeOfDay) string { return optional(d.code.Recent, fraction) }},
		{"change", func(d codeOfDay) string { return optional(d.code.Change, fraction) }},
		{"new", func(d codeOfDay) string { return strconv.FormatBool(d.code.New) }},
		{"gone", func(d codeOfDay) string { return strconv.FormatBool(d.code.Gone) }},
		{"since", func(d codeOfDay) string { return stamp(d.code.Since) }},
		{"verdict", func(d codeOfDay) string { return d.code.Verdict }},
		{"name", func(d codeOfDay) string { return d.code.Name }},
		{"meaning", func(d codeOfDay) string { return d.code.Meaning }},
		{"check", func(d codeOfDay) string { return d.code.Check }},
	}
	return append(columns, topColumns(func(d codeOfDay) map[string][]report.Key { return d.code.Top })...)
}
