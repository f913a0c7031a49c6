package render

import (
	"math"

	"github.com/iiswhy/iiswhy/report"
)

// groups is the table of --by: the fields, then the counts.
func (b *builder) groups() table {
	t := table{Title: b.say("groups.title"), Class: "groups"}
	all := b.report.Groups
	if len(all) == 0 {
		return t
	}
	for _, key := range all[0].Key {
		t.Columns = append(t.Columns, column{Head: quote(key.Field), Kind: valueColumn, Shrink: true})
	}
	t.Columns = append(t.Columns, b.columns(numberColumn, "head.rows", "head.errors", "head.attention")...)
	for _, group := range all {
		tone := healthy
		if group.Attention > 0 {
			tone = plain
		}
		cells := append(groupKeys(group, len(all[0].Key)), thousands(group.Rows), thousands(group.Errors), thousands(group.Attention))
		t.Rows = append(t.Rows, row{Cells: cells, Tone: tone})
	}
	return t
}

// groupKeys has a value for each field, empty where the group lacks it.
func groupKeys(group report.Group, fields int) []string {
	values := make([]string, fields, fields+3)
	for i := range min(fields, len(group.Key)) {
		values[i] = group.Key[i].Value
	}
	return values
}

// links are the broken links of the site's own pages.
func (b *builder) links() table {
	t := b.valueTable("links.title", "head.page", "head.missing")
	for _, link := range b.report.Links {
		rows := thousands(link.Count)
		if link.Estimated {
			rows = "~" + rows
		}
		t.Rows = append(t.Rows, row{Cells: []string{link.Page, link.Path, rows}})
	}
	return t
}

// noise are the families of probes.
func (b *builder) noise() table {
	t := b.valueTable("noise.title", "head.family", "head.name")
	for _, n := range b.report.Noise {
		t.Rows = append(t.Rows, row{Cells: []string{n.Family, n.Name, thousands(n.Count)}})
	}
	return t
}

// valueTable has two columns of values and one of rows.
func (b *builder) valueTable(title, first, second string) table {
	return table{Title: b.say(title), Class: "groups", Columns: []column{
		{Head: b.say(first), Kind: valueColumn, Shrink: true},
		{Head: b.say(second), Kind: valueColumn, Shrink: true},
		{Head: b.say("head.rows"), Kind: numberColumn},
	}}
}

// latency says how long requests took, in one line or in a table.
func (b *builder) latency() []block {
	l := b.report.Latency
	if l == nil {
		return nil
	}
	line := b.say("latency", word("p50", thousands(l.P50)), word("p95", thousands(l.P95)),
		word("p99", thousands(l.P99)), word("max", thousands(l.Max)))
	t := table{Title: b.say("latency.title"), Class: "latency",
		Rows: []row{{Cells: []string{ms(l.P50), ms(l.P95), ms(l.P99), ms(l.Max), thousands(l.Rows)}}}}
	for _, head := range []string{"p50", "p95", "p99", b.say("latency.max"), b.say("head.rows")} {
		t.Columns = append(t.Columns, column{Head: head, Kind: numberColumn})
	}
	return []block{only{written, paragraph{Text: line}}, only{inHTML, t}}
}

func ms(n int64) string { return thousands(n) + nbsp + "ms" }

// duration is a time in a sentence: in seconds where milliseconds say no more.
func duration(n int64) string {
	if n < 10_000 {
		return ms(n)
	}
	return decimal(math.Round(float64(n)/100)/10) + nbsp + "s"
}
