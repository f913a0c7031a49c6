package report

import (
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// What time-taken says, in ms. It holds the waiting of both sides, so it proves
// a slow page only where nobody waited for the client.
const (
	longTaken   = 5_000  // worth a word
	arrTimeout  = 30_000 // default of ARR
	ancmTimeout = 120_000
	crlTimeout  = 15_000 // of Windows, for one download
	timerSlack  = 3_000  // a timer fires late, and the clock starts early
)

func nearTimer(ms, timer int64) bool { return ms > timer-timerSlack/3 && ms < timer+timerSlack }

// timeouts compares time-taken with the timeouts of proxies.
func (n *neighbours) timeouts(g *group) []Finding {
	proxied := g.isCode(502) || g.isCode(504)
	slowest := mostTaken(g)
	if !proxied || slowest == nil || slowest.Taken < 1000 {
		return nil
	}
	rule := "timeout-other"
	switch {
	case nearTimer(slowest.Taken, arrTimeout):
		rule = "timeout-arr"
	case nearTimer(slowest.Taken, ancmTimeout):
		rule = "timeout-ancm"
	}
	return []Finding{note(rule, amount("taken", slowest.Taken, "taken"))}
}

// revocation knows the time that Windows waits for a revocation list.
func (n *neighbours) revocation(g *group) []Finding {
	slowest := mostTaken(g)
	if !g.isCode(403, 13) || slowest == nil || !nearTimer(slowest.Taken, crlTimeout) {
		return nil
	}
	return []Finding{note("revocation-waited", amount("taken", slowest.Taken, "taken"))}
}

// mostTaken is the row of a group that took longest, nil where none says.
func mostTaken(g *group) (slowest *kept) {
	for _, r := range g.rows {
		if r.Taken >= 0 && (slowest == nil || r.Taken > slowest.Taken) {
			slowest = r
		}
	}
	return slowest
}

// hangups says what time-taken means where the other side left, and names
// requests that wait on purpose.
func (n *neighbours) hangups(g *group) []Finding {
	slowest := mostTaken(g)
	if slowest == nil || g.outcome.Status >= 400 || slowest.Taken < longTaken {
		return nil
	}
	evidence := amount("taken", slowest.Taken, "taken")
	switch {
	case isLongPoll(slowest):
		return []Finding{note("long-poll", text("path", string(stem(slowest.Row))), evidence)}
	case g.verdict != codes.ClientLeft:
		return nil
	case slowest.Taken >= arrTimeout-timerSlack:
		return []Finding{note("left-proxy", evidence)}
	}
	return []Finding{note("left-waited", evidence)}
}

// polls are paths under which requests are held open until there is news.
var polls = []string{"/mapi/", "/ews/", "/microsoft-server-activesync", "/rpc/", "/signalr/", "/_blazor", "/owa/ping", "/owa/ev.owa"}

func isLongPoll(r *kept) bool {
	p := strings.ToLower(string(stem(r.Row)))
	return r.Status == 101 || slices.ContainsFunc(polls, func(prefix string) bool { return strings.HasPrefix(p, prefix) })
}

// taken names time-taken where nothing else did: of rows that took long, and of
// those of which only the last values are there.
func (n *neighbours) taken(g *group) []Finding {
	slowest := mostTaken(g)
	if slowest == nil || len(n.timeouts(g))+len(n.revocation(g))+len(n.hangups(g)) > 0 {
		return nil
	}
	pasted := slices.ContainsFunc(g.rows, func(r *kept) bool { return r.as == tailed })
	if !pasted && (slowest.Taken < longTaken || !g.verdict.Attention()) {
		return nil
	}
	return []Finding{note("taken", amount("taken", slowest.Taken, "taken"), amount("rows", g.count, "rows"))}
}

// kernel says what a row of HTTP.sys means for the log of the site.
func (n *neighbours) kernel(g *group) []Finding {
	if g.outcome.Log != codes.HTTPERR || g.verdict == codes.OK {
		return nil
	}
	var evidence []Evidence
	for _, c := range []struct {
		name   string
		column parser.Column
	}{{"site", parser.SiteID}, {"pool", parser.Queue}} {
		if values := tally(g.rows, func(r *kept) string { return n.shown(r, c.column) }); len(values) > 0 {
			evidence = append(evidence, text(c.name, listed(values)))
		}
	}
	all := []Finding{note("kernel", evidence...)}
	if strings.HasPrefix(g.outcome.Reason, "Connection_Dropped") || strings.HasPrefix(g.outcome.Reason, "Connection_Abandoned") {
		all = append(all, note("kernel-proxy"))
	}
	return all
}
