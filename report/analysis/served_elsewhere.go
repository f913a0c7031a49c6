package analysis

import (
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A release that does not reach one server of several shows as a page or a file that one visitor
// in three misses. For what only one server is asked the others tell nothing.

const (
	// leastElsewhere is how many rows such a finding has, and how many the others served meanwhile;
	// mostHere is the part of its rows that the server itself served, and the others missed.
	leastElsewhere, mostHere = 20, 0.1
	// mostElsewherePaths is how many paths are looked for elsewhere.
	mostElsewherePaths = 64
)

// elsewhere is what became of some paths while one server did not serve them.
type elsewhere struct{ served, missed, here int }

// tellElsewhere says in the finding of an issue that one server alone does not serve its paths.
func (a *Analysis) tellElsewhere(ctx context.Context, i *issue, f *report.Finding) {
	sample := a.sampleOf(i)
	if !isMissable(i) && i.Verdict != codes.AccessDenied || i.rows < leastElsewhere || len(sample) < leastElsewhere || i.missed != nil || i.first > i.last || f.Rule == "unserved" || a.Rows == nil {
		return
	}
	field, server := a.serverOf(sample[0].Source, sample[0].Row)
	var paths []string
	for _, r := range sample {
		if _, other := a.serverOf(r.Source, r.Row); other != server || len(paths) > mostElsewherePaths {
			return
		}
		paths = withValue(paths, string(scan.Shorten(r.Row.Path())))
	}
	if _, others := a.trafficOf(field, []string{server}); server == "" || others == 0 || a.isOfOneClient(sample, []string{server}) {
		return
	}
	e, ok := a.elsewhereOf(ctx, i, field, server, paths)
	if !ok || e.served < leastElsewhere || float64(e.missed) > mostHere*float64(e.served) || float64(e.here) > mostHere*float64(i.rows) {
		return
	}
	f.Rule, f.Check = "served-elsewhere", ""
	if f.State != report.Over {
		f.Severity = atLeastWarning(f.Severity)
	}
	f.Evidence = append(f.Evidence, report.Evidence{What: "server", Text: a.names.Value(field, server)},
		report.Evidence{What: "elsewhere", Value: float64(e.served), Unit: "times"})
	if len(paths) == 1 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "lacked", Text: a.names.Value("cs-uri-stem", paths[0])})
	}
}

// elsewhereOf counts what the servers did with some paths of a site while rows of an issue came; a
// server is compared with those that are named by the same field.
func (a *Analysis) elsewhereOf(ctx context.Context, i *issue, field, server string, paths []string) (e elsewhere, ok bool) {
	span := scan.Span{From: i.first, Until: i.last + 1}
	one, isOfSites := &sought{span: span, wanted: scan.Wanted{Paths: paths}}, a.sitesOf(a.sampleOf(i))
	one.see = func(source int, r *parser.Row, v codes.Verdict) {
		by, of := a.serverOf(source, r)
		if by != field || !span.Holds(r.Second) || !isOfSites(source, r) || !slices.Contains(paths, string(scan.Shorten(r.Path()))) {
			return
		}
		switch isAnswered := isServed(v, int(r.Status)); {
		case of == server && isAnswered:
			e.here++
		case of != server && isAnswered:
			e.served++
		case of != server && v == i.Verdict && codeOf(r) == i.Code:
			e.missed++
		}
	}
	a.look(ctx, []*sought{one})
	return e, one.all
}
