package render

import (
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// codes explains those that need attention and lists the others.
func (d *document) codes() {
	d.explained("codes.need", needing(d.codeEntries()))
	d.listed("codes.others", d.calmErrors())
	d.listed("codes.healthy", d.served())
}

// reasons does so with what HTTP.sys refused or dropped.
func (d *document) reasons() {
	all := d.reasonEntries()
	d.explained("reasons.need", needing(all))
	d.listed("reasons.others", resting(all))
}

// explained gives each entry a section of its own.
func (d *document) explained(heading string, entries []entry) {
	if len(entries) == 0 {
		return
	}
	d.heading(heading)
	for _, e := range entries {
		d.block("### " + d.words.pair(inline(e.label), inline(e.name)))
		rows := fact{d.words.say("summary.rows"), d.amount(e)}
		said := []string{d.labelled(rows)}
		if note := d.matchNote(e.code); note != "" {
			said = append(said, inline(note))
		}
		for _, f := range d.told(e) {
			said = append(said, d.labelled(fact{d.words.say(f.label), f.said}))
		}
		d.items(said)
		d.win32(e.code)
		d.top(e.code)
	}
}

// amount says how many rows there are, and of which kinds: 4,112 (2.1%); 134
// refused logons, 3,978 handshake legs.
func (p *page) amount(e entry) string {
	return p.words.say("amount", word("rows", thousands(e.count)), word("share", percent(e.share)), word("split", p.split(e)))
}

// listed writes a table of entries.
func (d *document) listed(heading string, entries []entry) {
	if len(entries) == 0 {
		return
	}
	d.heading(heading)
	var rows [][]string
	for _, e := range entries {
		rows = append(rows, []string{e.label, e.name, d.split(e), thousands(e.count), percent(e.share)})
	}
	d.table([]string{d.words.say("head.code"), d.words.say("head.name"), d.words.say("head.verdict"),
		d.words.say("head.rows"), d.words.say("head.share")}, 3, rows)
}

func (d *document) win32(c report.Code) {
	shown := c.Win32[:min(len(c.Win32), d.options.Top)]
	var rows [][]string
	for _, w := range shown {
		rows = append(rows, []string{d.win32Text(w), thousands(w.Count)})
	}
	if more := len(c.Win32) - len(shown); more > 0 {
		rows = append(rows, []string{d.words.say("more", count("n", int64(more))), ""})
	}
	d.table([]string{d.words.say("label.win32"), d.words.say("head.rows")}, 1, rows)
}

// top writes a table of the most frequent values of each field.
func (d *document) top(c report.Code) {
	for _, field := range fieldsOf(c.Top) {
		var rows [][]string
		for _, k := range c.Top[field][:min(len(c.Top[field]), d.options.Top)] {
			rows = append(rows, []string{quote(d.middle(k.Key, valueWidth)), thousands(k.Count)})
		}
		d.table([]string{d.fieldName(c, field), d.words.say("head.rows")}, 1, rows)
	}
}

// fieldName is the head of a table of top values.
func (p *page) fieldName(c report.Code, field string) string {
	name := p.words.sayOr("field."+field, field)
	if slices.Contains(c.Estimated, field) {
		return p.words.say("estimated", word("field", name))
	}
	return name
}

func (d *document) groups() {
	all := d.report.Groups
	if len(all) == 0 {
		return
	}
	fields := len(all[0].Key)
	heads, rows := make([]string, fields), make([][]string, len(all))
	for i, key := range all[0].Key {
		heads[i] = quote(key.Field)
	}
	for i, group := range all {
		rows[i] = groupCells(group, fields)
		for j := range fields {
			rows[i][j] = quote(d.middle(rows[i][j], valueWidth))
		}
	}
	d.heading("groups.title")
	d.table(append(heads, d.groupHeads()...), fields, rows)
}

// timeline draws small lines and names the peak of each.
func (d *document) timeline() {
	t := d.report.Timeline
	if !d.drawable(t) {
		return
	}
	const cells = 24 // of a sparkline: more would break
	s := scaleIn(*t, cells)
	d.block("## " + inline(d.timelineSaid(*t)))
	var rows [][]string
	for _, line := range d.peaks(*t, s) {
		spark := strings.ReplaceAll(d.glyphs.spark(line.counts), " ", "·") // blanks may fall together
		rows = append(rows, []string{line.name, quote(spark),
			thousands(line.rows), thousands(line.most), line.at})
	}
	d.table([]string{d.words.say("head.class"), d.bucketSaid(s), d.words.say("head.rows"),
		d.words.say("timeline.peak"), d.words.say("timeline.at")}, 2, rows)
}

func (d *document) latency() {
	if said := d.latencySaid(); said != "" {
		d.block(inline(said))
	}
}

func (d *document) ledger() {
	d.heading("ledger.title")
	var said []string
	for _, sum := range d.sums() {
		said = append(said, inline(sum))
	}
	for _, problem := range d.report.Input.Problems {
		item := inline(d.problemSaid(problem))
		for _, at := range problem.First {
			item += "\n  - " + inline(d.place(at))
		}
		said = append(said, item)
	}
	for _, s := range d.brokenSources() {
		said = append(said, strong(d.words.say("ledger.broken", word("source", quote(s.Name)), word("error", s.Error))))
	}
	d.items(said)
}
