package render

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

// A fuzz target for each renderer: any string that a log may hold stands in every place of
// a small report, and of a row.

// little is a report with one of each that holds strings of a log.
func little(value string) *report.Report {
	key := []report.Key{{Key: value, Count: 2}}
	return &report.Report{
		Schema: report.Schema, Command: "report", Lang: "en",
		Input:   report.Input{Files: 1, Rows: 2, Lines: 2, Sources: []report.Source{{Name: value, Rows: 2, Error: value}}},
		Filters: []string{value},
		Period:  report.Period{First: clock(8, 0), Last: clock(9, 0)},
		Total:   report.Total{Rows: 2, Errors: 2, Attention: 2},
		Codes: []report.Code{{
			Code: "500.19", Class: "5xx", Count: 2, First: clock(8, 0), Last: clock(9, 0), Name: value, Check: value,
			Verdicts: map[string]int64{"configuration": 2}, Top: map[string][]report.Key{"cs-uri-stem": key, "c-ip": key, "cs(User-Agent)": key, "cs-username": key},
		}},
		Groups: []report.Group{{Key: report.Values{{Field: "cs-host", Value: value}}, Rows: 2, Errors: 2, Attention: 2}},
		Slow:   []report.Slow{{Key: value, Share: 0.5, Count: 2, P50: 3, P95: 4, Max: 5}},
		Findings: []report.Finding{{
			Rule: "configuration", Severity: report.Critical, Rows: 2, Code: "500.19", Verdict: "configuration", First: clock(8, 0), Last: clock(9, 0),
			State: report.Over, Check: value, Command: value, Clients: 1, Where: report.Values{{Field: "s-computername", Value: value}},
			Evidence: []report.Evidence{
				{What: "rows", Value: 2, Unit: "rows"}, {What: "code", Text: "500.19", Unit: "code"}, {What: "name", Text: value},
				{What: "path", Text: value}, {What: "path-share", Value: 1, Unit: "share"}, {What: "client", Text: value}, {What: "client-share", Value: 1, Unit: "share"},
			},
		}},
	}
}

// fuzzes runs f with what is rendered of any string in a format.
func fuzzes(f *testing.F, format Format, check func(t *testing.T, value, out string)) {
	for _, attack := range everyAttack() {
		f.Add(attack)
	}
	f.Add(strings.Repeat("中a ", 100))
	f.Fuzz(func(t *testing.T, value string) {
		r := little(value)
		var out bytes.Buffer
		require.NoError(t, Write(&out, r, format, Options{Full: true, Color: format == Text}))
		check(t, value, out.String())
	})
}

func FuzzText(f *testing.F) {
	fuzzes(f, Text, func(t *testing.T, _, out string) {
		for _, code := range []string{"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[1;31m", "\x1b[36m"} {
			out = strings.ReplaceAll(out, code, "")
		}
		assertSafe(t, out)
	})
}

func FuzzMarkdown(f *testing.F) {
	fuzzes(f, Markdown, func(t *testing.T, _, out string) { assertSafe(t, strings.ReplaceAll(out, nbsp, " ")) })
}

func FuzzHTML(f *testing.F) {
	var plain bytes.Buffer
	require.NoError(f, Write(&plain, little("x"), HTML, Options{Full: true}))
	want := len(strings.Split(plain.String(), "<script"))
	fuzzes(f, HTML, func(t *testing.T, _, out string) {
		assertSafe(t, strings.ReplaceAll(out, nbsp, " "))
		assert.Equal(t, want, len(strings.Split(out, "<script")))
		assert.NotContains(t, tagInHTML.FindAllString(out, -1), "<img")
	})
}

func FuzzCSV(f *testing.F) {
	fuzzes(f, CSV, func(t *testing.T, _, out string) {
		assertSafe(t, strings.ReplaceAll(out, "\r\n", "\n"))
		assertTidy(t, out, ',')
	})
}

// FuzzJSON: JSON alone keeps a string as the log has it, but for what is no UTF-8.
func FuzzJSON(f *testing.F) {
	fuzzes(f, JSON, func(t *testing.T, value, out string) {
		var back report.Report
		require.NoError(t, json.Unmarshal([]byte(out), &back))
		require.Len(t, back.Codes, 1)
		assert.Equal(t, strings.ToValidUTF8(value, "\ufffd"), strings.ToValidUTF8(back.Codes[0].Name, "\ufffd"))
	})
}

// FuzzRows writes a row of any values in each format of rows.
func FuzzRows(f *testing.F) {
	for _, attack := range everyAttack() {
		f.Add(attack, "cs-uri-stem")
	}
	f.Fuzz(func(t *testing.T, value, name string) {
		taken := int64(3)
		list := report.RowList{Lang: "en", Period: report.Period{First: clock(8, 0), Last: clock(9, 0)}, Fields: []string{name}, Kinds: []report.FieldKind{report.TextField}}
		row := report.Row{
			Source: value, Line: 3, Time: clock(8, 30), Code: "500.19", Class: "5xx", Verdict: "configuration", Attention: true, Name: value, Site: value, Server: value,
			Client: value, User: value, Method: value, Path: value, Query: value, Taken: &taken,
			Fields: []report.RowField{{Name: name, Value: value, Kind: report.TextField}}, Header: name, Text: value,
		}
		for _, format := range rowFormats() {
			var out bytes.Buffer
			w, err := NewRowWriter(&out, format.name, list, RowOptions{Options: Options{Location: time.UTC}})
			if err != nil {
				continue
			}
			require.NoError(t, w.Write(&row), format.name)
			require.NoError(t, w.Close(), format.name)
			switch format.name {
			case Text:
				assertSafe(t, out.String())
				assert.LessOrEqual(t, strings.Count(out.String(), "\n"), 2)
			case NDJSON:
				assert.True(t, json.Valid(out.Bytes()))
			case CSV:
				assertTidy(t, out.String(), ',')
			}
		}
	})
}
