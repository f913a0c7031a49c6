package analysis

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
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
	posts, letIn []int64         // seconds: of those in vain, and of those that were redirected
	refused      []int64         // of those with a status of 4xx, as an interface answers a wrong password
	back         []int64         // when it was sent to the form of Exchange again
	elsewhere    int             // rows of other pages than that form, where it is of Exchange
	turned       int64           // posts to it in vain
	isInterface  bool            // that refuses by its status
	statuses     map[int64]int32 // of those that were not refused, by second
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
	shared, isShared := a.proxyOf() // people post through it, each once
	for _, v := range slices.Concat(a.FormPosts, a.exchangeLets()) {
		client, path, _ := strings.Cut(v.Text, "\x00")
		if scan.IsToken([]byte(path)) {
			continue // a program with an old token looks the same
		}
		if v.Count >= fewPosts && v.First <= v.Last && isValue([]byte(client)) && (!isShared || client != shared.client) {
			posters[path]++
			all = append(all, &guess{client: client, path: path, Value: v, of: a.Client(), statuses: map[int64]int32{}})
		}
	}
	all = slices.DeleteFunc(all, func(g *guess) bool { return posters[g.path] > mostPosters && !isOfExchange(g.path) })
	slices.SortFunc(all, func(x, y *guess) int { return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Text, y.Text)) })
	return all[:min(len(all), mostGuessing)]
}

// exchangeLets are the posts to forms of Exchange, which redirects all of them.
func (a *Analysis) exchangeLets() []scan.Value {
	return slices.DeleteFunc(slices.Clone(a.FormLets), func(v scan.Value) bool { return !isOfExchange(v.Text) })
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
		g.answered(r)
	case post && isRefused(r.Status):
		g.refused = append(g.refused, r.Second)
	case post:
		g.posts = append(g.posts, r.Second)
		g.answered(r)
	case isOfExchange(g.path) && isTurnedBack(r):
		g.back = append(g.back, r.Second)
	case isOfExchange(g.path) && !bytes.Contains(bytes.ToLower(r.Path()), []byte("/auth/logon.aspx")):
		g.elsewhere++
	}
}

// answered notes the least status of the answers of a second.
func (g *guess) answered(r *parser.Row) {
	if was, ok := g.statuses[r.Second]; !ok || r.Status < was {
		g.statuses[r.Second] = r.Status
	}
}

// isRefused reports whether a status is one with which interfaces answer a wrong password.
func isRefused(status int32) bool {
	return status == 400 || status == 401 || status == 403 || status == 422 || status == 429
}

// settle says which posts were in vain. Where nearly all were refused by their status, who is
// served is let in; elsewhere the form is shown again.
func (g *guess) settle() {
	if g.isInterface = len(g.refused) > 0 && float64(len(g.posts)) <= max(1, mostLetIn*float64(len(g.refused))); g.isInterface {
		g.letIn, g.posts = append(g.letIn, g.posts...), nil
	}
	g.posts, g.refused = append(g.posts, g.refused...), nil
	if isOfExchange(g.path) {
		g.turnBack()
	}
	slices.Sort(g.posts)
	slices.Sort(g.letIn)
}

// isGuessing reports whether the posts came quickly and nearly all in vain.
func (g *guess) isGuessing() bool {
	if g.settle(); len(g.posts) < leastPosts || float64(len(g.letIn)) > max(1, mostLetIn*float64(len(g.posts))) {
		return false
	}
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
	f.Evidence = append(f.Evidence, g.outcome()...)
	if before, _ := slices.BinarySearch(g.posts, append(slices.Clone(g.letIn), math.MaxInt64)[0]); len(g.letIn) > 0 && 2*before >= leastPosts {
		f.Severity = report.Critical // somebody who logs on and mistypes later is in before
	}
	f.Command = a.newCommand("rows").between(f.First, stamp(last+1)).where("c-ip", g.client).where("cs-uri-stem", g.path).flag("--method", "POST").String()
	return f
}

// isXMLRPC reports whether a path is the interface of WordPress, which answers 200 whatever the
// password was, and never redirects.
func isXMLRPC(path string) bool { return strings.HasSuffix(strings.ToLower(path), "/xmlrpc.php") }

// outcome says how the posts ended: refused each time, let in at last, or let in in between.
func (g *guess) outcome() []report.Evidence {
	if len(g.letIn) == 0 {
		if g.turned > 0 {
			return []report.Evidence{{What: "turned", Value: float64(g.turned), Unit: "rows"}}
		}
		if g.isInterface {
			return []report.Evidence{{What: "refused", Value: float64(len(g.posts)), Unit: "rows"}}
		}
		if isXMLRPC(g.path) {
			return []report.Evidence{{What: "calls", Value: float64(len(g.posts)), Unit: "rows"}}
		}
		return nil
	}
	how, in := "in", report.Evidence{What: "in", Value: float64(g.letIn[0]), Unit: "time"}
	if g.isInterface {
		how = "served-in"
	}
	if g.letIn[0] < g.posts[len(g.posts)-1] {
		how += "-between"
	}
	in.What = how
	return []report.Evidence{in, {What: "status", Text: strconv.Itoa(int(g.statuses[g.letIn[0]])), Unit: "code"}, {What: "let", Value: float64(len(g.letIn)), Unit: "rows"}}
}
