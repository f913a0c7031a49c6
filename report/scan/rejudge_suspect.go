package scan

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

const (
	// fewMisses is how many misses tell nothing; of a client that also asked for what
	// only scanners ask, fewMissesOfProbe.
	fewMisses, fewMissesOfProbe = 10, 4
	// leastNames is how many different paths a scanner misses, and leastNew which part
	// of its misses.
	leastNames, leastNew = 8, 0.4
	mostSuspects         = 64
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
	barred  int64 // misses that were refused whatever the path was
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

// sampleSuspects notes how many different paths the sample of errors has of each, as far as
// that matters.
func (c *counts) sampleSuspects(index map[string]*suspect) {
	c.sample.choose(sampledRows) // which rows it holds beyond that depends on the workers
	for i := range c.sample.kept {
		row := &c.sample.kept[i].value
		if one := index[string(c.sample.value(row, FieldClient))]; one != nil && one.missesEnough() && !(one.probes >= 2 && one.missesManyPaths()) {
			if one.sampled++; one.paths == nil {
				one.paths = map[string]bool{}
			}
			one.paths[string(c.sample.value(row, FieldPath))] = true
		}
	}
}

// mayScan reports whether a look is worth it: the client has misses that are no probes
// yet, and the sample has many paths of it.
func (s *suspect) mayScan() bool {
	return s.missesEnough() && s.missesManyPaths() &&
		(s.probes >= 2 || float64(len(s.paths)) >= leastNew*float64(s.sampled))
}

// missesEnough reports whether a client has so many misses that its paths matter.
func (s *suspect) missesEnough() bool { return s.Misses >= s.leastMisses() && s.First <= s.Last }

// missesManyPaths reports whether the sample has many paths of it.
func (s *suspect) missesManyPaths() bool {
	return len(s.paths) >= min(leastNames, int(s.leastMisses()))/2
}

func (s *suspect) leastMisses() int64 {
	if s.probes >= 2 {
		return fewMissesOfProbe
	}
	return fewMisses
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
	if s.probes < 2 && float64(s.barred) > 0.2*float64(s.Misses) {
		return false // nobody knows what it would have found
	}
	return !s.user && len(s.names) >= names && float64(len(s.names)) >= different && s.other == 0 && float64(s.own) <= 0.2*float64(s.Misses)
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
	if IsCrawler(r.Field(parser.UserAgent)) {
		s.crawls++
	}
	if v != codes.Probe && isBarred(r) {
		s.barred++
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

// isBarred reports whether a row was refused for its method, for plain HTTP, or for the address or
// the certificate of its client, before anything looked for the path.
func isBarred(r *parser.Row) bool {
	switch r.Status {
	case 403:
		return slices.Contains([]int32{4, 5, 6, 7, 8, 12, 13, 16, 17}, r.Substatus)
	case 404:
		return r.Substatus == 6
	case 405, 501:
		return slices.Contains([]string{"PUT", "DELETE", "PATCH", "MERGE"}, string(r.Field(parser.Method)))
	}
	return false
}

// crawlerWords are what the names of crawlers hold; those of scanners are a family.
var crawlerWords = [][]byte{[]byte("bot"), []byte("spider"), []byte("crawl"), []byte("slurp"), []byte("externalhit")}

// IsCrawler reports whether an agent says that it reads sites for a search engine or the
// like, and where that is told: at an address of the web or of mail.
func IsCrawler(agent []byte) bool {
	agent = bytes.ToLower(agent)
	return (bytes.Contains(agent, []byte("http")) || bytes.IndexByte(agent, '@') >= 0) && slices.ContainsFunc(crawlerWords, func(word []byte) bool { return bytes.Contains(agent, word) })
}

// isFront reports whether a path is the front page, or what every client may ask.
func isFront(path []byte) bool {
	switch strings.ToLower(string(path)) {
	case "/", "/robots.txt", "/favicon.ico", "/index.html", "/index.htm", "/default.aspx", "/iisstart.htm", "/iisstart.png", "/welcome.png":
		return true
	}
	return false
}
