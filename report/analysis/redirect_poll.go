package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A screen on a wall, or a program, asks for one address every few seconds, and from some moment
// on is sent elsewhere each time: its logon has run out, and nobody sees it. No status tells, and
// it does not follow, so it is no loop. A monitor that always was content with a redirect is none.
const (
	// leastPolls is how many redirects a poller gets at least, and leastPolled for how many seconds.
	leastPolls, leastPolled = 1000, 3600
	// leastServedBefore is how often it was served before that at least.
	leastServedBefore = 50
	// pollShare is the part of all rows that one who was never served has at least.
	pollShare = 0.05
	// knownPart is the part of the time in which its redirects are known: one row in four is asked,
	// and rows of one length may all be, or none.
	knownPart = 0.1
	// mostPollers is how many are looked at, and mostPollTold how many are told.
	mostPollers, mostPollTold = 4, 3
)

// poller is a client that asks for one path again and again.
type poller struct {
	client, path       string
	stretches          int64 // of RedirectedEach seconds in which it was redirected
	first, last        int64 // of them
	redirected, served []int64
	browser            bool // it calls itself one
	statuses           map[codes.Code]bool
}

// redirectPolls says who asks for one path all the time and is redirected each time.
func (a *Analysis) redirectPolls(ctx context.Context) (all []report.Finding) {
	if len(a.Redirected) == 0 || a.Rows == nil || a.chooses("status") {
		return nil
	}
	pollers := a.pollers()
	if len(pollers) == 0 {
		return nil
	}
	first, last, _ := a.Period()
	of, clients := a.Client(), []string{}
	for _, p := range pollers {
		clients = withValue(clients, p.client)
	}
	one := &sought{span: scan.Span{From: first, Until: last + 1}, wanted: scan.Wanted{Clients: clients}}
	one.see = func(_ int, r *parser.Row, _ codes.Verdict) {
		client, path := string(scan.Shorten(of(r))), string(scan.Shorten(r.Path()))
		for _, p := range pollers {
			if p.client == client && p.path == path {
				p.see(r)
			}
		}
	}
	if a.look(ctx, []*sought{one}); !one.all {
		return nil
	}
	for _, p := range pollers {
		if p.settle(); len(all) < mostPollTold && a.isStuck(p) {
			all = append(all, a.toldPoll(p))
		}
	}
	return all
}

// pollers are those who were redirected at one path so often and for so long, most often first.
func (a *Analysis) pollers() (all []*poller) {
	index, keys := map[string]int{}, []string{}
	for _, r := range a.Redirected {
		at := intern(r.Client+"\x00"+r.Path, index, &keys)
		if at == len(all) {
			all = append(all, &poller{client: r.Client, path: r.Path, first: r.Second, last: r.Second, statuses: map[codes.Code]bool{}})
		}
		p := all[at]
		p.stretches, p.first, p.last = p.stretches+1, min(p.first, r.Second), max(p.last, r.Second)
	}
	all = slices.DeleteFunc(all, func(p *poller) bool {
		return !isValue([]byte(p.client)) || p.last-p.first < leastPolled || float64(p.stretches*scan.RedirectedEach) < knownPart*float64(p.last-p.first)
	})
	slices.SortFunc(all, func(x, y *poller) int {
		return cmp.Or(cmp.Compare(y.stretches, x.stretches), cmp.Compare(x.client, y.client), cmp.Compare(x.path, y.path))
	})
	return all[:min(len(all), mostPollers)]
}

// see takes a row of the client at the path.
func (p *poller) see(r *parser.Row) {
	if len(p.redirected)+len(p.served) >= mostLoopRows {
		return
	}
	switch c := codeOf(r); {
	case scan.IsRedirect(r.Status):
		p.redirected = append(p.redirected, r.Second)
		p.statuses[c] = true
		p.browser = strings.HasPrefix(string(r.Field(parser.UserAgent)), "Mozilla/")
	case c.Status >= 200 && c.Status < 300 || c.Status == 304:
		p.served = append(p.served, r.Second)
	}
}

// settle leaves the redirects that came after it was served for the last time.
func (p *poller) settle() {
	slices.Sort(p.redirected)
	slices.Sort(p.served)
	if n := len(p.served); n > 0 {
		after, _ := slices.BinarySearch(p.redirected, p.served[n-1]+1)
		p.redirected = p.redirected[after:]
	}
}

// isStuck reports whether the poller got nothing but redirects for long: from some moment on, or
// always, where it is a browser with a good part of all rows.
func (a *Analysis) isStuck(p *poller) bool {
	n := len(p.redirected)
	if n < leastPolls || len(p.redirected)+len(p.served) >= mostLoopRows || p.redirected[n-1]-p.redirected[0] < leastPolled {
		return false
	}
	if len(p.served) > 0 {
		return len(p.served) >= leastServedBefore
	}
	return p.browser && float64(n) >= pollShare*float64(a.read())
}

// toldPoll tells of a poller.
func (a *Analysis) toldPoll(p *poller) report.Finding {
	n := int64(len(p.redirected))
	first, last := p.redirected[0], p.redirected[n-1]
	f := report.Finding{Rule: "redirect-poll", Severity: report.Warning, Rows: n, Share: a.share(n), Clients: 1, Paths: 1}
	a.setTimes(&f, activity(p.redirected), first, last)
	client, path := a.names.Value("c-ip", p.client), a.names.Value("cs-uri-stem", p.path)
	f.Where = report.Values{{Field: "c-ip", Value: client}, {Field: "cs-uri-stem", Value: path}}
	f.Evidence = []report.Evidence{
		{What: "client", Text: client}, {What: "path", Text: path}, {What: "rows", Value: float64(n), Unit: "rows"},
		{What: "apart", Value: math.Round(max(1, float64(last-first)/float64(max(1, n-1)))), Unit: "seconds"},
	}
	if len(p.served) > 0 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "served-until", Value: float64(p.served[len(p.served)-1]), Unit: "time"})
	} else {
		f.Severity = report.Note
	}
	f.Evidence = append(f.Evidence, timesOf(first, last)...)
	var statuses []string
	for c := range p.statuses {
		statuses = append(statuses, c.String())
	}
	slices.Sort(statuses)
	f.Command = a.newCommand("rows").between(f.First, stamp(last+1)).flag("--status", strings.Join(statuses, ",")).where("c-ip", p.client).where("cs-uri-stem", p.path).String()
	return f
}
