package analysis

import (
	"cmp"
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Who opens connections and sends its requests drop by drop holds them until HTTP.sys gives up, and
// no row of a site tells of it. Single ones are of slow lines, and of monitors that see whether a
// port answers; connections on which nothing more is asked are idle, which is normal.
const (
	// leastHeldOpen is how many requests one client does not finish within heldWithin seconds:
	// attacks hold hundreds at a time, for two minutes each by default, and a monitor asks a few
	// times a minute.
	leastHeldOpen, heldWithin = 200, 600
	mostHolders               = 3
)

// slowReasons are what HTTP.sys gives where a request does not arrive in time.
var slowReasons = []string{"Timer_HeaderWait", "Timer_EntityBody"}

// heldOpen tells of each client that left very many requests unfinished.
func (a *Analysis) heldOpen(ctx context.Context) (all []report.Finding) {
	if !a.seesWholeSites() || a.Rows == nil {
		return nil
	}
	for _, reason := range slowReasons {
		all = append(all, a.heldOpenBy(ctx, reason)...)
	}
	return all
}

func (a *Analysis) heldOpenBy(ctx context.Context, reason string) (all []report.Finding) {
	i := a.issueOfReason(reason)
	if i == nil || i.rows < leastHeldOpen || i.first > i.last {
		return nil
	}
	came := map[string]activity{}
	client := a.Client()
	one := &sought{span: scan.Span{From: i.first, Until: i.last + 1}}
	one.wanted = scan.Wanted{Odd: true, Takes: func(o codes.Outcome) bool { return o.Log == codes.HTTPERR && o.Reason == reason }}
	one.see = func(_ int, r *parser.Row, _ codes.Verdict) {
		if !r.Layout.IsHTTPERR() || string(r.Field(parser.Reason)) != reason || r.Second == parser.NoTime || !one.span.Holds(r.Second) {
			return
		}
		who := scan.Shorten(client(r))
		if seconds, known := came[string(who)]; known || len(came) < mostCounted {
			came[string(who)] = append(seconds, r.Second)
		}
	}
	if a.look(ctx, []*sought{one}); !one.all || len(came) == mostCounted { // then which ones they are depends on who read first
		return nil
	}
	var holders []string
	for who, act := range came {
		slices.Sort(act)
		if who != "" && who != "-" && isRush(act) && !a.bringsMost(who) {
			holders = append(holders, who)
		}
	}
	slices.SortFunc(holders, func(x, y string) int { return cmp.Or(cmp.Compare(len(came[y]), len(came[x])), cmp.Compare(x, y)) })
	for _, who := range holders[:min(mostHolders, len(holders))] {
		all = append(all, a.heldOpenFinding(i, who, came[who]))
	}
	return all
}

// issueOfReason is the rows for which HTTP.sys gave a reason, of one status; nil for none.
func (a *Analysis) issueOfReason(reason string) (i *issue) {
	for n := range a.Outcomes {
		o := &a.Outcomes[n]
		if o.Rows == 0 || o.Log != codes.HTTPERR || o.Reason != reason {
			continue
		}
		if i == nil {
			i = &issue{Subject: a.Subjects[o.Subject].OfAllSpans(), first: o.First, last: o.Last, win32: map[int64]int64{}}
		}
		if i.has(&a.Subjects[o.Subject]) {
			i.add(o)
		}
	}
	return i
}

// isRush reports whether very many of some times, which are in order, lie close together.
func isRush(act activity) bool {
	for n := leastHeldOpen - 1; n < len(act); n++ {
		if act[n]-act[n-leastHeldOpen+1] < heldWithin {
			return true
		}
	}
	return false
}

// bringsMost reports whether an address has nearly all requests of the sites: a proxy, behind which
// everybody is.
func (a *Analysis) bringsMost(client string) bool {
	ofSites := slices.DeleteFunc(slices.Clone(a.Traffic), func(r scan.SampledRow) bool { return r.Row.Layout.IsHTTPERR() })
	return shareOf(ofSites, a.dimensions().named("c-ip"), client) >= commonToAll
}

func (a *Analysis) heldOpenFinding(i *issue, client string, act activity) report.Finding {
	rows := int64(len(act))
	f := a.newFinding("held-open", report.Warning, i, rows)
	f.Clients = 1
	a.setTimes(&f, act, act[0], act[len(act)-1])
	f.Evidence = append(f.Evidence, report.Evidence{What: "client", Text: a.names.Value("c-ip", client)}, report.Evidence{What: "reason", Text: i.Reason})
	f.Evidence = append(f.Evidence, timesOf(act[0], act[len(act)-1])...)
	f.Where = report.Values{{Field: "c-ip", Value: a.names.Value("c-ip", client)}}
	f.Command = a.rowsCommand(&f, i, func(c *command) { c.where("c-ip", client) })
	return f
}
