package render

import (
	"slices"
	"strconv"

	"github.com/iiswhy/iiswhy/report"
)

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
	for _, e := range t.Events {
		number := strconv.FormatUint(e.Event, 10)
		all = append(all, tableEntry{"event", number + " " + e.Provider, "", "", e.Texts})
	}
	for _, e := range t.Noise {
		all = append(all, tableEntry{"noise", e.Family, "", "probe", e.Texts})
	}
	return all
}

// fewEntries is how many entries text shows with all that is said of them.
const fewEntries = 5

// tablesDocument lists the entries of each table.
func (b *builder) tablesDocument() document {
	d := document{times: b.times, title: b.say("tables.page"), labels: b.explainLabels()}
	all := tableEntries(b.tables)
	d.blocks = append(d.blocks, only{inHTML, opening{Headline: b.tableNames(all), Facts: b.origin()}})
	shown := everywhere
	if len(all) <= fewEntries {
		shown = inMarkdown
		for _, e := range all {
			d.blocks = append(d.blocks, only{inText | inHTML, b.entryOfTable(e)})
		}
	}
	for len(all) > 0 {
		n := slices.IndexFunc(all, func(e tableEntry) bool { return e.table != all[0].table })
		if n < 0 {
			n = len(all)
		}
		d.blocks = append(d.blocks, only{shown, b.tableOf(all[:n])})
		all = all[n:]
	}
	return d
}

// tableNames are the names of the tables that have an entry.
func (b *builder) tableNames(all []tableEntry) string {
	names := each(all, func(e tableEntry) string { return b.say("tables." + e.table) })
	return b.words.items(slices.Compact(names))
}

// entryOfTable is one entry with its texts.
func (b *builder) entryOfTable(e tableEntry) answer {
	a := answer{Tone: title, Subject: b.say("table."+e.table) + nbsp + e.key, Name: e.Name,
		Facts: facts(b.labelled("label.meaning", e.Meaning), b.labelled("label.cause", e.Cause),
			b.labelled("label.check", e.Check), b.labelled("label.source", e.Source))}
	if e.table == "win32" {
		a.Subject += nbsp + e.number
	}
	return a
}

// tableOf lists the entries of one table, one line each.
func (b *builder) tableOf(all []tableEntry) table {
	name := b.say("tables." + all[0].table)
	t := table{Title: name, Class: lookupClass, TextTitle: b.say("table.heading", word("table", name), count("n", int64(len(all)))),
		Columns: b.briefColumns("tables."+all[0].table, "label.meaning", "label.cause", "label.check", "label.source")}
	for _, e := range all {
		third := e.number
		if e.verdict != "" {
			third = b.kindOfEntry(e.verdict)
		}
		meaning := b.words.pair(e.Name, e.Meaning)
		t.Rows = append(t.Rows, row{Cells: []string{e.key, e.Name, third, e.key, meaning, e.Cause, e.Check, e.Source}})
	}
	return t
}

// tableRecords has a line for each entry.
func (b *builder) tableRecords() [][]string {
	records := [][]string{{"table", "key", "win32", "verdict", "name", "meaning", "cause", "check", "source"}}
	for _, e := range tableEntries(b.tables) {
		records = append(records, []string{e.table, e.key, e.number, e.verdict, e.Name, e.Meaning, e.Cause, e.Check, e.Source})
	}
	return records
}
