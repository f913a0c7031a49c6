package render

import "strings"

// partial warns, loudly, that the numbers below are not the whole.
func (p *page) partial() {
	if !p.report.Input.Partial {
		return
	}
	key, broken := "partial.stopped", len(p.brokenSources())
	if broken > 0 {
		key = "partial.sources"
	}
	p.gap()
	p.hang(now, 0, "", p.words.say(key, count("n", int64(broken))))
}

// summary is the frame of the numbers: when, how many, under which filters.
func (p *page) summary() {
	var facts []fact
	if period := p.report.Period; !period.First.IsZero() {
		facts = append(facts, fact{p.words.say("summary.period"), p.between(period.First, period.Last, second)})
	}
	if total := p.report.Total; total.Rows > 0 {
		facts = append(facts, fact{p.words.say("summary.rows"), p.words.say("summary.total",
			count("rows", total.Rows), count("errors", total.Errors), word("errorShare", p.share(total.Errors)),
			count("attention", total.Attention), word("attentionShare", p.share(total.Attention)))})
	}
	if filters := p.report.Filters; len(filters) > 0 {
		facts = append(facts, fact{p.words.say("summary.filters"), together(filters)})
	}
	p.gap()
	p.facts(0, facts)
}

// together joins flags so that none is torn from its value at the end of a line.
func together(flags []string) string {
	whole := make([]string, len(flags))
	for i, flag := range flags {
		whole[i] = strings.ReplaceAll(flag, " ", nbsp)
	}
	return strings.Join(whole, " ")
}

// fact is a label and what is said under it.
type fact struct{ label, said string }

// facts writes labels in one column and prose beside them.
func (p *page) facts(indent int, facts []fact) {
	width := 0
	for _, f := range facts {
		width = max(width, columns(f.label))
	}
	for _, f := range facts {
		p.hang(plain, indent, pad(f.label, width)+strings.Repeat(" ", gap), f.said)
	}
}

// share is n as a share of all rows.
func (p *page) share(n int64) string {
	if p.report.Total.Rows <= 0 {
		return percent(0)
	}
	return percent(float64(n) / float64(p.report.Total.Rows))
}
