package render

import (
	"fmt"
	"strconv"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// csvColumn is a column of the table of codes.
type csvColumn struct {
	head string
	cell func(entry) string
}

// csvColumns lists the columns: what a code is, how often, what it means, what
// was seen with it most, and a column for each verdict, rows or not, so that
// the tables of two days fit below each other.
//
// Spreadsheets read the code 403.10 as a number and show 403.1; status and
// substatus tell them apart.
func csvColumns() []csvColumn {
	columns := []csvColumn{
		{"code", func(e entry) string { return known(e.code.Code) }},
		{"class", func(e entry) string { return known(e.code.Class) }},
		{"status", status},
		{"substatus", substatus},
		{"rows", func(e entry) string { return digits(e.count) }},
		{"share", func(e entry) string { return strconv.FormatFloat(e.share, 'f', -1, 64) }},
		{"attention", func(e entry) string { return digits(e.need) }},
		{"first", func(e entry) string { return stamp(e.first) }},
		{"last", func(e entry) string { return stamp(e.last) }},
		{"name", func(e entry) string { return e.name }},
		{"meaning", func(e entry) string { return e.meaning }},
		{"cause", func(e entry) string { return e.cause }},
		{"check", func(e entry) string { return e.check }},
		{"match", func(e entry) string { return e.code.Match }},
		{"log", func(e entry) string { return e.code.Log }},
		{"verdict", func(e entry) string { return e.main() }},
	}
	columns = append(columns, win32Columns()...)
	for _, field := range usualFields() {
		columns = append(columns, topColumns(field)...)
	}
	for v := range codes.NumVerdicts {
		verdict := codes.Verdict(v).String()
		columns = append(columns, csvColumn{verdict, func(e entry) string { return digits(e.code.Verdicts[verdict]) }})
	}
	return columns
}

// win32Columns tell of the most frequent Win32 status.
func win32Columns() []csvColumn {
	of := func(head string, cell func(report.Win32) string) csvColumn {
		return csvColumn{head, func(e entry) string {
			if len(e.code.Win32) == 0 {
				return ""
			}
			return cell(e.code.Win32[0])
		}}
	}
	return []csvColumn{
		of("win32", func(w report.Win32) string { return fmt.Sprint(w.Code) }),
		of("win32_symbol", func(w report.Win32) string { return w.Symbol }),
		of("win32_meaning", func(w report.Win32) string { return w.Meaning }),
		of("win32_rows", func(w report.Win32) string { return digits(w.Count) }),
	}
}

// topColumns are the most frequent value of a field and its rows.
func topColumns(field string) []csvColumn {
	of := func(head string, cell func(report.Key) string) csvColumn {
		return csvColumn{head, func(e entry) string {
			if len(e.code.Top[field]) == 0 {
				return ""
			}
			return cell(e.code.Top[field][0])
		}}
	}
	return []csvColumn{
		of(field, func(k report.Key) string { return k.Key }),
		of(field+"_rows", func(k report.Key) string { return digits(k.Count) }),
	}
}

func status(e entry) string {
	if e.code.Status == 0 {
		return ""
	}
	return strconv.Itoa(e.code.Status)
}

func substatus(e entry) string {
	if e.code.Substatus == nil {
		return ""
	}
	return strconv.Itoa(*e.code.Substatus)
}

// known leaves the cell empty where the log holds no status.
func known(code string) string {
	if code == "-" {
		return ""
	}
	return code
}

// digits writes a number for programs.
func digits(n int64) string { return strconv.FormatInt(n, 10) }

// stamp writes a time in UTC, "" where there is none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
