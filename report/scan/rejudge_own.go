package scan

import (
	"context"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// A path that the log also shows served is the site's own: whoever asks for it is no
// scanner for that, even where a family of probes knows the name. So is what somebody
// misses who reads many pages of that family here: the site runs such a product; what fails
// of a product of which several clients are served pages; what pages of the site send its
// visitors to; and what a machine of the own network asks for
// again and again and nothing else. A second look around the probes tells. Of attacks, as
// they are named, only those are taken back to which pages of the site send.

// ownPaths are paths of probes that are the site's own, who asks for them, and when they
// were asked for.
type ownPaths struct {
	paths    map[string]bool
	linked   map[string]bool // pages of the site send visitors there
	readers  map[reader]bool
	products map[int]bool    // families: the site runs what they are of
	visitors map[string]bool // clients that read the site
	monitors map[string]bool // clients
	hosts    map[string]bool // of the site
	spans    []Span
}

// knows reports whether anything is the site's own.
func (own *ownPaths) knows() bool {
	return own != nil && len(own.paths)+len(own.linked)+len(own.readers)+len(own.products)+len(own.visitors)+len(own.monitors) > 0
}

// reader is a client and a family of probes of which it is served pages.
type reader struct {
	client string
	family int
}

// of reports whether what a row asked for is the site's own, although a family knows it;
// attack says that it is one of attacks.
func (own *ownPaths) of(r *parser.Row, client string, family int, attack bool) bool {
	if !own.knows() {
		return false
	}
	path := Shorten(r.Path())
	switch {
	case own.linked[string(path)]:
		return true
	case attack:
		return false
	case own.paths[string(path)] || own.monitors[client] || own.readers[reader{client, family}] || r.Status >= 500 && own.products[family]:
		return true
	}
	sender := SenderOf(r)
	return own.visitors[client] && !sender.Front && sender.IsOf(own.hosts)
}

const (
	// leastOwn is how many times a path must have been served to be the site's own.
	leastOwn = 3
	// leastPages is how many different pages of a family a client must be served to be a
	// reader of them, and moreServed how many times as many rows as it has probes: a
	// scanner finds the few pages of a product that are there.
	leastPages, moreServed = 8, 3
	// productPages is how many different pages of a family several clients must be served,
	// and productClients how many, for the site to run that product.
	productPages, productClients = 3, 3
	// besideProbes is how long before and after probes served rows are looked for, in
	// seconds, in a log that is too long to look at all, and mostBeside how many bytes for that
	// beside the time asked for: where these hours hold more, fewer minutes are looked at.
	besideProbes, mostBeside = 2 * 3600, 32 << 20
)

// ownPaths finds the paths of probes that are the site's own.
func (r *run) ownPaths(ctx context.Context, look *secondLook) (own ownPaths) {
	w := &ownServed{paths: map[string]*askedPath{}, read: map[reader]*pagesRead{}, clients: map[string]*asker{}, families: new(bitSet), noise: r.options.Noise, seed: r.counts.seed, forwardedFor: r.options.ForwardedFor}
	for path := range r.counts.probed(FieldPath) {
		w.paths[path] = &askedPath{}
	}
	for client, rows := range r.counts.probed(FieldClient) {
		w.clients[client] = &asker{name: client, probes: rows, inside: IsOfOwnNetwork(client)}
	}
	for _, host := range r.counts.hosts.values() {
		w.hosts.add(w.seed, []byte(host.Text), host.Count)
		w.named += host.Count
	}
	spans := r.ownSpans(look)
	w.spans = JoinSpans(spans)
	if size, ok := look.Size(spans); len(w.paths) == 0 || !ok || size > look.most() || !w.look(ctx, look, spans) {
		return own
	}
	if own = w.own(); !own.knows() {
		return ownPaths{}
	}
	own.spans = spans
	return own
}

// ownSpans are the times in which paths of probes are looked for that were served: of a short
// log all, else some time beside the probes.
func (r *run) ownSpans(look *secondLook) (spans []Span) {
	if spans = r.counts.probedSpans(besideProbes); len(spans) == 0 {
		return nil
	}
	whole := []Span{{-anyTime, anyTime, true}}
	if size, ok := look.Size(whole); ok && size <= lookBytes {
		return whole
	}
	for beside := int64(besideProbes); look.sizeBeside(spans) > mostBeside && beside > besideMisses; {
		beside = max(beside/2, besideMisses)
		spans = r.counts.probedSpans(beside)
	}
	return spans
}

// own is what the site has itself.
func (w *ownServed) own() ownPaths {
	own := ownPaths{paths: map[string]bool{}, linked: map[string]bool{}, readers: map[reader]bool{}, products: w.products(), visitors: map[string]bool{}, monitors: map[string]bool{}, hosts: OwnHosts(w.hosts.values())}
	for name, client := range w.clients {
		if client.pages.Load() >= VisitorPages {
			own.visitors[name] = true
		}
		if client.isMonitor() {
			own.monitors[name] = true
		}
	}
	for path, asked := range w.paths {
		linked, visited := asked.uses(path, &own)
		if linked {
			own.linked[path] = true
		}
		if visited || asked.served >= leastOwn {
			own.paths[path] = true
		}
	}
	for one, pages := range w.read {
		if len(pages.paths) >= leastPages && pages.rows >= moreServed*w.clients[one.client].probes {
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
			for _, v := range table.values() {
				values[v.Text] += v.Count
			}
		}
	}
	return values
}

// probedSpans are the times of probes, and so many seconds beside them.
func (c *counts) probedSpans(beside int64) (spans []Span) {
	for i := range c.outcomes.all {
		if o := &c.outcomes.all[i]; o.verdict == codes.Probe && o.first <= o.last {
			spans = append(spans, Span{o.first - beside, o.last + beside, true})
		}
	}
	return spans
}

// ownFamily is the family of probes that knows the path of a row, by which alone the row
// was judged one, and whether it is one of attacks; false where its agent is known as well.
func ownFamily(noise *codes.Families, r *parser.Row) (family int, attack, ok bool) {
	if noise == nil {
		return 0, false, false
	}
	family, ok = noise.Match(r.Field(parser.Method), r.Path(), r.Query(), nil)
	with, _ := noise.Match(r.Field(parser.Method), r.Path(), r.Query(), r.Field(parser.UserAgent))
	return family, noise.IsAttack(family), ok && with == family
}

// takeBack counts a probe as what it would have been without its family, where its path
// is the site's own.
func (m *moving) takeBack(source int, r *parser.Row) {
	c := m.counts
	client := string(Shorten(c.columns.client(r)))
	if m.of[client] || !c.outcomes.selection.takes(r) {
		return
	}
	family, attack, ok := ownFamily(m.noise, r)
	if !ok || !c.own.of(r, client, family, attack) {
		return
	}
	as := c.outcomes.of(r)
	from, to := c.outcomes.claimed(as, family, codes.Probe), c.outcomes.byFields(as, r)
	if c.outcomes.all[from].use == shown && c.outcomes.all[from].rows > 0 && c.outcomes.all[to].use == shown {
		m.move(source, r, from, to)
	}
}
