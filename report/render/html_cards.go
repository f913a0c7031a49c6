package render

import "github.com/iiswhy/iiswhy/report"

// cardList is a table of codes or reasons under a heading.
type cardList struct {
	Heading string
	Head    string // of the first column
	Cards   []card
}

// card is a code or a reason: a line of the table, and what can be unfolded
// below its name.
type card struct {
	Label, Name, Split, Rows, Share string
	Tone                            string
	Open                            bool
	Note                            string // that the tables do not know the code
	Told                            []said
	Tables                          []plainTable
}

// More reports whether there is anything to unfold.
func (c card) More() bool { return c.Note != "" || len(c.Told)+len(c.Tables) > 0 }

const wideValue = 26 // columns from which a value wants the whole width: half of it would break it

const openCards = 3 // how many are unfolded from the start: the page stays short enough to look over

func (p *page) cardLists() (lists []cardList) {
	reasons := p.reasonEntries()
	code, reason := p.words.say("head.code"), p.words.say("head.reason")
	for _, list := range []struct {
		key, head string
		entries   []entry
	}{
		{"codes.need", code, needing(p.codeEntries())},
		{"codes.others", code, p.calmErrors()},
		{"codes.healthy", code, p.served()},
		{"reasons.need", reason, needing(reasons)},
		{"reasons.others", reason, resting(reasons)},
	} {
		if len(list.entries) > 0 {
			lists = append(lists, cardList{p.words.say(list.key), list.head, p.cards(list.entries)})
		}
	}
	return lists
}

func (p *page) cards(entries []entry) (all []card) {
	for i, e := range entries {
		c := card{Label: e.label, Name: e.name, Split: p.split(e), Rows: thousands(e.count), Share: percent(e.share),
			Tone: p.toneOf(e.main()).class(), Open: e.need > 0 && i < openCards, Note: p.matchNote(e.code)}
		for _, f := range p.told(e) {
			c.Told = append(c.Told, said{p.words.say(f.label), f.said})
		}
		c.Tables = p.seenWith(e.code)
		all = append(all, c)
	}
	return all
}

// seenWith are the tables of Win32 statuses and of the most frequent values.
func (p *page) seenWith(c report.Code) (tables []plainTable) {
	rows := p.words.say("head.rows")
	if shown := c.Win32[:min(len(c.Win32), p.options.Top)]; len(shown) > 0 {
		t := plainTable{Heads: []string{p.words.say("label.win32"), rows}, Right: 1, Wide: true}
		for _, w := range shown {
			t.Rows = append(t.Rows, []string{p.win32Text(w), thousands(w.Count)})
		}
		tables = append(tables, p.rest(t, len(c.Win32)-len(shown)))
	}
	for _, field := range fieldsOf(c.Top) {
		keys := c.Top[field]
		shown := keys[:min(len(keys), p.options.Top)]
		t := plainTable{Heads: []string{p.fieldName(c, field), rows}, Right: 1}
		for _, k := range shown {
			t.Wide = t.Wide || columns(k.Key) > wideValue
			t.Rows = append(t.Rows, []string{quote(p.middle(k.Key, valueWidth)), thousands(k.Count)})
		}
		tables = append(tables, p.rest(t, len(keys)-len(shown)))
	}
	return tables
}

// rest adds a line for what is not shown.
func (p *page) rest(t plainTable, more int) plainTable {
	if more > 0 {
		t.Rows = append(t.Rows, []string{p.words.say("more", count("n", int64(more))), ""})
	}
	return t
}
