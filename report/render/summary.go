package render

import (
	"slices"
	"strings"
)

// partial warns, loudly, that the numbers below are not the whole.
func (p *page) partial() {
	if warning := p.warning(); warning != "" {
		p.gap()
		p.hang(now, 0, "", warning)
	}
}

// warning is what partial says, "" of a whole report.
func (p *page) warning() string {
	if !p.report.Input.Partial {
		return ""
	}
	key, broken := "partial.stopped", len(p.brokenSources())
	if broken > 0 {
		key = "partial.sources"
	}
	return p.words.say(key, count("n", int64(broken)))
}

// summary is the frame of the numbers: when, how many, under which filters.
func (p *page) summary() {
	p.gap()
	p.facts(0, p.frame(unbroken))
}

// frame has the facts that the report holds; each writes a filter.
func (p *page) frame(each func(string) string) []fact {
	facts := []fact{p.periodFact(), p.rowsFact(), p.filterFact(each)}
	return slices.DeleteFunc(facts, func(f fact) bool { return f.said == "" })
}

func (p *page) periodFact() fact {
	period := p.report.Period
	if period.First.IsZero() {
		return fact{}
	}
	return fact{p.words.say("summary.period"), p.between(period.First, period.Last, second)}
}

func (p *page) rowsFact() fact {
	total := p.report.Total
	if total.Rows == 0 {
		return fact{}
	}
	return fact{p.words.say("summary.rows"), p.words.say("summary.total",
		count("rows", total.Rows), count("errors", total.Errors), word("errorShare", p.share(total.Errors)),
		count("attention", total.Attention), word("attentionShare", p.share(total.Attention)))}
}

func (p *page) filterFact(each func(string) string) fact {
	filters := slices.Clone(p.report.Filters)
	for i, filter := range filters {
		filters[i] = each(filter)
	}
	return fact{p.words.say("summary.filters"), strings.Join(filters, " ")}
}

// unbroken keeps a flag and its value on one line.
func unbroken(flag string) string { return strings.ReplaceAll(flag, " ", nbsp) }

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
