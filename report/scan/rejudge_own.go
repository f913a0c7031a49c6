package scan

import (
	"context"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// A path that the log also shows served is the site's own: whoever asks for it is no
// scanner for that, even where a family of probes knows the name. So is what somebody
// misses who reads many pages of that family here: the site runs such a product. A second
// look around the probes tells what was served; attacks are left out.

// ownPaths are paths of probes that the site serves, who reads pages of which families,
// and when they were asked for.
type ownPaths struct {
	paths   map[string]bool
	readers map[reader]bool
	spans   []Span
}

// reader is a client and a family of probes of which it is served pages.
type reader struct {
	client string
	family int
}

// of reports whether what a row asked for is the site's own, although a family knows it.
func (own *ownPaths) of(r *parser.Row, client string, family int) bool {
	return own != nil && (own.paths[string(Shorten(r.Path()))] || own.readers[reader{client, family}])
}

const (
	// leastOwn is how many times a path must have been served to be the site's own.
	leastOwn = 3
	// leastPages is how many different pages of a family a client must be served to be a
	// reader of them, and moreServed how many times as many rows as it has probes: a
	// scanner finds the few pages of a product that are there.
	leastPages, moreServed = 8, 3
	// besideProbes is how long before and after probes served rows are looked for, in
	// seconds.
	besideProbes = 2 * 3600
)

// ownPaths finds the paths of probes that are the site's own.
func (r *run) ownPaths(ctx context.Context, look *secondLook) (own ownPaths) {
	w := &ownServed{paths: map[string]int{}, read: map[reader]*pagesRead{}, probes: r.counts.probed(FieldClient), noise: r.options.Noise}
	w.columns.forwardedFor = r.options.ForwardedFor
	for path := range r.counts.probed(FieldPath) {
		w.paths[path] = 0
	}
	spans := r.counts.probedSpans()
	w.spans = JoinSpans(spans)
	if size, ok := look.Size(spans); len(w.paths) == 0 || !ok || size > look.most() || !look.Look(ctx, spans, w.see) {
		return own
	}
	if own = w.own(); len(own.paths)+len(own.readers) == 0 {
		return ownPaths{}
	}
	own.spans = spans
	return own
}

// ownServed is what a look finds of pages that were served.
type ownServed struct {
	mu      sync.Mutex
	noise   *codes.Families
	columns columns
	spans   []Span
	probes  map[string]int64 // by client
	paths   map[string]int   // of probes: how many times they were served
	read    map[reader]*pagesRead
}

func (w *ownServed) see(_ int, row *parser.Row, v codes.Verdict) {
	if _, ok := SpanOf(w.spans, row.Second); !ok || v != codes.OK || row.Status != 200 && row.Status != 304 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	path := string(Shorten(row.Path()))
	if n, asked := w.paths[path]; asked && n < leastOwn {
		w.paths[path]++
	}
	client := string(Shorten(w.columns.client(row)))
	if w.probes[client] == 0 || w.noise == nil {
		return
	}
	family, ok := w.noise.Match(row.Field(parser.Method), row.Path(), row.Query(), nil)
	if !ok || w.noise.IsAttack(family) || w.noise.Verdict(family) != codes.Probe {
		return
	}
	one := reader{client, family}
	if w.read[one] == nil {
		w.read[one] = &pagesRead{paths: map[string]bool{}}
	}
	w.read[one].rows++
	if len(w.read[one].paths) < leastPages {
		w.read[one].paths[path] = true
	}
}

// pagesRead are the pages that a reader was served, as many as matter.
type pagesRead struct {
	rows  int64
	paths map[string]bool
}

// own is what the site has itself.
func (w *ownServed) own() ownPaths {
	own := ownPaths{paths: map[string]bool{}, readers: map[reader]bool{}}
	for path, n := range w.paths {
		if n >= leastOwn {
			own.paths[path] = true
		}
	}
	for one, pages := range w.read {
		if len(pages.paths) >= leastPages && pages.rows >= moreServed*w.probes[one.client] {
			own.readers[one] = true
		}
	}
	return own
}

// probed are the values of a field that probes have, and how many rows each.
func (c *counts) probed(field Field) map[string]int64 {
	values := map[string]int64{}
	for i, s := range c.outcomes.subjects {
		if s.Verdict == codes.Probe && i < len(c.values) {
			table := &c.values[i][field]
			table.sum()
			for _, v := range table.values() {
				values[v.Text] += v.Count
			}
		}
	}
	return values
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
	client := string(Shorten(c.columns.client(r)))
	if m.of[client] || !c.outcomes.selection.takes(r) {
		return
	}
	family, ok := ownFamily(m.noise, r)
	if !ok || !c.own.of(r, client, family) {
		return
	}
	as := c.outcomes.of(r)
	from, to := c.outcomes.claimed(as, family, codes.Probe), c.outcomes.byFields(as, r)
	if c.outcomes.all[from].use == shown && c.outcomes.all[from].rows > 0 && c.outcomes.all[to].use == shown {
		m.move(source, r, from, to)
	}
}
