package analysis

import (
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// Some who got in until a moment and are refused ever since, while others still get in: they have something in
// common that changed then, as the name that they use for the site, their domain or an update. It is no matter of
// their passwords.

const (
	// leastIn is how often each of them was let in before, leastOut how often it was refused since, and lostFor for
	// how many seconds at least: who goes home after a typing error is not lost.
	leastIn, leastOut, lostFor = 3, 3, 900
)

// lostLogon is what became of a client: it was let in at a second for the last time, and refused since another.
type lostLogon struct {
	crowd
	until, since int64
}

// lostLogons tells of several clients that got in until one moment and did not after that.
func (s *actors) lostLogons() {
	if s.did == nil {
		return
	}
	var all []lostLogon
	for _, c := range s.all.untold().byClient() {
		if l, ok := s.lostLogonOf(c); ok {
			all = append(all, l)
		}
	}
	all = atOneMoment(all)
	var lost crowd
	until, people := int64(math.MinInt64), map[string]bool{}
	for _, l := range all {
		lost, until = append(lost, l.crowd...), max(until, l.until)
		for name := range s.did[l.crowd[0].client].in {
			people[name] = true
		}
	}
	if len(all) < manyPlaces || len(people) < severalAccounts || !s.othersGetInSince(lost) {
		return
	}
	if f := s.tell("auth-lost", lost, report.Evidence{What: "served-until", Value: float64(until), Unit: "time"}); f != nil {
		f.Severity = s.severity(codes.LogonFailure, lost.rows())
	}
}

// lostLogonOf is what became of a client that was let in before its refusals and not since. Those of which Windows says
// that the account is at fault tell more by themselves.
func (s *actors) lostLogonOf(all crowd) (l lostLogon, ok bool) {
	client := all[0].client
	did := s.did[client]
	if client == "" || did == nil || did.many || s.shared[client] {
		return l, false
	}
	for _, r := range all {
		if r.rule() == "" && !isComputer(r.user) {
			l.crowd = append(l.crowd, r)
		}
	}
	first, last := l.span()
	if l.rows() < leastOut || last-first < lostFor {
		return l, false
	}
	times := 0
	l.until, l.since = math.MinInt64, first
	for _, in := range did.in {
		for _, second := range in {
			if second >= first {
				return l, false
			}
			times, l.until = times+1, max(l.until, second)
		}
	}
	return l, times >= leastIn
}

// atOneMoment are the most of some clients that may have been shut out at the same moment: each of them was let in
// before it and refused after it.
func atOneMoment(all []lostLogon) []lostLogon {
	var untils, sinces activity
	for _, l := range all {
		untils, sinces = append(untils, l.until), append(sinces, l.since)
	}
	slices.Sort(untils)
	slices.Sort(sinces)
	before := func(seconds activity, moment int64) int { return len(seconds) - len(seconds.since(moment-1)) }
	var moment int64
	most := 0
	for _, since := range sinces {
		if n := before(untils, since) - before(sinces, since); n > most {
			moment, most = since, n
		}
	}
	return slices.DeleteFunc(all, func(l lostLogon) bool { return l.until >= moment || l.since < moment })
}

// othersGetInSince reports whether somebody else was let in, by rows that were kept, since clients were refused.
func (s *actors) othersGetInSince(lost crowd) bool {
	first, _ := lost.span()
	of, is := s.Client(), map[string]bool{}
	for _, client := range lost.clients() {
		is[client] = true
	}
	for _, r := range s.Traffic {
		if r.Row.Second > first && isLetIn(r.Row) && !is[string(of(r.Row))] {
			return true
		}
	}
	return false
}
