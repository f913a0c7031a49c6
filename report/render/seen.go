package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// beside is the width from which the tables of top values stand side by side.
const beside = 140

// label is the word that stands before a detail of a code; all share a column.
func (p *page) label(key string) string {
	name := p.words.sayOr(key, strings.TrimPrefix(key, "field."))
	return pad(p.middle(name, p.labels), p.labels+gap)
}

// labelWidth is the width of that column: the widest word, or the widest name
// of a field that has no word here, within reason.
func (p *page) labelWidth() (width int) {
	const widestName = 16
	for _, key := range []string{"label.seen", "label.meaning", "label.cause", "label.check", "label.win32"} {
		width = max(width, columns(p.words.say(key)))
	}
	for _, field := range usualFields() {
		width = max(width, columns(p.words.say("field."+field)))
	}
	for _, c := range p.report.Codes {
		for _, field := range fieldsOf(c.Top) {
			if usual(field) == len(usualFields()) {
				width = max(width, min(widestName, columns(field)))
			}
		}
	}
	return width
}

// usualFields are the fields that have names in plain words, in the order in
// which they are shown.
func usualFields() []string {
	return []string{"cs-uri-stem", "c-ip", "cs-username", "cs(User-Agent)"}
}

// win32 lists the Win32 statuses seen with a code.
func (p *page) win32(c report.Code) {
	seen := c.Win32
	shown := seen[:min(len(seen), p.options.Top)]
	label, width := p.label("label.win32"), p.countWidth(c)
	for _, w := range shown {
		prefix := label + padLeft(thousands(w.Count), width) + strings.Repeat(" ", gap)
		p.hang(plain, detail, prefix, p.win32Text(w))
		label = pad("", columns(label))
	}
	if more := len(seen) - len(shown); more > 0 {
		p.hang(plain, detail, label, p.words.say("more", count("n", int64(more))))
	}
}

// win32Text names a Win32 status: number as logged, symbol, meaning.
func (p *page) win32Text(w report.Win32) string {
	text := fmt.Sprint(w.Code)
	if w.Symbol != "" {
		text += " " + w.Symbol
	} else if w.Hex != "" {
		text += " (" + w.Hex + ")"
	}
	if w.Meaning != "" {
		text = p.words.pair(text, w.Meaning)
	}
	return text
}

// top shows the most frequent values of each field.
func (p *page) top(c report.Code) {
	fields := fieldsOf(c.Top)
	if len(fields) > 1 && p.options.Width >= beside {
		p.topBeside(c, fields)
		return
	}
	for _, field := range fields {
		label := p.label("field." + field)
		g := grid{give: []int{1}, rows: p.keys(c, field)}
		for _, line := range g.render(p, p.options.Width-detail-columns(label)) {
			p.add(plain, detail, label+line)
			label = pad("", columns(label))
		}
		if slices.Contains(c.Estimated, field) {
			p.hang(plain, detail, label, p.words.say("estimated.long"))
		}
	}
}

// topBeside shows the fields in columns next to each other.
func (p *page) topBeside(c report.Code, fields []string) {
	g := grid{}
	for i, field := range fields {
		head := p.words.sayOr("field."+field, field)
		if slices.Contains(c.Estimated, field) {
			head = p.words.say("estimated", word("field", head))
		}
		g.heads, g.give = append(g.heads, head), append(g.give, i)
		lines := grid{rows: p.keys(c, field)}.render(p, p.options.Width)
		for j, line := range lines {
			if j == len(g.rows) {
				g.rows = append(g.rows, make([]string, len(fields)))
			}
			g.rows[j][i] = line
		}
	}
	p.add(plain, detail, g.render(p, p.options.Width-detail)...)
}

// keys is the first values of a field as count and key.
func (p *page) keys(c report.Code, field string) (rows [][]string) {
	keys, width := c.Top[field], p.countWidth(c)
	for _, k := range keys[:min(len(keys), p.options.Top)] {
		rows = append(rows, []string{padLeft(thousands(k.Count), width), k.Key})
	}
	return rows
}

// countWidth is the width that holds every count beside the details of a code.
func (p *page) countWidth(c report.Code) (width int) {
	for _, w := range c.Win32 {
		width = max(width, columns(thousands(w.Count)))
	}
	for _, keys := range c.Top {
		for _, k := range keys {
			width = max(width, columns(thousands(k.Count)))
		}
	}
	return width
}

// fieldsOf lists the fields that hold values: the usual ones first, then the
// others by name.
func fieldsOf(top map[string][]report.Key) (fields []string) {
	for field, keys := range top {
		if len(keys) > 0 {
			fields = append(fields, field)
		}
	}
	slices.SortFunc(fields, func(a, b string) int {
		return cmp.Or(usual(a)-usual(b), cmp.Compare(a, b))
	})
	return fields
}

func usual(field string) int {
	if i := slices.Index(usualFields(), field); i >= 0 {
		return i
	}
	return len(usualFields())
}
