package render

import (
	"fmt"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// bullet stands before what was wrong, so that each item is one at a glance.
const bullet = "- "

const placeIndent = 3 * margin // before the place of a problem

// ledger accounts for every line that was read.
func (p *page) ledger() {
	p.section(p.words.say("ledger.title"))
	for _, sum := range p.sums() {
		p.hang(plain, margin, "", sum)
	}
	for _, problem := range p.report.Input.Problems {
		p.problem(problem)
	}
	for _, s := range p.brokenSources() {
		name := p.middle(s.Name, p.options.Width-placeIndent)
		p.hang(now, margin, bullet, p.words.say("ledger.broken", word("source", name), word("error", s.Error)))
	}
}

// sums says what was read, and what became of every line.
func (p *page) sums() []string {
	in := p.report.Input
	return []string{
		p.words.say("ledger.files", count("files", int64(in.Files)), word("size", size(in.Bytes))),
		p.words.say("ledger.lines", count("lines", in.Lines),
			count("rows", in.Rows), count("filtered", in.Filtered), count("malformed", in.Malformed),
			count("directives", in.Directives), count("blank", in.Blank)),
	}
}

// problem writes what was wrong with lines, and the first of them.
func (p *page) problem(problem report.Problem) {
	t := plain
	if problem.Refused {
		t = look
	}
	p.hang(t, margin, bullet, p.problemSaid(problem))
	for _, at := range problem.First {
		p.add(healthy, placeIndent, p.placed(at))
	}
}

// problemSaid is the sentence for a problem.
func (p *page) problemSaid(problem report.Problem) string {
	key := "ledger.odd"
	if problem.Refused {
		key = "ledger.refused"
	}
	said := p.words.say(key, count("n", problem.Count), word("reason", problem.Reason))
	if problem.Detail == "" {
		problem.Detail = p.words.sayOr("fault."+problem.Reason, "")
	}
	if problem.Detail == "" {
		return said
	}
	return p.words.pair(said, problem.Detail)
}

// placed writes SOURCE:LINE: text. A long source gives way in its middle, so
// that the number of the line is always there.
func (p *page) placed(at report.Place) string {
	room := p.options.Width - placeIndent
	where := fmt.Sprintf("%s:%d: ", p.middle(at.Source, room*2/3), at.Line)
	return p.cut(where+strings.TrimRight(at.Text, " "), room)
}

// brokenSources are those that were not read to their end.
func (p *page) brokenSources() (broken []report.Source) {
	for _, s := range p.report.Input.Sources {
		if s.Error != "" {
			broken = append(broken, s)
		}
	}
	return broken
}

// place writes SOURCE:LINE and the text of the line, each as a value.
func (p *page) place(at report.Place) string {
	where := quote(fmt.Sprintf("%s:%d", p.middle(at.Source, valueWidth), at.Line))
	return p.words.pair(where, quote(p.cut(at.Text, valueWidth)))
}
