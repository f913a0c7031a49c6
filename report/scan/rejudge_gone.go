package scan

import (
	"cmp"
	"context"
	"hash/maphash"
	"maps"
	"math"
	"slices"
	"sort"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// A row of 500.19 with the number of a connection that ended speaks of the share with the
// configuration, or of the client. Bytes and time may tell which (see wasSending), else
// the rows around it do: the configuration could be read where the same path was served
// within a minute, and hardly anything failed so in between, nothing for anybody else. What a share that
// went away leaves behind is failures of others, up to the next row that is served.

const (
	// gonePeriod is how long before and after a row its path must have been served, in
	// seconds.
	gonePeriod = 60
	// mostGone bounds what is kept of rows that failed so, and of rows that were served.
	mostGone = 1 << 18
	// mostCancelled is how many rows of one client may fail between its row and one that
	// was served: behind a balancer all have one address.
	mostCancelled = 2
)

// goneRow is a row that failed so. Server, path, which is one of a site and a host, and
// client are hashes.
type goneRow struct {
	server, path, client uint64
	second               int64
	place                uint64
}

// goneLook is what a look finds out of them.
type goneLook struct {
	mu      sync.Mutex
	seed    maphash.Seed
	columns columns
	names   []string // of sources
	paths   map[string]bool
	failed  []goneRow
	served  map[uint64][]int64 // when each path was
	kept    int                // seconds in served
}

// gone finds the rows of which the client had left, by the hashes of their places.
func (r *run) gone(ctx context.Context, look *secondLook) map[uint64]bool {
	paths, spans := r.counts.mayBeGonePaths(), r.counts.mayBeGoneSpans()
	if size, ok := look.Size(spans); len(paths) == 0 || !ok || size > look.most() {
		return nil
	}
	g := &goneLook{seed: r.counts.seed, paths: paths, served: map[uint64][]int64{}, names: r.names()}
	g.columns.forwardedFor = r.options.ForwardedFor
	if !look.Look(ctx, spans, Wanted{Paths: slices.Sorted(maps.Keys(paths))}, g.see) || len(g.failed) > mostGone || g.kept > mostGone {
		return nil
	}
	return g.left()
}

// names are those of the sources.
func (r *run) names() (names []string) {
	for _, one := range r.readings {
		names = append(names, one.input.Name)
	}
	return names
}

// isUnsettled reports whether rows of an outcome failed so, and nothing told yet why.
func (t *outcomeTable) isUnsettled(o *outcomeCount) bool {
	return o.verdict == codes.Configuration && o.as == codes.OK && t.mayBeGone(o)
}

// mayBeGonePaths are the paths of rows that failed so.
func (c *counts) mayBeGonePaths() map[string]bool {
	paths := map[string]bool{}
	for i := range c.outcomes.all {
		o := &c.outcomes.all[i]
		if o.rows == 0 || o.subject >= len(c.values) || !c.outcomes.isUnsettled(o) {
			continue
		}
		table := &c.values[o.subject][FieldPath]
		for _, v := range table.values() {
			paths[v.Text] = true
		}
	}
	return paths
}

// mayBeGoneSpans are the times around rows that failed so.
func (c *counts) mayBeGoneSpans() (spans []Span) {
	c.minutes.flush()
	step := c.minutes.step
	for _, cell := range c.minutes.cells {
		if o := &c.outcomes.all[cell.Outcome]; o.rows > 0 && c.outcomes.isUnsettled(o) {
			spans = append(spans, Span{cell.Bucket*step - gonePeriod, (cell.Bucket+1)*step + gonePeriod, true})
		}
	}
	return JoinSpans(spans)
}

// see takes a row.
func (g *goneLook) see(source int, r *parser.Row, v codes.Verdict) {
	failed := v == codes.Configuration && MayBeGone(OutcomeOf(r))
	if !failed && (r.Status < 200 || r.Status >= 400) || r.Second == parser.NoTime {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.paths[string(Shorten(r.Path()))] || len(g.failed) > mostGone || g.kept > mostGone {
		return
	}
	g.columns.from(g.names[source])
	server := maphash.Bytes(g.seed, g.columns.server(r))
	path := maphash.Comparable(g.seed, [4]uint64{server, maphash.Bytes(g.seed, g.columns.site(r)), maphash.Bytes(g.seed, r.Field(parser.Host)), maphash.Bytes(g.seed, r.Path())})
	if failed {
		g.failed = append(g.failed, goneRow{server, path, maphash.Bytes(g.seed, g.columns.client(r)), r.Second, placeOf(source, r.Offset)})
		return
	}
	g.served[path] = append(g.served[path], r.Second)
	g.kept++
}

// left are the places of rows whose path was served within gonePeriod, with nobody else's
// failure in between.
func (g *goneLook) left() map[uint64]bool {
	for _, seconds := range g.served {
		slices.Sort(seconds)
	}
	slices.SortFunc(g.failed, func(a, b goneRow) int {
		return cmp.Or(cmp.Compare(a.server, b.server), cmp.Compare(a.second, b.second), cmp.Compare(a.client, b.client))
	})
	left := map[uint64]bool{}
	for _, f := range g.failed {
		for _, second := range besideOf(g.served[f.path], f.second) {
			if at := max(second-f.second, f.second-second); at <= gonePeriod && !g.between(f, second) {
				left[f.place] = true
			}
		}
	}
	return left
}

// besideOf are the last of some sorted seconds up to one, and the first from it on.
func besideOf(seconds []int64, to int64) []int64 {
	from, _ := slices.BinarySearch(seconds, to)
	until := sort.Search(len(seconds), func(i int) bool { return seconds[i] > to })
	near := []int64{math.MinInt64 / 2, math.MaxInt64 / 2}
	if until > 0 {
		near[0] = seconds[until-1]
	}
	if from < len(seconds) {
		near[1] = seconds[from]
	}
	return near
}

// between reports whether other rows of the server failed between a row and a second: one
// of another client, or more than one client that left may have.
func (g *goneLook) between(f goneRow, second int64) bool {
	place := func(second int64) int {
		return sort.Search(len(g.failed), func(i int) bool {
			return cmp.Or(cmp.Compare(g.failed[i].server, f.server), cmp.Compare(g.failed[i].second, second)) >= 0
		})
	}
	from, until := place(min(f.second, second)+1), place(max(f.second, second))
	return until-from > mostCancelled ||
		from < until && slices.ContainsFunc(g.failed[from:until], func(other goneRow) bool { return other.client != f.client })
}

// leave counts a row of 500.19 as one of a client that left.
func (m *moving) leave(source int, r *parser.Row) {
	c := m.counts
	if !c.gone[placeOf(source, r.Offset)] || !c.outcomes.selection.takes(r) {
		return
	}
	from := c.outcomes.of(r)
	if c.outcomes.all[from].use != dropped && c.outcomes.isUnsettled(&c.outcomes.all[from]) {
		m.move(source, r, from, c.outcomes.withVerdict(from, codes.ClientLeft))
	}
}
