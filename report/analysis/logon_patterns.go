package analysis

import (
	"cmp"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Patterns of failed logons: who is behind them decides what to do. The numbers
// are heuristics from practice; each asks for enough rows to be a pattern.
const (
	fewLogons  = 10       // below, there is no pattern
	manyNames  = 10       // different users from one client: a spray
	manyPlaces = 5        // different clients for one user
	loopLasts  = 6 * 3600 // seconds: a person gives up, a service does not
	everybody  = 5        // clients that fail at once
	maxActors  = 3        // findings of one issue
)

// actor is a client or a user that is behind refused logons.
type actor struct {
	client, user string
	rows         int64
	different    int // users of a client, or clients of a user
	first, last  int64
}

// actors names who is behind the refused logons of an issue, and returns how
// many rows are left.
func (a *Analysis) actors(i *issue) (all []report.Finding, rest int64) {
	rest = i.rows
	if i.Verdict != codes.LogonFailure {
		return nil, rest
	}
	pairs, estimated := a.All(scan.FieldPair, i.has)
	if estimated {
		return nil, rest
	}
	for _, one := range append(byClient(pairs), byUser(pairs)...) {
		rule := i.pattern(one)
		if rule == "" || len(all) == maxActors || one.rows > rest {
			continue
		}
		rest -= one.rows
		all = append(all, a.actorFinding(i, one, rule))
	}
	if rest < fewLogons && len(all) > 0 {
		rest = 0 // too few to speak of beside the others
	}
	return all, rest
}

// pattern names the rule that an actor fits, "" for none.
func (i *issue) pattern(a actor) string {
	if a.rows < fewLogons {
		return ""
	}
	number, _ := i.mostWin32()
	switch {
	case a.client != "" && a.user == "" && a.different >= manyNames:
		return "auth-spray"
	case a.client == "" && a.different >= manyPlaces:
		return "auth-distributed"
	case a.client == "" || a.user == "":
		return ""
	case accountRules[number] != "":
		return accountRules[number]
	case 2*a.rows > i.rows && i.last-i.first >= loopLasts:
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
func byClient(pairs []scan.Value) []actor {
	return sumActors(pairs, func(client, user string) (string, actor) {
		return client, actor{client: client, user: user}
	}, func(a *actor) { a.user = "" })
}

// byUser sums the pairs by user, for users that several clients tried.
func byUser(pairs []scan.Value) []actor {
	all := sumActors(pairs, func(client, user string) (string, actor) {
		return user, actor{user: user, client: client}
	}, func(a *actor) { a.client = "" })
	return slices.DeleteFunc(all, func(a actor) bool { return a.client != "" || a.user == "" })
}

// sumActors sums pairs by a key, most rows first. widen is told when an actor
// turns out to have several partners.
func sumActors(pairs []scan.Value, of func(client, user string) (string, actor), widen func(*actor)) []actor {
	index := map[string]int{}
	var all []actor
	for _, pair := range pairs {
		client, user, _ := strings.Cut(pair.Text, "\x00")
		key, a := of(client, user)
		at, ok := index[key]
		if !ok {
			at = len(all)
			index[key] = at
			a.first, a.last = pair.First, pair.Last
			all = append(all, a)
		}
		all[at].rows += pair.Count
		all[at].first, all[at].last = min(all[at].first, pair.First), max(all[at].last, pair.Last)
		all[at].different++
		if all[at].different > 1 {
			widen(&all[at])
		}
	}
	slices.SortFunc(all, func(x, y actor) int {
		return cmp.Or(cmp.Compare(y.rows, x.rows), cmp.Compare(x.client, y.client), cmp.Compare(x.user, y.user))
	})
	return all
}

// actorFinding says what one actor did. Its times are its own.
func (a *Analysis) actorFinding(i *issue, one actor, rule string) report.Finding {
	f := a.newFinding(rule, report.Warning, i, one.rows)
	a.setTimes(&f, evenly(one.first, one.last, one.rows), one.first, one.last)
	f.Evidence = append(f.Evidence, timesOf(one.first, one.last)...)
	if one.client != "" {
		f.Evidence = append(f.Evidence, report.Evidence{What: "client", Text: a.names.Value("c-ip", one.client)})
	} else {
		f.Evidence = append(f.Evidence, report.Evidence{What: "clients", Value: float64(one.different), Unit: "clients"})
	}
	if one.user != "" {
		f.Evidence = append(f.Evidence, report.Evidence{What: "user", Text: a.names.Value("cs-username", one.user)})
	} else {
		f.Evidence = append(f.Evidence, report.Evidence{What: "users", Value: float64(one.different), Unit: "users"})
	}
	f.Command = a.rowsCommand(&f, i, func(c *command) { c.where("c-ip", one.client).where("cs-username", one.user) })
	return f
}

// splitNumbers are what Windows says when the legs of one negotiation arrive on
// different connections or servers.
var splitNumbers = map[int64]bool{2148074248: true, 2148074256: true, 2148074241: true}

// directoryPattern names the rule that faults of the directory fit, "" for none.
func (i *issue) directoryPattern() string {
	if i.Verdict != codes.DirectoryFault {
		return ""
	}
	if number, _ := i.mostWin32(); splitNumbers[number] {
		return "auth-split"
	}
	if i.tops[scan.FieldClient].distinct >= everybody {
		return "auth-everyone"
	}
	return ""
}
