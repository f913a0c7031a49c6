package render

import (
	"slices"
	"strings"
)

// How many values are shown with a code where no number was asked for.
const (
	topWritten = 3
	topFolded  = 10

	slowWritten = 5 // of the paths that took most of the time
)

// reportDocument is the default report: what was asked for and what matters first,
// then the numbers, the ledger last. HTML, which can draw, shows the timeline early.
func (b *builder) reportDocument() document {
	top := b.top(topWritten, topFolded)
	timeline := b.timeline()
	blocks := []block{
		b.opening(), b.groups(), b.findings(), only{written, b.spikeSentences()}, b.verdicts(), only{inHTML, timeline},
	}
	blocks = append(blocks, onlyIn(inHTML, b.spikeBlocks(true, b.link))...)
	blocks = append(blocks, b.classes())
	blocks = append(blocks, b.codeCards(top)...)
	blocks = append(blocks, b.links(), b.noise(), only{written, timeline})
	blocks = append(append(blocks, b.latency()...), b.slow(b.top(slowWritten, topFolded)))
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
	switch input := b.report.Input; {
	case broken > 0 && b.report.Total.Rows+input.Filtered+input.Malformed == 0:
		key = "partial.nothing" // that is too low
	case broken > 0:
		key = "partial.sources"
	}
	return b.say(key, count("n", int64(broken)))
}

// toneOfTotal is that of the most urgent verdict; a report without rows has none.
func (b *builder) toneOfTotal() tone {
	if b.report.Total.Rows == 0 {
		return plain
	}
	if all := b.report.Findings; isBesides(all) { // the headline is about it
		return max(b.mostUrgent(), toneOfSeverity(all[0].Severity))
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
func (b *builder) frame() []fact {
	return append(facts(b.periodFact(), b.rowsFact(), b.filterFact()), b.origin()...)
}

// origin says of what a document is made, when and by what, where it may be handed on.
func (b *builder) origin() []fact {
	m := b.report.Made
	all := []fact{
		b.labelled("made.logs", b.words.items(each(m.Paths, wholeSpan.mark))),
		b.labelled("made.sites", b.words.items(m.Sites)), b.labelled("made.servers", b.words.items(m.Servers)),
	}
	if !m.At.IsZero() {
		all = append(all, b.labelled("made.label", b.say("made.at", word("at", b.at(m.At, toTheMinute)),
			word("zone", b.zone(m.At)), word("version", m.Version))))
	}
	for i := range all {
		all[i].In = inMarkdown | inHTML
	}
	return facts(all...)
}

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
	return fact{Label: b.say("summary.filters"), Text: strings.Join(each(b.report.Filters, wholeSpan.mark), " ")}
}

// share is n as a share of all rows.
func (b *builder) share(n int64) string { return percent(shareOf(n, b.report.Total.Rows)) }

func shareOf(n, rows int64) float64 {
	if rows <= 0 {
		return 0
	}
	return float64(n) / float64(rows)
}
