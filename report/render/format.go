package render

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Format names a form of output as --format does.
type Format string

// The formats.
const (
	Text     Format = "text"     // for people at a terminal
	Markdown Format = "markdown" // for people: a ticket, a chat, a wiki
	JSON     Format = "json"     // for programs: the fields of report.Report
	CSV      Format = "csv"      // for spreadsheets: a line for each code, or each group
	HTML     Format = "html"     // for people: one file for browser, mail and paper
)

// encoding is what the package knows of a format.
type encoding struct {
	name       Format
	extensions []string // of files, lower case
	encode     func(*builder, documentKind) ([]byte, error)
}

// formats lists every format, in the order in which messages name them.
func formats() []encoding {
	return []encoding{
		{Text, []string{".txt", ".text"}, encodeText},
		{Markdown, []string{".md", ".markdown"}, encodeMarkdown},
		{JSON, []string{".json"}, encodeJSON},
		{CSV, []string{".csv"}, encodeCSV},
		{HTML, []string{".html", ".htm"}, encodeHTML},
	}
}

// formatOf returns what is known of a format that exists.
func formatOf(f Format) encoding {
	all := formats()
	return all[slices.IndexFunc(all, func(e encoding) bool { return e.name == f })]
}

// ParseFormat returns the format of that name, in any case.
func ParseFormat(name string) (Format, error) {
	var all []Format
	for _, known := range formats() {
		if strings.EqualFold(string(known.name), name) {
			return known.name, nil
		}
		all = append(all, known.name)
	}
	return "", fmt.Errorf("expected one of %s, found %q", join(all), name)
}

// FormatOf returns the format that the extension of a file name stands for, and
// whether it stands for one.
func FormatOf(filename string) (Format, bool) {
	extension := strings.ToLower(filepath.Ext(filename))
	for _, known := range formats() {
		if slices.Contains(known.extensions, extension) {
			return known.name, true
		}
	}
	return "", false
}

// FormatNames lists the formats of reports.
func FormatNames() []string {
	return each(formats(), func(e encoding) string { return string(e.name) })
}
