package analysis

import (
	"cmp"
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
)

// slowServer tells of a server that takes far longer than the others do, all the time; of a site or a host
// that does for the same pages.
func (a *Analysis) slowServer(ctx context.Context, rows []keptRow, of placing) (f report.Finding, ok bool) {
	for _, s := range serversOf(rows) {
		if keptOfServer(rows, s.server) < leastKept {
			continue
		}
		var its, others []keptRow
		for _, r := range rows {
			if r.server == s.server {
				its = append(its, r)
			} else {
				others = append(others, r)
			}
		}
		if f, ok := a.slowdown(ctx, its, report.Values{{Field: s.field, Value: s.server}}); ok && muchLonger(during(&f, its), during(&f, others)) {
			return f, true // it has a past in which it was quick
		}
		slow, before, after := slowPart(its)
		if its, others = samePages(s.field, its, others); !muchLonger(its, others) || !slowToTheEnd(its, others) {
			continue
		}
		if len(slow) > 0 && max(len(before), len(after)) >= leastPast { // few rows were kept of when it was quick
			if f, ok := a.slowBesideOthers(ctx, s, activityOfKept(slow), of); ok {
				return f, true
			}
		}
		f = report.Finding{Rule: "slow", Severity: report.Warning}
		server := a.names.Value(s.field, s.server)
		f.Where = report.Values{{Field: s.field, Value: server}}
		first, last := a.ends(ctx, its, func(source int, r *parser.Row) bool { _, server := of(source, r); return server == s.server })
		a.setTimes(&f, evenly(first, last, int64(len(its))), first, last)
		f.Evidence = append([]report.Evidence{
			placeTold(s.field, server), {What: "kept", Value: float64(len(its)), Unit: "rows"},
			{What: "taken", Value: float64(keptMedian(its)), Unit: "ms"}, {What: "others", Value: float64(keptMedian(others)), Unit: "ms"},
		}, statedTimes(&f, first, last)...)
		f.Command = a.newCommand("rows").where(s.field, s.server).flag("--taken", halfOf(keptMedian(its))).String()
		return f, true
	}
	return f, false
}

// hasOwnPages reports whether values of a field may have pages of their own, which take as long as they do:
// servers have all the same.
func hasOwnPages(field string) bool {
	return slices.Contains([]string{siteField, hostField, clientField, userField}, field)
}

// during are the rows that came in the time of a finding.
func during(f *report.Finding, rows []keptRow) []keptRow {
	return slices.DeleteFunc(slices.Clone(rows), func(r keptRow) bool { return r.second < f.First.Unix() || r.second > f.Last.Unix() })
}

// samePages are rows of a place and of others that tell whether it is slower: of a server all, of a site
// or a host, which may be made for what takes long, those of the same pages. None where most pages are
// its own, or few are not.
func samePages(field string, its, others []keptRow) (same, otherSame []keptRow) {
	const leastSame, mostlySame = 5, 0.7
	if !hasOwnPages(field) {
		return its, others
	}
	of, those := byPath(its), byPath(others)
	shared := 0
	for path, rows := range of {
		if len(those[path]) > 0 {
			shared++
			same, otherSame = append(same, rows...), append(otherSame, those[path]...)
		}
	}
	if shared < leastSame || float64(len(same)) < mostlySame*float64(len(its)) {
		return nil, nil
	}
	inTime := func(x, y keptRow) int { return cmp.Compare(x.second, y.second) }
	slices.SortStableFunc(same, inTime)
	slices.SortStableFunc(otherSame, inTime)
	return same, otherSame
}

// slowToTheEnd reports whether a server is slow in each third of the log: else it is
// slow for a time.
func slowToTheEnd(its, others []keptRow) bool {
	third, limit := len(its)/3, muchSlower*max(1, keptMedian(others))/2
	return keptMedian(its[:third]) >= limit && keptMedian(its[third:2*third]) >= limit && keptMedian(its[2*third:]) >= limit
}
