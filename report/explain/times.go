package explain

import (
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
)

// What time-taken says, in ms. It holds the waiting of both sides, so it proves
// a slow page only where nobody waited for the client.
const (
	longTaken   = 5_000  // worth a word
	arrTimeout  = 30_000 // default of ARR
	ancmTimeout = 120_000
	crlTimeout  = 15_000 // of Windows, for one download
	timerSlack  = 3_000  // a timer fires late, and the clock starts early

	winHTTPTimeout = 12002 // ERROR_WINHTTP_TIMEOUT
)

func nearTimer(ms, timer int64) bool { return ms > timer-timerSlack/3 && ms < timer+timerSlack }

// timerRule names the remark on a timer that ran out: that of a proxy, or that of
// the download of a revocation list. It is "" where none did.
func timerRule(o codes.Outcome, ms int64) string {
	proxied := o.Log == codes.Web && (o.Status == 502 || o.Status == 504) && ms >= 1000
	ranOut := o.Win32 <= 0 || o.Win32 == winHTTPTimeout
	switch {
	case o.Log == codes.Web && o.Status == 403 && o.Substatus == 13 && nearTimer(ms, crlTimeout):
		return "revocation-waited"
	case proxied && ranOut && nearTimer(ms, arrTimeout):
		return "timeout-arr"
	case proxied && ranOut && nearTimer(ms, ancmTimeout):
		return "timeout-ancm"
	case proxied:
		return "timeout-other"
	}
	return ""
}

// timers compares time-taken with the timers of proxies and of Windows.
func (n *neighbours) timers(g *group) []report.Finding {
	slowest := mostTaken(g)
	if slowest == nil {
		return nil
	}
	rule := timerRule(g.outcome, slowest.Taken)
	if rule == "" {
		return nil
	}
	return []report.Finding{note(rule, amount("taken", slowest.Taken, "taken"))}
}

// mostTaken is the row of a group that took longest, nil where none says.
func mostTaken(g *group) (slowest *keptRow) {
	for _, r := range g.rows {
		if r.Taken >= 0 && (slowest == nil || r.Taken > slowest.Taken) {
			slowest = r
		}
	}
	return slowest
}

// hangups says what time-taken means where the other side left, and names
// requests that wait on purpose.
func (n *neighbours) hangups(g *group) []report.Finding {
	slowest := mostTaken(g)
	if slowest == nil || g.outcome.Status >= 400 || slowest.Taken < longTaken {
		return nil
	}
	evidence := amount("taken", slowest.Taken, "taken")
	switch {
	case isLongPoll(slowest):
		return []report.Finding{note("long-poll", text("path", string(slowest.path())), evidence)}
	case g.verdict != codes.ClientLeft:
		return nil
	case slowest.Taken >= arrTimeout-timerSlack:
		return []report.Finding{note("left-proxy", evidence)}
	}
	return []report.Finding{note("left-waited", evidence)}
}

// polls are paths under which requests are held open until there is news.
var polls = []string{"/mapi/", "/ews/", "/microsoft-server-activesync", "/rpc/", "/signalr/", "/_blazor", "/owa/ping", "/owa/ev.owa"}

func isLongPoll(r *keptRow) bool {
	p := strings.ToLower(string(r.path()))
	return r.Status == 101 || slices.ContainsFunc(polls, func(prefix string) bool { return strings.HasPrefix(p, prefix) })
}

// taken names time-taken where nothing else did: of rows that took long, and of
// those of which only the last values are there.
func (n *neighbours) taken(g *group) []report.Finding {
	slowest := mostTaken(g)
	if slowest == nil || len(n.timers(g))+len(n.hangups(g)) > 0 {
		return nil
	}
	pasted := slices.ContainsFunc(g.rows, func(r *keptRow) bool { return r.repair == lastValues })
	if !pasted && (slowest.Taken < longTaken || !g.verdict.Attention()) {
		return nil
	}
	return []report.Finding{note("taken", amount("taken", slowest.Taken, "taken"), amount("rows", g.count, "rows"))}
}

// kernel says what a row of HTTP.sys means for the log of the site.
func (n *neighbours) kernel(g *group) []report.Finding {
	if g.outcome.Log != codes.HTTPERR || g.verdict == codes.OK {
		return nil
	}
	var evidence []report.Evidence
	for _, c := range []struct {
		name   string
		column parser.Column
	}{{"site", parser.SiteID}, {"pool", parser.Queue}} {
		if values := countValues(g.rows, func(r *keptRow) string { return n.shown(r, c.column) }); len(values) > 0 {
			evidence = append(evidence, text(c.name, firstFew(values)))
		}
	}
	all := []report.Finding{note("kernel", evidence...)}
	if strings.HasPrefix(g.outcome.Reason, "Connection_Dropped") || strings.HasPrefix(g.outcome.Reason, "Connection_Abandoned") {
		all = append(all, note("kernel-proxy"))
	}
	return all
}
