package render

import (
	"slices"
	"strings"
)

// grid is a table without lines: columns two blanks apart, one line a row.
type grid struct {
	heads []string   // nil for none
	right []int      // columns flushed right: numbers
	give  []int      // columns that are shortened when the width is short
	rows  [][]string // all of one length
}

// lines returns the lines, the heads first, none wider than width as long as
// the columns of give can pay for it.
func (g grid) lines(width int) (lines []string) {
	if len(g.rows) == 0 {
		return nil
	}
	g.squeeze(width)
	widths := g.widths()
	for _, cells := range g.all() {
		var line strings.Builder
		for i, cell := range cells {
			if slices.Contains(g.right, i) {
				cell = padLeft(cell, widths[i])
			}
			line.WriteString(pad(cell, widths[i]+gap))
		}
		lines = append(lines, strings.TrimRight(line.String(), " "))
	}
	return lines
}

// squeeze lowers one cap for all giving columns until the rows fit.
func (g grid) squeeze(width int) {
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
			cells[i] = middle(cells[i], limit)
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

// needs is the width that the columns need, those that give at least so much of it.
func (g grid) needs(least int) int {
	sum := gap * (len(g.rows[0]) - 1)
	for i, w := range g.widths() {
		if slices.Contains(g.give, i) {
			w = min(w, least)
		}
		sum += w
	}
	return sum
}

// total is the width that the columns take.
func (g grid) total() int {
	sum := gap * (len(g.rows[0]) - 1)
	for _, w := range g.widths() {
		sum += w
	}
	return sum
}
