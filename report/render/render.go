// Package render turns a report.Report into bytes: text, Markdown and HTML for
// people, JSON for programs, CSV for spreadsheets. It computes nothing that the
// report does not hold; it chooses, orders, aligns and words.
//
//	err := render.Write(os.Stdout, r, render.Text, render.Options{Width: 100, Color: true})
//
// A format is one group of files and one line in formats. The words are in
// data/, one file per language and table, made to be edited by hand; tests hold
// that the languages say the same things with the same blanks.
//
// Strings of a log are hostile. No renderer but JSON sees them raw: they work on
// a copy in which every string went through visible (see clean.go), so that a
// new section cannot forget to. On top of that, Markdown sets values apart as
// code (quote.go, markdown_inline.go), CSV defuses formulas (csv_defuse.go), and
// HTML is made by html/template alone. Nothing decodes what a log holds encoded.
//
// Width is counted in terminal columns by go-pretty, which knows that a Chinese
// character takes two; places to break a line come from uniseg (UAX #14).
// WrapSoft of go-pretty was tried for that: it breaks at blanks alone, which
// leaves Chinese ragged, and WrapHard puts full stops at the start of lines.
package render

import (
	"fmt"
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
	ASCII bool // draw bars, sparklines and ellipses in ASCII

	// of text, Markdown and HTML
	Location *time.Location // zone of the times shown to people; nil is UTC
	Top      int            // values shown per field and code; 0 is 3, in HTML 10

	// of CSV
	BOM       bool // begin with a byte order mark: Excel takes the file as UTF-8
	Delimiter rune // between cells; 0 is a comma. Excel wants the list separator of its region
}

// Write writes r to w in the format f. Nothing is written when the format is
// unknown or the report cannot be encoded; otherwise the error is that of w.
// The report is not changed.
func Write(w io.Writer, r *report.Report, f Format, o Options) error {
	for _, known := range formats() {
		if known.name != f {
			continue
		}
		document, err := known.encode(r, o)
		if err != nil {
			return fmt.Errorf("render %s: %w", f, err)
		}
		_, err = w.Write(document)
		return err
	}
	_, err := ParseFormat(string(f))
	return err
}
