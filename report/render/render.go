// Package render turns a report.Report into bytes: text, Markdown and HTML for
// people, JSON for programs, CSV for spreadsheets.
//
//	err := render.Write(os.Stdout, r, render.Text, render.Options{Width: 100, Color: true})
//
// A builder says what a report says, as blocks: headings, sentences, facts,
// tables, charts (document.go). A writer for each of text, Markdown and HTML turns
// blocks into bytes. CSV and JSON take the values of the report. A section is
// written once, in a builder; a format is one group of files and one line in
// formats; the output of a command is one line in documentKinds.
//
// The words are in data/, one file per language and table, made to be edited by
// hand; tests hold that the languages say the same things with the same blanks.
//
// Strings of a log are hostile. Nothing but JSON sees them raw: builders work on
// a copy in which every string went through visible (see clean.go), so that a
// new section cannot forget to. On top of that, Markdown sets values apart as
// code (spans.go, markdown_inline.go), CSV defuses formulas (csv_defuse.go), and
// HTML is made by html/template alone. Nothing decodes what a log holds encoded.
//
// Width is counted in terminal columns by uniseg, which knows that a Chinese
// character takes two, and so are places to break a line (UAX #14).
package render

import (
	"io"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// Options say how a report is shown. The zero value is 80 columns, no colour,
// UTC, commas. Each format takes what it can use.
type Options struct {
	// of text
	Width int  // columns; 0 is 80, less than 60 is taken as 60
	Color bool // ANSI colours: red now, yellow look, dim healthy
	Full  bool // all there is, of rows whole ones; else a report is brief, and says where the rest is

	// of text, Markdown and HTML
	Location *time.Location // zone of the times shown to people; nil is UTC
	// Top is how many values of each field are shown with a code, as many in every
	// format. 0 leaves it to the format: 3, in HTML 10; on the page of a day 1 and 3.
	Top int

	// of CSV
	BOM       bool // begin with a byte order mark: Excel takes the file as UTF-8
	Delimiter rune // between cells; 0 is a comma. Excel wants the list separator of its region
}

// Write writes r to w in the format f. Nothing is written when the format is
// unknown or the report cannot be encoded; otherwise the error is that of w.
// The report is not changed.
func Write(w io.Writer, r *report.Report, f Format, o Options) error {
	if _, err := ParseFormat(string(f)); err != nil {
		return err
	}
	return writeKind(w, builderOfReport(r, o), kindOf(r.Command), f)
}

// WriteExplanations writes what explain found to w, as Text, Markdown or JSON.
// Nothing is written when the format is another; otherwise the error is that of w. The
// explanations are not changed.
func WriteExplanations(w io.Writer, e *report.Explanations, f Format, o Options) error {
	b := newBuilder(e.Lang, e, o)
	b.explanations = clean(*e, visible)
	b.report.Made = b.explanations.Made
	return writeKind(w, b, kindOf("explain"), f)
}

// WriteTables writes entries of the tables to w, as Text, Markdown, JSON or CSV.
// Nothing is written when the format is another; otherwise the error is that of
// w. The tables are not changed.
func WriteTables(w io.Writer, t *report.Tables, f Format, o Options) error {
	b := newBuilder(t.Lang, t, o)
	b.tables = clean(*t, visible)
	b.report.Made = b.tables.Made
	return writeKind(w, b, kindOf("codes"), f)
}
