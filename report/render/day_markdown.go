package render

import (
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// dayDocument is the morning page as Markdown.
type dayDocument struct {
	*document
	days *dayPage // of the same page
}

func dayMarkdown(r *report.Report, o Options) []byte {
	p := newDayPage(r, o, dayTop)
	p.quoting()
	d := &dayDocument{&document{page: p.page}, p}
	d.block("# " + inline(p.opens()))
	d.warn()
	d.dayFrame()
	for _, part := range []func(){
		d.changes, d.sums, d.codeTable, d.verdicts, d.classes, d.causes, d.dayTable, d.ledger,
	} {
		part()
	}
	return []byte(strings.ReplaceAll(d.out.String(), nbsp, " "))
}

func (d *dayDocument) dayFrame() {
	var said []string
	for _, f := range d.days.dayFacts(quote) {
		said = append(said, d.labelled(f))
	}
	d.items(said)
}

func (d *dayDocument) changes() {
	for _, list := range d.days.changes() {
		d.heading(list.key)
		var said []string
		for _, n := range list.notes {
			text := inline(n.text)
			if n.need {
				text = strong(d.words.say("daily.look")) + " " + text
			}
			if n.curve != "" {
				text += "\n  " + inline(quote(n.curve)+" "+n.under)
			}
			said = append(said, text)
		}
		if list.more > 0 {
			said = append(said, inline(d.words.say("more", count("n", int64(list.more)))))
		}
		d.items(said)
	}
}

func (d *dayDocument) sums() {
	if d.days.compared() {
		d.block("## " + inline(d.words.say("daily.sums")))
		d.table(d.days.sumHeads(), 1, d.days.sumRows())
	}
}

func (d *dayDocument) codeTable() {
	p, codes := d.days, d.days.listedCodes()
	if len(codes) == 0 {
		return
	}
	var rows [][]string
	for _, c := range codes[:min(len(codes), mostRows)] {
		need := ""
		if c.Attention > 0 {
			need = p.words.say("head.yes")
		}
		rows = append(rows, append([]string{dayLabel(c), p.meant(c), need}, p.codeNumbers(c)...))
	}
	heads := []string{p.words.say("head.code"), p.words.say("daily.meaning"), p.words.say("head.attention")}
	d.heading("daily.codes")
	d.table(append(heads, p.codeHeads()...), 3, rows)
	if more := len(codes) - len(rows); more > 0 {
		d.block(inline(p.words.say("more", count("n", int64(more)))))
	}
}

// causes has a line for each code that needs attention: what to check first, and
// the value of each field that it was seen with most.
func (d *dayDocument) causes() {
	all := d.days.needing()
	var rows [][]string
	for _, c := range all[:min(len(all), mostNotes)] {
		rows = append(rows, []string{dayLabel(c), c.Name, d.words.list(d.tops(c.Top)), c.Check, thousands(c.Attention)})
	}
	if len(rows) > 0 {
		d.heading("daily.causes")
	}
	d.table([]string{d.words.say("head.code"), d.words.say("head.name"), d.words.say("daily.where"),
		d.words.say("daily.check"), d.words.say("head.attention")}, 4, rows)
}

// tops are the first values of each field with their rows.
func (d *dayDocument) tops(top map[string][]report.Key) (seen []string) {
	for _, field := range fieldsOf(top) {
		for _, k := range top[field][:min(len(top[field]), d.options.Top)] {
			seen = append(seen, d.words.say("daily.topvalue", word("field", d.words.sayOr("field."+field, field)),
				word("value", quote(d.middle(k.Key, valueWidth))), word("n", thousands(k.Count))))
		}
	}
	return seen
}

func (d *dayDocument) dayTable() {
	const cells = 10 // of a bar
	days := d.days.dayRows()
	var rows [][]string
	for _, row := range days {
		bar := d.glyphs.bar(row.day.Attention, mostAttention(days), cells)
		if bar != "" {
			bar = quote(bar)
		}
		numbers := d.dayCells(row)
		rows = append(rows, append([]string{numbers[0], bar, d.remarkOn(row.day)}, numbers[1:]...))
	}
	if len(days) < 2 {
		return
	}
	heads := d.dayHeads()
	d.heading("daily.days")
	d.table(append([]string{heads[0], "", d.words.say("daily.news")}, heads[1:]...), 3, rows)
}
