package render

import (
	"math"
	"slices"

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
	numbers := numbersOf(all)
	for _, n := range numbers {
		t.Columns = append(t.Columns, column{Head: b.say("head." + n.head), Kind: numberColumn, Spare: n.head != "rows"})
	}
	for _, group := range all {
		tone := healthy
		if group.Attention > 0 {
			tone = plain
		}
		cells := groupKeys(group, len(all[0].Key))
		for _, n := range numbers {
			cells = append(cells, optional(n.of(group), n.shown))
		}
		t.Rows = append(t.Rows, row{Cells: cells, Tone: tone})
	}
	return t
}

// groupNumber is a number of the groups of --by.
type groupNumber struct {
	head  string // in CSV and JSON
	of    func(report.Group) *int64
	shown func(int64) string
}

// numbersOf are the numbers that at least one of the groups has.
func numbersOf(all []report.Group) []groupNumber {
	numbers := []groupNumber{
		{"rows", func(g report.Group) *int64 { return &g.Rows }, thousands},
		{"errors", func(g report.Group) *int64 { return &g.Errors }, thousands},
		{"attention", func(g report.Group) *int64 { return &g.Attention }, thousands},
		{"p50_ms", func(g report.Group) *int64 { return g.P50 }, thousands},
		{"p95_ms", func(g report.Group) *int64 { return g.P95 }, thousands},
		{"bytes", sentBytes, size},
		{"max_ms", func(g report.Group) *int64 { return g.Max }, thousands},
	}
	return slices.DeleteFunc(numbers, func(n groupNumber) bool {
		return !slices.ContainsFunc(all, func(g report.Group) bool { return n.of(g) != nil })
	})
}

// sentBytes is nil where none are logged.
func sentBytes(g report.Group) *int64 {
	if g.Bytes == 0 {
		return nil
	}
	return &g.Bytes
}

// groupKeys has a value for each field, empty where the group lacks it.
func groupKeys(group report.Group, fields int) []string {
	values := make([]string, fields, fields+8)
	for i := range min(fields, len(group.Key)) {
		values[i] = group.Key[i].Value
	}
	return values
}

// slow are the paths that took most of the time of all requests.
func (b *builder) slow(top int) table {
	t := table{Title: b.say("slow.title"), Class: "slow", Columns: append(
		[]column{{Head: b.say("head.path"), Kind: valueColumn, Shrink: true}},
		b.columns(numberColumn, "slow.share", "head.rows", "head.p50_ms", "head.p95_ms", "head.max_ms")...)}
	for _, s := range b.report.Slow[:min(top, len(b.report.Slow))] {
		about := ""
		if s.Estimated {
			about = "~"
		}
		t.Rows = append(t.Rows, row{Cells: []string{s.Key, about + percent(s.Share), about + thousands(s.Count), about + thousands(s.P50), about + thousands(s.P95), thousands(s.Max)}})
	}
	return t
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
