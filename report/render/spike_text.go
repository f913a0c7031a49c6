package render

import (
	"fmt"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

const spikeDetail = 5 // blanks before what is said of one spike

// spikesText writes the unusual rises: the sentence of each, the numbers behind
// it, what to do, the rows that prove it.
func spikesText(r *report.Report, o Options) []byte {
	p := newPage(r, o)
	p.hang(title, 0, "", p.spikesConclude())
	for _, part := range []func(){p.partial, p.summary, p.surges, p.ledger} {
		part()
	}
	return []byte(p.String())
}

func (p *page) surges() {
	for _, list := range p.surgeLists() {
		p.section(p.words.say(list.key))
		for _, s := range list.surges {
			p.surge(s)
		}
	}
}

// risesBriefly is a sentence for each spike, on a page about something else.
func (p *page) risesBriefly() {
	lists := p.surgeLists()
	if len(lists) == 0 {
		return
	}
	p.section(p.words.say("spike.title"))
	for _, list := range lists {
		for _, s := range list.surges {
			p.hang(p.toneOfSpike(s.Spike), margin, bullet, p.rise(s.Spike))
		}
	}
}

func (p *page) surge(s surge) {
	t := p.toneOfSpike(s.Spike)
	p.hang(t, 0, pad(fmt.Sprintf("%*d", margin+1, s.number), spikeDetail), p.rise(s.Spike))
	if s.number > mostSurges {
		return
	}
	if drawn, span := p.curveOf(s.Curve); drawn != "" {
		p.add(t, spikeDetail, p.cut(drawn+strings.Repeat(" ", gap)+span, p.options.Width-spikeDetail))
	}
	p.facts(spikeDetail, p.tell(s))
	p.causesGrid(s.Spike)
	for _, at := range s.Samples {
		p.sample(at)
	}
	p.command(s.Command)
	p.gap()
}

// causesGrid says who or where, a line each.
func (p *page) causesGrid(s report.Spike) {
	cells := p.causeCells(s)
	if len(cells) == 0 {
		return
	}
	g := grid{heads: p.causeHeads(), right: []int{0, 1, 2}}
	last := len(g.heads) - 1
	said := make([]string, len(cells))
	for i, row := range cells {
		said[i], row[last] = row[last], ""
	}
	g.rows = cells
	lines := g.render(p, p.options.Width)
	p.add(title, spikeDetail, lines[0])
	for i, line := range lines[1:] {
		p.hang(plain, spikeDetail, pad(line, columns(lines[0])-columns(g.heads[last])), said[i])
	}
}

// sample writes where a row stands, and the row: its ends tell most, who asked
// for what and what was answered.
func (p *page) sample(at report.Place) {
	room := p.options.Width - spikeDetail
	p.add(healthy, spikeDetail, fmt.Sprintf("%s:%d", p.middle(at.Source, room*2/3), at.Line))
	p.add(healthy, spikeDetail+margin, p.middle(at.Text, room-margin))
}

// command writes a command on one line of its own from the edge, however long
// it is, so that it can be copied.
func (p *page) command(line string) {
	if line != "" {
		p.lines = append(p.lines, strings.Repeat(" ", spikeDetail)+line)
	}
}
