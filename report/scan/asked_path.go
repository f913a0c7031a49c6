package scan

import (
	"fmt"
	"hash/fnv"
	"maps"
	"path"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/iiswhy/iiswhy/parser"
)

// asker is a client that sent probes, and what else it did.
type asker struct {
	name   string
	probes int64
	inside bool // it is of the own network
	// fromPage says that it may be a page that made it ask for what is a probe, where pages are
	// known.
	fromPage bool
	pages    atomic.Int64    // rows that it was served, without probes and the front page
	rows     int64           // of one of the own network
	paths    map[string]bool // that this one asked for, as many as matter
	kept     keptOfAsker
}

// keptOfAsker are pages, rows and paths of an asker that are not forgotten.
type keptOfAsker struct {
	pages, rows int64
	paths       map[string]bool
}

// keep keeps what was seen, and forget forgets what was seen since.
func (c *asker) keep() { c.kept = keptOfAsker{c.pages.Load(), c.rows, maps.Clone(c.paths)} }

func (c *asker) forget() {
	c.pages.Store(c.kept.pages)
	c.rows, c.paths = c.kept.rows, maps.Clone(c.kept.paths)
}

// VisitorPages is how many rows of pages a client was served that reads the site.
const VisitorPages = 2

const (
	// monitorPaths is how many paths a monitor asks for at most, and leastAsked how many
	// times it asks at least.
	monitorPaths, leastAsked = 2, 20
)

// see takes in a row of the client.
func (c *asker) see(r *parser.Row) {
	if c.rows++; c.paths == nil {
		c.paths = map[string]bool{}
	}
	if len(c.paths) <= monitorPaths {
		c.paths[string(Shorten(r.Path()))] = true
	}
}

// isMonitor reports whether a client of the own network asks for one thing again and
// again, and for nothing else: who looks for holes asks for many.
func (c *asker) isMonitor() bool {
	return c.rows >= leastAsked && len(c.paths) <= monitorPaths && c.inside
}

// askedPath is how a path of probes was asked for.
type askedPath struct {
	served   int64
	by       askers
	referers bool // the log has them
}

// askers are a choice of the clients that asked, and of the pages that sent them.
type askers struct{ some bottomK[sent] }

// sent is a client and what page of which host sent it.
type sent struct {
	client string
	from   Sender
}

// mostAskers is how many of them are chosen.
const mostAskers = 32

// hash is the same in every run, so that the choice is.
func (s *sent) hash() uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s %s %t %t", s.client, s.from.Host, s.from.Front, s.from.Asked)
	return hashOffset(int64(h.Sum64()))
}

// take takes in one of them: each once.
func (a *askers) take(one sent) {
	hash := one.hash()
	if a.some.wants(hash) && !slices.ContainsFunc(a.some.kept, func(h hashed[sent]) bool { return h.hash == hash }) {
		a.some.add(hash, 0, one, mostAskers)
	}
}

const (
	// CrowdSent is how many clients pages of the site must send to a path, and CrowdCame
	// how many visitors must ask for it where referers are not logged, to be its use.
	CrowdSent, CrowdCame = 3, 5
)

// uses reports whether pages of the site send its visitors to a path. Where referers are
// not logged, visited says that those who ask for it are visitors, and it is a part of a
// page, which nobody asks for on his own.
func (p *askedPath) uses(path string, own *ownPaths) (linked, visited bool) {
	p.by.some.choose(mostAskers)
	all, linkers, visitors := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, h := range p.by.some.kept {
		one := h.value
		all[one.client] = true
		if own.visitors[one.client] {
			visitors[one.client] = true
			if one.from.IsOf(own.hosts) {
				linkers[one.client] = true
			}
		}
	}
	linked = len(linkers) >= CrowdSent && 2*len(linkers) >= len(all)
	visited = !p.referers && IsPart(path) && len(visitors) >= CrowdCame && 5*len(visitors) >= 4*len(all)
	return linked, visited
}

// parts are the endings of what pages consist of.
var parts = []string{".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".css", ".js", ".woff", ".woff2", ".ttf", ".map"}

// IsPart reports whether a path is that of a file which pages consist of.
func IsPart(asked string) bool {
	return slices.Contains(parts, strings.ToLower(path.Ext(asked)))
}
