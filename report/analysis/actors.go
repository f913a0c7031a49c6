package analysis

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report"
)

// Patterns of refused logons: who is behind them decides what to do. The numbers
// are heuristics from practice; each asks for enough rows to be a pattern.
const (
	fewLogons  = 10       // below, there is no pattern
	manyNames  = 10       // different users from one client: a spray
	manyPlaces = 5        // different clients for one user
	loopLasts  = 6 * 3600 // seconds: a person gives up, a service does not
	// loopApart is how many seconds a loop waits on average, at least: programs that
	// guess do not wait.
	loopApart = 2
	everybody = 5 // clients that fail at once
	// severalAccounts that were hardly tried are told together, and more than mostClosed that were, or clients that
	// do not tell whom they try.
	severalAccounts, mostClosed = 3, 5
	maxActors                   = 40 // of one rule; the others stay with the rest
	// mistyped is how long it takes somebody to type a password once more, in seconds.
	mistyped = 10 * 60
)

// actors finds who is behind refused logons, and the findings on them. What they tell
// is marked as told.
type actors struct {
	*Analysis
	ctx     context.Context
	all     crowd
	did     conducts // nil where nothing could be looked at
	shared  map[string]bool
	people  map[string]bool // clients at which people try their own names
	brokeIn crowd           // of the clients that got in
	found   []report.Finding
	ofRule  map[string]int
}

// logonFindings says who is behind refused logons, one finding each. The refusals that
// it does not tell are left for the findings on their issues.
func (a *Analysis) logonFindings(ctx context.Context, issues []*issue, told toldRows) ([]report.Finding, crowd, conducts) {
	all := crowd(a.refusals(issues))
	if len(all) == 0 {
		return nil, nil, nil
	}
	s := &actors{Analysis: a, ctx: ctx, all: all, ofRule: map[string]int{}}
	s.did, s.all = a.lookAt(ctx, all)
	s.shared = s.sharedClients()
	s.all = onlySprayers(s.all, s.did, s.shared)
	if len(s.all) == 0 {
		return nil, nil, s.did
	}
	s.people = s.ownNames()
	s.nobody(issues, told)
	s.computers()
	s.lostLogons()
	s.wideSpray()
	s.breakIns()
	s.guessesTogether()
	s.sprays()
	s.accounts()
	s.devices()
	s.guesses()
	s.wideSpray() // of what the others left
	return s.found, s.all, s.did
}

// tell adds a finding on refusals, of a rule. It reports false when there are too many
// of that rule already.
func (s *actors) tell(rule string, c crowd, more ...report.Evidence) *report.Finding {
	if s.ofRule[rule]++; s.ofRule[rule] > maxActors {
		return nil
	}
	for _, r := range c {
		r.told = true
	}
	s.found = append(s.found, s.logonFinding(rule, c, s, more))
	return &s.found[len(s.found)-1]
}

// sharedClients are the addresses that many people share: proxies, and offices behind
// one address. Most of the names that were refused there get in moments later.
func (s *actors) sharedClients() map[string]bool {
	shared := map[string]bool{}
	if p, ok := s.proxyOf(); ok {
		shared[p.client] = true
	}
	for _, c := range s.all.byClient() {
		client, names := c[0].client, len(c.users())
		back := 0
		for _, of := range c.byUser() {
			if s.did != nil && s.back(of) {
				back++
			}
		}
		if names >= 3 && 2*back >= names || s.did == nil && s.servesMany(client, c.rows()) {
			shared[client] = true
		}
	}
	return shared
}

// back reports whether a name that was refused got in moments after one of the
// refusals.
func (s *actors) back(c crowd) bool {
	for _, r := range c {
		if s.did.laterIn(r, mistyped) || s.did.knew(r) {
			return true
		}
	}
	return false
}

// computers are machines that cannot log on with the accounts they have in the domain, each of
// which it tries itself: nobody else knows their passwords.
func (s *actors) computers() {
	var own crowd
	for _, c := range s.all.byClient() {
		if len(c.byUser()) == 1 && isComputer(c[0].user) {
			own = append(own, c...)
		}
	}
	getIn := s.did != nil && 2*s.did.back(own) > own.rows()
	if len(own.byUser()) >= severalAccounts && own.rows() >= fewLogons && !getIn {
		s.tell("auth-computers", own)
	}
}

// isComputer reports whether a name is that of an account of a computer.
func isComputer(user string) bool { return strings.HasSuffix(account(user), "$") }

// sprays are clients that tried many names.
func (s *actors) sprays() {
	for _, c := range s.all.untold().byClient() {
		if s.shared[c[0].client] || c.rows() < fewLogons {
			continue
		}
		if c.names() >= manyNames {
			s.tell("auth-spray", s.withoutLoops(c))
		}
	}
}

// withoutLoops leaves out the names that somebody at the client tries for longer than a person would, where many are
// left: a service beside who sprays.
func (s *actors) withoutLoops(c crowd) crowd {
	var left crowd
	for _, pair := range c.byPair() {
		if !s.loops(pair) {
			left = append(left, pair...)
		}
	}
	if left.names() < manyNames || left.rows() < fewLogons {
		return c
	}
	return left
}

// accounts are single accounts that nobody can log on with, from whatever clients, or that
// a client tries for longer than a person would.
func (s *actors) accounts() {
	closed := map[string][]crowd{}
	for _, of := range s.all.untold().byUser() {
		s.closedAccount(of, closed)
	}
	for _, rule := range slices.Sorted(maps.Keys(closed)) {
		var often []crowd
		for _, c := range closed[rule] {
			if c.rows() >= fewLogons {
				often = append(often, c)
			}
		}
		if len(often) > mostClosed {
			often = []crowd{slices.Concat(closed[rule]...)}
		}
		for _, c := range often {
			s.tell(rule, c)
		}
	}
	s.closedAccounts()
	s.namedLoops()
}

// closedAccounts tells of several accounts in the same state, each of which was hardly tried: of
// people who come back from holidays, or whom an attack locked out. Where most get in soon it is
// no more than a note.
func (s *actors) closedAccounts() {
	for _, c := range s.all.untold().by((*refusal).rule) {
		var named crowd
		for _, r := range c {
			if r.user != "" {
				named = append(named, r)
			}
		}
		if len(named.byUser()) < severalAccounts || named.rows() < fewLogons {
			continue
		}
		if f := s.tell(named[0].rule(), named); f != nil && s.did != nil && 2*s.did.back(named) > named.rows() {
			f.Severity = report.Note
		}
	}
}

// closedAccount notes an account that is locked, expired or disabled, by the refusals of
// all clients to which half of their rows say so.
func (s *actors) closedAccount(c crowd, closed map[string][]crowd) {
	if c[0].user == "" {
		return
	}
	of := map[string]crowd{}
	for _, pair := range c.byPair() {
		if by := pair.by((*refusal).rule); len(by) > 0 && 2*by[0].rows() >= pair.rows() {
			rule := by[0][0].rule()
			of[rule] = append(of[rule], pair...)
		}
	}
	for rule, all := range of {
		closed[rule] = append(closed[rule], all)
	}
}

// devices are users who are refused from several clients: their own, where an old
// password is stored, or those of somebody who guesses.
func (s *actors) devices() {
	for _, c := range s.all.untold().byUser() {
		clients := len(c.clients())
		if clients < 2 || c.rows() < fewLogons {
			continue
		}
		own := 0
		for _, of := range c.byClient() {
			if s.did.knew(of[0]) || s.did.laterIn(of[len(of)-1], mistyped) {
				own++
			}
		}
		switch {
		case 3*own >= 2*clients:
			s.tell("auth-loop", c, report.Evidence{What: "known", Value: float64(own), Unit: "clients"})
		case clients >= manyPlaces && 2*own < clients:
			s.tell("auth-distributed", c)
		}
	}
}

// guesses are clients that tried few names often, or did not tell which.
func (s *actors) guesses() {
	s.namelessTogether()
	s.namelessLoops()
	for _, c := range s.all.untold().byClient() {
		if c.rows() < fewLogons || s.people[c[0].client] {
			continue
		}
		if s.shared[c[0].client] {
			s.namesBehind(c)
			continue
		}
		switch {
		case len(c.users()) == 1 && s.back(c):
			s.tell("auth-loop", c, report.Evidence{What: "known", Value: 1, Unit: "clients"})
		case c.names() == 0 && s.loops(c):
			s.tell("auth-loop", c)
		case c.names() > 0 || s.dense(c):
			s.tell("auth-guessing", c)
		}
	}
}

// namesBehind are single names that were refused often from an address that many
// share.
func (s *actors) namesBehind(c crowd) {
	for _, of := range c.byPair() {
		if of[0].user == "" || of.rows() < fewLogons {
			continue
		}
		if s.back(of) {
			s.tell("auth-loop", of, report.Evidence{What: "known", Value: 1, Unit: "clients"})
		} else {
			s.tell("auth-guessing", of)
		}
	}
}

// dense reports whether refusals without names came fast, and the client was served
// little else: people whose machine cannot log on are served as well.
func (s *actors) dense(c crowd) bool {
	first, last := c.span()
	did := s.did[c[0].client]
	return first <= last && (last-first)*fewLogons <= 3600*c.rows() && (did == nil || did.served < c.rows())
}
