package explain

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// maxKept is how many rows an Explainer keeps.
	maxKept = 1 << 16
	// linesShown is how many lines of each kind of row it names.
	linesShown = 10
	// maxKinds bounds hostile logs; rows of further kinds are only counted.
	maxKinds = 1 << 10
	// maxKeptBytes bounds the text of the rows that are kept.
	maxKeptBytes = 96 << 20
)

// keptRow is a row that is kept for its neighbours.
type keptRow struct {
	*parser.Row
	source  int
	verdict codes.Verdict
	line    int64 // as it was pasted
	repair  repair
	index   int // among all that are kept
}

// path is the path that was asked for.
func (r *keptRow) path() []byte { return r.Row.Path() }

// kind is what rows have in common that are explained together.
type kind struct {
	outcome codes.Outcome
	verdict codes.Verdict
}

// group is the rows of one kind.
type group struct {
	kind
	count int64
	rows  []*keptRow // in order of source and line
	lines []int64    // the first few, those of one source
	file  string     // of lines; "" for the only one
}

// collector keeps rows as they are counted.
type collector struct {
	rows   []*keptRow
	groups map[kind]*group
	order  []*group
	bytes  int   // of the lines of rows
	missed int64 // rows of kinds that there was no room for
}

func (c *collector) add(source int, r *parser.Row, v codes.Verdict) {
	k := kind{scan.OutcomeOf(r), v}
	g := c.groups[k]
	if g == nil {
		if len(c.order) == maxKinds || !c.hasRoom(r) {
			c.missed++
			return
		}
		g = &group{kind: k}
		c.groups[k] = g
		c.order = append(c.order, g)
	}
	g.count++
	if (len(c.rows) < maxKept || len(g.rows) < linesShown) && c.hasRoom(r) {
		c.bytes += len(r.Line)
		row := &keptRow{Row: r.Clone(), source: source, verdict: v}
		c.rows = append(c.rows, row)
		g.rows = append(g.rows, row)
	}
}

// hasRoom reports whether a row can be kept.
func (c *collector) hasRoom(r *parser.Row) bool { return c.bytes+len(r.Line) <= maxKeptBytes }

// sortRows sorts what was kept by line. Lines are known only at the end of reading.
func (x *Explainer) sortRows(c *collector) {
	for _, r := range c.rows {
		p := x.pasted[r.source]
		r.line = p.number(x.result.Line(r.source, r.Row))
		r.repair = p.repair(r.line)
	}
	inOrder := func(a, b *keptRow) int {
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.line, b.line))
	}
	slices.SortFunc(c.rows, inOrder)
	for _, g := range c.order {
		slices.SortFunc(g.rows, inOrder)
		x.nameLines(g)
	}
	slices.SortFunc(c.order, func(a, b *group) int { return inOrder(a.rows[0], b.rows[0]) })
	x.rows, x.groups, x.missed = c.rows, c.order, c.missed
}

// nameLines names the first lines of a group, of the source where it begins.
func (x *Explainer) nameLines(g *group) {
	first := g.rows[0].source
	for _, r := range g.rows[:min(linesShown, len(g.rows))] {
		if r.source == first {
			g.lines = append(g.lines, r.line)
		}
	}
	if len(x.pasted) > 1 {
		g.file = x.pasted[first].source.Name
	}
}
