package analysis

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// leastSlow is how long a request must take, in ms, to be slow at all, and
	// muchSlower how many times as long as usual.
	leastSlow  = scan.SlowTaken
	muchSlower = 5
	// fewSlow is how many slow requests are too few for a word: a cold start is one.
	fewSlow = 10
	// slowAnywhere is how long a request must take, in ms, to be looked at in any log.
	slowAnywhere = 10_000
	// slowShare of the time of all requests makes a path worth a look.
	slowShare = 0.01
	mostSlow  = 5
	// mostBeside is how many paths are looked at in all, where those beyond mostSlow were slow
	// within a short part of the log: they may have been so together.
	mostBeside, shortOfLog = 40, 0.25
	leastPast              = 5   // other requests tell how long a path took before or after
	mostFast               = 0.1 // share of them that may be slow as well
	leastSlowNow           = 0.7 // share of slow requests while a path is slow
)

// slow says what takes far longer than it did, or than others: everything, a server,
// or else a path. It looks once, however often it is asked.
func (a *Analysis) slow(ctx context.Context) []report.Finding {
	if a.slowTold == nil {
		told := a.findSlow(ctx)
		if ctx.Err() != nil {
			return told
		}
		a.slowTold = &told
	}
	return *a.slowTold
}

func (a *Analysis) findSlow(ctx context.Context) []report.Finding {
	if !a.seesWholeSites() || a.Times.Total == 0 {
		return nil
	}
	if all := a.slowdowns(ctx); len(all) > 0 {
		return all // the paths are slow with the rest
	}
	return a.slowPaths(ctx)
}

// ordinary reports whether a row was served and its time says how fast that was. What
// large files take is the line's, and what waits for news is meant to last.
func ordinary(r *parser.Row, v codes.Verdict) bool { return timed(r, v) && !isLarge(r) }

// timed is the same whatever the size.
func timed(r *parser.Row, v codes.Verdict) bool { return measured(r, v) && !waits(r) }

// measured is timed also of what waits for news.
func measured(r *parser.Row, v codes.Verdict) bool {
	return v == codes.OK && r.Taken >= 0 && r.Second != parser.NoTime && r.Status >= 200 && r.Status < 300
}

const large = 1 << 20 // bytes

// isLarge reports whether a row moved a large file, by its bytes or, where these are
// not logged, by its name.
func isLarge(r *parser.Row) bool {
	sent, ok := numberOf(r.Field(parser.SentBytes))
	received, also := numberOf(r.Field(parser.ReceivedBytes))
	if ok || also {
		return sent >= large || received >= large
	}
	return isLargeName(r.Path())
}

// isLargeName reports whether a path ends as those of files that are large as a rule.
func isLargeName(path []byte) bool {
	dot := bytes.LastIndexByte(path, '.')
	return dot >= 0 && slices.Contains(largeNames, string(bytes.ToLower(path[dot+1:])))
}

// largeNames are the endings of files that are large as a rule.
var largeNames = []string{
	"iso", "zip", "exe", "msi", "cab", "7z", "rar", "gz", "tgz", "bz2", "xz", "tar", "vhd", "vhdx", "bak", "mp4", "m4v", "mov", "avi", "mkv",
	"wmv", "mp3", "webm", "dmg", "pkg", "apk", "msp", "msu", "nupkg", "wim", "img", "bin", "pst", "pdf", "pptx", "psd", "tif", "tiff",
}

func numberOf(v []byte) (n int64, ok bool) {
	n, err := strconv.ParseInt(string(v), 10, 64)
	return n, err == nil
}

// waits reports whether the path of a row is known to wait until there is something to
// tell.
func waits(r *parser.Row) bool { return waitsAt(r.Path()) }

func waitsAt(path []byte) bool {
	path = bytes.ToLower(path)
	return slices.ContainsFunc(waitingPaths, func(part string) bool { return bytes.Contains(path, []byte(part)) })
}

// waitingPaths are parts of the paths of SignalR, Blazor, Exchange, and of what people
// call a long poll, an event stream or a socket.
var waitingPaths = []string{
	"signalr", "_blazor", "/hub", "hub/", "hubs/", "poll", "comet", "stream", "/sse", "socket", "/ws/", "subscribe", "/wait", "longrun",
	"microsoft-server-activesync", "rpcproxy.dll", "/mapi/", "/ews/", "ev.owa", "events/live", "notifications/",
}

// slowCrowd is what slow rows of a path are in, where that is told.
var slowCrowd = scan.Crowd{Least: fewSlow, Share: leastSlowNow}

// slowPaths says which paths are slow for a time, or always.
func (a *Analysis) slowPaths(ctx context.Context) []report.Finding {
	var all []toldSlow
	var looked []*sought
	var paths []*slowPath
	for _, p := range a.slowCandidates() {
		paths = append(paths, p)
		looked = append(looked, &sought{span: p.span, see: p.see, wanted: scan.Wanted{Paths: []string{p.path}, Crowd: &slowCrowd}})
	}
	a.look(ctx, looked)
	for i, p := range paths {
		if looked[i].all {
			if one, ok := a.slowPath(p); ok {
				all = append(all, one)
			}
		}
	}
	return a.together(all)
}

// slowPath is a path that may be slow, and the rows of it that a look finds.
type slowPath struct {
	path   string
	span   scan.Span
	rows   []timing // ordinary ones
	large  []timing // those that moved a large file
	client func(*parser.Row) []byte
	waits  bool // the path is known to wait
}

// timing is when a request came, what it took, and of whom it is.
type timing struct {
	second, taken int64
	client        string
}

const mostTimings = 1 << 18

func (p *slowPath) see(_ int, r *parser.Row, v codes.Verdict) {
	if len(p.rows)+len(p.large) == mostTimings || p.waits || string(scan.Shorten(r.Path())) != p.path || !measured(r, v) {
		return
	}
	one := timing{r.Second, r.Taken, string(scan.Shorten(p.client(r)))}
	if isLarge(r) {
		p.large = append(p.large, one)
	} else {
		p.rows = append(p.rows, one)
	}
}

// slowCandidates are the paths whose slow rows took most of the time, and when.
func (a *Analysis) slowCandidates() (all []*slowPath) {
	took, came := map[string]float64{}, map[string][]int64{}
	for _, r := range a.Times.Rows {
		if path := string(scan.Shorten(r.Row.Path())); ordinary(r.Row, r.Verdict) && r.Row.Taken >= a.slowFrom() {
			took[path] += r.Rows * float64(r.Row.Taken)
			came[path] = append(came[path], r.Row.Second)
		}
	}
	for path, seconds := range came {
		if took[path] >= slowShare*float64(a.Times.Total) && len(seconds) >= fewSlow {
			slices.Sort(seconds)
			margin := max(3600, seconds[len(seconds)-1]-seconds[0])
			span := scan.Span{From: seconds[0] - margin, Until: seconds[len(seconds)-1] + margin}
			all = append(all, &slowPath{path: path, span: span, client: a.Client(), waits: waitsAt([]byte(path))})
		}
	}
	slices.SortFunc(all, func(x, y *slowPath) int {
		return cmp.Or(cmp.Compare(took[y.path], took[x.path]), cmp.Compare(x.path, y.path))
	})
	first, last, _ := a.Period()
	n := min(len(all), mostSlow)
	beside := slices.DeleteFunc(all[n:], func(p *slowPath) bool {
		seconds := came[p.path]
		return float64(seconds[len(seconds)-1]-seconds[0]) > shortOfLog*float64(last-first)
	})
	return all[:n+min(len(beside), mostBeside-mostSlow)]
}

// slowFrom is from how many ms on a row is slow in this log. Where most rows are slow the
// middle one is as well, so what is slow anywhere is slow here.
func (a *Analysis) slowFrom() int64 { return max(leastSlow, min(slowAnywhere, muchSlower*a.Taken.P50)) }

// slowPath tells of a path whose requests take far longer for a time than before and
// after it, or always far longer than those of others.
func (a *Analysis) slowPath(p *slowPath) (told toldSlow, ok bool) {
	slices.SortStableFunc(p.rows, func(x, y timing) int { return cmp.Compare(x.second, y.second) })
	from, until, limit := slowest(p.rows, a.slowFrom())
	inside := p.rows[from:until]
	outside := slices.Concat(p.rows[:from], p.rows[until:])
	isSlow := func(t timing) bool { return t.taken >= limit }
	slow := count(inside, isSlow)
	if slow < fewSlow || float64(slow) < leastSlowNow*float64(len(inside)) {
		return told, false
	}
	now, usual := medianOf(inside), a.Taken.P50
	if len(outside) >= leastPast {
		usual = medianOf(outside)
		if often := count(outside, isSlow); float64(often) > mostFast*float64(len(outside)) || often > slow || now < muchSlower*usual {
			return told, false
		}
	} else if !a.standsOut(inside) {
		return told, false
	}
	inside = slices.DeleteFunc(slices.Clone(inside), func(t timing) bool { return !isSlow(t) })
	inside = append(inside, p.largeAmong(inside)...)
	slices.SortStableFunc(inside, func(x, y timing) int { return cmp.Compare(x.second, y.second) })
	told = toldSlow{of: p, rows: inside, now: now, usual: usual, past: len(outside) >= leastPast}
	told.Finding = a.toldSlowPath(p, &told)
	return told, true
}

// standsOut reports whether a path without a quicker past is slow beside all others: it
// takes long and about the same each time. What waits for something takes any time.
func (a *Analysis) standsOut(rows []timing) bool {
	const long, times, even = 10_000, 20, 3
	taken := sortedTaken(rows)
	low, middle, high := taken[len(taken)/10], taken[len(taken)/2], taken[len(taken)*9/10]
	return len(rows) >= 2*fewSlow && middle >= long && middle >= times*a.Taken.P50 && high <= even*low
}

func (a *Analysis) toldSlowPath(p *slowPath, one *toldSlow) report.Finding {
	path, what := a.names.Value("cs-uri-stem", p.path), "usual"
	if !one.past {
		what = "others"
	}
	f := a.newSlow(one.rows, []string{p.path}, []report.Evidence{
		{What: "path", Text: path}, {What: "rows", Value: float64(len(one.rows)), Unit: "rows"},
		{What: "taken", Value: float64(one.now), Unit: "ms"}, {What: what, Value: float64(one.usual), Unit: "ms"},
	})
	f.Where = report.Values{{Field: "cs-uri-stem", Value: path}}
	return f
}

// newSlow is a finding on slow rows of some paths, in the order of time, with the command that
// shows them. Evidence of when they came is added.
func (a *Analysis) newSlow(rows []timing, paths []string, evidence []report.Evidence) report.Finding {
	clients, act := map[string]bool{}, activity{}
	for _, t := range rows {
		clients[t.client] = true
		act = append(act, t.second)
	}
	delete(clients, "")
	n, first, last := int64(len(rows)), rows[0].second, rows[len(rows)-1].second
	f := report.Finding{Rule: "slow", Severity: report.Warning, Rows: n, Share: a.share(n), Clients: int64(len(clients)), Paths: int64(len(paths))}
	a.setTimes(&f, act, first, last)
	f.Evidence = append(evidence, statedTimes(&f, first, last)...)
	c := a.newCommand("rows").between(f.First, stamp(last+1))
	if len(paths) == 1 {
		c.where("cs-uri-stem", paths[0])
	} else {
		c.oneOf("cs-uri-stem", paths)
	}
	f.Command = c.flag("--status", "2xx").flag("--verdict", codes.OK.String()).
		flag("--taken", strconv.FormatInt(rows[minTaken(rows)].taken, 10)+"ms..").String()
	return f
}

// largeAmong are the rows with large files that came between some slow ones and took as
// long as these: nothing tells them apart for who is shown them.
func (p *slowPath) largeAmong(rows []timing) (all []timing) {
	least := rows[minTaken(rows)].taken
	for _, t := range p.large {
		if t.second >= rows[0].second && t.second <= rows[len(rows)-1].second && t.taken >= least {
			all = append(all, t)
		}
	}
	return all
}

// statedTimes are since and until of what is over, since alone of what is not.
func statedTimes(f *report.Finding, first, last int64) []report.Evidence {
	all := timesOf(first, last)
	if f.State == report.GoingOn && len(all) > 1 {
		all = all[:1]
	}
	return all
}

// slowest finds the stretch of rows, in the order of time, in which most are slow, and
// from how many ms on: the best of several limits, by how well it parts the rows.
func slowest(rows []timing, least int64) (from, until int, limit int64) {
	best := 0.0
	for l := least; l <= 1<<30; l *= 2 {
		is := func(t timing) bool { return t.taken >= l }
		begin, end := densest(rows, is)
		inside, all := count(rows[begin:end], is), count(rows, is)
		if inside < fewSlow {
			break
		}
		score := float64(inside) / float64(end-begin)
		if rest := len(rows) - (end - begin); rest > 0 {
			score -= float64(all-inside) / float64(rest)
		}
		if score > best+0.05 {
			best, from, until, limit = score, begin, end, l
		}
	}
	return from, until, limit
}

// densest returns the stretch of rows with the largest surplus of those that are so
// over those that are not.
func densest(rows []timing, is func(timing) bool) (from, until int) {
	sum, best, begin := 0, 0, 0
	for i, r := range rows {
		if sum <= 0 {
			sum, begin = 0, i
		}
		if sum--; is(r) {
			sum += 2
		}
		if sum > best {
			best, from, until = sum, begin, i+1
		}
	}
	return from, until
}

func count(rows []timing, is func(timing) bool) (n int) {
	for _, r := range rows {
		if is(r) {
			n++
		}
	}
	return n
}

func minTaken(rows []timing) (at int) {
	for i, r := range rows {
		if r.taken < rows[at].taken {
			at = i
		}
	}
	return at
}

func sortedTaken(rows []timing) []int64 {
	all := make([]int64, len(rows))
	for i, r := range rows {
		all[i] = r.taken
	}
	slices.Sort(all)
	return all
}

// medianOf is what the middle row took, 0 of none.
func medianOf(rows []timing) int64 {
	if len(rows) == 0 {
		return 0
	}
	return sortedTaken(rows)[len(rows)/2]
}
