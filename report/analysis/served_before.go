package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// What is not found or refused by a rule is no more than a note, as anybody may ask for
// anything. But a path that was served until some moment, and to nobody since, is missed: a
// release forgot it, a rule is new, the certificate of a partner has run out. Where people
// soon stop asking, as for the old script of a page that has a new one, it is not missed.

const (
	// leastMissedPath is how many rows such a finding has, and how many were served before.
	leastMissedPath = 20
	// ofMissedPath is the part of an issue's rows that are of the path, and mostMissedPaths how
	// many paths of an issue are looked at.
	ofMissedPath, mostMissedPaths = 0.1, 2
	// stillAsked is how often it must be asked for since, as a part of how often it was before.
	stillAsked = 0.3
)

// missedPath is a path that was served until rows of an issue began, to its one client or, for
// "", to anybody.
type missedPath struct {
	path, client string
	last         int64 // second in which it was served
}

// isMissable reports whether rows that end so may be missed. Where nobody can tell why something was
// refused, it was.
func isMissable(i *issue) bool {
	unknown := i.Verdict == codes.Unknown && (i.Code.Status == 403 || i.Code.Status == 404)
	return !i.Code.FTP && (unknown || i.Verdict == codes.NotFound || i.Verdict == codes.Blocked || i.Verdict == codes.BadRequest)
}

// missedPart tells the rows of a path that was served before from the rest of an issue, as split
// does: one issue where there is no rest, none where there is no such path.
func (a *Analysis) missedPart(ctx context.Context, i *issue, issues []*issue) []*issue {
	for _, v := range a.pathsSince(i) {
		missed, ok := a.servedUntil(ctx, i, v)
		if !ok {
			continue
		}
		if v.Count == i.rows {
			i.missed = &missed
			return []*issue{i}
		}
		one := incident{issue: i, field: "cs-uri-stem", value: v.Text, of: a.dimensions().named("cs-uri-stem").of, share: float64(v.Count) / float64(i.rows)}
		var rows []incidentRow
		all := &sought{span: scan.Span{From: i.first, Until: i.last + 1}, see: a.gather(one, issues, &rows), wanted: a.wantedOf(i)}
		if a.look(ctx, []*sought{all}); !all.all || len(rows) == mostIncidentRows {
			return nil
		}
		parts := a.parted(one, rows)
		if parts != nil {
			parts[0].missed = &missed
		}
		return parts
	}
	return nil
}

// pathsSince are the few paths of an issue that many rows are of, those that were kept of which
// began in the middle of the log.
func (a *Analysis) pathsSince(i *issue) (paths []scan.Value) {
	begin, end, timed := a.Period()
	if !isMissable(i) || !timed || a.Rows == nil || i.rows < leastMissedPath {
		return nil
	}
	all, estimated := a.AllOf(i.Code, scan.FieldPath, i.has)
	if estimated {
		return nil
	}
	dim, first := a.dimensions().named("cs-uri-stem"), map[string]int64{}
	for _, r := range a.sampleOf(i) {
		path := dim.of(r.Source, r.Row)
		if at, ok := first[path]; r.Row.Second != parser.NoTime && (!ok || r.Row.Second < at) {
			first[path] = r.Row.Second
		}
	}
	for _, v := range all {
		at, kept := first[v.Text]
		if kept && at-begin >= (end-begin)/20 && v.Count >= leastMissedPath && float64(v.Count) >= ofMissedPath*float64(i.rows) {
			paths = append(paths, v)
		}
	}
	if len(paths) > mostMissedPaths { // more is at fault than a path
		return nil
	}
	slices.SortFunc(paths, func(x, y scan.Value) int { return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Text, y.Text)) })
	return paths
}

// onlyClient is the client that all rows of an issue are of, where they are of one path as well.
func (a *Analysis) onlyClient(i *issue, path scan.Value) string {
	clients, estimated := a.AllOf(i.Code, scan.FieldClient, i.has)
	if estimated || len(clients) != 1 || path.Count != i.rows || clients[0].Text == "-" {
		return ""
	}
	return clients[0].Text
}

// servedUntil looks when a path was served last to who asked by the same method, and whether that
// was before the rows of an issue began, which go on and are as many as came before.
func (a *Analysis) servedUntil(ctx context.Context, i *issue, path scan.Value) (m missedPath, ok bool) {
	begin, end, _ := a.Period()
	m = missedPath{path: path.Text, client: a.onlyClient(i, path)}
	of := a.Client()
	var missed activity
	served, asked, n, since := map[string]activity{}, map[string]bool{}, 0, int64(math.MinInt64) // by method; the last that was answered
	one := &sought{span: scan.Span{From: begin, Until: end + 1}, wanted: scan.Wanted{Paths: []string{path.Text}}}
	one.see = func(_ int, r *parser.Row, v codes.Verdict) {
		method := string(scan.Shorten(r.Field(parser.Method)))
		switch {
		case string(scan.Shorten(r.Path())) != path.Text || n > mostIncidentRows:
		case v == i.Verdict && codeOf(r) == i.Code:
			missed, n, asked[method] = append(missed, r.Second), n+1, true
		case isServed(v, int(r.Status)) && (m.client == "" || string(scan.Shorten(of(r))) == m.client):
			since = max(since, r.Second)
			if !scan.IsRedirect(r.Status) {
				served[method], n = append(served[method], r.Second), n+1
			}
		}
	}
	if a.look(ctx, []*sought{one}); !one.all || n > mostIncidentRows || len(missed) < leastMissedPath {
		return m, false
	}
	var before activity // asked for as those that are missed
	for method, seconds := range served {
		if asked[method] {
			before = append(before, seconds...)
		}
	}
	slices.Sort(before)
	slices.Sort(missed)
	first, last := missed[0], missed[len(missed)-1]
	if len(before) < leastMissedPath || since > first {
		return m, false
	}
	m.last = before[len(before)-1]
	was, is := rowsASecond(before[0], m.last, len(before)), rowsASecond(first, last, len(missed))
	return m, is >= stillAsked*was && float64(end-last) <= max(leastQuiet, leastMissedPath/is)
}

// rowsASecond is how many of so many rows came in a second.
func rowsASecond(first, last int64, rows int) float64 { return float64(rows) / float64(last-first+1) }

// tellMissed says in the finding of an issue that its path was served until its rows began.
func (a *Analysis) tellMissed(i *issue, f *report.Finding) {
	if i.missed == nil {
		return
	}
	f.Rule, f.Severity = "served-before", atLeastWarning(f.Severity)
	if i.Code.Status == 404 || i.Verdict == codes.NotFound {
		f.Check = "" // what the tables say is of what never was there
	}
	what := "served-until"
	if i.missed.client != "" {
		what = "client-served-until"
	}
	f.Evidence = slices.DeleteFunc(f.Evidence, func(e report.Evidence) bool { return e.What == "path" })
	f.Evidence = append(f.Evidence, report.Evidence{What: "path", Text: a.names.Value("cs-uri-stem", i.missed.path)},
		report.Evidence{What: what, Value: float64(i.missed.last), Unit: "time"})
}
