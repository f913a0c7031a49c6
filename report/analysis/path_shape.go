package analysis

import (
	"context"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Records have paths of their own: /v1/items/17 and /v1/items/18. What happens to all of them is told of
// the shape of their paths, in which a star stands for each number that differs: /v1/items/*.

// star stands for a number in a shape.
const star = "*"

// numbersApart parts a path into its numbers, each one piece, and what is between them.
func numbersApart(path string) (pieces []string) {
	isDigit := func(b byte) bool { return b >= '0' && b <= '9' }
	from := 0
	for at := 1; at <= len(path); at++ {
		if at == len(path) || isDigit(path[at]) != isDigit(path[at-1]) {
			pieces, from = append(pieces, path[from:at]), at
		}
	}
	return pieces
}

// shapeOf is the shape of all paths of an issue, by the rows that were kept of it: "" where they have
// several, or where none of their numbers differs.
func (a *Analysis) shapeOf(i *issue) string {
	rows, d := a.sampleOf(i), a.dimensions().named("cs-uri-stem")
	if len(rows) < fewestSampled {
		return ""
	}
	var shape []string
	for n, r := range rows {
		path := d.of(r.Source, r.Row)
		pieces := numbersApart(path)
		if n == 0 {
			shape = pieces
		}
		if strings.Contains(path, star) || !takesIn(shape, pieces) {
			return ""
		}
	}
	if whole := strings.Join(shape, ""); strings.Contains(whole, star) {
		return whole
	}
	return ""
}

// takesIn makes stars of the numbers of a shape that differ from those of a path; false where anything
// else differs.
func takesIn(shape, pieces []string) bool {
	if len(shape) != len(pieces) {
		return false
	}
	for n, piece := range pieces {
		isNumber := piece[0] >= '0' && piece[0] <= '9'
		switch {
		case shape[n] == piece || shape[n] == star && isNumber:
		case isNumber && shape[n][0] >= '0' && shape[n][0] <= '9':
			shape[n] = star
		default:
			return false
		}
	}
	return true
}

// hasShape reports whether a path has a shape.
func hasShape(shape, path string) bool {
	for shape != "" {
		switch {
		case shape[0] == star[0]:
			rest := strings.TrimLeft(path, "0123456789")
			if len(rest) == len(path) {
				return false
			}
			shape, path = shape[1:], rest
		case path == "" || shape[0] != path[0]:
			return false
		default:
			shape, path = shape[1:], path[1:]
		}
	}
	return path == ""
}

// missedShape is the shape of all paths of an issue, where these were served until its rows began and
// none of them since; nil for none.
func (a *Analysis) missedShape(ctx context.Context, i *issue) *missedPaths {
	begin, end, timed := a.Period()
	if !isMissable(i) || !timed || a.Rows == nil || i.rows < leastMissedPath || i.first-begin < (end-begin)/20 {
		return nil
	}
	shape := a.shapeOf(i)
	if shape == "" || a.isKeptServed(shape, i) {
		return nil
	}
	read := a.readShape(ctx, shape)
	if read == nil {
		return nil
	}
	h := read.history(i, shape, "")
	if int64(len(h.misses)) != i.rows {
		return nil // some are of other paths
	}
	m := h.missed(leastOfEach)
	if m == nil || !a.isMissed(m, i) || len(m.times) > 1 || m.ended().again != parser.NoTime {
		return nil
	}
	m.paths = []scan.Value{{Text: shape, Count: i.rows}}
	return m
}

// isKeptServed reports whether some row of a shape that was kept of all was served by a method that an
// issue misses, while its rows came.
func (a *Analysis) isKeptServed(shape string, i *issue) bool {
	methods, d := map[string]bool{}, a.dimensions()
	for _, r := range a.sampleOf(i) {
		methods[string(r.Row.Field(parser.Method))] = true
	}
	return slices.ContainsFunc(a.Traffic, func(r scan.SampledRow) bool {
		return r.Row.Status < 400 && r.Row.Second > i.first && r.Row.Second < i.last && methods[string(r.Row.Field(parser.Method))] &&
			hasShape(shape, d.named("cs-uri-stem").of(r.Source, r.Row))
	})
}

// readShape are the rows of all paths of a shape; nil where these are too many, or cannot be read again.
func (a *Analysis) readShape(ctx context.Context, shape string) *pathRows {
	begin, end, _ := a.Period()
	p, rows, client := newPathRows(), new([]pathRow), a.Client()
	p.rows[shape] = rows
	one := &sought{span: scan.Span{From: begin, Until: end + 1}, see: func(_ int, r *parser.Row, v codes.Verdict) {
		if len(*rows) <= mostIncidentRows && hasShape(shape, string(scan.Shorten(r.Path()))) {
			*rows = append(*rows, p.row(r, v, client(r)))
		}
	}}
	if a.look(ctx, []*sought{one}); !one.all || len(*rows) > mostIncidentRows {
		return nil
	}
	return p
}
