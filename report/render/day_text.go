package render

import (
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

const (
	dayTop   = 1  // values shown per field and code in text and Markdown
	mostRows = 30 // codes in a table of one page
)

// dayText writes the morning page: what matters, what changed, the numbers, the
// days before, the ledger.
func dayText(r *report.Report, o Options) []byte {
	p := newDayPage(r, o, dayTop)
	p.hang(title, 0, "", p.opens())
	p.partial()
	p.gap()
	p.facts(0, p.dayFacts(unbroken))
	for _, part := range []func(){
		p.changeLists, p.sumTable, p.codeTable, p.page.verdicts, p.page.classes, p.causeList, p.dayTable, p.page.ledger,
	} {
		part()
	}
	return []byte(p.String())
}

func (p *dayPage) sumTable() {
	if !p.compared() {
		return
	}
	p.gap()
	p.grid(grid{heads: p.sumHeads(), right: []int{1, 2, 3}[:len(p.compareHeads())], rows: p.sumRows()}, 0,
		func(int) tone { return plain })
}

// changeLists writes what is new, worse, better and the spikes, those that need
// attention marked.
func (p *dayPage) changeLists() {
	for _, list := range p.changes() {
		p.section(p.words.say(list.key))
		for _, n := range list.notes {
			mark := bullet
			if n.need {
				mark = "! "
			}
			p.hang(n.tone, margin, mark, n.text)
			if n.curve != "" {
				p.add(n.tone, 2*margin, p.fitCurve(n))
			}
		}
		p.more(list.more)
	}
}

// fitCurve puts the times beside a curve.
func (p *dayPage) fitCurve(n dayNote) string {
	return p.cut(n.curve+strings.Repeat(" ", gap)+n.under, p.options.Width-2*margin)
}

func (p *dayPage) more(n int) {
	if n > 0 {
		p.hang(plain, margin, bullet, p.words.say("more", count("n", int64(n))))
	}
}

// codeTable lists the codes with what is usual; where there is room also with
// their verdict.
func (p *dayPage) codeTable() {
	codes := p.listedCodes()
	if len(codes) == 0 {
		return
	}
	shown := codes[:min(len(codes), mostRows)]
	g := grid{heads: append([]string{p.words.say("daily.codes")}, p.codeHeads()...), give: []int{0}}
	last := len(g.heads)
	for i := 1; i < last; i++ {
		g.right = append(g.right, i)
	}
	if p.compared() {
		g.right = g.right[:len(g.right)-1] // a change begins with its sign
	}
	g.heads, g.give = append(g.heads, p.words.say("head.name")), append(g.give, last)
	for _, c := range shown {
		g.rows = append(g.rows, append(append([]string{p.markOf(c) + dayLabel(c)}, p.codeNumbers(c)...), c.Name))
	}
	p.wideCodes(&g, shown)
	p.gap()
	p.grid(g, 0, func(i int) tone { return p.toneOfCode(shown[i]) })
	p.more(len(codes) - len(shown))
}

// wideCodes adds the verdicts to a table on a wide screen.
func (p *dayPage) wideCodes(g *grid, shown []report.DayCode) {
	if p.options.Width < beside {
		return
	}
	g.heads = append(g.heads, p.words.say("head.verdict"))
	for i, c := range shown {
		g.rows[i] = append(g.rows[i], p.kindSaid(c))
	}
}

// markOf is what tells codes that need attention apart without colours.
func (p *dayPage) markOf(c report.DayCode) string {
	return p.mark(report.VerdictCount{Attention: c.Attention > 0})
}

// causeList says of each code that needs attention what it means, where to look
// and where it comes from most.
func (p *dayPage) causeList() {
	all := p.causes()
	p.explained("daily.causes", all[:min(len(all), mostNotes)])
	p.more(len(all) - min(len(all), mostNotes))
}

// dayTable lists the days with bars, and beneath each what was new on it.
func (p *dayPage) dayTable() {
	rows := p.dayRows()
	if len(rows) < 2 {
		return
	}
	g := grid{heads: append(p.dayHeads(), ""), right: []int{1, 2, 3, 4}, give: []int{0}}
	for _, row := range rows {
		g.rows = append(g.rows, append(p.dayCells(row), ""))
	}
	room, top := min(p.options.Width/barShare, p.options.Width-margin-g.total()), mostAttention(rows)
	for i, row := range rows {
		g.rows[i][5] = p.glyphs.bar(row.day.Attention, top, room)
	}
	p.section(p.words.say("daily.days"))
	lines := g.render(p.page, p.options.Width-margin)
	p.add(title, margin, lines[0])
	for i, line := range lines[1:] {
		p.add(plain, margin, line)
		if said := p.remarkOn(rows[i].day); said != "" {
			p.hang(healthy, detail, "", said)
		}
	}
}
