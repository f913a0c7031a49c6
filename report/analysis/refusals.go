package analysis

import (
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/scan"
)

// refusal is the refused logons of one client with one name.
type refusal struct {
	of           *issue
	client, user string // "" where the log tells none
	names        int    // 1; more where there were too many to tell each, and 0 for no name
	rows         int64
	first, last  int64   // seconds; first > last where no row had a time
	seconds      []int64 // of each row, where they were looked at; in no order
	told         bool    // by a finding
}

// refusals are the refused logons of all issues, in their order.
func (a *Analysis) refusals(issues []*issue) (all []*refusal) {
	for _, i := range issues {
		if isUntold401(i) {
			all = append(all, a.sprayersOf(i)...)
			continue
		}
		if i.Verdict != codes.LogonFailure {
			continue
		}
		pairs, estimated := a.AllOf(i.Code, scan.FieldPair, i.has)
		if estimated {
			all = append(all, a.refusalsByClient(i)...)
			continue
		}
		slices.SortFunc(pairs, func(x, y scan.Value) int { return strings.Compare(x.Text, y.Text) })
		for _, p := range pairs {
			client, user, _ := strings.Cut(p.Text, "\x00")
			r := &refusal{of: i, client: client, user: user, rows: p.Count, first: p.First, last: p.Last}
			if user != "" {
				r.names = 1
			}
			all = append(all, r)
		}
	}
	return all
}

// refusalsByClient are those of an issue with too many names to count each: known is
// what each client did, and of the names how many there are at least. Those that the
// rows of others cannot account for are the client's.
func (a *Analysis) refusalsByClient(i *issue) (all []*refusal) {
	clients, estimated := a.AllOf(i.Code, scan.FieldClient, i.has)
	if estimated {
		return nil
	}
	names := int64(a.TopOf(i.Code, scan.FieldUser, i.has, 1).Distinct)
	slices.SortFunc(clients, func(x, y scan.Value) int { return strings.Compare(x.Text, y.Text) })
	for _, c := range clients {
		own := max(0, names-(i.rows-c.Count))
		all = append(all, &refusal{of: i, client: c.Text, names: int(own), rows: c.Count, first: c.First, last: c.Last})
	}
	return all
}

// isUntold401 reports whether an issue is of 401 of which the log does not say whether a logon was
// refused.
func isUntold401(i *issue) bool {
	return i.Verdict == codes.Unknown && i.Code.Status == 401 && !i.Code.FTP
}

// sprayersOf are the clients of such an issue that may have tried many names, which a look at their
// rows counts, and what is left of it; none where all of it has few names.
func (a *Analysis) sprayersOf(i *issue) (all []*refusal) {
	clients, estimated := a.AllOf(i.Code, scan.FieldClient, i.has)
	if estimated || a.TopOf(i.Code, scan.FieldUser, i.has, 1).Distinct < manyNames {
		return nil
	}
	rest := &refusal{of: i, rows: i.rows, first: i.first, last: i.last}
	for _, c := range clients {
		if c.Count >= fewLogons && isValue([]byte(c.Text)) && len(all) < maxActors {
			all = append(all, &refusal{of: i, client: c.Text, rows: c.Count, first: c.First, last: c.Last})
			rest.rows -= c.Count
		}
	}
	slices.SortFunc(all, func(x, y *refusal) int { return strings.Compare(x.client, y.client) })
	if len(all) == 0 {
		return nil
	}
	return append(all, rest)
}

// onlySprayers leaves those of them that tried many names and were not served: many people share
// an address that was. What the others did goes to the rest.
func onlySprayers(all crowd, did conducts, shared map[string]bool) (kept crowd) {
	rest, sprayed := map[*issue]*refusal{}, map[*issue]bool{}
	for _, r := range all {
		if isUntold401(r.of) && r.client == "" {
			rest[r.of] = r
		}
	}
	for _, r := range all {
		c := did[r.client]
		switch {
		case !isUntold401(r.of):
			kept = append(kept, r)
		case r.client == "":
		case c != nil && c.served == 0 && len(c.tried) >= manyNames && !shared[r.client]:
			r.names, sprayed[r.of] = len(c.tried), true
			kept = append(kept, r)
		default:
			rest[r.of].rows += r.rows
		}
	}
	for _, r := range all {
		if rest[r.of] == r && sprayed[r.of] && r.rows > 0 {
			kept = append(kept, r)
		}
	}
	return kept
}

// account is a user name without its domain, in small letters: who mistypes a
// password may type the name in another form as well.
func account(user string) string {
	user = user[strings.LastIndexByte(user, '\\')+1:]
	user, _, _ = strings.Cut(user, "@")
	return strings.ToLower(user)
}

// accountRules are the states of an account that no attempt gets past.
var accountRules = map[int64]string{
	1330: "auth-expired", 1907: "auth-expired", 1909: "auth-locked",
	1331: "auth-disabled", 1793: "auth-disabled",
}

// rule is the state of the account, as Windows names it; "" where it names none.
func (r *refusal) rule() string {
	number, _ := r.of.mostWin32()
	return accountRules[number]
}

// crowd is refusals that have something in common.
type crowd []*refusal

func (c crowd) rows() (n int64) {
	for _, r := range c {
		n += r.rows
	}
	return n
}

// span is when the first and the last of them came; first > last where no row has a
// time.
func (c crowd) span() (first, last int64) {
	first, last = 1, 0
	for _, r := range c {
		switch {
		case r.first > r.last:
		case first > last:
			first, last = r.first, r.last
		default:
			first, last = min(first, r.first), max(last, r.last)
		}
	}
	return first, last
}

// seconds are those of each row, in order; nil where not all were looked at.
func (c crowd) seconds() (all []int64) {
	for _, r := range c {
		if len(r.seconds) == 0 {
			return nil
		}
		all = append(all, r.seconds...)
	}
	slices.Sort(all)
	return all
}

// clients and users are the different ones.
func (c crowd) clients() []string { return c.different(func(r *refusal) string { return r.client }) }
func (c crowd) users() []string   { return c.different(func(r *refusal) string { return r.user }) }

func (c crowd) different(of func(*refusal) string) (all []string) {
	for _, r := range c {
		if v := of(r); v != "" {
			all = append(all, v)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// names is how many names they tried, at least.
func (c crowd) names() int {
	n, most := len(c.users()), 0
	for _, r := range c {
		most = max(most, r.names)
	}
	return max(n, most)
}

// untold are those that no finding speaks of.
func (c crowd) untold() (left crowd) {
	for _, r := range c {
		if !r.told {
			left = append(left, r)
		}
	}
	return left
}

// by sorts refusals into crowds, those of most rows first; "" is no key.
func (c crowd) by(key func(*refusal) string) (all []crowd) {
	index, keys := map[string]int{}, []string{}
	for _, r := range c {
		k := key(r)
		if k == "" {
			continue
		}
		at := intern(k, index, &keys)
		if at == len(all) {
			all = append(all, nil)
		}
		all[at] = append(all[at], r)
	}
	slices.SortStableFunc(all, func(x, y crowd) int { return int(y.rows() - x.rows()) })
	return all
}

func (c crowd) byClient() []crowd {
	return c.by(func(r *refusal) string { return r.client })
}

func (c crowd) byUser() []crowd {
	return c.by(func(r *refusal) string { return account(r.user) })
}

func (c crowd) byPair() []crowd {
	return c.by(func(r *refusal) string { return r.client + "\x00" + account(r.user) })
}
