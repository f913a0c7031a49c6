package scan

import (
	"context"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// A path that the log also shows served is the site's own: whoever asks for it is no
// scanner for that, even where a family of probes knows the name. A second look around
// the probes tells which paths were served; attacks are left out.

// ownPaths are paths of probes that the site serves, and when they were asked for.
type ownPaths struct {
	paths map[string]bool
	spans []Span
}

const (
	// leastOwn is how many times a path must have been served to be the site's own.
	leastOwn = 3
	// besideProbes is how long before and after probes served rows are looked for, in
	// seconds.
	besideProbes = 2 * 3600
)

// ownPaths finds the paths of probes that are the site's own.
func (r *run) ownPaths(ctx context.Context, look *secondLook) (own ownPaths) {
	paths := r.counts.probedPaths()
	spans := r.counts.probedSpans()
	if size, ok := look.Size(spans); len(paths) == 0 || !ok || size > look.most() {
		return own
	}
	var mu sync.Mutex
	if !look.Look(ctx, spans, func(_ int, row *parser.Row, v codes.Verdict) {
		if v != codes.OK || row.Status != 200 && row.Status != 304 {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		if n, asked := paths[string(Shorten(row.Path()))]; asked && n < leastOwn {
			paths[string(Shorten(row.Path()))]++
		}
	}) {
		return own
	}
	own = ownPaths{paths: map[string]bool{}, spans: spans}
	for path, n := range paths {
		if n >= leastOwn {
			own.paths[path] = true
		}
	}
	if len(own.paths) == 0 {
		return ownPaths{}
	}
	return own
}

// probedPaths are the paths that probes asked for, none served so far.
func (c *counts) probedPaths() map[string]int {
	paths := map[string]int{}
	for i, s := range c.outcomes.subjects {
		if s.Verdict == codes.Probe && i < len(c.values) {
			table := &c.values[i][FieldPath]
			table.sum()
			for _, v := range table.values() {
				paths[v.Text] = 0
			}
		}
	}
	return paths
}

// probedSpans are the times around probes.
func (c *counts) probedSpans() (spans []Span) {
	for i := range c.outcomes.all {
		if o := &c.outcomes.all[i]; o.verdict == codes.Probe && o.first <= o.last {
			spans = append(spans, Span{o.first - besideProbes, o.last + besideProbes, true})
		}
	}
	return spans
}

// ownFamily is the family of probes that knows the path of a row, by which alone the row
// was judged one; false where its agent is known as well, or it is an attack.
func ownFamily(noise *codes.Families, r *parser.Row) (family int, ok bool) {
	if noise == nil {
		return 0, false
	}
	family, ok = noise.Match(r.Field(parser.Method), r.Path(), r.Query(), nil)
	with, _ := noise.Match(r.Field(parser.Method), r.Path(), r.Query(), r.Field(parser.UserAgent))
	return family, ok && with == family && !noise.IsAttack(family)
}

// takeBack counts a probe as what it would have been without its family, where its path
// is the site's own.
func (m *moving) takeBack(source int, r *parser.Row) {
	c := m.counts
	if !c.own.paths[string(Shorten(r.Path()))] || m.of[string(Shorten(c.columns.client(r)))] || !c.outcomes.selection.takes(r) {
		return
	}
	family, ok := ownFamily(m.noise, r)
	if !ok {
		return
	}
	to := c.outcomes.of(r)
	from := c.outcomes.claimed(to, family, codes.Probe)
	if c.outcomes.all[from].use == shown && c.outcomes.all[from].rows > 0 && c.outcomes.all[to].use == shown {
		m.move(source, r, from, to)
	}
}
