package analysis

import (
	"cmp"
	"context"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A page that sends to itself, or to one that sends back, is served to nobody, and no status
// tells: each answer is a redirect. A cookie that does not come back after a logon does it, or
// a site behind a proxy that takes each request for one without TLS. Browsers give up after
// twenty, so what tells is one program that gets nothing but redirects, one right after the
// other, to a few addresses that it asked for already.
//
// Monitors ask as often and let the redirect be, but not so quickly, or at an even pace: who
// follows a redirect does so at once. A robot, or a page of
// pictures that lie elsewhere, asks for ever new addresses; who posts again and again gets
// pages between.
const (
	// leastInLoop is how many redirects follow each other in a loop, and loopPause how many
	// seconds pass between two at most: some of the way leads through a server of logons.
	leastInLoop, loopPause = 10, 5
	// secondsEach is how long one of them takes at most on average.
	secondsEach = 2
	// leastAtOnce is which part of them comes within the second of the one before, where all are
	// of one address.
	leastAtOnce = 0.1
	// mostAddresses is how many addresses a loop has at most.
	mostAddresses = 4
	// leastLoops is how many loops are told, and leastLong how many redirects where it is one
	// alone: what loads a file in many pieces at once is redirected for each.
	leastLoops, leastLong = 3, 50
	// mostLoopers is how many clients are looked at first, at how many times, and mostLoopRows
	// how many rows are.
	mostLoopers, mostStretches, mostLoopRows = 64, 256, 1 << 18
	mostLoops                                = 3
)

// looper is a program of a client that is redirected.
type looper struct{ client, agent string }

// answered is a row of a looper.
type answered struct {
	second, place int64
	path, address string
	code          codes.Code
	redirected    bool
	got           bool // asked for by GET
}

// loop is a stretch of rows of a looper that were all redirected.
type loop struct {
	looper
	rows []answered
}

// loopRows are rows of some programs.
type loopRows struct {
	of   map[looper][]answered
	n    int
	full bool // there were too many
}

// redirectLoops says which clients are sent in a circle: some are found by how often they were
// redirected, and the paths of their loops show all others.
func (a *Analysis) redirectLoops(ctx context.Context) (all []report.Finding) {
	if len(a.Redirected) == 0 || a.Rows == nil || a.chooses("status") {
		return nil
	}
	clients, spans := a.redirectedOften()
	some, ok := a.loopRows(ctx, spans, scan.Wanted{Clients: clients})
	if !ok {
		return nil
	}
	first, last, _ := a.Period()
	site, others := siteLoops(loopsOf(some.of))
	groups := togetherIn(others)
	if len(site) > 0 {
		groups = slices.Insert(groups, 0, site)
	}
	for _, loops := range groups {
		if len(all) == mostLoops {
			break
		}
		paths := pathsRound(loops)
		rows, ok := a.loopRows(ctx, []scan.Span{{From: first, Until: last + 1}}, wantedOf(paths))
		if same := throughPaths(loopsOf(rows.of), paths); ok && len(paths) <= mostSitePaths && len(same) >= len(loops) {
			loops = same
		} else {
			rows, ok = some, false
		}
		all = append(all, a.toldLoops(loops, rows.of, ok))
	}
	return all
}

// loopRows are the wanted rows of some spans. It reports false where not all could be read.
func (a *Analysis) loopRows(ctx context.Context, spans []scan.Span, wanted scan.Wanted) (rows loopRows, ok bool) {
	rows.of = map[looper][]answered{}
	client := a.Client()
	see := func(_ int, r *parser.Row, _ codes.Verdict) {
		one, asked := looper{string(scan.Shorten(client(r))), string(scan.Shorten(r.Field(parser.UserAgent)))}, string(scan.Shorten(r.Path()))
		if !slices.Contains(wanted.Clients, one.client) && !slices.Contains(wanted.Paths, asked) {
			return
		}
		if rows.full = rows.n == mostLoopRows; !rows.full {
			rows.of[one] = append(rows.of[one], answerOf(r, asked))
			rows.n++
		}
	}
	var all []*sought
	for _, s := range spans {
		all = append(all, &sought{span: s, wanted: wanted, see: see})
	}
	a.look(ctx, all)
	return rows, !rows.full && !slices.ContainsFunc(all, func(s *sought) bool { return !s.all })
}

// redirectedOften are the clients that were redirected so often, and the times around that,
// which do not overlap.
func (a *Analysis) redirectedOften() (clients []string, spans []scan.Span) {
	const before, behind = 60, 120
	for _, r := range a.Redirected[:min(len(a.Redirected), mostStretches)] {
		if len(clients) < mostLoopers {
			clients = withValue(clients, r.Client)
		}
		if slices.Contains(clients, r.Client) {
			spans = append(spans, scan.Span{From: r.Second - before, Until: r.Second + behind})
		}
	}
	slices.SortFunc(spans, func(x, y scan.Span) int { return cmp.Compare(x.From, y.From) })
	apart := spans[:1]
	for _, s := range spans[1:] {
		if end := &apart[len(apart)-1]; s.From <= end.Until {
			end.Until = max(end.Until, s.Until)
		} else {
			apart = append(apart, s)
		}
	}
	return clients, apart
}

func answerOf(r *parser.Row, asked string) answered {
	return answered{
		second: r.Second, place: r.Offset, path: asked, address: asked + "?" + lastingQuery(string(scan.Shorten(r.Query()))), code: codeOf(r),
		redirected: scan.IsRedirect(r.Status), got: string(r.Field(parser.Method)) == "GET",
	}
}

// freshNames are parameters that are made anew each time somebody is sent to log on, and
// those that say where to go then, which grow with each turn.
var freshNames = []string{
	"state", "nonce", "code", "session_state", "code_challenge", "client-request-id", "wctx", "wct", "samlrequest", "samlresponse", "relaystate",
	"returnurl", "return_url", "redirect_uri", "redirecturl", "redirect", "returnto", "return", "next", "url", "goto", "source", "wreply", "ticket",
}

// lastingQuery is a query without what differs with each turn.
func lastingQuery(query string) string {
	var kept []string
	for part := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(part, "=")
		if !slices.Contains(freshNames, strings.ToLower(name)) {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "&")
}

// loopsOf are the loops of some programs, in no order.
func loopsOf(of map[looper][]answered) (all []loop) {
	for one, rows := range of {
		slices.SortStableFunc(rows, func(x, y answered) int { return cmp.Or(cmp.Compare(x.second, y.second), cmp.Compare(x.place, y.place)) })
		from := 0
		for i := 0; i <= len(rows); i++ {
			ends := i == len(rows) || !rows[i].redirected
			if ends || i > from && rows[i].second-rows[i-1].second > loopPause {
				if isLoop(rows[from:i]) {
					all = append(all, loop{one, rows[from:i]})
				}
				from = i
			}
			if ends {
				from = i + 1
			}
		}
	}
	return all
}

// isLoop reports whether redirects that follow each other lead back to where they came from.
func isLoop(rows []answered) bool {
	if len(rows) < leastInLoop || rows[len(rows)-1].second-rows[0].second > secondsEach*int64(len(rows)) {
		return false
	}
	addresses, got, atOnce := map[string]bool{}, 0, 0
	for i, r := range rows {
		addresses[r.address] = true
		if i > 0 && r.second == rows[i-1].second {
			atOnce++
		}
		if r.got {
			got++
		}
	}
	follows := len(addresses) > 1 || float64(atOnce) >= leastAtOnce*float64(len(rows))
	return len(addresses) <= mostAddresses && 2*got >= len(rows) && follows
}

// togetherIn are loops by the paths that they lead through, those of most rows first.
func togetherIn(loops []loop) (all [][]loop) {
	by, rows := map[string][]loop{}, map[string]int{}
	for _, l := range loops {
		key := strings.Join(l.paths(), "\x00")
		by[key] = append(by[key], l)
		rows[key] += len(l.rows)
	}
	keys := slices.SortedFunc(maps.Keys(by), func(x, y string) int { return cmp.Or(cmp.Compare(rows[y], rows[x]), cmp.Compare(x, y)) })
	for _, key := range keys {
		enough := len(by[key]) >= leastLoops || rows[key] >= leastLong
		if enough && !isOneAddress(by[key]) {
			all = append(all, by[key])
		}
	}
	return all
}

// isOneAddress reports whether loops are of one address that may be asked for often by
// programs which do not go where they are sent: by one of them, as one that measures how many
// requests a site bears, or for a file, which is loaded in many pieces at once.
func isOneAddress(loops []loop) bool {
	paths, clients := loops[0].paths(), map[string]bool{}
	if len(paths) > 1 {
		return false
	}
	for _, l := range loops {
		clients[l.client] = true
	}
	ending := strings.ToLower(path.Ext(paths[0]))
	return len(clients) == 1 && !areOfBrowser(loops) || ending != "" && !slices.Contains(pageEndings, ending)
}

// areOfBrowser reports whether the loops of one client are those of somebody who tries a page
// again: a browser follows twenty redirects and gives up. What measures or watches a site
// sends as many as it likes, and for longer than a person has patience.
func areOfBrowser(loops []loop) bool {
	const leastTries, mostTries, leastFollowed, mostFollowed = 3, 30, 16, 22
	return len(loops) >= leastTries && len(loops) <= mostTries && !slices.ContainsFunc(loops, func(l loop) bool {
		return !strings.HasPrefix(l.agent, "Mozilla/") || len(l.rows) < leastFollowed || len(l.rows) > mostFollowed
	})
}

// pageEndings are what the paths of pages end in, where not in none.
var pageEndings = []string{".aspx", ".asp", ".ashx", ".axd", ".php", ".html", ".htm", ".cshtml", ".jsp", ".do"}

// throughPaths are the loops that lead through some paths alone.
func throughPaths(loops []loop, paths []string) []loop {
	return slices.DeleteFunc(loops, func(l loop) bool {
		return slices.ContainsFunc(l.rows, func(r answered) bool { return !slices.Contains(paths, r.path) })
	})
}

// paths are those that a loop leads through.
func (l loop) paths() []string {
	paths := map[string]bool{}
	for _, r := range l.rows {
		paths[r.path] = true
	}
	return slices.Sorted(maps.Keys(paths))
}

// turns are all redirects that the clients of some loops had at their paths meanwhile.
type turns struct {
	paths, clients []string
	first, last    int64 // of the loops, in seconds
	times          activity
	codes          []codes.Code
	others         bool // may have been redirected there as well
}

// turnsOf are those of loops through the same paths; known says that all rows were looked at.
func turnsOf(loops []loop, of map[looper][]answered, known bool) turns {
	t := turns{paths: pathsRound(loops), first: loops[0].rows[0].second, last: loops[0].rows[0].second, others: !known}
	clients, counts := map[string]bool{}, map[codes.Code]bool{}
	for _, l := range loops {
		clients[l.client] = true
		t.first, t.last = min(t.first, l.rows[0].second), max(t.last, l.rows[len(l.rows)-1].second)
	}
	for one, rows := range of {
		for _, r := range rows {
			switch {
			case !r.redirected || !slices.Contains(t.paths, r.path) || r.second < t.first || r.second > t.last:
			case !clients[one.client]:
				t.others = true
			default:
				t.times, counts[r.code] = append(t.times, r.second), true
			}
		}
	}
	slices.Sort(t.times)
	t.clients, t.codes = slices.Sorted(maps.Keys(clients)), slices.SortedFunc(maps.Keys(counts), codes.Code.Compare)
	return t
}

// toldLoops tells of loops through the same paths. Where not all loops are known there are more.
func (a *Analysis) toldLoops(loops []loop, of map[looper][]answered, known bool) report.Finding {
	t := turnsOf(loops, of, known)
	n, clients := int64(len(t.times)), int64(len(t.clients))
	f := report.Finding{Rule: "redirect-loop", Severity: report.Warning, Rows: n, Share: a.share(n), Clients: clients, Paths: int64(len(t.paths))}
	a.setTimes(&f, t.times, t.first, t.last)
	f.Evidence = append(f.Evidence, report.Evidence{What: "rows", Value: float64(n), Unit: "rows", More: !known})
	if clients == 1 {
		client := a.names.Value("c-ip", t.clients[0])
		f.Severity = report.Note
		f.Where = append(f.Where, report.FieldValue{Field: "c-ip", Value: client})
		f.Evidence = append(f.Evidence, report.Evidence{What: "client", Text: client})
	} else {
		f.Evidence = append(f.Evidence, report.Evidence{What: "clients", Value: float64(clients), Unit: "clients", More: !known})
	}
	names := []string{"path", "other-path"}
	if len(t.paths) > len(names) && clients > 1 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "round", Value: float64(len(t.paths)), Unit: "paths", More: !known})
	}
	for i, what := range names {
		if i < len(t.paths) {
			f.Evidence = append(f.Evidence, report.Evidence{What: what, Text: a.names.Value("cs-uri-stem", t.paths[i])})
		}
	}
	if len(t.paths) == 1 {
		f.Where = append(f.Where, report.FieldValue{Field: "cs-uri-stem", Value: a.names.Value("cs-uri-stem", t.paths[0])})
	}
	f.Command = a.turnsCommand(&f, &t)
	return f
}

// turnsCommand shows turns.
func (a *Analysis) turnsCommand(f *report.Finding, t *turns) string {
	var statuses []string
	for _, c := range t.codes {
		statuses = append(statuses, c.String())
	}
	c := a.newCommand("rows").between(f.First, stamp(t.last+1)).flag("--status", strings.Join(statuses, ",")).oneOf("cs-uri-stem", t.paths)
	if t.others || len(t.clients) == 1 {
		c.oneOf("c-ip", t.clients)
	}
	return c.String()
}
