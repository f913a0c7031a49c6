package analysis

import (
	"cmp"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// inWithin is how long after the last refusal a client that guesses gets in, in
	// seconds: with a name that it had tried, or with another one.
	inWithin, inWithinOther = 24 * 3600, 3600
	// fewAtHome is how many names a client is let in with before that are not those of
	// an attacker.
	fewAtHome = 2
	// nextWithin is how long it is looked at what a client did once it was in, in
	// seconds, and nextShown how much of that is told.
	nextWithin = 3600
	nextShown  = 3
	// serviceApart is how many seconds a service waits on average between two tries, at
	// least.
	serviceApart = 20
)

// entry is a logon that was let in after many that were refused.
type entry struct {
	account string
	second  int64
}

// brokenIn tells of a client that was refused many times and then got in, and reports
// whether it did.
func (s *actors) brokenIn(c crowd) bool {
	in, ok := s.entryOf(c)
	if !ok {
		return false
	}
	before := c.until(in.second)
	if before.rows() < fewLogons {
		return false
	}
	user, next, elsewhere := s.after(c[0].client, in)
	if from, last := c.span(); !elsewhere && last-from >= serviceApart*c.rows() {
		// A service whose password was put right goes on where it was refused.
		return len(c.byUser()) == 1 && s.tell("auth-loop", c, report.Evidence{What: "known", Value: 1, Unit: "clients"}) != nil
	}
	more := []report.Evidence{{What: "in", Value: float64(in.second), Unit: "time"}, {What: "name-in", Text: s.names.Value("cs-username", user)}}
	if next != "" {
		more = append(more, report.Evidence{What: "next", Text: next})
	}
	if names := s.atHomeBefore(c); names > 0 {
		more = append(more, report.Evidence{What: "home", Value: float64(names), Unit: "users"})
	}
	f := s.tell("auth-broken-in", c, more...)
	if f != nil && !f.Last.After(stamp(in.second)) {
		f.State = report.Over // who is in need not guess any more
	}
	return f != nil
}

// until are the refusals of which some came before a second.
func (c crowd) until(second int64) (some crowd) {
	for _, r := range c {
		if r.first <= second {
			some = append(some, r)
		}
	}
	return some
}

// entryOf finds how a client got in that guessed: with a name that it had not been let
// in with before, after at least fewLogons refusals. An account that Windows names as
// expired or locked, and a service that tries for hours, got in because somebody put
// it right.
func (s *actors) entryOf(c crowd) (first entry, ok bool) {
	did := s.did[c[0].client]
	seconds := c.seconds()
	if did == nil || int64(len(seconds)) < fewLogons || s.loops(c) && len(c.users()) <= 1 || s.atHome(c) {
		return entry{}, false
	}
	if of := c.by((*refusal).rule); len(of) > 0 && 2*of[0].rows() >= c.rows() {
		return entry{}, false
	}
	tried := map[string]bool{}
	for _, user := range c.users() {
		tried[account(user)] = true
	}
	for name, all := range did.in {
		second, late := s.firstIn(all, seconds, tried[name] || len(tried) == 0)
		if late && (!ok || second < first.second || second == first.second && name < first.account) {
			first, ok = entry{name, second}, true
		}
	}
	return first, ok
}

// atHome reports whether a client was let in with several names before it was refused,
// as those are that many people share.
func (s *actors) atHome(c crowd) bool {
	return s.atHomeBefore(c) > fewAtHome || s.did[c[0].client].many
}

// atHomeBefore is how many names a client was let in with before it was refused.
func (s *actors) atHomeBefore(c crowd) (names int) {
	from, _ := c.span()
	for _, all := range s.did[c[0].client].in {
		if slices.Min(all) < from {
			names++
		}
	}
	return names
}

// firstIn is when a name was let in first, and whether that followed refusals, all of
// whose seconds are given in order.
func (s *actors) firstIn(in, refused []int64, tried bool) (second int64, late bool) {
	second, within := slices.Min(in), int64(inWithinOther)
	if tried {
		within = inWithin
	}
	before, _ := slices.BinarySearch(refused, second+1)
	return second, before >= fewLogons && second-refused[before-1] <= within
}

// asked is a request of a client that is in.
type asked struct {
	second      int64
	method, uri string
}

// after looks at what a client asked for once it was in: the name as the log writes
// it, the first requests, and whether some were for what it had not been refused.
func (s *actors) after(client string, in entry) (user, next string, elsewhere bool) {
	const enough = 64 // several of them are the same
	var all []asked
	user = in.account
	of := s.Client()
	one := &sought{span: scan.Span{From: in.second, Until: in.second + nextWithin}, wanted: scan.Wanted{Clients: []string{client}}}
	one.see = func(_ int, r *parser.Row, v codes.Verdict) {
		if v != codes.OK || !one.span.Holds(r.Second) || string(scan.Shorten(of(r))) != client {
			return
		}
		if codeOf(r).FTP && isLogonOfFTP(r) {
			return // it is how it got in
		}
		all = append(all, asked{r.Second, string(r.Field(parser.Method)), string(scan.Shorten(r.Path()))})
		if len(all) > 2*enough {
			all = firstAsked(all)[:enough]
		}
		if r.Second == in.second && account(nameOf(r)) == in.account {
			user = nameOf(r)
		}
	}
	s.look(s.ctx, []*sought{one})
	var shown []string
	for _, r := range firstAsked(all) {
		elsewhere = elsewhere || !s.did[client].paths[r.uri]
		said := strings.TrimSpace(r.method + " " + s.names.Value("cs-uri-stem", r.uri))
		if len(shown) < nextShown && !slices.Contains(shown, said) {
			shown = append(shown, said)
		}
	}
	return user, strings.Join(shown, ", "), elsewhere
}

// firstAsked sorts requests by time; those of one second by what they ask for.
func firstAsked(all []asked) []asked {
	slices.SortFunc(all, func(x, y asked) int {
		return cmp.Or(cmp.Compare(x.second, y.second), cmp.Compare(x.method, y.method), cmp.Compare(x.uri, y.uri))
	})
	return all
}
