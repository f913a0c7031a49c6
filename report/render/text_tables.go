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
	w.grid(w.gridOf(shown), indent, func(i int) tone { return shown.Rows[i].Tone })
	w.more(len(t.Rows) - len(shown.Rows))
}

// gridOf lays the columns of a table out.
func (w *textWriter) gridOf(t table) grid {
	g := grid{}
	if slices.ContainsFunc(t.Columns, func(c column) bool { return c.Head != "" }) {
		for _, head := range t.heads() {
			g.heads = append(g.heads, w.shown(head))
		}
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

// grid writes a table; toneOf colours its rows.
func (w *textWriter) grid(g grid, indent int, toneOf func(row int) tone) {
	lines := g.lines(w.width - indent)
	if g.heads != nil && len(lines) > 0 {
		w.add(title, indent, lines[0])
		lines = lines[1:]
	}
	for i, line := range lines {
		w.add(toneOf(i), indent, line)
	}
}

// sentenceTable writes a table whose first column has sentences: they come last
// and are broken below themselves.
func (w *textWriter) sentenceTable(t table, indent int) {
	if len(t.Rows) == 0 {
		return
	}
	sentences := t.Columns[0]
	t.Columns = append(slices.Clone(t.Columns[1:]), column{Head: sentences.Head})
	said := make([]string, len(t.Rows))
	for i, r := range t.Rows {
		said[i] = r.Cells[0]
		t.Rows[i].Cells = append(slices.Clone(r.Cells[1:]), "")
	}
	lines := w.gridOf(t).lines(w.width)
	w.add(title, indent, lines[0])
	for i, line := range lines[1:] {
		w.wrapped(plain, indent, pad(line, columns(lines[0])-columns(sentences.Head)), said[i])
	}
}

// counts is a table of name, rows, share and bar, what needs attention marked.
func (w *textWriter) counts(c counts) {
	g := grid{heads: []string{c.Title, w.words.say("head.rows"), w.words.say("head.share"), ""}, right: []int{1, 2}, give: []int{0}}
	var top int64
	for _, line := range c.Lines {
		g.rows = append(g.rows, []string{sign(line.Need && c.Marked) + line.Name, thousands(line.Rows), percent(line.Share), ""})
		if line.Bar {
			top = max(top, line.Rows)
		}
	}
	room := min(w.width/barShare, w.width-g.total())
	for i, line := range c.Lines {
		if line.Bar {
			g.rows[i][3] = bar(line.Rows, top, room)
		}
	}
	w.gap()
	w.grid(g, 0, func(i int) tone { return c.Lines[i].Tone })
}

// sign is what tells a line that needs attention apart without colours.
func sign(need bool) string {
	if need {
		return "! "
	}
	return "  "
}

// days lists the days with bars, and beneath each what was new on it.
func (w *textWriter) days(d days) {
	g := grid{heads: append(slices.Clone(d.Heads), ""), right: []int{1, 2, 3, 4}, give: []int{0}}
	for _, one := range d.Days {
		g.rows = append(g.rows, append(append([]string{one.Name}, one.Numbers...), ""))
	}
	room, top := min(w.width/barShare, w.width-margin-g.total()), d.mostAttention()
	for i, one := range d.Days {
		g.rows[i][5] = bar(one.Attention, top, room)
	}
	w.section(d.Title)
	lines := g.lines(w.width - margin)
	w.add(title, margin, lines[0])
	for i, line := range lines[1:] {
		w.add(plain, margin, line)
		if note := d.Days[i].Note; note != "" {
			w.wrapped(healthy, detailIndent, "", note)
		}
	}
}

// chart draws the lines of the timeline over the width.
func (w *textWriter) chart(c chart) {
	s, cells := w.scaleOf(c.Timeline)
	g := grid{right: []int{2}, heads: []string{"", w.bucketLength(s.seconds), w.words.say("timeline.peak"), w.words.say("timeline.at")}}
	tones := []tone{}
	for _, p := range w.peaks(s) {
		g.rows = append(g.rows, []string{p.Name, stretch(spark(p.Sums), cells), thousands(p.Most), p.At})
		tones = append(tones, p.Tone)
	}
	if axis := w.axis(s, cells); axis != "" {
		g.rows = append(g.rows, []string{"", axis, "", ""})
	}
	w.section(c.Title)
	w.grid(g, margin, func(i int) tone { return append(tones, healthy)[i] })
}

// scaleOf finds the scale that fills the width, and how many columns each sum
// takes. The column of the peaks is taken as wide as the whole would need.
func (w *textWriter) scaleOf(t timeline) (s scale, cells int) {
	const widestCell = 8
	name, peaks := 0, columns(w.words.say("timeline.peak"))
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
