package render

import (
	"slices"
	"strconv"

	"github.com/iiswhy/iiswhy/report"
)

const detail = 6 // blanks before what is said of one code

// codesOfAttention explains the codes with rows that need attention.
func (p *page) codesOfAttention() {
	p.explained("codes.attention", needing(p.codeEntries()))
}

// otherErrors lists errors, answers without a status and flagged codes that
// need no attention, with the verdicts that say why.
func (p *page) otherErrors() { p.judgedList("codes.others", p.calmErrors()) }

func (p *page) calmErrors() []entry {
	return p.pick(func(e entry) bool { return e.need == 0 && e.unusual() })
}

// healthyCodes lists the rest by name only.
func (p *page) healthyCodes() { p.named("codes.healthy", p.served()) }

func (p *page) served() []entry {
	return p.pick(func(e entry) bool { return e.need == 0 && !e.unusual() })
}

func (p *page) pick(wanted func(entry) bool) (picked []entry) {
	for _, e := range p.codeEntries() {
		if wanted(e) {
			picked = append(picked, e)
		}
	}
	return picked
}

// unusual is what is no plain 1xx, 2xx or 3xx.
func (e entry) unusual() bool {
	switch e.code.Class {
	case "1xx", "2xx", "3xx":
		return e.code.Verdicts["flagged"] > 0
	}
	return true
}

// reasons lists what HTTP.sys itself refused or dropped, like codes.
func (p *page) reasons() {
	all := p.reasonEntries()
	p.explained("reasons.attention", needing(all))
	p.judgedList("reasons.others", resting(all))
}

// explained writes a section of entries with all that is known of each.
func (p *page) explained(heading string, entries []entry) {
	if len(entries) == 0 {
		return
	}
	p.section(p.words.say(heading))
	heads := p.entryGrid(entries).render(p, p.options.Width-margin)
	for i, e := range entries {
		p.add(p.toneOf(e.main()), margin, heads[i])
		p.explain(e)
		p.gap()
	}
}

// judgedList writes a section of entries with their verdicts: beside them, or
// beneath where one would have to be cut.
func (p *page) judgedList(heading string, entries []entry) {
	if len(entries) == 0 {
		return
	}
	p.section(p.words.say(heading))
	g := p.entryGrid(entries)
	for i, e := range entries {
		g.rows[i] = append(g.rows[i], p.split(e))
	}
	if g.total() <= p.options.Width-margin {
		p.add(healthy, margin, g.render(p, p.options.Width-margin)...)
		return
	}
	for i, line := range p.entryGrid(entries).render(p, p.options.Width-margin) {
		p.add(healthy, margin, line)
		p.hang(healthy, detail, "", p.split(entries[i]))
	}
}

// named writes a section of entries, one line each.
func (p *page) named(heading string, entries []entry) {
	if len(entries) == 0 {
		return
	}
	p.section(p.words.say(heading))
	p.add(healthy, margin, p.entryGrid(entries).render(p, p.options.Width-margin)...)
}

func (p *page) entryGrid(entries []entry) grid {
	g := grid{right: []int{1, 2}, give: []int{0, 3}}
	for _, e := range entries {
		g.rows = append(g.rows, []string{e.label, thousands(e.count), percent(e.share), e.name})
	}
	return g
}

// split says how the rows of an entry divide: 134 refused logons, 3,978
// handshake legs. All of one kind need no number.
func (p *page) split(e entry) string {
	if len(e.verdicts) == 1 {
		return p.verdictName(e.main())
	}
	var parts []string
	for _, t := range e.verdicts {
		parts = append(parts, p.verdictCount(t))
	}
	return p.words.list(parts)
}

// explain writes what an entry means and what was seen with it.
func (p *page) explain(e entry) {
	if len(e.verdicts) > 1 {
		p.hang(plain, detail, "", p.split(e))
	}
	if note := p.matchNote(e.code); note != "" {
		p.hang(plain, detail, "", note)
	}
	for _, part := range p.told(e) {
		p.hang(plain, detail, p.label(part.label), part.said)
	}
	p.win32(e.code)
	p.top(e.code)
}

// told is what the tables and the rows say of an entry, by the keys of the labels.
func (p *page) told(e entry) []fact {
	all := []fact{
		{"label.seen", p.seen(e)}, {"label.meaning", e.meaning}, {"label.cause", e.cause}, {"label.check", e.check},
	}
	return slices.DeleteFunc(all, func(f fact) bool { return f.said == "" })
}

// seen says from when to when.
func (p *page) seen(e entry) string {
	if e.first.IsZero() || e.last.IsZero() {
		return ""
	}
	if first := p.moment(e.first); first == p.moment(e.last) {
		return first
	}
	return p.fromTo(e.first, e.last)
}

// matchNote says so where the tables do not know the very code. A substatus of
// 0 says no more than the status does, so there is nothing to know of it.
func (p *page) matchNote(c report.Code) string {
	if c.Match == "exact" || c.Match == "status" && c.Substatus != nil && *c.Substatus == 0 {
		return ""
	}
	return p.words.sayOr("match."+c.Match, "",
		word("code", c.Code), word("status", strconv.Itoa(c.Status)), word("class", c.Class))
}
