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

// Who guesses from hundreds of addresses posts so few times from each that none stands out.
// What gives him away is that these do nothing else: people who come to log on get the page
// and its style sheets, and are let in at last. So a form is looked at that many addresses
// post to; those are strangers that ask for it alone and are not let in, where others are.
// Programs post to an interface in the same way and never read a page: a form is one that
// redirects whom it lets in.
const (
	// leastSprayers is how many of the posts that are counted, one in four, and of their
	// addresses make a form worth a look; leastStrange how many strangers, and leastSprayed
	// how many of their posts, are an attack.
	leastSprayers              = 12
	leastStrange, leastSprayed = 20, 60
	// mostVisitsEach is how many rows a poster has for each post, on average, from which
	// the form is in use by people.
	mostVisitsEach = 8
	// strangersToLetIn is how many posts of strangers there are at least for each that
	// was let in.
	strangersToLetIn = 0.25
	// mostOtherPaths is how many paths besides the form a stranger may ask for: the page to
	// which it is sent when it failed.
	mostOtherPaths = 1
	// leastInVain is how many posts of an address were in vain, for each that was let in, where
	// it guessed.
	leastInVain = 3
	// mostPathsIn is how many paths it asks for at most once it is in.
	mostPathsIn            = 8
	mostForms, mostPosting = 2, 1 << 16
)

// spray is a form that many addresses post to, and what a look finds of each.
type spray struct {
	path        string
	posts       int64 // of one row in four
	first, last int64
	clients     map[string]bool
	of          func(*parser.Row) []byte
	seen        map[string]*poster
}

// poster is what an address did.
type poster struct {
	posts, let []int64  // seconds of posts that were served, and of those that were redirected
	refused    []int64  // of those that an interface refused
	gets       []int64  // of the form
	others     []string // paths
}

// formSprays says at which forms strangers from many addresses guess.
func (a *Analysis) formSprays(ctx context.Context) (all []report.Finding) {
	for _, s := range a.sprays() {
		margin := max(afterwards, (s.last-s.first)/4) // of one post in four the time is known
		span := scan.Span{From: s.first - margin, Until: s.last + margin}
		form := &sought{span: span, see: s.see, wanted: scan.Wanted{Paths: []string{s.path}}}
		if n, ok := a.Rows.Size([]scan.Span{span}); !ok || n > a.lookMost() {
			continue
		}
		if a.look(ctx, []*sought{form}); !form.all || len(s.seen) == mostPosting {
			continue
		}
		rest := &sought{span: span, see: s.seeOther, wanted: scan.Wanted{Clients: s.posters()}}
		if a.look(ctx, []*sought{rest}); !rest.all {
			continue
		}
		if f, ok := a.toldSpray(s); ok {
			all = append(all, f)
		}
	}
	return all
}

// sprays are the forms that so many addresses posted to, those of most posts first, but for
// those that people use who do much else, and those that are not known to let anybody in.
func (a *Analysis) sprays() (all []*spray) {
	if a.Rows == nil {
		return nil
	}
	index, lets := map[string]*spray{}, a.refusing() // lets is the forms that let somebody in, or refuse by their status
	for _, v := range a.FormLets {
		_, path, _ := strings.Cut(v.Text, "\x00")
		lets[path] = true
	}
	for _, v := range slices.Concat(a.FormPosts, a.FormLets) {
		client, path, _ := strings.Cut(v.Text, "\x00")
		if !lets[path] {
			continue
		}
		s := index[path]
		if s == nil {
			s = &spray{path: path, first: v.First, last: v.Last, clients: map[string]bool{}, of: a.Client(), seen: map[string]*poster{}}
			index[path] = s
		}
		s.posts += v.Count
		s.clients[client] = true
		if v.First <= v.Last {
			s.first, s.last = min(s.first, v.First), max(s.last, v.Last)
		}
	}
	for _, s := range index {
		if len(s.clients) >= leastSprayers && s.posts >= leastSprayers && s.first <= s.last && !a.isInUse(s) {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(x, y *spray) int { return cmp.Or(cmp.Compare(y.posts, x.posts), cmp.Compare(x.path, y.path)) })
	return all[:min(len(all), mostForms)]
}

// isInUse reports whether those who post to a form do so much else that they are people.
func (a *Analysis) isInUse(s *spray) bool {
	visits := 0
	for _, v := range a.Visits {
		if s.clients[v.Client] {
			visits++
		}
	}
	const oneIn, few = 4, 10
	expected := oneIn * float64(s.posts) * float64(len(a.Visits)) / float64(max(1, a.Timed))
	return float64(visits) > mostVisitsEach*expected+few && !a.areManyIdle(s)
}

// areManyIdle reports whether many of those who post to a form hardly do anything else, as far as
// enough rows of a short log tell.
func (a *Analysis) areManyIdle(s *spray) bool {
	const enough, few = 0.125, 4
	if float64(len(a.Visits)) < enough*float64(a.Timed) {
		return false
	}
	visits := map[string]int{}
	for _, v := range a.Visits {
		if s.clients[v.Client] {
			visits[v.Client]++
		}
	}
	idle := 0
	for client := range s.clients {
		if visits[client] <= few {
			idle++
		}
	}
	return idle >= leastSprayers
}

// see takes a row of the form.
func (s *spray) see(_ int, r *parser.Row, v codes.Verdict) {
	if string(scan.Shorten(r.Path())) != s.path {
		return
	}
	client := string(scan.Shorten(s.of(r)))
	one := s.seen[client]
	if one == nil {
		if len(s.seen) == mostPosting {
			return
		}
		one = &poster{}
		s.seen[client] = one
	}
	post := string(r.Field(parser.Method)) == "POST"
	switch {
	case post && r.Status >= 300 && r.Status < 400:
		one.let = append(one.let, r.Second)
	case post && r.Status >= 200 && r.Status < 300:
		one.posts = append(one.posts, r.Second)
	case post && isRefused(r.Status):
		one.refused = append(one.refused, r.Second)
	case post: // it failed, and is told of its code
	default:
		one.gets = append(one.gets, r.Second)
	}
}

// posters are the addresses that posted to the form.
func (s *spray) posters() (all []string) {
	for client, one := range s.seen {
		if len(one.posts)+len(one.let)+len(one.refused) > 0 {
			all = append(all, client)
		}
	}
	slices.Sort(all)
	return all
}

// seeOther takes a row of who posted to the form.
func (s *spray) seeOther(_ int, r *parser.Row, v codes.Verdict) {
	one := s.seen[string(scan.Shorten(s.of(r)))]
	if one != nil && isOfExchange(s.path) && isTurnedBack(r) {
		one.gets = append(one.gets, r.Second)
	}
	if path := string(scan.Shorten(r.Path())); one != nil && path != s.path && len(one.others) <= mostPathsIn && !slices.Contains(one.others, path) {
		one.others = append(one.others, path)
	}
}

// isStranger reports whether an address asked for the form alone, and was not let in.
func (p *poster) isStranger() bool {
	return len(p.posts) > 0 && len(p.let) == 0 && len(p.others) <= mostOtherPaths
}

// isSentBack reports whether an address asked for the form alone, was redirected each time it
// posted, and asked for the form again: that is what it was redirected to.
func (p *poster) isSentBack() bool {
	return len(p.let) > 0 && len(p.posts) == 0 && len(p.others) <= mostOtherPaths && len(p.gets) > 0 &&
		slices.Max(p.gets) >= slices.Max(p.let)
}

// returnsToItself reports whether a form redirects whom it lets in to its own address: that of AD FS
// does, and shows itself again, with 200, to who types a wrong password.
func returnsToItself(form string) bool { return strings.Contains(strings.ToLower(form), "adfs/ls") }

// hasGuessed reports whether an address never asked for the form, posted it in vain as
// strangers do, and was let in: people read the page in which they type.
func (p *poster) hasGuessed(first, last int64) bool {
	return len(p.let) > 0 && len(p.gets) == 0 && len(p.others) <= mostPathsIn && len(p.posts) >= leastInVain &&
		len(p.posts) >= leastInVain*len(p.let) && slices.Min(p.posts) >= first && slices.Min(p.let) > slices.Min(p.posts) && slices.Max(p.posts) <= last+afterwards
}

// letInAmong is how many posts were redirected while most of some were sent, which are in the order of
// time; the first and the last few may be of others.
func (s *spray) letInAmong(posts activity) (n int) {
	const few = 20 // one in so many
	first, last := posts[len(posts)/few], posts[len(posts)-1-len(posts)/few]
	for _, one := range s.seen {
		for _, second := range one.let {
			if second >= first && second <= last {
				n++
			}
		}
	}
	return n
}

// guessers are the addresses that were let in among strangers, and when the first of them was.
func (s *spray) guessers(first, last int64) (all []string, in int64) {
	in = math.MaxInt64
	for _, client := range slices.Sorted(maps.Keys(s.seen)) {
		if one := s.seen[client]; one.hasGuessed(first-afterwards, last) {
			all, in = append(all, client), min(in, slices.Min(one.let))
		}
	}
	return all, in
}

// toldSpray tells of strangers at a form, where there are some.
func (a *Analysis) toldSpray(s *spray) (f report.Finding, ok bool) {
	d := s.idlers()
	if turned := s.turnedAway(); len(turned.seconds) > len(d.posts) {
		return a.toldTurnedAway(s, turned)
	}
	if !d.areMany(s) {
		return f, false
	}
	first, last, n := d.posts[0], d.posts[len(d.posts)-1], int64(len(d.posts))
	f = report.Finding{Rule: "form-guessing", Severity: report.Warning, Rows: n, Share: a.share(n), Clients: int64(len(d.addresses)), Paths: 1}
	a.setTimes(&f, d.posts, first, last)
	path, what := a.names.Value("cs-uri-stem", s.path), "served"
	if d.sentBack {
		what = "back"
	}
	f.Where = report.Values{{Field: "cs-uri-stem", Value: path}}
	f.Evidence = append([]report.Evidence{
		{What: "path", Text: path}, {What: "rows", Value: float64(n), Unit: "rows"}, {What: "clients", Value: float64(len(d.addresses)), Unit: "clients"},
		{What: what, Value: float64(n), Unit: "rows"},
	}, timesOf(first, last)...)
	if in, at := s.guessers(first, last); !d.sentBack && len(in) > 0 {
		f.Severity = report.Critical
		f.Evidence = append(f.Evidence, report.Evidence{What: "guessers", Value: float64(len(in)), Unit: "clients"},
			report.Evidence{What: "guessed", Value: float64(at), Unit: "time"}, report.Evidence{What: "guesser", Text: a.names.Value("c-ip", in[0])})
	}
	f.Command = a.idlersCommand(&f, s.path, &d)
	return f, true
}
