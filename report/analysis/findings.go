package analysis

import (
	"cmp"
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// maxFindings is how many findings a report begins with: more than a few
	// nobody reads. They are chosen among the maxIssues largest issues.
	maxFindings = 8
	maxIssues   = 50
	// largeShare of all rows makes an issue graver than its kind is.
	largeShare = 0.05
)

// severities are the severities of findings, gravest first.
var severities = []string{report.Critical, report.Warning, report.Note}

// findings says what somebody should know, gravest first, then by rows.
func (a *Analysis) findings(ctx context.Context) []report.Finding {
	all := []report.Finding{}
	for _, find := range []func(context.Context) []report.Finding{
		a.issueFindings,
	} {
		all = append(all, find(ctx)...)
	}
	slices.SortStableFunc(all, func(x, y report.Finding) int {
		return cmp.Compare(slices.Index(severities, x.Severity), slices.Index(severities, y.Severity))
	})
	return append(all[:min(maxFindings, len(all))], a.notes()...)
}

// issueFindings says of each code and verdict that needs attention what it is.
func (a *Analysis) issueFindings(context.Context) (all []report.Finding) {
	issues := a.issues()
	for _, i := range issues[:min(maxIssues, len(issues))] {
		a.fillTops(i)
		all = append(all, a.findingsOf(i)...)
	}
	return all
}

// findingsOf says what an issue is: who is behind refused logons, one finding
// each, or the code and what its rows have in common.
func (a *Analysis) findingsOf(i *issue) []report.Finding {
	all, rest := a.actors(i)
	if rest == 0 {
		return all
	}
	f := a.newFinding(i.Verdict.String(), a.severity(i.Verdict, rest), i, rest)
	f.Check = a.check(i)
	if len(all) == 0 { // it is of all rows
		f.Evidence = append(f.Evidence, a.common(i)...)
		a.setTimes(&f, a.activityOf(func(o *scan.Outcome) bool { return i.has(&a.Subjects[o.Subject]) }), i.first, i.last)
		f.Where, f.Also = a.inCommon(a.sampleOf(i), i.rows)
		f.Paths, f.Clients, f.Users = int64(i.tops[scan.FieldPath].distinct), int64(i.tops[scan.FieldClient].distinct), int64(i.tops[scan.FieldUser].distinct)
		f.Command = a.rowsCommand(&f, i, nil)
	}
	if rule := i.directoryPattern(); rule != "" {
		f.Rule, f.Check = rule, "" // the pattern says better what to do
	}
	if i.Verdict == codes.Unknown && i.Code.Status == codes.None && i.Reason == "" {
		f.Rule = "no-status"
	}
	return append(all, f)
}

// usualSeverity is the severity of a verdict, where it is more than a note.
var usualSeverity = map[codes.Verdict]string{
	codes.DirectoryFault: report.Critical, codes.Upstream: report.Critical, codes.Capacity: report.Critical,
	codes.LogonFailure: report.Warning, codes.AccessDenied: report.Warning, codes.Configuration: report.Warning,
	codes.Application: report.Warning,
}

// severity is that of the kind of issue, one higher when it is a large share of
// all rows, and one lower when it is but a few of many.
func (a *Analysis) severity(v codes.Verdict, rows int64) string {
	at := slices.Index(severities, cmp.Or(usualSeverity[v], report.Note))
	switch share := a.share(rows); {
	case share >= largeShare && a.rows >= 20:
		at--
	case rows < 10 && share < 0.001:
		at++
	}
	return severities[min(max(at, 0), len(severities)-1)]
}

// identity says how many rows of an issue a finding speaks of, and of what: it
// holds for each part of them.
func (a *Analysis) identity(i *issue, rows int64) []report.Evidence {
	return []report.Evidence{
		{What: "rows", Value: float64(rows), Unit: "rows"}, {What: "code", Text: i.Code.Label(), Unit: "code"}, a.name(i),
	}
}

// common says what all rows of an issue have in common.
func (a *Analysis) common(i *issue) []report.Evidence {
	all := []report.Evidence{{What: "share", Value: a.share(i.rows), Unit: "share"}}
	if i.Reason != "" {
		all = append(all, report.Evidence{What: "reason", Text: i.Reason})
	}
	all = append(all, timesOf(i.first, i.last)...)
	for f, what := range [scan.NumTopFields]string{"path", "client", "user", "agent"} {
		all = append(all, i.tops[f].evidence(what, i.rows)...)
	}
	return all
}

// timesOf says from when to when rows came, where they have times.
func timesOf(first, last int64) []report.Evidence {
	if first > last {
		return nil
	}
	return []report.Evidence{
		{What: "since", Value: float64(first), Unit: "time"}, {What: "until", Value: float64(last), Unit: "time"},
	}
}

// evidence says how many different values some rows have, and names the one that
// dominates.
func (t *tops) evidence(what string, rows int64) []report.Evidence {
	if len(t.keys) == 0 {
		return nil
	}
	all := []report.Evidence{{What: what + "s", Value: float64(t.distinct), Unit: what + "s"}}
	top := t.keys[0]
	if float64(top.Count) <= dominant*float64(rows) {
		return all
	}
	all = append(all, report.Evidence{What: what, Text: top.Key})
	if rows > 1 { // a single row has no share in itself
		all = append(all, report.Evidence{What: what + "-share", Value: min(1, float64(top.Count)/float64(rows)), Unit: "share"})
	}
	return all
}
