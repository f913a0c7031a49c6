package render

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"
)

const byteOrderMark = "\ufeff"

// encodeCSV writes one table with one head line. The heads are the same in every
// language, so that files can be joined; the texts are in that of the report.
func encodeCSV(b *builder, k documentKind) ([]byte, error) {
	var out bytes.Buffer
	if b.options.BOM {
		out.WriteString(byteOrderMark)
	}
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	if b.options.Delimiter != 0 {
		w.Comma = b.options.Delimiter
	}
	if !separates(w.Comma) {
		return nil, fmt.Errorf("delimiter must be a character that is no quote and ends no line, found %q", w.Comma)
	}
	for _, cells := range k.records(b) {
		if err := w.Write(defused(cells)); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

func separates(r rune) bool {
	return r != '"' && r != '\r' && r != '\n' && utf8.ValidRune(r) && r != utf8.RuneError
}

// csvColumn is a column of a table of things of one type.
type csvColumn[T any] struct {
	head string
	cell func(T) string
}

// recordsOf is the heads of the columns, and a line for each thing.
func recordsOf[T any](columns []csvColumn[T], lines []T) [][]string {
	records := [][]string{each(columns, func(c csvColumn[T]) string { return c.head })}
	for _, line := range lines {
		records = append(records, each(columns, func(c csvColumn[T]) string { return c.cell(line) }))
	}
	return records
}

// markPartial adds a column that says whether the report lacks what was not read, the
// same for each line. A table without lines has one for it where it does.
func markPartial(records func(*builder) [][]string) func(*builder) [][]string {
	return func(b *builder) [][]string { return b.markedPartial(records(b)) }
}

func (b *builder) markedPartial(records [][]string) [][]string {
	partial := b.report.Input.Partial
	if partial && len(records) == 1 {
		records = append(records, make([]string, len(records[0])))
	}
	for i := range records {
		records[i] = append(records[i], strconv.FormatBool(partial))
	}
	last := len(records[0]) - 1
	records[0][last] = "partial"
	return records
}

// Cells for programs: a cell is empty for what the report does not hold.

// logged leaves the cell empty where the log holds no status.
func logged(code string) string {
	if code == "-" {
		return ""
	}
	return code
}

func digits(n int64) string { return strconv.FormatInt(n, 10) }

// known writes a number that is counted from 1, nothing for none.
func known(n int64) string {
	if n == 0 {
		return ""
	}
	return digits(n)
}

func fraction(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// optional writes what may be absent.
func optional[T any](n *T, write func(T) string) string {
	if n == nil {
		return ""
	}
	return write(*n)
}

// first writes the first of several.
func first[T any](all []T, write func(T) string) string {
	if len(all) == 0 {
		return ""
	}
	return write(all[0])
}

// stamp writes a time in UTC.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
