package render

import "slices"

const (
	roomy    = 140 // columns from which text shows more columns of a table
	barShare = 4   // the longest bar takes at most this part of the width: one in
)

func (w *textWriter) table(t table) {
	heading, indent := either(t.TextTitle, t.Title), margin
	if t.Edge {
		indent = 0
		w.gap()
	} else {
		w.section(heading)
	}
	shown := t.show(inText, w.width >= roomy)
	if t.Most > 0 {
		shown.Rows = shown.Rows[:min(len(shown.Rows), t.Most)]
	}
	shown = w.spared(shown, w.width-indent)
	g := w.gridOf(shown)
	w.drawBars(shown, g, w.width-indent)
	w.grid(g, indent, shown.Rows)
	w.more(len(t.Rows) - len(shown.Rows))
}

// spared is a table without the spare columns that would take the room of the others.
func (w *textWriter) spared(t table, width int) table {
	const least = 12 // of a column that is shortened: less tells nothing
	for i := len(t.Columns) - 1; i > 0 && w.gridOf(t).needs(least) > width; i-- {
		if t.Columns[i].Spare {
			t = t.without(i)
		}
	}
	return t
}

// drawBars puts the bars into the cells of their column, where there is one.
func (w *textWriter) drawBars(t table, g grid, width int) {
	at := slices.IndexFunc(t.Columns, func(c column) bool { return c.Kind == barColumn })
	if at < 0 {
		return
	}
	room, top := min(w.width/barShare, width-g.total()), t.longestBar()
	for i, r := range t.Rows {
		g.rows[i][at] = bar(r.Bar, top, room)
	}
}

// gridOf lays the columns of a table out.
func (w *textWriter) gridOf(t table) grid {
	g := grid{}
	if slices.ContainsFunc(t.Columns, func(c column) bool { return c.Head != "" }) {
		g.heads = each(t.heads(), w.shown)
	}
	for i, c := range t.Columns {
		if c.Kind == numberColumn {
			g.right = append(g.right, i)
		}
		if c.Shrink {
			g.give = append(g.give, i)
		}
	}
	for _, r := range t.Rows {
		g.rows = append(g.rows, slices.Clone(r.Cells))
	}
	return g
}

// grid writes rows in their tones, each with its note below.
func (w *textWriter) grid(g grid, indent int, rows []row) {
	lines := g.lines(w.width - indent)
	if g.heads != nil && len(lines) > 0 {
		w.add(title, indent, lines[0])
		lines = lines[1:]
	}
	for i, line := range lines {
		w.add(rows[i].Tone, indent, line)
		if rows[i].Note != "" {
			w.wrapped(healthy, detailIndent, "", rows[i].Note)
		}
	}
}

// sentenceTable writes a table whose first column has sentences: they come last
// and are broken below themselves.
func (w *textWriter) sentenceTable(t table, indent int) {
	if len(t.Rows) == 0 {
		return
	}
	head, sentences := t.Columns[0].Head, make([]string, len(t.Rows))
	t.Columns = append(slices.Clone(t.Columns[1:]), column{Head: head})
	for i, r := range t.Rows {
		sentences[i] = r.Cells[0]
		t.Rows[i].Cells = append(slices.Clone(r.Cells[1:]), "")
	}
	lines := w.gridOf(t).lines(w.width)
	w.add(title, indent, lines[0])
	for i, line := range lines[1:] {
		w.wrapped(plain, indent, pad(line, columns(lines[0])-columns(head)), sentences[i])
	}
}

// sign is what tells a line that needs attention apart without colours.
func sign(need bool) string {
	if need {
		return "! "
	}
	return "  "
}

func (w *textWriter) days(d days) { w.table(d.table()) }

// chart draws the lines of the timeline over the width.
func (w *textWriter) chart(c chart) {
	s, cells := w.scaleOf(c.Timeline)
	g := grid{right: []int{2}, heads: []string{"", w.bucketLength(s.seconds), w.say("timeline.peak"), w.say("timeline.at")}}
	var rows []row
	for _, p := range w.peaks(s) {
		g.rows = append(g.rows, []string{p.Name, stretch(spark(p.Sums), cells), thousands(p.Most), p.At})
		rows = append(rows, row{Tone: p.Tone})
	}
	if axis := w.axis(s, cells); axis != "" {
		g.rows = append(g.rows, []string{"", axis, "", ""})
	}
	w.section(c.Title)
	w.grid(g, margin, append(rows, row{Tone: healthy}))
}

// scaleOf finds the scale that fills the width, and how many columns each sum
// takes. The column of the peaks is taken as wide as the whole would need.
func (w *textWriter) scaleOf(t timeline) (s scale, cells int) {
	const widestCell = 8
	name, peaks := 0, columns(w.say("timeline.peak"))
	for _, track := range t.Tracks {
		name = max(name, columns(track.Name))
		peaks = max(peaks, columns(thousands(resample(track.Counts, len(track.Counts))[0])))
	}
	room := max(8, w.width-margin-name-peaks-len(t.layout())-3*gap)
	s = t.scaled(room)
	return s, min(widestCell, room/s.sums)
}

// axis names the ends of the lines, where there is room for both.
func (w *textWriter) axis(s scale, cells int) string {
	first, last := w.at(s.Start, s.layout), w.at(s.End, s.layout)
	width := s.sums * cells
	if width < len(first)+gap+len(last) {
		return ""
	}
	return pad(first, width-len(last)) + last
}
