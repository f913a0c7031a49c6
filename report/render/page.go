package render

import (
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

const (
	defaultWidth = 80
	leastWidth   = 60
	proseWidth   = 120 // longer lines of prose are hard to read
	defaultTop   = 3
	margin       = 2 // blanks before everything but the names of sections
)

// page is a report in the making: what every format for people chooses, orders
// and words, and the lines of the text format.
type page struct {
	report    report.Report // clean: see visible
	options   Options       // with the defaults put in
	words     vocabulary
	glyphs    glyphs
	attention map[string]bool     // verdicts that need it
	labels    int                 // columns of the labels before details
	value     func(string) string // writes a value of the log into a sentence
	lines     []string            // text only
}

func newPage(r *report.Report, o Options) *page {
	p := &page{report: clean(*r, visible), options: o.withDefaults(), glyphs: blocks()}
	if o.ASCII {
		p.glyphs = ascii()
	}
	p.words = vocabularyOf(r.Lang)
	p.attention = attentionOf(p.report.Verdicts)
	p.labels = p.labelWidth()
	p.value = func(v string) string { return p.middle(v, p.prose(0)/2) }
	return p
}

// quoting sets values of the log apart in sentences, as Markdown and HTML do.
func (p *page) quoting() *page {
	p.value = func(v string) string { return quote(p.middle(v, valueWidth)) }
	return p
}

func (o Options) withDefaults() Options {
	if o.Width <= 0 {
		o.Width = defaultWidth
	}
	if o.Top <= 0 {
		o.Top = defaultTop
	}
	if o.Location == nil {
		o.Location = time.UTC
	}
	o.Width = max(o.Width, leastWidth)
	return o
}

// attentionOf says which verdicts need attention. The report knows best, as
// some do so only when they are many; the rule of codes speaks for the others.
func attentionOf(counts []report.VerdictCount) map[string]bool {
	needs := map[string]bool{}
	for v := range codes.NumVerdicts {
		needs[codes.Verdict(v).String()] = codes.Verdict(v).Attention()
	}
	for _, c := range counts {
		needs[c.Verdict] = c.Attention
	}
	return needs
}

// String joins the lines; here the blanks that held numbers and units together
// become plain ones.
func (p *page) String() string {
	return strings.ReplaceAll(strings.Join(p.lines, "\n"), nbsp, " ") + "\n"
}

// add appends lines that fit, behind an indent.
func (p *page) add(t tone, indent int, lines ...string) {
	for _, line := range lines {
		if line != "" {
			line = strings.Repeat(" ", indent) + p.paint(t, line)
		}
		p.lines = append(p.lines, line)
	}
}

// section opens a part of the page.
func (p *page) section(name string) {
	p.gap()
	p.hang(title, 0, "", name)
}

// gap adds an empty line, but never a second one nor one at the top.
func (p *page) gap() {
	if n := len(p.lines); n > 0 && p.lines[n-1] != "" {
		p.lines = append(p.lines, "")
	}
}

// hang wraps prose behind a prefix; further lines begin below the prose.
func (p *page) hang(t tone, indent int, prefix, prose string) {
	left := indent + columns(prefix)
	for i, line := range wrap(prose, p.prose(left)) {
		if i > 0 {
			prefix = strings.Repeat(" ", columns(prefix))
		}
		p.add(t, indent, strings.TrimRight(prefix+line, " "))
	}
}

// prose is the width of prose that begins at column left.
func (p *page) prose(left int) int { return max(8, min(p.options.Width, proseWidth)-left) }
