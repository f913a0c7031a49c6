package render

const detailIndent = 6 // blanks before what is said of one code

func (w *textWriter) cards(c cards) {
	w.section(either(c.TextTitle, c.Title))
	shown := c.Cards
	if c.Most > 0 {
		shown = shown[:min(len(shown), c.Most)]
	}
	switch c.Detail {
	case explained:
		w.explained(shown)
	case withVerdict:
		w.withVerdicts(shown)
	default:
		w.add(healthy, margin, cardGrid(shown).lines(w.width-margin)...)
	}
	w.more(len(c.Cards) - len(shown))
}

func cardGrid(all []card) grid {
	g := grid{right: []int{1, 2}, give: []int{0, 3}}
	for _, c := range all {
		g.rows = append(g.rows, []string{c.Label, thousands(c.Rows), percent(c.Share), c.Name})
	}
	return g
}

// explained writes cards with all that is known of each.
func (w *textWriter) explained(all []card) {
	heads := cardGrid(all).lines(w.width - margin)
	for i, c := range all {
		w.add(c.Tone, margin, heads[i])
		if c.Mixed {
			w.wrapped(plain, detailIndent, "", c.Split)
		}
		if c.Note != "" {
			w.wrapped(plain, detailIndent, "", c.Note)
		}
		for _, f := range factsIn(inText, c.Facts) {
			w.wrapped(plain, detailIndent, w.label(f.Label), f.Text)
		}
		w.seenWith(c.Seen)
		w.gap()
	}
}

// withVerdicts writes cards with their verdicts: beside them, or beneath where
// one would have to be cut.
func (w *textWriter) withVerdicts(all []card) {
	g := cardGrid(all)
	for i, c := range all {
		g.rows[i] = append(g.rows[i], c.Split)
	}
	if g.total() <= w.width-margin {
		w.add(healthy, margin, g.lines(w.width-margin)...)
		return
	}
	for i, line := range cardGrid(all).lines(w.width - margin) {
		w.add(healthy, margin, line)
		w.wrapped(healthy, detailIndent, "", all[i].Split)
	}
}

// seenWith writes what the rows of a code hold most: sentences first, then the
// values of each field, side by side where there is room.
func (w *textWriter) seenWith(all []seen) {
	width := 0 // holds every count
	var values []seen
	for _, s := range all {
		for _, r := range s.Rows {
			width = max(width, columns(thousands(r.Rows)))
		}
		if s.Values {
			values = append(values, s)
		}
	}
	for _, s := range all {
		if !s.Values {
			w.seenSentences(s, width)
		}
	}
	if len(values) > 1 && w.width >= roomy {
		w.seenBeside(values, width)
		return
	}
	for _, s := range values {
		w.seenValues(s, width)
	}
}

func (w *textWriter) seenSentences(s seen, width int) {
	label := w.label(s.Label)
	for _, r := range s.Rows {
		w.wrapped(plain, detailIndent, label+padLeft(thousands(r.Rows), width)+blanks(gap), r.Text)
		label = blanks(columns(label))
	}
	if s.More > 0 {
		w.wrapped(plain, detailIndent, label, w.say("more", count("n", int64(s.More))))
	}
}

func (w *textWriter) seenValues(s seen, width int) {
	label := w.label(s.Label)
	g := grid{give: []int{1}, rows: s.cells(width)}
	for _, line := range g.lines(w.width - detailIndent - columns(label)) {
		w.add(plain, detailIndent, label+line)
		label = blanks(columns(label))
	}
	if s.Estimated {
		w.wrapped(plain, detailIndent, label, w.say("estimated.long"))
	}
}

// seenBeside writes the values of fields in columns next to each other.
func (w *textWriter) seenBeside(all []seen, width int) {
	g := grid{}
	for i, s := range all {
		g.heads, g.give = append(g.heads, w.seenHead(s)), append(g.give, i)
		for j, line := range (grid{rows: s.cells(width)}).lines(w.width) {
			if j == len(g.rows) {
				g.rows = append(g.rows, make([]string, len(all)))
			}
			g.rows[j][i] = line
		}
	}
	w.add(plain, detailIndent, g.lines(w.width-detailIndent)...)
}

// cells are the rows as count and text.
func (s seen) cells(width int) (cells [][]string) {
	for _, r := range s.Rows {
		cells = append(cells, []string{padLeft(thousands(r.Rows), width), r.Text})
	}
	return cells
}
