package render

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// WriteTables writes entries of the tables to w, as Text, Markdown, JSON or CSV.
// Nothing is written when the format is another; otherwise the error is that of
// w. The tables are not changed.
func WriteTables(w io.Writer, t *report.Tables, f Format, o Options) error {
	var document []byte
	var err error
	switch f {
	case Text:
		document = tablesText(t, o)
	case Markdown:
		document = tablesMarkdown(t, o)
	case JSON:
		document, err = documentOf(clean(*t, func(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }))
	case CSV:
		document, err = tablesCSV(t, o)
	default:
		err = fmt.Errorf("expected for codes one of %s, %s, %s, %s, found %q", Text, Markdown, JSON, CSV, f)
	}
	if err == nil {
		_, err = w.Write(document)
	}
	return err
}

// tableEntry is an entry of any table: all are shown alike.
type tableEntry struct {
	table   string // its name, as --table takes it
	key     string // 401.1 1326, ERROR_LOGON_FAILURE, QueueFull
	number  string // Win32, with its symbol
	verdict string
	report.Texts
}

// tableEntries lists the entries of all tables in the order of
// report.TableNames.
func tableEntries(t report.Tables) (all []tableEntry) {
	for _, e := range t.Codes {
		all = append(all, tableEntry{"status", e.Code, "", e.Verdict, e.Texts})
	}
	for _, e := range t.Pairs {
		number := strconv.FormatUint(e.Win32, 10)
		all = append(all, tableEntry{"pair", e.Code + " " + number, number, e.Verdict, e.Texts})
	}
	for _, e := range t.Win32 {
		number := strconv.FormatUint(e.Code, 10)
		all = append(all, tableEntry{"win32", number, e.Hex + " " + e.Symbol, "", e.Texts})
	}
	for _, e := range t.Reasons {
		all = append(all, tableEntry{"reason", e.Reason, "", e.Verdict, e.Texts})
	}
	for _, e := range t.FTP {
		all = append(all, tableEntry{"ftp", e.Code, "", e.Verdict, e.Texts})
	}
	for _, e := range t.Noise {
		all = append(all, tableEntry{"noise", e.Family, "", "probe", e.Texts})
	}
	return all
}

// fewEntries is how many entries are shown with all that is said of them.
const fewEntries = 5

// tablesText lists the entries, or tells all of a few.
func tablesText(t *report.Tables, o Options) []byte {
	p := newPage(&report.Report{Lang: t.Lang}, o)
	p.labels = p.explainLabels()
	all := tableEntries(clean(*t, visible))
	if len(all) <= fewEntries {
		for _, e := range all {
			p.gap()
			p.tableEntry(e)
		}
		return []byte(p.String())
	}
	for len(all) > 0 {
		n := sameTable(all)
		p.tableOf(all[:n])
		all = all[n:]
	}
	return []byte(p.String())
}

func sameTable(all []tableEntry) (n int) {
	for n < len(all) && all[n].table == all[0].table {
		n++
	}
	return n
}

// tableEntry writes one entry with its texts.
func (p *page) tableEntry(e tableEntry) {
	head := p.words.say("table."+e.table) + nbsp + e.key
	if e.table == "win32" {
		head += nbsp + e.number
	}
	p.hang(title, 0, "", head)
	p.hang(plain, margin, "", e.Name)
	for _, part := range []fact{
		{"label.meaning", e.Meaning}, {"label.cause", e.Cause}, {"label.check", e.Check}, {"label.source", e.Source},
	} {
		if part.said != "" {
			p.hang(plain, margin, p.label(part.label), part.said)
		}
	}
}

// tableOf lists the entries of one table, one line each.
func (p *page) tableOf(all []tableEntry) {
	p.section(p.words.say("table.heading", word("table", p.words.say("tables."+all[0].table)), count("n", int64(len(all)))))
	g := grid{give: []int{1, 2}}
	for _, e := range all {
		third := e.number
		if e.verdict != "" {
			third = p.kindOfEntry(e.verdict)
		}
		g.rows = append(g.rows, []string{e.key, e.Name, third})
	}
	p.grid(g, margin, func(int) tone { return plain })
}

// kindOfEntry names a verdict; what nothing but a table says of a code may
// depend on more.
func (p *page) kindOfEntry(verdict string) string {
	if verdict == "unknown" {
		return p.words.say("explain.varies")
	}
	return p.kindOf(verdict)
}

// tablesMarkdown writes a heading and a table for each.
func tablesMarkdown(t *report.Tables, o Options) []byte {
	d := &document{page: newPage(&report.Report{Lang: t.Lang}, o)}
	all := tableEntries(clean(*t, visible))
	for len(all) > 0 {
		n := sameTable(all)
		d.block("## " + inline(d.words.say("tables."+all[0].table)))
		heads := []string{d.words.say("tables." + all[0].table)}
		for _, key := range []string{"label.meaning", "label.cause", "label.check", "label.source"} {
			heads = append(heads, d.words.say(key))
		}
		var rows [][]string
		for _, e := range all[:n] {
			rows = append(rows, []string{e.key, d.words.pair(e.Name, e.Meaning), e.Cause, e.Check, e.Source})
		}
		d.table(heads, len(heads), rows)
		all = all[n:]
	}
	return []byte(strings.ReplaceAll(d.out.String(), nbsp, " "))
}

// tablesCSV writes one table with one head line, the heads in every language the
// same.
func tablesCSV(t *report.Tables, o Options) ([]byte, error) {
	var out strings.Builder
	if o.BOM {
		out.WriteString(byteOrderMark)
	}
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	if o.Delimiter != 0 {
		w.Comma = o.Delimiter
	}
	records := [][]string{{"table", "key", "win32", "verdict", "name", "meaning", "cause", "check", "source"}}
	for _, e := range tableEntries(clean(*t, visible)) {
		records = append(records, []string{e.table, e.key, e.number, e.verdict, e.Name, e.Meaning, e.Cause, e.Check, e.Source})
	}
	for _, cells := range records {
		if err := w.Write(defused(cells)); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return []byte(out.String()), w.Error()
}
