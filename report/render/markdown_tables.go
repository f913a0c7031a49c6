package render

import (
	"slices"
	"strings"
)

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
	heads := t.heads()
	for i, head := range heads {
		heads[i] = cell(head)
	}
	lines := []string{tableLine(heads), tableLine(rules)}
	for _, r := range t.Rows {
		cells := make([]string, len(r.Cells))
		for i, text := range r.Cells {
			if t.Columns[i].Kind == valueColumn {
				text = quote(text)
			}
			cells[i] = cell(text)
		}
		lines = append(lines, tableLine(cells))
	}
	w.block(lines...)
}

func tableLine(cells []string) string { return "| " + strings.Join(cells, " | ") + " |" }

// counts says of each whether it needs attention, as there are no colours.
func (w *markdownWriter) counts(c counts) {
	t := table{Columns: []column{{Head: c.Head}}}
	if c.Marked {
		t.Columns = append(t.Columns, column{Head: w.words.say("head.attention")})
	}
	t.Columns = append(t.Columns, column{Head: w.words.say("head.rows"), Kind: numberColumn},
		column{Head: w.words.say("head.share"), Kind: numberColumn})
	for _, line := range c.Lines {
		cells := []string{line.Name}
		if c.Marked {
			cells = append(cells, w.words.yes(line.Need))
		}
		t.Rows = append(t.Rows, row{Cells: append(cells, thousands(line.Rows), percent(line.Share))})
	}
	w.heading(c.Title)
	w.grid(t)
}

// chart draws small lines and names the peak of each.
func (w *markdownWriter) chart(c chart) {
	const cells = 24 // of a line: more would break
	s := c.Timeline.scaled(cells)
	t := table{Columns: []column{{Head: w.words.say("head.class")}, {Head: w.bucketLength(s.seconds), Kind: valueColumn},
		{Head: w.words.say("head.rows"), Kind: numberColumn}, {Head: w.words.say("timeline.peak"), Kind: numberColumn},
		{Head: w.words.say("timeline.at"), Kind: numberColumn}}}
	for _, p := range attentionFirst(w.peaks(s)) {
		drawn := dotted(spark(p.Sums))
		t.Rows = append(t.Rows, row{Cells: []string{p.Name, drawn, thousands(p.Rows), thousands(p.Most), p.At}})
	}
	w.heading(c.Title)
	w.grid(t)
}

// days lists the days with bars, and what was new on each.
func (w *markdownWriter) days(d days) {
	const cells = 10 // of a bar
	t := table{Columns: []column{{Head: d.Heads[0]}, {}, {Head: d.Note}}}
	for _, head := range d.Heads[1:] {
		t.Columns = append(t.Columns, column{Head: head, Kind: numberColumn})
	}
	for _, one := range d.Days {
		bar := bar(one.Attention, d.mostAttention(), cells)
		if bar != "" {
			bar = quote(bar)
		}
		t.Rows = append(t.Rows, row{Cells: slices.Concat([]string{one.Name, bar, one.Note}, one.Numbers)})
	}
	w.heading(d.Title)
	w.grid(t)
}
