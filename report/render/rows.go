package render

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// Formats that only rows have.
const (
	NDJSON  Format = "ndjson"  // for programs: an object a line
	RowLog  Format = "log"     // the rows as they were, below their #Fields
	Parquet Format = "parquet" // for programs: columns
)

// RowWriter writes rows, one after another: there may be more of them than fit into
// memory.
type RowWriter interface {
	Write(*report.Row) error
	// Close writes what stands behind the last row.
	Close() error
}

// rowFormat is a format of rows.
type rowFormat struct {
	name   Format
	words  []string // that stand for it as well, or are extensions of its files
	writer func(io.Writer, report.RowList, RowOptions) (RowWriter, error)
}

// RowOptions say how rows are shown.
type RowOptions struct {
	Options
	Dated bool // text: times with their dates, however short the period
}

func rowFormats() []rowFormat {
	return []rowFormat{
		{Text, []string{"txt"}, newRowText},
		{CSV, nil, newRowCSV},
		{NDJSON, []string{"jsonl", "json"}, newRowJSON},
		{RowLog, nil, newRowLog},
		{Parquet, nil, newRowParquet},
	}
}

// NewRowWriter returns what writes rows to w in a format.
func NewRowWriter(w io.Writer, f Format, list report.RowList, o RowOptions) (RowWriter, error) {
	for _, known := range rowFormats() {
		if known.name == f {
			return known.writer(w, list, o)
		}
	}
	_, err := ParseRowFormat(string(f))
	return nil, err
}

// ParseRowFormat returns the format of rows of that name, in any case.
func ParseRowFormat(name string) (Format, error) {
	var names []string
	for _, known := range rowFormats() {
		if known.has(name) {
			return known.name, nil
		}
		names = append(names, string(known.name))
	}
	return "", fmt.Errorf("expected one of %s, found %q", strings.Join(names, ", "), name)
}

// RowFormatOf returns the format of rows that the extension of a file stands for, and
// whether it stands for one.
func RowFormatOf(filename string) (Format, bool) {
	extension := strings.TrimPrefix(filepath.Ext(filename), ".")
	for _, known := range rowFormats() {
		if extension != "" && known.has(extension) {
			return known.name, true
		}
	}
	return "", false
}

func (f *rowFormat) has(word string) bool {
	for _, known := range append([]string{string(f.name)}, f.words...) {
		if strings.EqualFold(known, word) {
			return true
		}
	}
	return false
}

// Sentence words a finding in a line, for messages.
func Sentence(lang string, f report.Finding) string {
	b := builderOfReport(&report.Report{Lang: lang, Findings: []report.Finding{f}}, Options{})
	b.wordFinding(&b.report.Findings[0])
	return strings.ReplaceAll(b.report.Findings[0].Title, nbsp, " ")
}

// RowFormatNames lists the formats of rows.
func RowFormatNames() []string {
	return each(rowFormats(), func(f rowFormat) string { return string(f.name) })
}
