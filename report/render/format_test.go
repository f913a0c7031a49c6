package render

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestParseFormat(t *testing.T) {
	f := func(name string, want Format, message string) {
		t.Helper()
		got, err := ParseFormat(name)
		assert.Equal(t, want, got)
		if message == "" {
			assert.NoError(t, err)
			return
		}
		assert.EqualError(t, err, message)
	}
	f("text", Text, "")
	f("JSON", JSON, "")
	f("xml", "", `expected one of text, markdown, json, csv, html, found "xml"`)
	f("", "", `expected one of text, markdown, json, csv, html, found ""`)
}

func TestFormatOf(t *testing.T) {
	f := func(filename string, want Format, known bool) {
		t.Helper()
		got, ok := FormatOf(filename)
		assert.Equal(t, want, got)
		assert.Equal(t, known, ok)
	}
	f("report.json", JSON, true)
	f(`C:\reports\Today.TXT`, Text, true)
	f("report.md", Markdown, true)
	f("report.csv", CSV, true)
	f("Report.HTM", HTML, true)
	f("report.html", HTML, true)
	f("a.json/report", "", false)
	f("report.xml", "", false)
	f("", "", false)
}

type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteErrors(t *testing.T) {
	for _, format := range formats() {
		assert.ErrorIs(t, Write(full{}, empty("en"), format.name, Options{}), errFull)
	}

	var out bytes.Buffer
	assert.ErrorContains(t, Write(&out, empty("en"), CSV, Options{Delimiter: '"'}), "render csv: delimiter must be")
	assert.ErrorContains(t, Write(&out, empty("en"), "xml", Options{}), `found "xml"`)
	assert.Empty(t, out.String())
}
