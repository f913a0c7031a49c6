package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// barShare is the part of the width that the longest bar may take: one in.
const barShare = 4

// verdictName is the plain name of a verdict: refused logons.
func (p *page) verdictName(verdict string) string {
	return p.words.sayOr("verdict."+verdict, verdict)
}

// verdictCount is a number of rows of a verdict: 134 refused logons.
func (p *page) verdictCount(t tally) string {
	return p.words.sayOr("count."+t.verdict, thousands(t.count)+nbsp+t.verdict, count("n", t.count))
}

// verdicts lists the verdicts by their rows, those that need attention first
// and marked. Only they have bars: next to everything that was served, they
// would be slivers.
func (p *page) verdicts() {
	var bars []counted
	for _, c := range p.verdictCounts() {
		bars = append(bars, counted{p.mark(c) + p.verdictName(c.Verdict), c.Count, c.Share, p.toneOf(c.Verdict), c.Attention})
	}
	p.counts("verdicts.title", bars)
}

// verdictCounts are the verdicts that have rows, in that order.
func (p *page) verdictCounts() []report.VerdictCount {
	counts := slices.DeleteFunc(slices.Clone(p.report.Verdicts), func(c report.VerdictCount) bool { return c.Count == 0 })
	slices.SortStableFunc(counts, func(a, b report.VerdictCount) int {
		return cmp.Or(p.rank(a.Verdict)-p.rank(b.Verdict), cmp.Compare(b.Count, a.Count))
	})
	return counts
}

// mark is what tells verdicts that need attention apart without colours.
func (p *page) mark(c report.VerdictCount) string {
	if c.Attention {
		return "! "
	}
	return "  "
}

// classes lists the classes of the status.
func (p *page) classes() {
	var bars []counted
	for _, c := range p.report.Classes {
		name := strings.Repeat(" ", margin) + p.words.sayOr("class."+c.Class, c.Class)
		bars = append(bars, counted{name, c.Count, c.Share, plain, true})
	}
	p.counts("classes.title", bars)
}

// counted is a line of a table of counts.
type counted struct {
	name  string
	count int64
	share float64
	tone  tone
	bar   bool
}

// counts is a table of name, rows, share and bar.
func (p *page) counts(heading string, bars []counted) {
	if len(bars) == 0 {
		return
	}
	g := grid{heads: []string{p.words.say(heading), p.words.say("head.rows"), p.words.say("head.share"), ""},
		right: []int{1, 2}, give: []int{0}}
	var top int64
	for _, b := range bars {
		g.rows = append(g.rows, []string{b.name, thousands(b.count), percent(b.share), ""})
		if b.bar {
			top = max(top, b.count)
		}
	}
	room := min(p.options.Width/barShare, p.options.Width-g.total())
	for i, b := range bars {
		if b.bar {
			g.rows[i][3] = p.glyphs.bar(b.count, top, room)
		}
	}
	p.gap()
	p.grid(g, 0, func(i int) tone { return bars[i].tone })
}
