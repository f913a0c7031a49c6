package scan

import (
	"context"
	"hash/maphash"
	"maps"
	"slices"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// ownServed is what looks find of pages that were served, and of who missed some.
type ownServed struct {
	noise        *codes.Families
	forwardedFor string
	seed         maphash.Seed
	spans        []Span
	clients      map[string]*asker     // that sent probes
	paths        map[string]*askedPath // of probes
	named        int64                 // how many hosts that pages named were counted before

	mu       sync.Mutex // of what follows, and of what is noted of clients and paths, but for pages
	read     map[reader]*pagesRead
	hosts    valueTable // that pages named, in served rows
	families *bitSet    // shapes of served paths that some family of probes knows

	hasFamilies bool
}

// pagesRead are the pages that a reader was served, as many as matter.
type pagesRead struct {
	rows  int64
	paths map[string]bool
}

// fewHosts are too few pages of which the hosts were counted to tell the site's own.
const fewHosts = 100

// ownQuestion is what a look for ownServed asks of rows.
type ownQuestion struct {
	asked    bool // who asked for paths of probes, and who was served these
	pages    bool // what clients were served that sent probes
	inside   bool // what clients of the own network asked for
	read     bool // what clients that sent probes were served of families of these
	families bool // the shapes of that
}

// look asks all: first what the first look skipped.
func (w *ownServed) look(ctx context.Context, look *secondLook, spans []Span) bool {
	clients, paths := slices.Sorted(maps.Keys(w.clients)), slices.Sorted(maps.Keys(w.paths))
	all, rows := w.watchers(ownQuestion{asked: true, pages: true, inside: true, read: true}), Wanted{Clients: clients, Paths: paths, Referred: w.named < fewHosts}
	if !look.lookAtSkipped(ctx, spans, rows, all) {
		return false
	}
	if look.noted == nil || w.named < fewHosts {
		return look.lookAtRead(ctx, spans, rows, all)
	}
	for _, client := range w.clients {
		client.keep()
	}
	return w.lookAtNoted(ctx, look, spans, clients, paths)
}

// watchers makes what is shown rows of which that is asked.
func (w *ownServed) watchers(what ownQuestion) func() see {
	return func() see {
		return (&ownWatcher{ownServed: w, asks: what, columns: columns{forwardedFor: w.forwardedFor}}).see
	}
}

// lookAtNoted is look where rows are noted, so that most of them need not be read: that a
// client is served pages some of its rows tell, and which paths are of families some rows of
// each shape.
func (w *ownServed) lookAtNoted(ctx context.Context, look *secondLook, spans []Span, clients, paths []string) bool {
	ask := func(what ownQuestion, wanted Wanted) bool {
		return look.lookAtRead(ctx, spans, wanted, w.watchers(what))
	}
	const few = 4
	if !ask(ownQuestion{asked: true}, Wanted{Odd: true, Verdicts: []codes.Verdict{codes.Probe}, Paths: paths}) {
		return false
	}
	if open := w.open(); len(open) > 0 && !ask(ownQuestion{pages: true, inside: true}, Wanted{Clients: open, few: few}) {
		return false
	}
	if open := w.open(); len(open) > 0 && !ask(ownQuestion{pages: true, inside: true}, Wanted{Clients: open}) {
		return false
	}
	if !ask(ownQuestion{families: true}, Wanted{Clients: clients, shapes: allBits(), both: true, few: few}) {
		return false
	}
	return !w.hasFamilies || ask(ownQuestion{read: true}, Wanted{Clients: clients, shapes: w.families, both: true})
}

// open are the clients of which it matters whether they read the site, or watch it, and is
// not known. What was seen of them is forgotten, but for what stands elsewhere.
func (w *ownServed) open() (clients []string) {
	for name, c := range w.clients {
		if c.fromPage && c.pages.Load() < VisitorPages || c.inside && len(c.paths) <= monitorPaths {
			c.forget()
			clients = append(clients, name)
		}
	}
	slices.Sort(clients)
	return clients
}

// products are the families of which several clients were served several pages.
func (w *ownServed) products() map[int]bool {
	clients, paths, all := map[int]int{}, map[int]map[string]bool{}, map[int]bool{}
	for one, pages := range w.read {
		if clients[one.family]++; paths[one.family] == nil {
			paths[one.family] = map[string]bool{}
		}
		maps.Copy(paths[one.family], pages.paths)
		if clients[one.family] >= productClients && len(paths[one.family]) >= productPages {
			all[one.family] = true
		}
	}
	return all
}

// ownWatcher sees some of the rows of ownServed.
type ownWatcher struct {
	*ownServed
	asks    ownQuestion
	columns columns
	known   knownFamilies
}

func (w *ownWatcher) see(_ int, row *parser.Row, v codes.Verdict) {
	if _, ok := SpanOf(w.spans, row.Second); !ok {
		return
	}
	client, asked := w.clients[string(Shorten(w.columns.glance(row)))], w.paths[string(Shorten(row.Path()))]
	served := v == codes.OK && (row.Status == 200 || row.Status == 304)
	if w.asks.inside && client != nil && client.inside {
		w.seeInside(client, row)
	}
	if w.asks.asked {
		w.seeAsked(client, asked, row, served, v == codes.Probe)
	}
	if served && client != nil && w.noise != nil && (w.asks.pages || w.asks.read || w.asks.families) {
		w.seeServed(client, row)
	}
}

func (w *ownWatcher) seeInside(client *asker, row *parser.Row) {
	w.mu.Lock()
	defer w.mu.Unlock()
	client.see(row)
}

// seeAsked takes in a row that may be a probe, or was served where others were probes, or
// that tells something of the hosts of the site.
func (w *ownWatcher) seeAsked(client *asker, asked *askedPath, row *parser.Row, served, probe bool) {
	referred := served && w.named < fewHosts
	if !referred && asked == nil && (client == nil || !probe) {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case probe && client != nil:
		from := SenderOf(row)
		client.fromPage = client.fromPage || from.Host != "" || IsPart(string(row.Path()))
		if asked != nil {
			asked.referers = asked.referers || row.Field(parser.Referer) != nil
			asked.by.take(sent{client.name, from})
		}
	case served && asked != nil:
		asked.served++
	}
	if referred {
		if host, _ := SplitReferer(row.Field(parser.Referer)); len(host) > 0 {
			w.hosts.add(w.seed, host, 1)
		}
	}
}

// seeServed takes in what a client was served that sent probes.
func (w *ownWatcher) seeServed(client *asker, row *parser.Row) {
	family, ok := w.family(row)
	probe := ok && w.noise.Verdict(family) == codes.Probe
	if w.asks.pages && !probe && !isFront(row.Path()) {
		client.pages.Add(1)
	}
	if !probe || w.noise.IsAttack(family) {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.asks.families {
		w.families.add(shapeBits(row.Path()))
		w.hasFamilies = true
	}
	if w.asks.read {
		w.seeRead(reader{client.name, family}, row)
	}
}

// seeRead takes in a page of a family that a reader was served.
func (w *ownWatcher) seeRead(one reader, row *parser.Row) {
	pages := w.read[one]
	if pages == nil {
		pages = &pagesRead{paths: map[string]bool{}}
		w.read[one] = pages
	}
	if pages.rows++; len(pages.paths) < leastPages {
		pages.paths[string(Shorten(row.Path()))] = true
	}
}

// family is the family of noise that method, path and query of a row are of.
func (w *ownWatcher) family(row *parser.Row) (family int, ok bool) {
	method, asked := row.Glance(parser.Method), row.Asked()
	if asked == nil || w.known.repeats.isIdle() {
		return w.noise.Match(method, row.Path(), row.Query(), nil)
	}
	k, known := w.known.find(joinHashes(maphash.Bytes(w.seed, asked), maphash.Bytes(w.seed, method)))
	if !known {
		family, _ := w.noise.Match(method, row.Path(), row.Query(), nil)
		k.family = int32(family)
	}
	return k.is()
}
