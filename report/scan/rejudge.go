package scan

import (
	"bytes"
	"cmp"
	"context"
	"hash/maphash"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// A client is known as a scanner only when all that it did is known: it asked for many
// things that are not there, of which it found none. So scanners are looked for when
// everything is counted, among the clients with the most misses; then their misses are
// counted as probes after all.
//
// What was counted says who may be one. A second look at the time of those clients
// tells what they were served, and a third one moves their misses. Both are bounded,
// and take place only where a client has many misses on many paths.

const (
	// fewMisses is how many misses tell nothing; of a client that also asked for what
	// only scanners ask, fewMissesOfProbe.
	fewMisses, fewMissesOfProbe = 10, 4
	// leastNames is how many different paths a scanner misses, and leastNew which part
	// of its misses.
	leastNames, leastNew = 8, 0.4
	mostSuspects         = 64
	// mostMoved is how many rows of scanners are moved; of a scanner with more, none is.
	mostMoved = 1 << 18
	// lookBytes and lookPart bound a look: so many bytes, or that part of a longer log.
	lookBytes, lookPart = 64 << 20, 0.05
)

// Scanner is a client whose misses are a scanner's by behaviour: it asked for much that
// nobody is served, and was itself served nothing but the front page or a redirect.
type Scanner struct {
	Client      string
	Misses      int64 // rows that are probes for it
	Paths       int   // different ones that it missed
	Served      int64 // rows that were served: the front page
	Redirected  int64
	First, Last int64 // seconds of its misses
}

// suspect is a client with many misses.
type suspect struct {
	Scanner
	probes  int64 // of noise families
	own     int64 // misses with a page of the site as referer, or of paths that others were served
	other   int64 // served rows that are not the front page
	user    bool  // it had logged on
	crawls  int64 // misses under the name of a crawler
	names   map[uint64]bool
	sampled int // rows in the sample, and different paths in them
	paths   map[string]bool
}

// foundNothing reports whether a row asked for what it did not get, so that a scanner's is a
// probe.
func foundNothing(status int32, substatus int32, v codes.Verdict) bool {
	switch status {
	case 400, 401, 403, 404, 405, 410, 501:
	default:
		return false
	}
	switch v {
	case codes.NotFound, codes.BadRequest, codes.Blocked, codes.AccessDenied, codes.Configuration, codes.ChallengeUnanswered:
		return substatus < 501
	case codes.Unknown:
		return substatus == codes.None && status != 401 // not logged
	}
	return false
}

// suspects are the clients that may be scanners, by what was counted.
func (c *counts) suspects() (all []*suspect) {
	index := map[string]*suspect{}
	for i, s := range c.outcomes.subjects {
		probe := s.Verdict == codes.Probe
		if i >= len(c.values) || !probe && !foundNothing(int32(s.Code.Status), int32(s.Code.Substatus), s.Verdict) {
			continue
		}
		table := &c.values[i][FieldClient]
		for _, v := range table.values() {
			one := index[v.Text]
			if one == nil {
				one = &suspect{Scanner: Scanner{Client: v.Text, First: math.MaxInt64, Last: math.MinInt64}}
				index[v.Text] = one
			}
			one.Misses += v.Count
			one.First, one.Last = min(one.First, v.First), max(one.Last, v.Last)
			if probe {
				one.probes += v.Count
			}
		}
	}
	c.sampleSuspects(index)
	for _, one := range index {
		if one.mayScan() {
			all = append(all, one)
		}
	}
	slices.SortFunc(all, func(a, b *suspect) int {
		return cmp.Or(cmp.Compare(b.Misses, a.Misses), cmp.Compare(a.Client, b.Client))
	})
	return all[:min(len(all), mostSuspects)]
}

// sampleSuspects notes how many different paths the sample of errors has of each.
func (c *counts) sampleSuspects(index map[string]*suspect) {
	for i := range c.sample.kept {
		row := &c.sample.kept[i].value
		if one := index[row.value(FieldClient)]; one != nil {
			if one.sampled++; one.paths == nil {
				one.paths = map[string]bool{}
			}
			one.paths[row.value(FieldPath)] = true
		}
	}
}

// mayScan reports whether a look is worth it: the client has misses that are no probes
// yet, and the sample has many paths of it.
func (s *suspect) mayScan() bool {
	least := int64(fewMisses)
	if s.probes >= 2 {
		least = fewMissesOfProbe
	}
	return s.Misses >= least && s.First <= s.Last && len(s.paths) >= min(leastNames, int(least))/2 &&
		(s.probes >= 2 || float64(len(s.paths)) >= leastNew*float64(s.sampled))
}

// isScanner reports whether what the client did is what scanners do.
func (s *suspect) isScanner() bool {
	names, different := leastNames, leastNew*float64(s.Misses)
	if s.probes >= 2 {
		names, different = fewMissesOfProbe-1, 0
	}
	if s.probes == 0 && s.crawls == s.Misses {
		return false // it comes back for pages that are gone
	}
	return !s.user && len(s.names) >= names && float64(len(s.names)) >= different && s.other == 0 && float64(s.own) <= 0.2*float64(s.Misses)
}

// rejudge finds the scanners, and counts their misses as probes.
func (r *run) rejudge(ctx context.Context) {
	if look := r.findOfAll(ctx); look != nil {
		r.moveAll(ctx, look)
	}
}

// findOfAll finds what all rows tell of single ones. It returns what looks at rows, nil
// where none can be looked at.
func (r *run) findOfAll(ctx context.Context) *secondLook {
	c := r.counts
	if r.partial || !r.options.repeatable || r.options.lookOnly {
		return nil
	}
	look := r.secondLook(&Result{Sources: make([]Source, len(r.readings))})
	look.options.Filter = Filter{}
	all := r.affordable(look, c.suspects())
	spans := spansOf(all)
	if all = r.unserved(ctx, look, all, spans); r.judgeSuspects(ctx, look, all, spans) {
		moved := int64(0)
		for _, s := range all {
			if s.isScanner() && moved+s.Misses <= mostMoved {
				moved += s.Misses
				c.scanners = append(c.scanners, s.Scanner)
			}
		}
	}
	c.own = r.ownPaths(ctx, look)
	c.gone = r.gone(ctx, look)
	for i, err := range look.faults.all() {
		r.readings[i].ledger.fail(err)
	}
	return look
}

// affordable keeps the suspects at whose rows a look is short enough.
func (r *run) affordable(look *secondLook, all []*suspect) (kept []*suspect) {
	most := look.most()
	for _, s := range all {
		if n, ok := look.Size(spansOf(append(slices.Clip(kept), s))); ok && n <= most {
			kept = append(kept, s)
		}
	}
	return kept
}

// most is how many bytes a look may read.
func (l *secondLook) most() int64 { return max(lookBytes, int64(lookPart*float64(l.total()))) }

// total is how many bytes the sources have of the time that was asked for.
func (l *secondLook) total() (bytes int64) {
	if l.asked != nil {
		bytes, _ = l.Size(l.asked)
		return bytes
	}
	for i := range l.sources {
		for _, p := range l.sources[i].chunks {
			bytes += p.size
		}
	}
	return bytes
}

// widened are the spans in which rows are moved: of a log that is short enough all time that
// was asked for, so that the rows that are only compared with are judged alike.
func (l *secondLook) widened(spans []Span) []Span {
	switch {
	case l.total() > lookBytes:
		return spans
	case l.asked != nil:
		return l.asked
	}
	return []Span{{-anyTime, anyTime, true}}
}

// besideMisses is how long before and after its misses it matters what else a client
// did, in seconds.
const besideMisses = 600

func spansOf(all []*suspect) (spans []Span) {
	for _, s := range all {
		spans = append(spans, Span{s.First - besideMisses, s.Last + besideMisses + 1, true})
	}
	return spans
}

// unserved returns the suspects of which no page is found at once that they were served: most
// are visitors, who were served many.
func (r *run) unserved(ctx context.Context, look *secondLook, all []*suspect, spans []Span) []*suspect {
	const few = 8
	if look.noted == nil || len(all) == 0 {
		return all
	}
	w := r.newSuspicion(all, spans)
	look.Look(ctx, spans, Wanted{Clients: slices.Sorted(maps.Keys(w.of)), few: few}, w.see)
	return slices.DeleteFunc(all, func(s *suspect) bool { return s.user || s.other > 0 })
}

func (r *run) newSuspicion(all []*suspect, spans []Span) *suspicion {
	w := &suspicion{of: map[string]*suspect{}, served: map[uint64]bool{}, missed: map[uint64]*missedPath{}, seed: r.counts.seed}
	for _, s := range all {
		w.of[s.Client], s.names = s, map[uint64]bool{}
		s.Misses, s.probes, s.crawls, s.Served, s.Redirected, s.own = 0, 0, 0, 0, 0, 0
	}
	w.columns.forwardedFor = r.options.ForwardedFor
	w.spans = JoinSpans(spans)
	return w
}

// judgeSuspects looks at what the suspects did besides, and whether others were served what
// they missed. It reports false when not all could be read.
func (r *run) judgeSuspects(ctx context.Context, look *secondLook, all []*suspect, spans []Span) bool {
	if len(all) == 0 {
		return false
	}
	w := r.newSuspicion(all, spans)
	asked := Wanted{Clients: slices.Sorted(maps.Keys(w.of)), PathsServed: true}
	if !look.Look(ctx, spans, asked, w.see) || look.noted != nil && !w.lookAtServed(ctx, look, spans) || len(w.served) >= mostPaths {
		return false
	}
	for path, missed := range w.missed {
		if w.isServed(path, missed) {
			for _, s := range missed.by {
				delete(s.names, path)
				s.own++
			}
		}
	}
	for _, s := range all {
		s.Paths = len(s.names)
	}
	return true
}

// lookAtServed looks at what others were served of the paths that scanners missed, as far as
// those are scanners yet: at few rows of each shape first, and at all where these tell nothing.
func (w *suspicion) lookAtServed(ctx context.Context, look *secondLook, spans []Span) bool {
	const few = 4
	for _, n := range []int{few, 0} {
		shapes := w.unserved()
		if shapes != nil && !look.Look(ctx, spans, Wanted{few: n, shapes: shapes}, w.see) {
			return false
		}
	}
	return true
}

// unserved are the shapes of the paths that scanners missed, and nobody is known to have been
// served; nil for none.
func (w *suspicion) unserved() (shapes *bitSet) {
	for path, missed := range w.missed {
		if !w.isServed(path, missed) && slices.ContainsFunc(missed.by, (*suspect).isScanner) {
			if shapes == nil {
				shapes = new(bitSet)
			}
			shapes.add(missed.bits)
		}
	}
	return shapes
}

func (w *suspicion) isServed(path uint64, missed *missedPath) bool {
	return w.served[path] || w.served[missed.shape]
}

// suspicion is what a look finds out of suspects.
type suspicion struct {
	mu      sync.Mutex
	of      map[string]*suspect
	served  map[uint64]bool        // paths and their shapes, by their hashes
	missed  map[uint64]*missedPath // by the hashes of the paths
	shape   []byte
	seed    maphash.Seed
	columns columns
	spans   []Span
}

// missedPath is the shape of a path that was missed, and who missed it.
type missedPath struct {
	shape uint64
	bits  uint64 // of it, see rowNote
	by    []*suspect
}

// mostPaths bounds what a look remembers; beyond it nothing is known of anybody.
const mostPaths = 1 << 19

// shapeOf is the hash of the shape of a path.
func (w *suspicion) shapeOf(path []byte) uint64 {
	w.shape = AppendShape(w.shape[:0], path)
	return maphash.Bytes(w.seed, w.shape)
}

// AppendShape appends the shape of a path: # stands in it for each number. Who asks an
// interface for records that are not there asks as others do for those that are.
func AppendShape(to, path []byte) []byte {
	for i, b := range path {
		switch digit := b >= '0' && b <= '9'; {
		case !digit:
			to = append(to, b)
		case i == 0 || path[i-1] < '0' || path[i-1] > '9':
			to = append(to, '#')
		}
	}
	return to
}

// see takes a row.
func (w *suspicion) see(_ int, r *parser.Row, v codes.Verdict) {
	if _, ok := SpanOf(w.spans, r.Second); !ok {
		return // how many rows beside the spans are shown depends on the chunks
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.of[string(Shorten(w.columns.client(r)))]
	served := v == codes.OK && (r.Status >= 200 && r.Status < 300 || r.Status == 304)
	if s == nil && !served {
		return
	}
	path := maphash.Bytes(w.seed, r.Path())
	if served && len(w.served) < mostPaths {
		w.served[path], w.served[w.shapeOf(r.Path())] = true, true
	}
	if s != nil {
		s.see(w, r, v, served, path)
	}
}

func (s *suspect) see(w *suspicion, r *parser.Row, v codes.Verdict, served bool, path uint64) {
	if user := r.Field(parser.Username); len(user) > 1 {
		s.user = true
	}
	switch {
	case served && !isFront(r.Path()):
		s.other++
	case served:
		s.Served++
	case r.Status >= 300 && r.Status < 400:
		s.Redirected++
	case v == codes.Probe || foundNothing(r.Status, r.Substatus, v):
		s.miss(w, r, v, path)
	}
}

// miss notes a row that found nothing.
func (s *suspect) miss(w *suspicion, r *parser.Row, v codes.Verdict, path uint64) {
	s.Misses++
	if v == codes.Probe {
		s.probes++
	}
	if isCrawler(r.Field(parser.UserAgent)) {
		s.crawls++
	}
	if page := r.Field(parser.Referer); v != codes.Probe && len(page) > 1 && !isForeign(page, r.Field(parser.Host)) {
		if host, _ := SplitReferer(page); r.Field(parser.Host) != nil || len(host) > 0 {
			s.own++
		}
	}
	if !s.names[path] && len(s.names) < mostPaths {
		s.names[path] = true
		if w.missed[path] == nil {
			w.missed[path] = &missedPath{shape: w.shapeOf(r.Path()), bits: shapeBits(r.Path())}
		}
		w.missed[path].by = append(w.missed[path].by, s)
	}
}

// crawlerWords are what the names of crawlers hold; those of scanners are a family.
var crawlerWords = [][]byte{[]byte("bot"), []byte("spider"), []byte("crawl"), []byte("slurp"), []byte("externalhit")}

// isCrawler reports whether an agent says that it reads sites for a search engine or the
// like, and where that is told.
func isCrawler(agent []byte) bool {
	agent = bytes.ToLower(agent)
	return bytes.Contains(agent, []byte("http")) && slices.ContainsFunc(crawlerWords, func(word []byte) bool { return bytes.Contains(agent, word) })
}

// isFront reports whether a path is the front page, or what every client may ask.
func isFront(path []byte) bool {
	switch strings.ToLower(string(path)) {
	case "/", "/robots.txt", "/favicon.ico", "/index.html", "/index.htm", "/default.aspx", "/iisstart.htm", "/iisstart.png", "/welcome.png":
		return true
	}
	return false
}
