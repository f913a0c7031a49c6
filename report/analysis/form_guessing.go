package analysis

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// leastPosts is how many times a client must post a form without being let in, and
	// quickly how many seconds lie between two of them at most, half of the time.
	leastPosts, quickly = 20, 30
	// mostLetIn is the part of the posts that may be redirected: who guesses is let in
	// once, at last; an office of people is let in each time.
	mostLetIn = 0.05
	// mostPosters is how many clients post so to one path before it is an interface
	// that programs ask, and no form.
	mostPosters  = 3
	mostGuessing = 8
	// fewPosts of one row in four make a client worth a look.
	fewPosts   = 3
	afterwards = 600 // seconds after the last known post in which the client may be let in
)

// guess is a client that posted a form, and the rows that a look finds of it.
type guess struct {
	client, path string
	scan.Value
	posts, letIn []int64 // seconds
	of           func(*parser.Row) []byte
}

// formGuessing says who posted a form to log on again and again.
func (a *Analysis) formGuessing(ctx context.Context) (all []report.Finding) {
	var looked []*sought
	guesses := a.guesses()
	for _, g := range guesses {
		margin := max(afterwards, (g.Last-g.First)/2)
		looked = append(looked, &sought{span: scan.Span{From: g.First - margin, Until: g.Last + margin}, see: g.see, wanted: scan.Wanted{Clients: []string{g.client}}})
	}
	a.look(ctx, looked)
	for i, g := range guesses {
		if looked[i].all && g.isGuessing() {
			all = append(all, a.toldGuess(g))
		}
	}
	return all
}

// guesses are the clients that posted a form so often, most posts first.
func (a *Analysis) guesses() (all []*guess) {
	posters := map[string]int{}
	for _, v := range a.FormPosts {
		client, path, _ := strings.Cut(v.Text, "\x00")
		if v.Count >= fewPosts && v.First <= v.Last {
			posters[path]++
			all = append(all, &guess{client: client, path: path, Value: v, of: a.Client()})
		}
	}
	all = slices.DeleteFunc(all, func(g *guess) bool { return posters[g.path] > mostPosters })
	slices.SortFunc(all, func(x, y *guess) int { return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Text, y.Text)) })
	return all[:min(len(all), mostGuessing)]
}

// see takes a row of the client.
func (g *guess) see(_ int, r *parser.Row, _ codes.Verdict) {
	if string(scan.Shorten(g.of(r))) != g.client {
		return
	}
	post := string(r.Field(parser.Method)) == "POST" && string(scan.Shorten(r.Path())) == g.path
	switch {
	case post && r.Status >= 300 && r.Status < 400:
		g.letIn = append(g.letIn, r.Second)
	case post:
		g.posts = append(g.posts, r.Second)
	}
}

// isGuessing reports whether the posts came quickly and nearly all in vain.
func (g *guess) isGuessing() bool {
	if len(g.posts) < leastPosts || float64(len(g.letIn)) > max(1, mostLetIn*float64(len(g.posts))) {
		return false
	}
	slices.Sort(g.posts)
	slices.Sort(g.letIn)
	var gaps []float64
	for i := 1; i < len(g.posts); i++ {
		gaps = append(gaps, float64(g.posts[i]-g.posts[i-1]))
	}
	return median(gaps) <= quickly
}

func (a *Analysis) toldGuess(g *guess) report.Finding {
	rows := slices.Concat(g.posts, g.letIn)
	slices.Sort(rows)
	first, last, n := rows[0], rows[len(rows)-1], int64(len(rows))
	f := report.Finding{Rule: "form-guessing", Severity: report.Warning, Rows: n, Share: a.share(n), Clients: 1, Paths: 1}
	a.setTimes(&f, activity(rows), first, last)
	client, path := a.names.Value("c-ip", g.client), a.names.Value("cs-uri-stem", g.path)
	f.Where = report.Values{{Field: "c-ip", Value: client}, {Field: "cs-uri-stem", Value: path}}
	f.Evidence = append([]report.Evidence{
		{What: "client", Text: client}, {What: "path", Text: path}, {What: "rows", Value: float64(n), Unit: "rows"},
	}, timesOf(first, last)...)
	if len(g.letIn) > 0 && g.letIn[len(g.letIn)-1] >= g.posts[len(g.posts)-1] {
		f.Severity = report.Critical
		f.Evidence = append(f.Evidence, report.Evidence{What: "in", Value: float64(g.letIn[len(g.letIn)-1]), Unit: "time"},
			report.Evidence{What: "status", Text: "302", Unit: "code"})
	}
	f.Command = a.newCommand("rows").between(f.First, stamp(last+1)).where("c-ip", g.client).where("cs-uri-stem", g.path).flag("--method", "POST").String()
	return f
}
