package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
)

// Patterns of failed logons: who is behind them decides what to do. The numbers
// are heuristics from practice; each asks for enough rows to be a pattern.
const (
	fewLogons  = 10       // below, there is no pattern
	manyNames  = 10       // different users from one client: a spray
	manyPlaces = 5        // different clients for one user
	loopLasts  = 6 * 3600 // seconds: a person gives up, a service does not
	everybody  = 5        // clients that fail at once
	maxActors  = 3        // findings of one matter
)

// actor is a client or a user that is behind refused logons.
type actor struct {
	client, user string
	count        int64
	different    int // users of a client, or clients of a user
}

// actors names who is behind the refused logons of a matter, and returns how
// many rows are left.
func (b *builder) actors(m *matter) (all []Finding, rest int64) {
	rest = m.count
	if m.verdict != codes.LogonFailure {
		return nil, rest
	}
	pairs := b.table(b.isOf(m), crossed)
	for _, a := range append(byClient(pairs), byUser(pairs)...) {
		rule := m.pattern(a)
		if rule == "" || len(all) == maxActors || a.count > rest {
			continue
		}
		rest -= a.count
		all = append(all, b.actorFinding(m, a, rule))
	}
	if rest < fewLogons && len(all) > 0 {
		rest = 0 // too few to speak of beside the others
	}
	return all, rest
}

// pattern names the rule that an actor fits, "" for none.
func (m *matter) pattern(a actor) string {
	if a.count < fewLogons {
		return ""
	}
	number, _ := m.mostWin32()
	switch {
	case a.client != "" && a.user == "" && a.different >= manyNames:
		return "auth-spray"
	case a.client == "" && a.different >= manyPlaces:
		return "auth-distributed"
	case a.client == "" || a.user == "":
		return ""
	case accountRules[number] != "":
		return accountRules[number]
	case 2*a.count > m.count && m.last-m.first >= loopLasts:
		return "auth-loop"
	}
	return "auth-guessing"
}

// accountRules are the states of an account that no attempt gets past.
var accountRules = map[int64]string{
	1330: "auth-expired", 1907: "auth-expired", 1909: "auth-locked",
	1331: "auth-disabled", 1793: "auth-disabled",
}

// byClient sums the pairs by client; a client of one user names it.
func byClient(pairs *keys) []actor {
	return sumActors(pairs, func(client, user string) (string, actor) {
		return client, actor{client: client, user: user}
	}, func(a *actor) { a.user = "" })
}

// byUser sums the pairs by user, for users that several clients tried.
func byUser(pairs *keys) []actor {
	all := sumActors(pairs, func(client, user string) (string, actor) {
		return user, actor{user: user, client: client}
	}, func(a *actor) { a.client = "" })
	return slices.DeleteFunc(all, func(a actor) bool { return a.client != "" || a.user == "" })
}

// sumActors sums pairs by a key, most rows first. widen is told when an actor
// turns out to have several partners.
func sumActors(pairs *keys, of func(client, user string) (string, actor), widen func(*actor)) []actor {
	index := map[string]int{}
	var all []actor
	for _, pair := range pairs.all() {
		client, user, _ := strings.Cut(pair.Key, "\x00")
		key, a := of(client, user)
		at, ok := index[key]
		if !ok {
			at = len(all)
			index[key] = at
			all = append(all, a)
		}
		all[at].count += pair.Count
		all[at].different++
		if all[at].different > 1 {
			widen(&all[at])
		}
	}
	slices.SortFunc(all, func(x, y actor) int {
		return cmp.Or(cmp.Compare(y.count, x.count), cmp.Compare(x.client, y.client), cmp.Compare(x.user, y.user))
	})
	return all
}

func (b *builder) actorFinding(m *matter, a actor, rule string) Finding {
	f := Finding{Rule: rule, Severity: Warning, Evidence: b.evidence(m)[:shared]}
	f.Evidence[0].Value = float64(a.count)
	if 5*a.count >= 4*m.count && m.first <= m.last {
		f.Evidence = append(f.Evidence, Evidence{What: "since", Value: float64(m.first), Unit: "time"},
			Evidence{What: "until", Value: float64(m.last), Unit: "time"})
	}
	if a.client != "" {
		f.Evidence = append(f.Evidence, Evidence{What: "client", Text: b.names.value("c-ip", a.client)})
	} else {
		f.Evidence = append(f.Evidence, Evidence{What: "clients", Value: float64(a.different), Unit: "clients"})
	}
	if a.user != "" {
		f.Evidence = append(f.Evidence, Evidence{What: "user", Text: b.names.value("cs-username", a.user)})
	} else {
		f.Evidence = append(f.Evidence, Evidence{What: "users", Value: float64(a.different), Unit: "users"})
	}
	return f
}

// splitNumbers are what Windows says when the legs of one negotiation arrive on
// different connections or servers.
var splitNumbers = map[int64]bool{2148074248: true, 2148074256: true, 2148074241: true}

// directoryPattern names the rule that faults of the directory fit, "" for none.
func (m *matter) directoryPattern() string {
	if m.verdict != codes.DirectoryFault {
		return ""
	}
	if number, _ := m.mostWin32(); splitNumbers[number] {
		return "auth-split"
	}
	if m.fields[topClient].different >= everybody {
		return "auth-everyone"
	}
	return ""
}
