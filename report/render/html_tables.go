package render

import "math"

// htmlTable is a table as the form shows it.
type htmlTable struct {
	Title, Class string
	Wide         bool // should not share its width
	Heads        []htmlCell
	Rows         []htmlRow
}

type htmlRow struct {
	Tone  tone
	Need  bool
	Cells []htmlCell
}

type htmlCell struct {
	Text          string
	Number, Value bool
}

func (w *htmlWriter) table(t table) {
	name := "table"
	if t.Class == codesOfDay {
		name = t.Class
	}
	w.execute(name, gridOf(t))
}

// gridOf are the columns of a table that HTML shows.
func gridOf(t table) htmlTable {
	t = t.show(inHTML, true)
	out := htmlTable{Title: t.Title, Class: t.Class}
	for _, c := range t.Columns {
		out.Heads = append(out.Heads, htmlCell{Text: unmarked(c.Head), Number: c.Kind == numberColumn || c.Kind == changeColumn})
	}
	for _, r := range t.Rows {
		line := htmlRow{Tone: r.Tone, Need: r.Need}
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

// seenTable is a table of what the rows of a code hold most.
func (w *htmlWriter) seenTable(s seen) htmlTable {
	t := htmlTable{Wide: !s.Values, Heads: []htmlCell{{Text: w.seenHead(s)}, {Text: w.words.say("head.rows"), Number: true}}}
	add := func(text, rows string) {
		t.Rows = append(t.Rows, htmlRow{Cells: []htmlCell{{Text: text}, {Text: rows, Number: true}}})
	}
	for _, r := range s.Rows {
		text := r.Text
		if s.Values {
			t.Wide = t.Wide || columns(text) > wideValue
			text = quote(text)
		}
		add(text, thousands(r.Rows))
	}
	if s.More > 0 {
		add(w.words.say("more", count("n", int64(s.More))), "")
	}
	return t
}

// countGroup is a part of a table of counts under a heading of its own.
type countGroup struct {
	Heading string // "" for none
	Lines   []barLine
}

// barLine is a count with a bar of 0 to 100.
type barLine struct {
	countLine
	Percent float64
}

// counts are those that need attention, then the others; or all in one group.
func (w *htmlWriter) counts(c counts) {
	var top int64
	for _, line := range c.Lines {
		if line.Bar {
			top = max(top, line.Rows)
		}
	}
	groups := []countGroup{{}}
	if c.Marked {
		groups = []countGroup{{Heading: w.words.say("verdicts.need")}, {Heading: w.words.say("verdicts.rest")}}
	}
	for _, line := range c.Lines {
		at := len(groups) - 1
		if line.Need {
			at = 0
		}
		out := barLine{countLine: line}
		if line.Bar {
			out.Percent = barOf(line.Rows, top)
		}
		groups[at].Lines = append(groups[at].Lines, out)
	}
	w.execute("counts", struct {
		Title  string
		Groups []countGroup
	}{c.Title, groups})
}

// barOf is n against the highest count, never so thin that it cannot be seen.
func barOf(n, top int64) float64 {
	const thinnest = 0.5
	if n <= 0 || top <= 0 {
		return 0
	}
	return max(thinnest, math.Round(float64(n)/float64(top)*1000)/10)
}
