package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

// rowsOf writes rows in a format.
func rowsOf(t *testing.T, f Format, o RowOptions, list report.RowList, rows ...report.Row) string {
	t.Helper()
	var b bytes.Buffer
	w, err := NewRowWriter(&b, f, list, o)
	require.NoError(t, err)
	for i := range rows {
		require.NoError(t, w.Write(&rows[i]))
	}
	require.NoError(t, w.Close())
	return b.String()
}

// rowWith is a row whose texts are all the same.
func rowWith(text string) report.Row {
	taken := int64(31)
	return report.Row{
		Source: text, Line: 7, Time: time.Date(2026, 11, 21, 14, 0, 3, 0, time.UTC), Code: "401.1", Class: "4xx",
		Verdict: "logon-failure", Attention: true, Name: text, Site: text, Server: text,
		Client: text, User: text, Method: text, Path: text, Query: text, Taken: &taken,
		Header: "date c-ip code sc-status", Text: text,
		Fields: []report.RowField{
			{Name: "date", Value: "2026-11-21", Kind: report.DateField}, {Name: "c-ip", Value: text},
			{Name: "code", Value: text}, {Name: "sc-status", Value: text, Kind: report.NumberField},
		},
	}
}

var rowFields = report.RowList{Fields: []string{"date", "c-ip", "code", "sc-status"}}

// TestRowsAreSafe: what a log holds, neither a terminal nor a spreadsheet obeys; a row
// is a line.
func TestRowsAreSafe(t *testing.T) {
	for _, hostile := range []string{"=cmd|calc", "@SUM(1)", "\x1b[31m", "a\u202eb", "\xff\xfe", `"; ='x'`, "a\tb", "", "-", "中文路径很长很长很长很长很长很长很长"} {
		row := rowWith(hostile)
		for _, width := range []int{60, 80, 120, 200} {
			text := rowsOf(t, Text, RowOptions{Options: Options{Width: width}}, rowFields, row)
			assert.Equal(t, 2, strings.Count(text, "\n"), hostile)
			for line := range strings.Lines(text) {
				assert.LessOrEqual(t, columns(strings.TrimSuffix(line, "\n")), max(width, 78), "%d %q", width, line)
			}
			assert.NotContains(t, text, "\x1b")
			assert.NotContains(t, text, "\u202e")
		}
		assert.NotContains(t, rowsOf(t, Text, RowOptions{Options: Options{Full: true}}, rowFields, row), "\x1b")

		line := rowsOf(t, NDJSON, RowOptions{}, rowFields, row)
		var object map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &object), line)
		assert.Equal(t, "401.1", object["code"])
		assert.NotContains(t, object, "date", "it is in time")
		assert.NotContains(t, line, "\x1b")
		assert.NotContains(t, line, "\u202e")

		records, err := csv.NewReader(strings.NewReader(rowsOf(t, CSV, RowOptions{}, rowFields, row))).ReadAll()
		require.NoError(t, err)
		require.Len(t, records, 2)
		for _, cell := range records[1] {
			assert.False(t, strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "@"), cell)
		}
	}
}

// TestRowsOfSeveralLayouts: each row has its own fields.
func TestRowsOfSeveralLayouts(t *testing.T) {
	a, b := rowWith("x"), rowWith("y")
	b.Header, b.Fields = "sc-status x-new", []report.RowField{{Name: "sc-status", Value: "200", Kind: report.NumberField}, {Name: "x-new", Value: "n"}}
	list := report.RowList{Fields: []string{"date", "c-ip", "code", "sc-status", "x-new"}}
	records, err := csv.NewReader(strings.NewReader(rowsOf(t, CSV, RowOptions{}, list, a, b, a))).ReadAll()
	require.NoError(t, err)
	assert.Equal(t, []string{"2026-11-21", "x", "x", "x", "", "x", "7", "false"}, records[1][9:])
	assert.Equal(t, []string{"", "", "", "200", "n", "y", "7", "false"}, records[2][9:])
	lines := strings.Split(rowsOf(t, NDJSON, RowOptions{}, list, a, b, a), "\n")
	assert.Contains(t, lines[0], `"log_code":"x"`, "a name of ours")
	assert.Contains(t, lines[1], `"sc-status":200,"x-new":"n","time":"2026-11-21T14:00:03Z"`)
	assert.Equal(t, lines[0], lines[2])
	log := rowsOf(t, RowLog, RowOptions{}, list, a, a, b, b)
	assert.Equal(t, "#Software: iiswhy rows\n#Version: 1.0\n#Fields: date c-ip code sc-status\nx\nx\n#Fields: sc-status x-new\n#Date: 2026-11-21 00:00:00\ny\ny\n", log)
}

// TestRowColumnsHaveOneName: PowerShell refuses a table that has two of one name, in any case.
func TestRowColumnsHaveOneName(t *testing.T) {
	list := report.RowList{Fields: []string{"date", "time", "Name", "c-ip", "partial"}}
	head, _, _ := strings.Cut(rowsOf(t, CSV, RowOptions{}, list, rowWith("x")), "\r\n")
	assert.Equal(t, "time,code,class,verdict,attention,family,name,site,server,date,log_time,log_Name,c-ip,log_partial,source,line,partial", head)
}

// TestRowFormats: names, other words for them, and extensions of files.
func TestRowFormats(t *testing.T) {
	f := func(typed string, want Format) {
		t.Helper()
		got, err := ParseRowFormat(typed)
		require.NoError(t, err)
		assert.Equal(t, want, got)
		got, ok := RowFormatOf("rows." + typed)
		assert.True(t, ok)
		assert.Equal(t, want, got)
	}
	f("TXT", Text)
	f("csv", CSV)
	f("jsonl", NDJSON)
	f("log", RowLog)
	_, err := ParseRowFormat("html")
	assert.EqualError(t, err, `expected one of text, csv, ndjson, log, parquet, found "html"`)
	_, ok := RowFormatOf("rows")
	assert.False(t, ok)
}

// TestTimesTellRowsApart: as much of a time as the rows need.
func TestTimesTellRowsApart(t *testing.T) {
	f := func(last, want string) {
		t.Helper()
		until, err := time.Parse(time.RFC3339, last)
		require.NoError(t, err)
		first := time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)
		text := rowsOf(t, Text, RowOptions{}, report.RowList{Period: report.Period{First: first, Last: until}}, rowWith("x"))
		assert.Contains(t, text, "\n"+want+" 401.1")
	}
	f("2026-11-21T20:00:00Z", "14:00:03")
	f("2026-11-22T00:00:00Z", "11-21 14:00:03")
	f("2027-01-01T00:00:00Z", "2026-11-21 14:00:03")
}
