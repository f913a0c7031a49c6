package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// inOrder says what somebody should know, gravest first: of what is equally grave what needs
// something to be done, of that what still goes on, then what is of more rows. The notes that
// explain numbers come last.
func inOrder(ofIssues, others []report.Finding) []report.Finding {
	all := withSlowBefore(withoutToldPosts(withoutToldForms(withoutToldFloods(append([]report.Finding{}, slices.Concat(ofIssues, others)...)))))
	slices.SortStableFunc(all, gravest)
	return all
}

// findingsOfIssues tells of the rows that need attention, of each once.
func (a *Analysis) findingsOfIssues(ctx context.Context) []report.Finding {
	issues, told := a.issues(), toldRows{}
	all := slices.Concat(a.outages(ctx, issues, told), a.placeOutages(ctx, issues, told), a.sitePauses(ctx, issues, told), a.attacksAnswered(ctx, issues, told), a.linkFindings(issues, told), a.limitFindings(issues, told))
	all = append(all, a.issueFindings(ctx, issues, told)...)
	a.pathRows = nil // nobody else asks for histories
	return withoutOutages(all)
}

// otherFindings tells of what is not a matter of how rows ended alone.
func (a *Analysis) otherFindings(ctx context.Context) (all []report.Finding) {
	for _, find := range []func(context.Context) []report.Finding{
		a.proxies, a.slow, a.scans, a.cutOffs, a.redirectLoops, a.redirectPolls, a.formGuessing, a.formSprays, a.silences, a.floods, a.postedForms, a.heldOpen, a.twice,
	} {
		all = append(all, find(ctx)...)
	}
	return append(all, a.notes()...)
}

// gravest orders findings, the one first that somebody should look at first: scanners, who come
// every day, after whatever is equally grave.
func gravest(x, y report.Finding) int {
	ended := func(f report.Finding) int {
		switch f.State {
		case report.GoingOn:
			return 0
		case report.Recurring:
			return 1
		case "":
			return 3
		}
		return 2
	}
	needless := func(f report.Finding) int { // of scans nothing needs to be done
		if f.Rule == "scan" {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(slices.Index(severities, x.Severity), slices.Index(severities, y.Severity)),
		cmp.Compare(needless(x), needless(y)), cmp.Compare(ended(x), ended(y)), cmp.Compare(weightOf(y), weightOf(x)))
}

// weightOf is how many rows a finding is of: of what makes all requests slow, of which only some were
// looked at, more than of any other.
func weightOf(f report.Finding) int64 {
	if f.Rule == "slow" && f.Rows == 0 && f.Severity != report.Note {
		return math.MaxInt64
	}
	return f.Rows
}

// issueFinding says what an issue is: the code and what its rows have in common.
func (a *Analysis) issueFinding(i *issue, told toldRows) report.Finding {
	a.fillTops(i)
	rows, act := told.left(i), i.act
	if i.isPart {
		rows = i.rows
	} else {
		act = a.activityOf(func(o *scan.Outcome) bool { return i.has(&a.Subjects[o.Subject]) })
	}
	f := a.newFinding(i.Verdict.String(), a.severityOf(i, rows), i, i.rows)
	if clients := &i.tops[scan.FieldClient]; f.Severity == report.Critical && clients.counted() == 1 && !a.isOfAll(clients) && (usualSeverityOf(i) != report.Critical || a.isNowAndThen(i)) {
		f.Severity = report.Warning // one client is not everybody, however often it asks
	}
	f.Check = a.check(i)
	if i.isRest && !i.isFaint {
		f.Evidence = append(f.Evidence, report.Evidence{What: "others", Value: float64(i.rows), Unit: "rows"})
	}
	f.Evidence = append(f.Evidence, a.common(i)...)
	told.note(&f, i)
	a.setTimes(&f, act, i.first, i.last)
	f.Where, f.Also = a.inCommon(a.sampleOf(i), i.rows)
	if i.Code.FTP { // its arguments are names and passwords as well
		f.Where, f.Also = without(f.Where, "cs-uri-stem"), without(f.Also, "cs-uri-stem")
	}
	f.Paths, f.Clients, f.Users = i.tops[scan.FieldPath].counted(), i.tops[scan.FieldClient].counted(), i.tops[scan.FieldUser].counted()
	f.Command = a.issueCommand(&f, i)
	a.tellEngine(&f, i)
	a.tellSelf(&f, i)
	a.tellPreflights(i, &f)
	if !i.isRest {
		a.setPattern(&f, i)
	}
	return f
}

// issueCommand shows the rows of an issue, "" where no filter leaves out the incident alone.
func (a *Analysis) issueCommand(f *report.Finding, i *issue) string {
	if i.isRest && !i.isAlone {
		return ""
	}
	return a.rowsCommand(f, i, func(c *command) {
		switch {
		case i.isRest && i.without.Until > 0:
			c.flag("--time", quoted("!"+stamp(i.without.From).Format(time.RFC3339)+".."+stamp(i.without.Until).Format(time.RFC3339)))
		case i.isRest:
			c.without(i.field, i.among)
		case len(i.among) == 1:
			c.where(i.field, i.among[0])
		case i.isPart:
			c.oneOf(i.field, i.among)
		}
		for _, field := range []scan.Field{scan.FieldClient, scan.FieldUser, scan.FieldPath} {
			if t := i.tops[field]; len(t.values) == 1 && t.values[0].Count == i.rows {
				c.where(field.String(), t.values[0].Text)
			}
		}
		c.values("cs-uri-stem", "!", a.attackedPaths(i), mostOfLine)
	})
}

// isNowAndThen reports whether few of all rows failed, all at one path, which was served far more
// often meanwhile.
func (a *Analysis) isNowAndThen(i *issue) bool {
	const times = 3
	paths, served, all := &i.tops[scan.FieldPath], int64(0), int64(0)
	if paths.counted() != 1 || float64(i.rows) >= largeShare*float64(a.read()) {
		return false
	}
	for _, r := range a.Traffic {
		if all += r.Rows; r.Row.Second >= i.first && r.Row.Second <= i.last && r.Row.Status >= 200 && r.Row.Status < 300 && string(scan.Shorten(r.Row.Path())) == paths.values[0].Text {
			served += r.Rows
		}
	}
	return float64(served)*float64(a.read()) >= times*float64(i.rows)*float64(all)
}

// setPattern names the rule that the rows of an issue fit better than their verdict: what
// it says to do is better than what the tables say of the code.
func (a *Analysis) setPattern(f *report.Finding, i *issue) {
	switch rule := a.directoryPattern(i); {
	case rule != "":
		f.Rule, f.Check = rule, ""
		if rule == "auth-everyone" {
			f.Severity = report.Critical
			a.tellWhy(f, i)
		}
	case a.areRefusedLegs(i):
		f.Rule, f.Check, f.Severity = "auth-legs", "", report.Note
	case a.ofUnknownReason(i, f):
		f.Rule, f.Check = "unknown-reason", ""
	case i.Verdict == codes.Unknown && i.Code.Status == codes.None && i.Reason == "":
		f.Rule = "no-status"
	case a.isOfChallenges(i):
		f.Rule, f.Check, f.Severity = "acme", "", atLeastWarning(f.Severity)
	case a.isOfCrawlers(i):
		f.Rule, f.Check, f.Severity = "crawlers", "", report.Note
	case a.isOfSessions(i):
		f.Rule, f.Check, f.Severity = "sessions", "", report.Note
	case a.isOfHub(i):
		f.Rule, f.Check = "hub-connections", ""
	case a.isOfWebDAV(i, f):
		f.Rule, f.Check, f.Severity = "webdav", "", report.Note
	case a.ofRefusedLinks(i, f):
		f.Rule, f.Check = "links", ""
	case a.ofFewServers(i, f):
		f.Rule, f.Check = "server", ""
		f.Severity = atLeastWarning(f.Severity)
	case a.fewPaths(i, f):
		f.Rule, f.Severity = "few-paths", atLeastWarning(f.Severity) // little work mends much
	case a.ofLinks(i, f):
		f.Rule, f.Check = "links", ""
	case isOfManyNames(i, f):
		f.Check = ""
		f.Evidence = append(f.Evidence, report.Evidence{What: "once", Value: float64(f.Paths), Unit: "paths"})
	}
}

// isOfManyNames reports whether what was not found are many names, most of which were asked for
// once: records that are gone, or what a scanner makes up behind a proxy, where nobody can
// tell its requests from others.
func isOfManyNames(i *issue, f *report.Finding) bool {
	const leastNames, different = 20, 0.6
	return i.Verdict == codes.NotFound && f.Paths >= leastNames && float64(f.Paths) >= different*float64(f.Rows)
}

// restFinding is on the refused logons of an issue that are left.
func (a *Analysis) restFinding(i *issue, left, all crowd) report.Finding {
	rows := left.rows()
	f := a.newFinding(i.Verdict.String(), a.severity(i.Verdict, rows), i, rows)
	f.Check = a.check(i)
	a.crowdTimes(&f, left)
	names, more := left.names(), left.names() > len(left.users())
	if f.Clients = int64(len(left.clients())); !more {
		f.Users = int64(names)
	}
	f.Evidence = append(f.Evidence, report.Evidence{What: "others", Value: float64(rows), Unit: "rows"},
		report.Evidence{What: "share", Value: a.share(rows), Unit: "share"})
	if f.Clients > 0 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "clients", Value: float64(f.Clients), Unit: "clients"})
	}
	if names > 0 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "users", Value: float64(names), Unit: "users", More: more})
	}
	a.crowdPlace(&f, left)
	f.Command = a.crowdCommand(&f, left, all)
	return f
}

// read is how many rows the logs have, those that the filter leaves out included, and about
// as many as what was skipped has.
func (a *Analysis) read() (rows int64) {
	for i := range a.Sources {
		s := &a.Sources[i]
		n := s.Rows + s.Filtered
		rows += n + int64(float64(n)*float64(s.Skipped)/float64(max(1, s.Bytes)))
	}
	return rows
}
