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
// was without its script then. And so are all pages of a folder that nobody may read since.

const (
	// leastMissedPath is how many rows such a finding has, and how many were served before; and
	// after, where they were again. leastOfEach is how many of them one of several paths has.
	leastMissedPath, leastOfEach = 20, 5
	// ofMissedPath is the part of an issue's rows that are of the path, littleMissed that of one of the
	// few paths besides that have enough for a finding of their own.
	ofMissedPath, littleMissed = 0.1, 0.01
	// ofManyPaths is the part of an issue's rows that more paths than a few have together, each of
	// which has leastOfMany, and mostMissed how many of them are looked at.
	ofManyPaths, leastOfMany, mostMissed = 0.3, 1, 256
	// mostMissedTimes is how many moments are told at which paths of an issue ceased to be served, those of
	// most rows: where they cease one after the other all the time, no moment is the one to look at.
	mostMissedTimes = 6
	// stillAsked is how often it must be asked for since, as a part of how often it was before.
	stillAsked = 0.3
	// leastMissedTime is for how many seconds a path must be missed that is served again, as a
	// file is while it is written anew, and fewMissing how many clients it must be to: one may
	// be early for a file that is made each night.
	leastMissedTime, fewMissing = 120, 3
	// leastRefusedTime is for how many seconds a path must have been refused that nobody asks for
	// any more.
	leastRefusedTime = 600
)

// missedPart tells the rows of paths that were served before from the rest of an issue, as split
// does: those of each time by themselves. One issue where there is no rest, none where there is no
// such path.
func (a *Analysis) missedPart(ctx context.Context, i *issue, issues []*issue) []*issue {
	if i.missed = a.missedShape(ctx, i); i.missed != nil {
		return []*issue{i}
	}
	groups := slices.DeleteFunc(joined(a.missedOf(ctx, i)), func(m *missedPaths) bool {
		return !a.isMissed(m, i)
	})
	if len(groups) == 0 || isOfMethod(i.Code) && (len(groups) > 1 || float64(groups[0].rows()) < nearlyAll*float64(i.rows)) {
		return nil // of a method that is served for other paths it is chance
	}
	groups = mostMissedOf(groups)
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

// mostMissedOf are the groups of most rows, in the order in which they are.
func mostMissedOf(groups []*missedPaths) []*missedPaths {
	if len(groups) <= mostMissedTimes {
		return groups
	}
	by := slices.Clone(groups)
	slices.SortStableFunc(by, func(x, y *missedPaths) int { return cmp.Compare(y.rows(), x.rows()) })
	return slices.DeleteFunc(groups, func(m *missedPaths) bool { return !slices.Contains(by[:mostMissedTimes], m) })
}

// partsOf are the parts of an issue that are of groups of missed paths, by rows of it in the order
// of time.
func (a *Analysis) partsOf(one incident, groups []*missedPaths, rows []incidentRow) (parts []*issue) {
	groupOf, own := map[string]int{}, make([][]incidentRow, len(groups))
	for n, m := range groups {
		for _, p := range m.paths {
			groupOf[p.Text] = n
		}
	}
	for _, r := range rows {
		if n, ok := groupOf[r.values[scan.FieldPath]]; ok {
			own[n] = append(own[n], r)
		}
	}
	for n, m := range groups {
		one.values = nil
		for _, p := range m.paths {
			one.values = append(one.values, p.Text)
		}
		part := a.part(one, own[n])
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
	if client != "" && isOfSession(i) && a.areOfBrowsers(i) {
		return nil // whose session ended
	}
	least := leastOfEach
	if len(paths) > mostFew {
		least = leastOfMany
	}
	var rows int64
	for n, h := range a.historiesOf(ctx, i, paths, client) {
		if m := h.missed(least); m != nil {
			m.client, m.paths = client, paths[n:n+1:n+1]
			found, rows = append(found, m), rows+paths[n].Count
		}
	}
	if least == leastOfMany && float64(rows) < ofManyPaths*float64(i.rows) { // of so few rows some come last by chance
		found = slices.DeleteFunc(found, func(m *missedPaths) bool { return m.missed < leastOfEach })
	}
	return found
}

// isMissed reports whether paths are worth a finding: they were missed by as many as had asked for
// them before, and either by all who asked since or by several clients until they were served again.
// Who is refused what was another's is a stranger, and so are most who are asked to log on and do not.
func (a *Analysis) isMissed(m *missedPaths, i *issue) bool {
	canFade := fades(i) && !isOfMethod(i.Code)
	_, end, _ := a.Period()
	was, is := float64(m.before)/float64(m.begun().until-m.since+1), float64(m.missed)/float64(m.lasted()+1)
	goesOn := float64(end-m.ended().last) <= max(leastQuiet, leastMissedPath/is)
	switch isServed := m.ended().again != parser.NoTime; {
	case min(m.missed, m.before) < leastMissedPath, is < stillAsked*was, len(m.methods) > 0 && (isServed || len(m.times) > 1):
		return false
	case i.Verdict == codes.ChallengeUnanswered && !areKnown(len(m.known), len(m.missing)):
		return false
	case isServed || len(m.times) > 1:
		return m.after >= leastMissedPath && len(m.missing) >= fewMissing
	case !goesOn && (canFade || m.lasted() < leastRefusedTime):
		return false
	}
	return len(m.known) > 0 || len(m.missing) >= fewMissing
}

// tellMissed says in the finding of an issue that its paths were served until its rows began, and
// again when they had ended.
func (a *Analysis) tellMissed(i *issue, f *report.Finding) {
	m := i.missed
	if m == nil || f.Rule == "preflight" || f.Rule == "unserved" { // it may have been served to others all the time; all else was missed as well
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
	f.Evidence = append(f.Evidence, a.missedEvidence(m)...)
	if n := len(m.times); n > 1 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "missed-times", Value: float64(n), Unit: "times"})
	}
	if i.Verdict == codes.ChallengeUnanswered && m.client == "" && len(m.times) == 1 && len(m.methods) == 0 {
		f.Check = ""
		f.Evidence = append(f.Evidence, report.Evidence{What: "challenged", Value: float64(f.Rows), Unit: "rows"})
	}
	if len(m.methods) > 0 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "methods", Text: strings.Join(m.methods, ", ")})
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

// missedEvidence names the paths, or where they are more than a few some of them, and the folder
// that they share.
func (a *Analysis) missedEvidence(m *missedPaths) []report.Evidence {
	n := len(m.paths)
	count := report.Evidence{What: "few", Value: float64(n), Unit: "paths"}
	switch keys := a.keys(scan.FieldPath, scan.Tops{Values: m.paths}); {
	case n == 1:
		return []report.Evidence{{What: "path", Text: keys[0].Key}}
	case n <= mostFew:
		return append([]report.Evidence{count}, pathEvidence(keys)...)
	default:
		count.What = "many"
		all := []report.Evidence{count}
		if folder := commonFolder(m.paths); folder != "" {
			all = append(all, report.Evidence{What: "folder", Text: a.names.Value("cs-uri-stem", folder)})
		}
		return append(all, pathEvidence(keys[:mostExamples])...)
	}
}

// mostExamples is how many of many paths are named.
const mostExamples = 3

// commonFolder is the folder that some paths are in, "" where they share none but the root.
func commonFolder(paths []scan.Value) string {
	folder := paths[0].Text
	for _, p := range paths {
		for folder != "" && (!strings.HasPrefix(p.Text, folder) || !strings.HasSuffix(folder, "/")) {
			folder = folder[:strings.LastIndexByte(strings.TrimSuffix(folder, "/"), '/')+1]
		}
	}
	return strings.TrimSuffix(folder, "/")
}
