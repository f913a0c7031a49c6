package render

import (
	"strconv"

	"github.com/iiswhy/iiswhy/report"
)

// dayColumn is a column of the table of days and codes.
type dayColumn struct {
	head string
	cell func(report.Day, report.DayCode) string
}

// dayColumns lists the columns: the day and its totals, the code and how it
// stands to the days before, what it means, what it was seen with most.
func dayColumns() []dayColumn {
	columns := append(columnsOfDay(), columnsOfCode()...)
	for _, field := range usualFields() {
		for i, of := range topColumns(field) {
			columns = append(columns, dayColumn{[]string{field, field + "_rows"}[i], func(_ report.Day, c report.DayCode) string {
				return of.cell(entry{code: report.Code{Top: c.Top}})
			}})
		}
	}
	return columns
}

func columnsOfDay() []dayColumn {
	of := func(head string, cell func(report.Day) string) dayColumn {
		return dayColumn{head, func(d report.Day, _ report.DayCode) string { return cell(d) }}
	}
	return []dayColumn{
		of("date", func(d report.Day) string { return d.Date }),
		of("from", func(d report.Day) string { return d.From }),
		of("until", func(d report.Day) string { return d.Until }),
		of("gap", func(d report.Day) string { return strconv.FormatBool(d.Gap) }),
		of("day_rows", func(d report.Day) string { return digits(d.Rows) }),
		of("day_errors", func(d report.Day) string { return digits(d.Errors) }),
		of("day_attention", func(d report.Day) string { return digits(d.Attention) }),
	}
}

func columnsOfCode() []dayColumn {
	of := func(head string, cell func(report.DayCode) string) dayColumn {
		return dayColumn{head, func(_ report.Day, c report.DayCode) string { return cell(c) }}
	}
	return []dayColumn{
		of("code", func(c report.DayCode) string { return known(c.Code) }),
		of("log", func(c report.DayCode) string { return c.Log }),
		of("reason", func(c report.DayCode) string { return c.Reason }),
		of("class", func(c report.DayCode) string { return known(c.Class) }),
		of("rows", func(c report.DayCode) string { return digits(c.Count) }),
		of("attention", func(c report.DayCode) string { return digits(c.Attention) }),
		of("previous", func(c report.DayCode) string {
			if c.Previous == nil {
				return ""
			}
			return digits(*c.Previous)
		}),
		of("typical", func(c report.DayCode) string { return absentable(c.Typical) }),
		of("change", func(c report.DayCode) string { return absentable(c.Change) }),
		of("new", func(c report.DayCode) string { return strconv.FormatBool(c.New) }),
		of("gone", func(c report.DayCode) string { return strconv.FormatBool(c.Gone) }),
		of("since", func(c report.DayCode) string { return stamp(c.Since) }),
		of("verdict", func(c report.DayCode) string { return c.Verdict }),
		of("name", func(c report.DayCode) string { return c.Name }),
		of("meaning", func(c report.DayCode) string { return c.Meaning }),
		of("check", func(c report.DayCode) string { return c.Check }),
	}
}

// absentable writes a number that may be absent.
func absentable(n *float64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatFloat(*n, 'f', -1, 64)
}

// dayRecords has a line for each day and code. A day without a log has a line
// with its date alone, so that it is neither forgotten nor taken for a zero.
func (p *page) dayRecords() [][]string {
	columns := dayColumns()
	records := make([][]string, 1)
	for _, c := range columns {
		records[0] = append(records[0], c.head)
	}
	for _, row := range p.dayRows() {
		if row.missing {
			cells := make([]string, len(columns))
			cells[0] = row.date
			records = append(records, cells)
		}
		for _, code := range row.day.Codes {
			cells := make([]string, len(columns))
			for i, c := range columns {
				cells[i] = c.cell(row.day, code)
			}
			records = append(records, cells)
		}
	}
	return records
}
