package render

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// rowCSV writes a table for spreadsheets: what each row is, its fields, its place, and, as
// in the tables of reports, whether the log was not read to its end.
type rowCSV struct {
	csv     *csv.Writer
	fields  []string
	cells   []string
	header  string // of the row before
	partial string // the same for each row
	at      []int  // place of each of fields in it, -1 for none
}

func newRowCSV(w io.Writer, list report.RowList, o RowOptions) (RowWriter, error) {
	if o.BOM {
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return nil, err
		}
	}
	c := &rowCSV{csv: csv.NewWriter(w), fields: list.Fields, partial: strconv.FormatBool(list.Partial)}
	c.csv.UseCRLF = true
	if o.Delimiter != 0 {
		c.csv.Comma = o.Delimiter
	}
	if !separates(c.csv.Comma) {
		return nil, fmt.Errorf("delimiter must be a character that is no quote and ends no line, found %q", c.csv.Comma)
	}
	heads := []string{"time", "code", "class", "verdict", "attention", "family", "name", "site", "server"}
	for _, f := range list.Fields {
		heads = append(heads, besideOurs(f))
	}
	return c, c.csv.Write(defused(append(heads, "source", "line", "partial")))
}

// Write writes a line. Fields that the row lacks are empty.
func (c *rowCSV) Write(r *report.Row) error {
	if r.Header != c.header || c.at == nil {
		c.header, c.at = r.Header, c.at[:0]
		for _, f := range c.fields {
			c.at = append(c.at, fieldAt(r, f))
		}
	}
	attention := ""
	if r.Attention {
		attention = "yes"
	}
	cells := append(c.cells[:0], stamp(r.Time), logged(r.Code), logged(r.Class), r.Verdict, attention, r.Family, r.Name, r.Site, r.Server)
	for _, at := range c.at {
		value := ""
		if at >= 0 && r.Fields[at].Value != "-" {
			value = r.Fields[at].Value
		}
		cells = append(cells, value)
	}
	cells = append(cells, r.Source, known(r.Line), c.partial)
	c.cells = cells
	for i := range cells {
		if !isTame(cells[i]) {
			cells[i] = limit(defuse(visible(cells[i])))
		}
	}
	return c.csv.Write(cells)
}

// isTame reports whether a cell is neither a formula nor anything else that must be
// looked at closely: most are, and there are many.
func isTame(cell string) bool {
	return cell == "" || len(cell) <= longestCell && plainASCII(cell) &&
		strings.IndexByte("+-", cell[0]) < 0 && strings.IndexByte(cell, '=') < 0 && strings.IndexByte(cell, '@') < 0 &&
		!(strings.ContainsAny(cell, splitting) && strings.ContainsAny(cell, "+-"))
}

// fieldAt is the place of a field in a row, -1 where it has none.
func fieldAt(r *report.Row, name string) int {
	for i := range r.Fields {
		if r.Fields[i].Name == name {
			return i
		}
	}
	return -1
}

// Close writes what is left.
func (c *rowCSV) Close() error {
	c.csv.Flush()
	return c.csv.Error()
}
