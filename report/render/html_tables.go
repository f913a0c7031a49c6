package render

import (
	"math"
	"slices"
)

// Classes of tables that have a form of their own.
const (
	countsClass     = "counts"
	codesOfDayClass = "daycodes"
	lookupClass     = "lookup" // a code, and sentences about it
)

// htmlTable is a table as the form shows it.
type htmlTable struct {
	Title, Class string
	Wide         bool // should not share its width
	Groups       [2]string
	Heads        []htmlCell
	Rows         []htmlRow
}

type htmlRow struct {
	Tone  tone
	Need  bool
	Bar   float64 // 0 to 100
	Cells []htmlCell
}

type htmlCell struct {
	Text          string
	Number, Value bool
}

func (w *htmlWriter) table(t table) {
	name := "table"
	if t.Class == codesOfDayClass || t.Class == countsClass { // these have forms of their own
		name = t.Class
	}
	w.execute(name, gridOf(t))
}

// gridOf are the columns of a table that HTML shows.
func gridOf(t table) htmlTable {
	t = t.show(inHTML, true)
	out := htmlTable{Title: t.Title, Class: t.Class, Groups: t.Groups}
	for _, c := range t.Columns {
		out.Heads = append(out.Heads, htmlCell{Text: unmarked(c.Head), Number: c.Kind == numberColumn || c.Kind == changeColumn})
	}
	longest := t.longestBar()
	for _, r := range t.Rows {
		line := htmlRow{Tone: r.Tone, Need: r.Need, Bar: barOf(r.Bar, longest)}
		for i, text := range r.Cells {
			c := htmlCell{Text: text, Number: out.Heads[i].Number, Value: t.Columns[i].Kind == valueColumn}
			if c.Value {
				c.Text = middle(text, valueWidth)
			}
			line.Cells = append(line.Cells, c)
		}
		out.Rows = append(out.Rows, line)
	}
	return out
}

const wideValue = 26 // columns from which a value wants the whole width: half of it would break it

// seenGrid is a table of what the rows of a code hold most.
func (w *htmlWriter) seenGrid(s seen) htmlTable {
	t := gridOf(w.seenTable(s, true))
	t.Title = s.Label
	t.Wide = !s.Values || slices.ContainsFunc(s.Rows, func(r seenRow) bool { return columns(r.Text) > wideValue })
	return t
}

// rowGroup are rows under a heading of their own, "" for none.
type rowGroup struct {
	Heading string
	Rows    []htmlRow
}

// Parts are the rows that need attention, then the others; or all together.
func (t htmlTable) Parts() (parts []rowGroup) {
	need := rowGroup{Heading: t.Groups[0]}
	rest := rowGroup{Heading: t.Groups[1]}
	for _, r := range t.Rows {
		if r.Need {
			need.Rows = append(need.Rows, r)
		} else {
			rest.Rows = append(rest.Rows, r)
		}
	}
	for _, g := range []rowGroup{need, rest} {
		if len(g.Rows) > 0 {
			parts = append(parts, g)
		}
	}
	return parts
}

// barOf is n against the highest count, never so thin that it cannot be seen.
func barOf(n, top int64) float64 {
	const thinnest = 0.5
	if n <= 0 || top <= 0 {
		return 0
	}
	return max(thinnest, math.Round(float64(n)/float64(top)*1000)/10)
}
