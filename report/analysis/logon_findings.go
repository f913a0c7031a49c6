package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// logonFinding says what a crowd of refusals is. All of it is of these refusals alone.
func (a *Analysis) logonFinding(rule string, c crowd, s *actors, more []report.Evidence) report.Finding {
	severity := report.Warning
	if rule == "auth-broken-in" {
		severity = report.Critical
	}
	f := a.newFinding(rule, severity, c.mainIssue(), c.rows())
	if !c.ofOneCode() {
		f.Code = ""
	}
	a.crowdTimes(&f, c)
	f.Evidence = append(f.Evidence, a.who(&f, c, s)...)
	f.Evidence = append(f.Evidence, more...)
	a.crowdPlace(&f, c)
	if clients := c.clients(); len(clients) == 1 {
		a.tellLocal(&f, clients[0])
		if did := s.did[clients[0]]; did != nil {
			f.Paths = int64(len(did.paths))
		}
	}
	f.Command = a.crowdCommand(&f, c, s.all)
	return f
}

// mainIssue is the issue of most rows.
func (c crowd) mainIssue() *issue {
	rows := map[*issue]int64{}
	most := c[0].of
	for _, r := range c {
		if rows[r.of] += r.rows; rows[r.of] > rows[most] {
			most = r.of
		}
	}
	return most
}

func (c crowd) ofOneCode() bool {
	return !slices.ContainsFunc(c, func(r *refusal) bool { return r.of.Code != c[0].of.Code })
}

// crowdTimes says when refusals came: as they were looked at, as the counts tell where
// nearly all rows of their issue are theirs, or else from the first to the last.
func (a *Analysis) crowdTimes(f *report.Finding, c crowd) {
	first, last := c.span()
	act := activity(c.seconds())
	if i := c.mainIssue(); act == nil && float64(c.rows()) >= nearlyAll*float64(i.rows) && c.ofOneCode() {
		act = a.activityOf(func(o *scan.Outcome) bool { return i.has(&a.Subjects[o.Subject]) })
	}
	if act == nil {
		for _, r := range c {
			act = append(act, evenly(r.first, r.last, r.rows)...)
		}
		slices.Sort(act)
	}
	a.setTimes(f, act, first, last)
	f.Evidence = append(f.Evidence, timesOf(first, last)...)
}

// who says which clients and users are behind refusals.
func (a *Analysis) who(f *report.Finding, c crowd, s *actors) (all []report.Evidence) {
	clients, users := c.clients(), c.users()
	f.Clients, f.Users = int64(len(clients)), int64(len(users))
	if f.Clients > 0 {
		all = append(all, report.Evidence{What: "clients", Value: float64(f.Clients), Unit: "clients"})
	}
	if len(clients) == 1 {
		what := "client"
		if s.shared[clients[0]] {
			what = "through" // nobody is to be sent to an address that many share
		}
		all = append(all, report.Evidence{What: what, Text: a.names.Value("c-ip", clients[0])})
	}
	if network := networkOf(clients); network != "" && a.names.Value("c-ip", network) == network {
		all = append(all, report.Evidence{What: "network", Text: network})
	}
	if c.names() > len(users) { // there were too many to count each
		f.Users = 0
		all = append(all, report.Evidence{What: "least-users", Value: float64(c.names()), Unit: "users"})
	} else if f.Users > 0 {
		all = append(all, report.Evidence{What: "users", Value: float64(f.Users), Unit: "users"})
	}
	if f.Users > 0 && len(c.byUser()) == 1 {
		name := a.names.Value("cs-username", users[0])
		all = append(all, report.Evidence{What: "user", Text: name})
		if scan.IsClientID(users[0]) {
			all = append(all, report.Evidence{What: "oauth", Text: name})
		}
	}
	return all
}

// crowdPlace says what refusals have in common: their client and user first, unless
// nearly all rows have these.
func (a *Analysis) crowdPlace(f *report.Finding, c crowd) {
	var own report.Values
	d := a.dimensions()
	for _, one := range []struct {
		field  string
		values []string
	}{{"c-ip", c.clients()}, {"cs-username", c.users()}} {
		if one.field == "cs-username" && c[0].of.Code.FTP {
			continue // the refused rows do not hold it
		}
		if len(one.values) == 1 && a.usualShare(d.named(one.field), one.values[0]) < commonToAll {
			own = append(own, report.FieldValue{Field: one.field, Value: a.names.Value(one.field, one.values[0])})
		}
	}
	where, also := a.inCommon(a.sampleOfCrowd(c), c.rows())
	f.Where, f.Also = own, nil
	for _, v := range append(where, also...) {
		if slices.ContainsFunc(append(f.Where, f.Also...), func(o report.FieldValue) bool { return o.Field == v.Field }) {
			continue
		}
		if len(f.Where) < mostWhere {
			f.Where = append(f.Where, v)
		} else if len(f.Also) < mostAlso {
			f.Also = append(f.Also, v)
		}
	}
}

// sampleOfCrowd are the rows that were kept of refusals.
func (a *Analysis) sampleOfCrowd(c crowd) (rows []scan.SampledRow) {
	pairs, client := map[string]bool{}, a.Client()
	for _, r := range c {
		pairs[r.client+"\x00"+r.user] = true
	}
	seen := map[*issue]bool{}
	for _, r := range c {
		if seen[r.of] {
			continue
		}
		seen[r.of] = true
		for _, row := range a.sampleOf(r.of) {
			if pairs[string(scan.Shorten(client(row.Row)))+"\x00"+nameOf(row.Row)] {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// crowdCommand shows exactly the rows of refusals: with one client, with one user, or
// with both, and "" where that would show others as well.
func (a *Analysis) crowdCommand(f *report.Finding, c, all crowd) string {
	clients, users := c.clients(), c.users()
	one := func(values []string) string {
		if len(values) == 1 {
			return values[0]
		}
		return ""
	}
	client, user := one(clients), one(users)
	if c[0].of.Code.FTP {
		user = "" // the refused row does not hold it
	}
	for _, try := range [][2]string{{"", ""}, {client, ""}, {"", user}, {client, user}} {
		if !c.is(all, f, try[0], try[1]) {
			continue
		}
		if !a.mayShow("c-ip", try[0]) || !a.mayShow("cs-username", try[1]) {
			return ""
		}
		if try[0] == "" { // name the client all the same: it is what people look for
			try[0] = client
		}
		return a.crowdCommandBy(f, c, try[0], try[1])
	}
	return a.commandWithout(f, c, all)
}

// commandWithout shows the rows of refusals by leaving out the clients, or the users, of all
// others; "" where these are many, or also have some of the rows.
func (a *Analysis) commandWithout(f *report.Finding, c, all crowd) string {
	var others crowd
	mine, takes := c.set(), c.taking(f, "", "")
	for _, r := range all {
		if !mine[r] && takes(r) {
			others = append(others, r)
		}
	}
	for _, by := range []struct {
		field string
		of    func(crowd) []string
	}{{"c-ip", crowd.clients}, {"cs-username", crowd.users}} {
		out, own := by.of(others), by.of(c)
		hidden := func(value string) bool { return !a.mayShow(by.field, value) }
		if len(out) == 0 || len(out) > mostNamed || by.field == "cs-username" && (c[0].of.Code.FTP || others.names() != len(out)) ||
			slices.ContainsFunc(out, func(v string) bool { return slices.Contains(own, v) }) || slices.ContainsFunc(out, hidden) {
			continue
		}
		i := *c.mainIssue()
		if !c.sameWin32() {
			i.Win32 = scan.AnyWin32
		}
		return a.rowsCommand(f, &i, func(cmd *command) { cmd.without(by.field, out) })
	}
	return ""
}

// mayShow reports whether a value may stand in a command; none always may.
func (a *Analysis) mayShow(field, value string) bool {
	return value == "" || a.names.Shows(field, value)
}

// is reports whether exactly these of all refusals have the code, the time, the client
// and the user, each "" for any.
func (c crowd) is(all crowd, f *report.Finding, client, user string) bool {
	mine, takes := c.set(), c.taking(f, client, user)
	return !slices.ContainsFunc(all, func(r *refusal) bool { return takes(r) != mine[r] })
}

func (c crowd) set() map[*refusal]bool {
	set := make(map[*refusal]bool, len(c))
	for _, r := range c {
		set[r] = true
	}
	return set
}

// taking returns what reports whether a refusal has the code, the time and the Win32 number of
// some, and the client and the user.
func (c crowd) taking(f *report.Finding, client, user string) func(*refusal) bool {
	first, last := c.span()
	same, code, win32 := c.sameWin32(), c[0].of.Code, c[0].of.Win32
	return func(r *refusal) bool {
		return (f.Code == "" || r.of.Code == code) && (client == "" || r.client == client) && (user == "" || r.user == user) &&
			(first > last || r.last >= first && r.first <= last) && (!same || r.of.Win32 == win32)
	}
}

// sameWin32 reports whether all refusals have one Win32 number.
func (c crowd) sameWin32() bool {
	return c[0].of.Win32 != scan.AnyWin32 && !slices.ContainsFunc(c, func(r *refusal) bool { return r.of.Win32 != c[0].of.Win32 })
}

func (a *Analysis) crowdCommandBy(f *report.Finding, c crowd, client, user string) string {
	i := *c.mainIssue()
	if !c.sameWin32() {
		i.Win32 = scan.AnyWin32
	}
	if f.Code == "" {
		i.Code.Status = codes.None
	}
	return a.rowsCommand(f, &i, func(c *command) {
		if client != "" {
			c.where("c-ip", client)
		}
		if user != "" {
			c.where("cs-username", user)
		}
	})
}
