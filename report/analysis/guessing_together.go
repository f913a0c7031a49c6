package analysis

import (
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Many addresses that try the same few names again and again, or each several of its own, are one
// attacker who hides behind them, though each does enough to be told alone. Many people who each try
// their own name are none.

// atOncePeople is how many addresses there must be at which somebody tries his own name before
// that is the fault of the logon, and no attack by each.
const atOncePeople = 5

// breakIns tells of the clients that got in after they guessed.
func (s *actors) breakIns() {
	for _, c := range s.all.untold().byClient() {
		if !s.shared[c[0].client] && !s.people[c[0].client] && c.rows() >= fewLogons && s.brokenIn(c) {
			s.brokeIn = append(s.brokeIn, c...)
		}
	}
}

// guessesTogether tells of many clients that tried the same names, or several each, and got in with
// none.
func (s *actors) guessesTogether() {
	if s.did == nil {
		return
	}
	var often, all crowd
	for _, c := range s.all.untold().byClient() {
		if c = s.guessed(c); c == nil {
			continue
		}
		if all = append(all, c...); c.rows() >= fewLogons {
			often = append(often, c...)
		}
	}
	one := often
	switch {
	case len(often.clients()) >= manyPlaces && len(often.byUser()) >= 2 && (often.shareNames() || often.tryNames()):
		one = all.who(func(c crowd) bool { return c.rows() >= fewLogons || c.anyOf(often.accounts()) })
	case len(all.clients()) >= manyStrangers && len(all.byUser()) >= severalAccounts && all.shareNames():
		one = all.who(func(c crowd) bool { return c.rows() > 1 }) // many who each try hardly often enough to be told
	default:
		return
	}
	tried := one.accounts()
	more := []report.Evidence{{What: "guessing", Value: float64(len(one.clients())), Unit: "clients"}}
	for _, e := range []report.Evidence{
		{What: "unnamed", Value: float64(s.servedUnnamed(one)), Unit: "clients"},
		{What: "inside", Value: float64(len(s.withNames(s.brokeIn, tried).clients())), Unit: "clients"},
	} {
		if e.Value > 0 {
			more = append(more, e)
		}
	}
	s.tell("auth-guessing", one, more...)
}

// servedUnnamed is how many clients were served where logons are refused, in rows that name no user: an
// application that knows its users itself writes so whom it let in.
func (s *actors) servedUnnamed(c crowd) (n int) {
	for _, client := range c.clients() {
		if s.did[client].open > 0 {
			n++
		}
	}
	return n
}

// guessed are the refusals by which a client guesses that was let in with no name: none of a client that many share, and
// not those of an account of which Windows says that nobody gets in with it.
func (s *actors) guessed(all crowd) (c crowd) {
	did := s.did[all[0].client]
	if s.shared[all[0].client] || s.people[all[0].client] || did == nil || len(did.in) > 0 || did.served > 2*all.rows() {
		return nil
	}
	for _, r := range all {
		if r.user != "" && r.rule() == "" && !isComputer(r.user) {
			c = append(c, r)
		}
	}
	return c
}

// shareNames reports whether most refusals are of names that several addresses tried.
func (c crowd) shareNames() bool {
	const several = 3
	var rows int64
	for _, of := range c.byUser() {
		if len(of.clients()) >= several {
			rows += of.rows()
		}
	}
	return 2*rows >= c.rows()
}

// tryNames reports whether most clients tried more names than the people at one address have, again and
// again, and all at the same time.
func (c crowd) tryNames() bool {
	const several = 3
	clients, trying := c.byClient(), 0
	for _, of := range clients {
		if names := int64(len(of.byUser())); names >= several && 2*names <= of.rows() {
			trying++
		}
	}
	return 2*trying >= len(clients) && c.areTogether()
}

// accounts are the names that were tried, without their domains.
func (c crowd) accounts() map[string]bool {
	all := map[string]bool{}
	for _, r := range c {
		all[account(r.user)] = true
	}
	return all
}

// who are the refusals of the clients of which something holds.
func (c crowd) who(is func(crowd) bool) (some crowd) {
	for _, of := range c.byClient() {
		if is(of) {
			some = append(some, of...)
		}
	}
	return some
}

func (c crowd) anyOf(names map[string]bool) bool {
	for _, r := range c {
		if names[account(r.user)] {
			return true
		}
	}
	return false
}

// withNames are those clients of some that tried one of the names.
func (s *actors) withNames(all crowd, names map[string]bool) (some crowd) {
	return all.who(func(c crowd) bool { return c.anyOf(names) })
}

// ownNames are the clients at which people try their own names at the same time: names that nobody
// tries elsewhere, and with which they get in later, or which they try on the own network.
func (s *actors) ownNames() map[string]bool {
	places, own := map[string]int{}, crowd{}
	for _, c := range s.all.byUser() {
		places[account(c[0].user)] = len(c.clients())
	}
	for _, c := range s.all.byClient() {
		if s.isOwnName(c, places) {
			own = append(own, c...)
		}
	}
	people := map[string]bool{}
	if len(own.clients()) >= atOncePeople && own.areTogether() {
		for _, client := range own.clients() {
			people[client] = true
		}
	}
	return people
}

// isOwnName reports whether the names that a client was refused with may be those of who sits there.
func (s *actors) isOwnName(c crowd, places map[string]int) bool {
	names, did := c.byUser(), s.did[c[0].client]
	if did == nil || len(names) == 0 || len(names) > fewAtHome || s.loops(c) {
		return false
	}
	in := scan.IsOfOwnNetwork(c[0].client)
	for _, of := range names {
		name := account(of[0].user)
		if places[name] > 1 || isComputer(name) {
			return false
		}
		in = in || len(did.in[name]) > 0
	}
	return in
}
