package render

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"unicode/utf8"

	"github.com/iiswhy/iiswhy/report"
)

const byteOrderMark = "\ufeff"

// encodeCSV writes one table with one head line: a line for each code, or for
// each group where the report is grouped. The heads are the same in every
// language, so that files can be joined; the texts are in that of the report.
//
// HTTPERR reasons are not in it: their rows are in the codes already, and would
// count twice in a sum.
func encodeCSV(r *report.Report, o Options) ([]byte, error) {
	p := newPage(r, o)
	var out bytes.Buffer
	if o.BOM {
		out.WriteString(byteOrderMark)
	}
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	if o.Delimiter != 0 {
		w.Comma = o.Delimiter
	}
	if !separates(w.Comma) {
		return nil, fmt.Errorf("delimiter must be a character that is no quote and ends no line, found %q", w.Comma)
	}
	for _, cells := range p.records() {
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

// records is the table that suits the report.
func (p *page) records() [][]string {
	switch p.report.Command {
	case "daily":
		return p.dayRecords()
	case "spikes":
		return p.spikeRecords()
	}
	if len(p.report.Groups) > 0 {
		return p.groupRecords()
	}
	columns := csvColumns()
	records := make([][]string, 1, len(p.report.Codes)+1)
	for _, c := range columns {
		records[0] = append(records[0], c.head)
	}
	for _, e := range p.codeEntries() {
		cells := make([]string, len(columns))
		for i, c := range columns {
			cells[i] = c.cell(e)
		}
		records = append(records, cells)
	}
	return records
}

// groupRecords has the fields of --by, then the counts.
func (p *page) groupRecords() [][]string {
	var heads []string
	for _, key := range p.report.Groups[0].Key {
		heads = append(heads, key.Field)
	}
	fields := len(heads)
	records := [][]string{append(heads, "rows", "errors", "attention")}
	for _, g := range p.report.Groups {
		cells := make([]string, fields, fields+3)
		for i := range min(fields, len(g.Key)) {
			cells[i] = g.Key[i].Value
		}
		records = append(records, append(cells, digits(g.Rows), digits(g.Errors), digits(g.Attention)))
	}
	return records
}
