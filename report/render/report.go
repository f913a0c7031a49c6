package render

import (
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// How many values are shown with a code where no number was asked for.
const (
	topWritten = 3
	topFolded  = 10
)

// reportDocument is the default report: what matters first, the numbers behind
// it next, the ledger last. A page with drawings begins with what it can draw.
func (b *builder) reportDocument() document {
	top := b.top(topWritten, topFolded)
	timeline := b.timeline()
	blocks := []block{
		b.opening(), b.findings(), only{written, b.spikeSentences()}, b.verdicts(), only{inHTML, timeline},
	}
	blocks = append(blocks, onlyIn(inHTML, b.spikeBlocks(nil))...)
	blocks = append(blocks, b.classes())
	blocks = append(blocks, b.codeCards(top)...)
	blocks = append(blocks, b.groups(), b.links(), b.noise(), only{written, timeline})
	blocks = append(blocks, b.latency()...)
	return document{times: b.times, labels: b.labels(), blocks: append(blocks, b.ledger()),
		title: b.windowTitle("html.title")}
}

// windowTitle names the document and its period.
func (b *builder) windowTitle(key string) string {
	name, period := b.say(key), b.report.Period
	if period.First.IsZero() {
		return name
	}
	return b.words.pair(name, b.between(period.First, period.Last, toTheMinute))
}

func (b *builder) opening() opening {
	return opening{Headline: b.conclusion(), Tone: b.toneOfTotal(), Warning: b.warning(), Figures: b.figures(), Facts: b.frame()}
}

// warning says that the numbers are not the whole, "" where they are.
func (b *builder) warning() string {
	if !b.report.Input.Partial {
		return ""
	}
	key, broken := "partial.stopped", len(b.brokenSources())
	if broken > 0 {
		key = "partial.sources"
	}
	return b.say(key, count("n", int64(broken)))
}

// toneOfTotal is that of the most urgent verdict; a report without rows has none.
func (b *builder) toneOfTotal() tone {
	if b.report.Total.Rows == 0 {
		return plain
	}
	return b.mostUrgent()
}

func (b *builder) figures() []figure {
	total := b.report.Total
	if total.Rows == 0 {
		return nil
	}
	tone := plain
	if total.Attention > 0 {
		tone = b.mostUrgent()
	}
	return []figure{
		{Label: b.say("head.rows"), Number: thousands(total.Rows)},
		{Label: b.say("head.errors"), Number: thousands(total.Errors), Share: b.share(total.Errors)},
		{Label: b.say("figure.attention"), Number: thousands(total.Attention), Share: b.share(total.Attention), Tone: tone},
	}
}

// frame has the facts that the report holds: when, how many, under which filters.
// The rows are figures where these are drawn.
func (b *builder) frame() []fact { return facts(b.periodFact(), b.rowsFact(), b.filterFact()) }

// facts leaves out those without a text.
func facts(all ...fact) []fact {
	return slices.DeleteFunc(all, func(f fact) bool { return f.Text == "" })
}

func (b *builder) periodFact() fact {
	if b.period.First.IsZero() {
		return fact{}
	}
	return fact{Label: b.say("summary.period"), Text: b.between(b.period.First, b.period.Last, toTheSecond)}
}

func (b *builder) rowsFact() fact {
	total := b.report.Total
	if total.Rows == 0 {
		return fact{}
	}
	return fact{In: written, Label: b.say("summary.rows"), Text: b.say("summary.total",
		count("rows", total.Rows), count("errors", total.Errors), word("errorShare", b.share(total.Errors)),
		count("attention", total.Attention), word("attentionShare", b.share(total.Attention)))}
}

func (b *builder) filterFact() fact {
	filters := slices.Clone(b.report.Filters)
	for i, filter := range filters {
		filters[i] = wholeSpan.mark(filter)
	}
	return fact{Label: b.say("summary.filters"), Text: strings.Join(filters, " ")}
}

// share is n as a share of all rows.
func (b *builder) share(n int64) string { return percent(shareOf(n, b.report.Total.Rows)) }

func shareOf(n, rows int64) float64 {
	if rows <= 0 {
		return 0
	}
	return float64(n) / float64(rows)
}

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
