package analysis

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// What is not found or refused by a rule is no more than a note, as anybody may ask for
// anything. But a path that was served until some moment, and to nobody since, is missed: a
// release forgot it, a rule is new, the certificate of a partner has run out. Where people
// soon stop asking, as for the old script of a page that has a new one, it is not missed.
// So is one that many asked for in vain for some minutes and that is served again: each page
// was without its script then.

const (
	// leastMissedPath is how many rows such a finding has, and how many were served before; and
	// after, where they were again. leastOfEach is how many of them one of several paths has.
	leastMissedPath, leastOfEach = 20, 5
	// ofMissedPath is the part of an issue's rows that are of the path, littleMissed that of one of the
	// few paths besides that have enough for a finding of their own.
	ofMissedPath, littleMissed = 0.1, 0.01
	// stillAsked is how often it must be asked for since, as a part of how often it was before.
	stillAsked = 0.3
	// leastMissedTime is for how many seconds a path must be missed that is served again, as a
	// file is while it is written anew, and fewMissing how many clients it must be to: one may
	// be early for a file that is made each night.
	leastMissedTime, fewMissing = 120, 3
)

// isMissable reports whether rows that end so may be missed. Where nobody can tell why something was
// refused, it was.
func isMissable(i *issue) bool {
	unknown := i.Verdict == codes.Unknown && (i.Code.Status == 403 || i.Code.Status == 404)
	if i.Code.FTP { // what else it refuses has names of people for its path
		return i.Verdict == codes.NotFound
	}
	return unknown || i.Verdict == codes.NotFound || i.Verdict == codes.Blocked || i.Verdict == codes.BadRequest
}

// missedPart tells the rows of paths that were served before from the rest of an issue, as split
// does: those of each time by themselves. One issue where there is no rest, none where there is no
// such path.
func (a *Analysis) missedPart(ctx context.Context, i *issue, issues []*issue) []*issue {
	groups := slices.DeleteFunc(joined(a.missedOf(ctx, i)), func(m *missedPaths) bool { return !m.isEnough() })
	if len(groups) == 0 {
		return nil
	}
	if len(groups) == 1 && groups[0].rows() == i.rows {
		i.missed = groups[0]
		return []*issue{i}
	}
	var paths []scan.Value
	for _, m := range groups {
		paths = append(paths, m.paths...)
	}
	one := a.ofPaths(i, paths)
	rows, ok := a.rowsOf(ctx, one, issues)
	if !ok {
		return nil
	}
	slices.SortStableFunc(rows, func(x, y incidentRow) int { return cmp.Compare(x.second, y.second) })
	var rest []*issue
	if one.share < 1 {
		parts := a.parted(one, rows)
		if parts == nil {
			return nil
		}
		rest = parts[1:]
	}
	return append(a.partsOf(one, groups, rows), rest...)
}

// partsOf are the parts of an issue that are of groups of missed paths, by rows of it in the order
// of time.
func (a *Analysis) partsOf(one incident, groups []*missedPaths, rows []incidentRow) (parts []*issue) {
	for _, m := range groups {
		one.values = nil
		for _, p := range m.paths {
			one.values = append(one.values, p.Text)
		}
		part := a.part(one, slices.DeleteFunc(slices.Clone(rows), func(r incidentRow) bool {
			return !slices.Contains(one.values, r.values[scan.FieldPath])
		}))
		part.missed = m
		parts = append(parts, part)
	}
	return parts
}

// missedOf are the paths of an issue that are missed, each for itself.
func (a *Analysis) missedOf(ctx context.Context, i *issue) (found []*missedPaths) {
	paths := a.pathsSince(i)
	if len(paths) == 0 {
		return nil
	}
	client := a.onlyClient(i, paths[0])
	for n, h := range a.historiesOf(ctx, i, paths, client) {
		if m := a.missedIn(h, client); m != nil {
			m.paths = paths[n : n+1 : n+1]
			found = append(found, m)
		}
	}
	return found
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
	many := 0
	for _, v := range all {
		at, kept := first[v.Text]
		share := float64(v.Count) / float64(i.rows)
		if !kept || at-begin < (end-begin)/20 {
			continue
		}
		if v.Count >= leastOfEach && share >= ofMissedPath {
			many++
		} else if v.Count < leastMissedPath || share < littleMissed {
			continue
		}
		paths = append(paths, v)
	}
	if many > mostFew { // more is at fault than some paths
		return nil
	}
	slices.SortFunc(paths, func(x, y scan.Value) int { return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Text, y.Text)) })
	return paths[:min(len(paths), mostFew)]
}

// onlyClient is the client that all rows of an issue are of, where they are of one path as well.
func (a *Analysis) onlyClient(i *issue, path scan.Value) string {
	clients, estimated := a.AllOf(i.Code, scan.FieldClient, i.has)
	if estimated || len(clients) != 1 || path.Count != i.rows || clients[0].Text == "-" {
		return ""
	}
	return clients[0].Text
}

// missedIn reads in the history of a path whether it was served, by the method that missed it, until
// it was missed, by as many as had asked for it, and either to nobody since or from several clients
// until it was served again; that may have been so several times.
func (a *Analysis) missedIn(h *pathHistory, client string) *missedPaths {
	m := &missedPaths{client: client, missed: len(h.missed)}
	for _, missed := range h.spells() {
		t := missedTime{first: missed[0], last: missed[len(missed)-1], again: parser.NoTime}
		before, after := h.asked(t.first)
		if len(m.times) > 0 {
			before = before.since(m.ended().last)
			m.ended().again = h.answeredAfter(m.ended().last)
		} else {
			m.before = len(before)
		}
		if min(len(missed), len(before)) < leastOfEach {
			return nil
		}
		t.until, m.after = before[len(before)-1], len(after)
		m.times = append(m.times, t)
	}
	if len(m.times) == 0 || !a.isMissed(h, m) {
		return nil
	}
	return m
}

// isMissed reports whether paths with that history were missed as much as they were asked for
// before, and notes since when they are served again.
func (a *Analysis) isMissed(h *pathHistory, m *missedPaths) bool {
	_, end, _ := a.Period()
	last := m.ended().last
	before, _ := h.asked(m.begun().first)
	was, is := rowsASecond(before[0], m.begun().until, len(before)), float64(len(h.missed))/float64(m.lasted()+1)
	goesOn := float64(end-last) <= max(leastQuiet, leastMissedPath/is)
	isAnswered := answeredWithin(h.answered, last, end)
	switch {
	case is < stillAsked*was, !isAnswered && !goesOn:
		return false
	case (isAnswered || len(m.times) > 1) && len(h.missing) < fewMissing:
		return false
	case isAnswered && m.after < leastOfEach:
		return false
	case isAnswered:
		_, after := h.asked(last)
		m.ended().again = after[0]
	}
	return true
}

// tellMissed says in the finding of an issue that its paths were served until its rows began, and
// again when they had ended.
func (a *Analysis) tellMissed(i *issue, f *report.Finding) {
	m := i.missed
	if m == nil || f.Rule == "preflight" { // it was refused, and may have been served to others all the time
		return
	}
	f.Rule = "served-before"
	if m.ended().again == parser.NoTime || m.lasted() >= leastMissedTime {
		f.Severity = atLeastWarning(f.Severity)
	}
	if !i.Code.FTP && (i.Verdict == codes.NotFound || i.Verdict == codes.Unknown && i.Code.Status == 404) {
		f.Check = "" // what the tables say is of what never was there
	}
	tellAnew := []string{"path", "few", "few-share", "link-rows"}
	f.Evidence = slices.DeleteFunc(f.Evidence, func(e report.Evidence) bool {
		return slices.Contains(tellAnew, e.What) || strings.HasPrefix(e.What, "path-")
	})
	if len(m.paths) > 1 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "few", Value: float64(len(m.paths)), Unit: "paths"})
		f.Evidence = append(f.Evidence, pathEvidence(a.keys(scan.FieldPath, scan.Tops{Values: m.paths}))...)
	} else {
		f.Evidence = append(f.Evidence, report.Evidence{What: "path", Text: a.names.Value("cs-uri-stem", m.paths[0].Text)})
	}
	if n := len(m.times); n > 1 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "missed-times", Value: float64(n), Unit: "times"})
	}
	until := "served-until"
	if m.client != "" {
		until = "client-served-until"
	}
	f.Evidence = append(f.Evidence, report.Evidence{What: until, Value: float64(m.ended().until), Unit: "time"})
	if again := m.ended().again; again != parser.NoTime {
		f.State = report.Over
		f.Evidence = append(f.Evidence, report.Evidence{What: "served-again", Value: float64(again), Unit: "time"})
	}
}
