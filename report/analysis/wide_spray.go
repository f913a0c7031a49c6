package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/report/scan"
)

// Many addresses that try many names, each a few times, are one attacker who hides behind
// them: no single one does enough to be told.
const (
	// manyStrangers is how many different addresses and names there must be, and
	// mostTries how often an address tries; mostSpread where most of its tries are of
	// different names.
	manyStrangers, mostTries, mostSpread = 20, 5, 20
	// strangersShare is the part of the refusals not told yet that must be theirs.
	strangersShare = 0.8
)

// wideSpray tells of many addresses that try many names, while others are let in: where
// nobody is, logging on is broken.
func (s *actors) wideSpray() {
	left := s.all.untold()
	if s.did == nil || len(left) == 0 {
		return
	}
	var strangers crowd
	for _, c := range left.byClient() {
		if s.isStranger(c) {
			strangers = append(strangers, c...)
		}
	}
	clients, names := len(strangers.clients()), len(strangers.byUser())
	if clients < manyStrangers || names < manyStrangers || float64(strangers.rows()) < strangersShare*float64(left.rows()) {
		return
	}
	if first, last := strangers.span(); first <= last && s.othersGetIn(first, last) && (areMixed(strangers) || !s.knownNames(strangers)) {
		s.tell("auth-spray", strangers)
	}
}

// isStranger reports whether a client did nothing but try a few names.
func (s *actors) isStranger(c crowd) bool {
	did := s.did[c[0].client]
	named := !slices.ContainsFunc(c, func(r *refusal) bool { return r.user == "" })
	few := c.rows() <= mostTries || c.rows() <= mostSpread && int64(2*len(c.byUser())) >= c.rows()
	return named && few && !s.shared[c[0].client] && did != nil && did.served == 0
}

// areMixed reports whether most addresses try several names, and most names that are tried again
// are so from another address: people try their own name where they are.
func areMixed(c crowd) bool {
	clients, several, again, elsewhere := c.byClient(), 0, 0, 0
	for _, of := range clients {
		if len(of.byUser()) > 1 {
			several++
		}
	}
	for _, of := range c.byUser() {
		if of.rows() > 1 {
			again++
			if len(of.clients()) > 1 {
				elsewhere++
			}
		}
	}
	return 2*several >= len(clients) && 2*elsewhere >= again
}

// knownNames reports whether most of the names belong to people who log on with success
// elsewhere: who is at home today, where logging on is broken, is nobody's attacker.
func (s *actors) knownNames(c crowd) bool {
	in := map[string]bool{}
	for _, row := range s.Traffic {
		if row.Row.Status >= 200 && row.Row.Status < 400 {
			in[account(nameOf(row.Row))] = true
		}
	}
	names, known := c.byUser(), 0
	for _, of := range names {
		if in[account(of[0].user)] {
			known++
		}
	}
	return 2*known >= len(names)
}

// othersGetIn reports whether rows that were kept of the time around say that people log
// on with success.
func (s *actors) othersGetIn(first, last int64) bool {
	return slices.ContainsFunc(s.Traffic, func(row scan.SampledRow) bool {
		r := row.Row
		return r.Second >= first-lookBefore && r.Second <= last+lookAfter && r.Status >= 200 && r.Status < 400 && nameOf(r) != ""
	})
}
