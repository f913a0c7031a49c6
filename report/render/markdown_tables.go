package render

import "strings"

const barCells = 10 // of the longest bar

func (w *markdownWriter) table(t table) {
	w.heading(t.Title)
	shown := t.show(inMarkdown, true)
	if t.Most > 0 {
		shown.Rows = shown.Rows[:min(len(shown.Rows), t.Most)]
	}
	w.grid(shown)
	if more := len(t.Rows) - len(shown.Rows); more > 0 {
		w.block(w.more(more))
	}
}

// grid writes the rows of a table, numbers flushed right.
func (w *markdownWriter) grid(t table) {
	if len(t.Rows) == 0 {
		return
	}
	rules := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		rules[i] = "---"
		if c.Kind == numberColumn || c.Kind == changeColumn {
			rules[i] = "--:"
		}
	}
	lines := []string{tableLine(each(t.heads(), cell)), tableLine(rules)}
	longest := t.longestBar()
	for _, r := range t.Rows {
		cells := make([]string, len(r.Cells))
		for i, text := range r.Cells {
			switch t.Columns[i].Kind {
			case valueColumn:
				text = quote(text)
			case barColumn:
				if text = bar(r.Bar, longest, barCells); text != "" {
					text = quote(text)
				}
			}
			cells[i] = cell(text)
		}
		lines = append(lines, tableLine(cells))
	}
	w.block(lines...)
}

func tableLine(cells []string) string { return "| " + strings.Join(cells, " | ") + " |" }

// chart draws small lines and names the peak of each.
func (w *markdownWriter) chart(c chart) {
	const cells = 24 // of a line: more would break
	s := c.Timeline.scaled(cells)
	t := table{Columns: append(w.columns(wordsColumn, "head.class"), column{Head: w.bucketLength(s.seconds), Kind: valueColumn})}
	t.Columns = append(t.Columns, w.columns(numberColumn, "head.rows", "timeline.peak", "timeline.at")...)
	for _, p := range attentionFirst(w.peaks(s)) {
		drawn := dotted(spark(p.Sums))
		t.Rows = append(t.Rows, row{Cells: []string{p.Name, drawn, thousands(p.Rows), thousands(p.Most), p.At}})
	}
	w.heading(c.Title)
	w.grid(t)
}

func (w *markdownWriter) days(d days) { w.table(d.table()) }
