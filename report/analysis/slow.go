package analysis

import (
	"bytes"
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
func (a *Analysis) slow(ctx context.Context) (all []report.Finding) {
	for _, one := range a.slowFindings(ctx) {
		all = append(all, one.Finding)
	}
	return all
}

func (a *Analysis) slowFindings(ctx context.Context) []slowTold {
	if a.slowTold == nil {
		told := a.findSlow(ctx)
		if ctx.Err() != nil {
			return told
		}
		a.slowTold = &told
	}
	return *a.slowTold
}

func (a *Analysis) findSlow(ctx context.Context) []slowTold {
	if !a.seesWholeSites() || a.Times.Total == 0 {
		return nil
	}
	if all := a.slowdowns(ctx); len(all) > 0 {
		return all // the paths are slow with the rest
	}
	if all := a.slowPaths(ctx); len(all) > 0 {
		return all
	}
	return a.slowWho(ctx)
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

// timing is when a request came, what it took, and of whom it is.
type timing struct {
	second, taken int64
	client        string
}

const mostTimings = 1 << 18

// slowTold is a finding on what is slow, and where it was several times one on each of them.
type slowTold struct {
	report.Finding
	rises []report.Finding
}

// newSlow is a finding on slow rows of some paths, in the order of time; evidence of when they came
// and the command are added.
func (a *Analysis) newSlow(rows []timing, of []toldSlow, evidence []report.Evidence) report.Finding {
	clients, act, paths := map[string]bool{}, activity{}, pathsOf(of)
	for _, t := range rows {
		clients[t.client] = true
		act = append(act, t.second)
	}
	delete(clients, "")
	n, first, last := int64(len(rows)), rows[0].second, rows[len(rows)-1].second
	f := report.Finding{Rule: "slow", Severity: report.Warning, Rows: n, Share: a.share(n), Clients: int64(len(clients)), Paths: int64(len(paths)), Evidence: evidence}
	a.setTimes(&f, act, first, last)
	if len(clients) == 1 && !a.oneClient() {
		f.Severity = report.Note // it may be this client's own line
	}
	if len(paths) == 1 {
		f.Where = report.Values{{Field: "cs-uri-stem", Value: a.names.Value("cs-uri-stem", paths[0])}}
	}
	return f
}

// onlySlow has a command show the slow rows of some paths alone.
func (a *Analysis) onlySlow(c *command, of []toldSlow, rows []timing) *command {
	if paths := pathsOf(of); len(paths) == 1 {
		c.where("cs-uri-stem", paths[0])
	} else {
		c.oneOf("cs-uri-stem", paths)
	}
	return c.flag("--status", "2xx").flag("--verdict", codes.OK.String()).
		flag("--taken", strconv.FormatInt(rows[minTaken(rows)].taken, 10)+"ms..")
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
// from how many ms on: the best of several limits, by how well it parts the rows. One that
// all are beyond parts nothing: what always took seconds may take far longer for a time.
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
		if score > best+0.05 || float64(until-from) >= nearlyAll*float64(len(rows)) && score > best-0.05 && isFarSlower(rows, begin, end) {
			best, from, until, limit = score, begin, end, l
		}
	}
	return from, until, limit
}

// isFarSlower reports whether a stretch of rows takes far longer than the others.
func isFarSlower(rows []timing, from, until int) bool {
	others := slices.Concat(rows[:from], rows[until:])
	return len(others) >= leastPast && medianOf(rows[from:until]) >= muchSlower*medianOf(others)
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
