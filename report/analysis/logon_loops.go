package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// Who is refused again and again for hours is no person: a phone, a service or a task has an old password. Few of them
// are told one by one; many at once are one matter, such as passwords that all had to be changed.

// loops reports whether refusals go on for longer than a person tries, and not as fast
// as a program that guesses.
func (s *actors) loops(c crowd) bool {
	first, last := c.span()
	return last-first >= loopLasts && last-first >= loopApart*c.rows() && !c.inAttacks()
}

// namedLoops tells of the names that are tried for so long: one by one, or together where they are many.
func (s *actors) namedLoops() {
	var known, others []crowd // of names that get in at times, and that do not
	back := map[string]int{}
	for _, c := range s.all.untold().byUser() {
		switch loops, n := s.loopsOf(c); {
		case len(loops) == 0 || n == 0 && len(loops.clients()) >= manyPlaces: // the latter is somebody who guesses
		case n > 0:
			known = append(known, loops)
			back[loops[0].user] = n
		default:
			others = append(others, loops)
		}
	}
	if haveOwnClients(known) {
		n := 0
		for _, one := range back {
			n += one
		}
		s.tell("auth-loop", slices.Concat(known...), report.Evidence{What: "known", Value: float64(n), Unit: "clients"}, severalLoops(known))
	} else {
		for _, c := range known {
			s.tell("auth-loop", c, report.Evidence{What: "known", Value: float64(back[c[0].user]), Unit: "clients"})
		}
	}
	if haveOwnClients(others) {
		s.tell("auth-loop", slices.Concat(others...), severalLoops(others))
		return
	}
	for _, c := range others {
		s.tell("auth-loop", c)
	}
}

// loopsOf are the refusals of a user at the clients that try the name for longer than a person would, as a phone does
// from home and from the office; known is at how many of them somebody gets in with it at other times.
func (s *actors) loopsOf(c crowd) (loops crowd, known int) {
	for _, pair := range c.byPair() {
		if pair[0].user == "" || pair.rows() < fewLogons || !s.loops(pair) {
			continue
		}
		if loops = append(loops, pair...); s.back(pair) || s.did.amid(pair) {
			known++
		}
	}
	return loops, known
}

// haveOwnClients reports whether many names are tried at clients of their own: many at one are its own matter.
func haveOwnClients(all []crowd) bool {
	return len(all) > mostClosed && 2*len(slices.Concat(all...).clients()) >= len(all)
}

// severalLoops says how many names are told together.
func severalLoops(all []crowd) report.Evidence {
	return report.Evidence{What: "looping", Value: float64(len(all)), Unit: "users"}
}
