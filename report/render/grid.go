package render

import (
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// grid is a table without lines: columns two blanks apart, one line a row.
type grid struct {
	heads []string   // nil for none
	right []int      // columns flushed right: numbers
	give  []int      // columns that are shortened when the width is short
	rows  [][]string // all of one length
}

const gap = 2 // blanks between columns

// render returns the lines, the heads first, none wider than width as long as
// the columns of give can pay for it.
func (g grid) render(p *page, width int) []string {
	if len(g.rows) == 0 {
		return nil
	}
	g.squeeze(p, width)
	t := table.NewWriter()
	t.SetStyle(bare())
	t.SetColumnConfigs(g.alignments())
	t.SuppressTrailingSpaces()
	if g.heads != nil {
		t.AppendHeader(row(g.heads))
	}
	for _, cells := range g.rows {
		t.AppendRow(row(cells))
	}
	return strings.Split(t.Render(), "\n")
}

func bare() table.Style {
	box := table.BoxStyle{PaddingRight: strings.Repeat(" ", gap)}
	return table.Style{Box: box, Options: table.OptionsNoBordersAndSeparators}
}

func (g grid) alignments() []table.ColumnConfig {
	var configs []table.ColumnConfig
	for _, i := range g.right {
		configs = append(configs, table.ColumnConfig{Number: i + 1, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	return configs
}

func row(cells []string) table.Row {
	out := make(table.Row, len(cells))
	for i, cell := range cells {
		out[i] = cell
	}
	return out
}

// squeeze lowers one cap for all giving columns until the rows fit.
func (g grid) squeeze(p *page, width int) {
	const least = 8
	widths := g.widths()
	room := width - gap*(len(widths)-1)
	for i, w := range widths {
		if !slices.Contains(g.give, i) {
			room -= w
		}
	}
	limit := width
	for limit > least && g.given(widths, limit) > room {
		limit--
	}
	for _, cells := range g.all() {
		for _, i := range g.give {
			cells[i] = p.middle(cells[i], limit)
		}
	}
}

// given is the width of all giving columns under a cap.
func (g grid) given(widths []int, limit int) (sum int) {
	for _, i := range g.give {
		sum += min(widths[i], limit)
	}
	return sum
}

func (g grid) widths() []int {
	widths := make([]int, len(g.rows[0]))
	for _, cells := range g.all() {
		for i, cell := range cells {
			widths[i] = max(widths[i], columns(cell))
		}
	}
	return widths
}

// all is the heads and the rows.
func (g grid) all() [][]string {
	if g.heads == nil {
		return g.rows
	}
	return append([][]string{g.heads}, g.rows...)
}

// total is the width that the columns take.
func (g grid) total() int {
	sum := gap * (len(g.rows[0]) - 1)
	for _, w := range g.widths() {
		sum += w
	}
	return sum
}

// grid writes a table; toneOf colours its rows.
func (p *page) grid(g grid, indent int, toneOf func(row int) tone) {
	lines := g.render(p, p.options.Width-indent)
	if g.heads != nil && len(lines) > 0 {
		p.add(title, indent, lines[0])
		lines = lines[1:]
	}
	for i, line := range lines {
		p.add(toneOf(i), indent, line)
	}
}
