package analysis

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A form that anybody may send, such as that of the contact page, is sent by robots: hundreds of times
// in an hour where people send it a few times a day, and all are taken. No status tells of it, and
// beside the other traffic of the site they are no flood. What gives them away is that they do nothing
// else, while others get the page first: to an interface, which programs post to, nobody else comes.

const (
	// leastPosted is how many posts of a form are worth a word, oftenPosted how many times as many as
	// at other times, and keptPosted how many of the rows that were kept make it worth a look.
	leastPosted, oftenPosted, keptPosted = 200, 10, 16
	// postedLasts is for how many seconds they come at most.
	postedLasts = 6 * 3600
	// ofIdle is the part of the posts that are of addresses which did hardly anything else.
	ofIdle = 0.8
	// leastReaders is how many others got the page.
	leastReaders = 5
	mostPosted   = 3
	// crowded is how many times as dense as the others the densest of the rows that were kept are.
	crowded = 5
)

// post is a row that posted to a page.
type post struct {
	second       int64
	client, host string
}

// posted is a page that was posted to very often for a while, and what looks find of it.
type posted struct {
	path    string
	posts   []post
	readers map[string]bool // clients that got the page
	others  map[string]int  // rows of its posters for other paths meanwhile
	named   int             // posts of somebody who had logged on
	usual   float64         // posts an hour at other times
	of      func(*parser.Row) []byte
}

// postedForms says which forms were sent far more often than usual, by whom nothing else is known.
func (a *Analysis) postedForms(ctx context.Context) (all []report.Finding) {
	if !a.seesWholeSites() || a.Rows == nil || a.isOfFTP() {
		return nil
	}
	first, last, _ := a.Period()
	for _, p := range a.maybePosted() {
		page := &sought{span: scan.Span{From: first, Until: last + 1}, see: p.see, wanted: scan.Wanted{Paths: []string{p.path}}}
		if a.look(ctx, []*sought{page}); !page.all || len(p.posts) == mostTimings || !p.narrow(first, last) {
			continue
		}
		rest := &sought{span: p.span(), see: p.seeOther, wanted: scan.Wanted{Clients: slices.Sorted(maps.Keys(p.others))}}
		if a.look(ctx, []*sought{rest}); rest.all && p.areIdle() {
			all = append(all, a.toldPosted(p))
		}
	}
	return all
}

// maybePosted are the paths that many of the rows which were kept posted to, but for forms to log on.
func (a *Analysis) maybePosted() (all []*posted) {
	posts, forms := map[string]activity{}, map[string]bool{}
	for _, v := range slices.Concat(a.FormPosts, a.FormLets) {
		_, path, _ := strings.Cut(v.Text, "\x00")
		forms[path] = true
	}
	for _, r := range a.Traffic {
		if isPosted(r.Row) && r.Row.Second != parser.NoTime {
			path := string(scan.Shorten(r.Row.Path()))
			posts[path] = append(posts[path], r.Row.Second)
		}
	}
	for path, act := range posts {
		if !forms[path] && a.isCrowded(act) {
			all = append(all, &posted{path: path, of: a.Client(), readers: map[string]bool{}, others: map[string]int{}})
		}
	}
	slices.SortFunc(all, func(x, y *posted) int {
		return cmp.Or(cmp.Compare(len(posts[y.path]), len(posts[x.path])), cmp.Compare(x.path, y.path))
	})
	return all[:min(len(all), mostPosted)]
}

// isCrowded reports whether some of the rows that were kept came far closer together than the others:
// of twenty or more that come evenly, some do by chance in one of fifty logs.
func (a *Analysis) isCrowded(act activity) bool {
	if len(act) < keptPosted {
		return false
	}
	slices.Sort(act)
	first, last, _ := a.Period()
	tight := last - first
	for n := keptPosted; n <= len(act); n++ {
		tight = min(tight, act[n-1]-act[n-keptPosted])
	}
	others := float64(len(act)-keptPosted) / float64(max(1, last-first-tight))
	return tight <= min(postedLasts, (last-first)/4) && float64(keptPosted)/float64(max(1, tight)) >= crowded*others
}

// isPosted reports whether a row posted something that was taken.
func isPosted(r *parser.Row) bool {
	return string(r.Field(parser.Method)) == "POST" && r.Status >= 200 && r.Status < 400
}

// see takes a row of the page.
func (p *posted) see(_ int, r *parser.Row, v codes.Verdict) {
	if string(scan.Shorten(r.Path())) != p.path {
		return
	}
	client := string(scan.Shorten(p.of(r)))
	switch {
	case isPosted(r) && len(p.posts) < mostTimings:
		p.posts = append(p.posts, post{r.Second, client, string(scan.Shorten(r.Field(parser.Host)))})
		if nameOf(r) != "" {
			p.named++
		}
	case string(r.Field(parser.Method)) == "GET" && isServed(v, int(r.Status)) && len(p.readers) < mostCounted:
		p.readers[client] = true
	}
}

// narrow keeps the posts of the time in which most came, where these are far more than usual and not
// those of a job; first and last are those of the log.
func (p *posted) narrow(first, last int64) bool {
	slices.SortFunc(p.posts, func(x, y post) int {
		return cmp.Or(cmp.Compare(x.second, y.second), cmp.Compare(x.client, y.client))
	})
	var seconds activity
	for _, one := range p.posts {
		seconds = append(seconds, one.second)
	}
	if len(seconds) < leastPosted {
		return false
	}
	from, until := densestStretch(seconds, 2*float64(len(seconds))/float64(last-first+1))
	lasts, rest := max(60, seconds[until-1]-seconds[from]), max(1, last-first-seconds[until-1]+seconds[from])
	n, outside := until-from, len(seconds)-until+from
	p.usual = float64(outside) * 3600 / float64(rest)
	p.posts = p.posts[from:until]
	for _, one := range p.posts {
		p.others[one.client] = 0
	}
	return n >= leastPosted && lasts <= min(postedLasts, (last-first)/4) && len(p.others) <= mostPosting &&
		float64(n)*float64(rest) >= oftenPosted*float64(outside)*float64(lasts)
}

// span is the time of the posts and a while around it.
func (p *posted) span() scan.Span {
	return scan.Span{From: p.posts[0].second - afterwards, Until: p.posts[len(p.posts)-1].second + afterwards}
}

// seeOther takes a row of who posted.
func (p *posted) seeOther(_ int, r *parser.Row, _ codes.Verdict) {
	client := string(scan.Shorten(p.of(r)))
	if n, is := p.others[client]; is && string(scan.Shorten(r.Path())) != p.path {
		p.others[client] = n + 1
	}
}

// areIdle reports whether nearly all posts are of addresses that did hardly anything else, on a page
// that others got.
func (p *posted) areIdle() bool {
	idle := 0
	for _, one := range p.posts {
		if scan.IsOfOwnNetwork(one.client) {
			continue // a program of the house
		}
		if p.others[one.client] <= mostOtherPaths {
			idle++
		}
		delete(p.readers, one.client)
	}
	return float64(idle) >= ofIdle*float64(len(p.posts)) && 2*p.named < len(p.posts) && len(p.readers) >= leastReaders
}

// host is the host that nearly all posts are for, where the log has others, else "".
func (p *posted) host(a *Analysis) string {
	rows := fieldCounts{}
	for _, one := range p.posts {
		rows = rows.add(one.host, one.second)
	}
	hosts := rows.most(1, int64(len(p.posts)))
	if hosts == nil || hosts[0] == "" || hosts[0] == "-" || a.usualShare(a.dimensions().named("cs-host"), hosts[0]) >= commonToAll {
		return ""
	}
	return hosts[0]
}

func (a *Analysis) toldPosted(p *posted) report.Finding {
	n, first, last := int64(len(p.posts)), p.posts[0].second, p.posts[len(p.posts)-1].second
	f := report.Finding{Rule: "posted", Severity: report.Warning, Rows: n, Share: a.share(n), Clients: int64(len(p.others)), Paths: 1}
	var act activity
	for _, one := range p.posts {
		act = append(act, one.second)
	}
	a.setTimes(&f, act, first, last)
	path := a.names.Value("cs-uri-stem", p.path)
	f.Where = report.Values{{Field: "cs-uri-stem", Value: path}}
	f.Evidence = append([]report.Evidence{
		{What: "path", Text: path}, {What: "rows", Value: float64(n), Unit: "rows"},
		{What: "rate", Value: math.Round(float64(n) * 60 / float64(max(60, last-first+1))), Unit: "rows"},
	}, timesOf(first, last)...)
	if p.usual > 0 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "usual", Value: toTwoDigits(p.usual), Unit: "rows"})
	}
	c := a.newCommand("rows").between(f.First, stamp(last+1)).where("cs-uri-stem", p.path).flag("--method", "POST").flag("--status", "2xx,3xx")
	if host := p.host(a); host != "" {
		value := a.names.Value("cs-host", host)
		f.Where = append(f.Where, report.FieldValue{Field: "cs-host", Value: value})
		f.Evidence = append(f.Evidence, report.Evidence{What: "host", Text: value})
	}
	if clients := slices.Sorted(maps.Keys(p.others)); len(clients) == 1 {
		value := a.names.Value("c-ip", clients[0])
		f.Where = append(f.Where, report.FieldValue{Field: "c-ip", Value: value})
		f.Evidence = append(f.Evidence, report.Evidence{What: "client", Text: value})
	} else {
		f.Evidence = append(f.Evidence, report.Evidence{What: "clients", Value: float64(len(clients)), Unit: "clients"})
	}
	f.Command = c.String()
	return f
}

// withoutToldPosts leaves out a form that was posted to very often where a flood of it is told.
func withoutToldPosts(all []report.Finding) []report.Finding {
	return slices.DeleteFunc(all, func(f report.Finding) bool {
		return f.Rule == "posted" && slices.ContainsFunc(all, func(o report.Finding) bool {
			return o.Rule == "flood" && !o.First.After(f.Last) && !o.Last.Before(f.First) && slices.Contains(o.Where, f.Where[0])
		})
	})
}
