package analysis

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A release that went to some servers first has pages that the others do not: a balancer that sends
// clients to any of them shows the page to one and 404 to the next.

const (
	// mostServing is how many servers are named that alone serve a page, and leastEachServer how often
	// each server must have been asked for it, to tell.
	mostServing, leastEachServer = 3, 5
	// alwaysSo is the part of the requests that each of them serves, or does not.
	alwaysSo = 0.95
)

// servedBy is how often a server served some paths, and missed them.
type servedBy struct{ served, missed int64 }

// isKnown reports whether a server either serves the paths or does not.
func (s *servedBy) isKnown() bool {
	all := s.served + s.missed
	return all >= leastEachServer && float64(max(s.served, s.missed)) >= alwaysSo*float64(all)
}

// tellServedByFew says in the finding of an issue that few of several servers alone serve its paths.
func (a *Analysis) tellServedByFew(ctx context.Context, i *issue, f *report.Finding) {
	if i.Verdict != codes.NotFound || i.rows < leastElsewhere || i.missed != nil || i.first > i.last || f.Rule == "unserved" || f.Rule == "served-elsewhere" || a.Rows == nil {
		return
	}
	field, path := a.onePathOfMany(i)
	if path == "" {
		return
	}
	servers := a.askedOf(ctx, i, field, path)
	var serving []string
	lacking, times := 0, int64(0)
	for _, server := range slices.Sorted(maps.Keys(servers)) {
		switch s := servers[server]; {
		case !s.isKnown():
			return
		case s.served > s.missed:
			serving, times = append(serving, a.names.Value(field, server)), times+s.served
		default:
			lacking++
		}
	}
	if len(serving) == 0 || len(serving) > mostServing || lacking < 2 || times < leastElsewhere {
		return
	}
	f.Rule, f.Check = "served-elsewhere", ""
	if f.State != report.Over {
		f.Severity = atLeastWarning(f.Severity)
	}
	f.Evidence = append(f.Evidence, report.Evidence{What: "only", Text: strings.Join(serving, ", ")}, report.Evidence{What: "lacking", Value: float64(lacking), Unit: "servers"},
		report.Evidence{What: "elsewhere", Value: float64(times), Unit: "times"}, report.Evidence{What: "lacked", Text: a.names.Value("cs-uri-stem", path)})
}

// onePathOfMany is the path of an issue whose rows are of several servers, and what names these; "" where
// it has other paths or is of one server.
func (a *Analysis) onePathOfMany(i *issue) (field, path string) {
	rows, first := a.sampleOf(i), ""
	if len(rows) < leastElsewhere {
		return "", ""
	}
	several := false
	for n, r := range rows {
		by, server := a.serverOf(r.Source, r.Row)
		own := string(scan.Shorten(r.Row.Path()))
		if n == 0 {
			field, first, path = by, server, own
		}
		if by != field || server == "" || own != path {
			return "", ""
		}
		several = several || server != first
	}
	if !several {
		return "", ""
	}
	return field, path
}

// askedOf counts what each server did with a path of a site while rows of an issue came.
func (a *Analysis) askedOf(ctx context.Context, i *issue, field, path string) map[string]*servedBy {
	servers, span := map[string]*servedBy{}, scan.Span{From: i.first, Until: i.last + 1}
	one, isOfSites := &sought{span: span, wanted: scan.Wanted{Paths: []string{path}}}, a.sitesOf(a.sampleOf(i))
	one.see = func(source int, r *parser.Row, v codes.Verdict) {
		by, server := a.serverOf(source, r)
		if by != field || !isOfSites(source, r) || string(scan.Shorten(r.Path())) != path {
			return
		}
		if servers[server] == nil {
			servers[server] = &servedBy{}
		}
		switch {
		case isServed(v, int(r.Status)):
			servers[server].served++
		case v == i.Verdict && codeOf(r) == i.Code:
			servers[server].missed++
		}
	}
	if a.look(ctx, []*sought{one}); !one.all {
		return nil
	}
	return servers
}
