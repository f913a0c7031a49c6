package analysis

import (
	"context"
	"net/netip"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A host or a site whose binding leads to an empty folder answers whatever is asked for with
// 404. Its pages seem to be full of broken links, and are none: nothing of it is served.

const (
	// leastUnserved is how many rows such a finding has, leastUnservedPaths how many paths and
	// leastUnservedClients how many clients: less may be what robots try.
	leastUnserved, leastUnservedPaths, leastUnservedClients = 50, 3, 5
	// leastOfHost is how many of the rows that were kept are of the host, before all are read.
	leastOfHost = 12
)

// tellUnserved says in the finding of an issue that nothing was served while its rows came: of
// the host or the site that nearly all of them are of, or nothing at all.
func (a *Analysis) tellUnserved(ctx context.Context, i *issue, f *report.Finding) {
	missing := i.Verdict == codes.NotFound || i.Code.Status == 403 && i.Code.Substatus == 14
	few := f.Rows < leastUnserved || f.Paths > 0 && f.Paths < leastUnservedPaths || f.Clients > 0 && f.Clients < leastUnservedClients
	if !missing || few || i.isPart || i.first > i.last || !a.seesWholeSites() {
		return
	}
	d := a.dimensions()
	for _, field := range []string{"", "cs-host", "s-sitename"} {
		dim := d.named(field)
		name, share := mostCommon(a.sampleOf(i), dim)
		if field != "" && (name == "" || name == "-") || share < nearlyAll || !a.isUnserved(ctx, dim, name, i) {
			continue
		}
		f.Rule, f.Check, f.Severity = "unserved", "", atLeastWarning(f.Severity)
		switch host, _, _ := strings.Cut(name, ":"); {
		case field == "cs-host" && isAddress(host):
			f.Severity = report.Note // whoever asks by it looks around
			f.Evidence = append(f.Evidence, report.Evidence{What: "host", Text: a.names.Value(field, name)})
		case field == "cs-host":
			f.Evidence = append(f.Evidence, report.Evidence{What: "host", Text: a.names.Value(field, name)})
		case field == "s-sitename":
			f.Evidence = append(f.Evidence, report.Evidence{What: "site", Text: a.names.Value(field, name)})
		}
		return
	}
}

func isAddress(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil
}

// isUnserved reports whether nothing was served that has a value while rows of an issue came:
// first by the rows that were kept, then by all.
func (a *Analysis) isUnserved(ctx context.Context, dim dimension, name string, i *issue) bool {
	kept := 0
	span := scan.Span{From: i.first, Until: i.last + 1}
	is := func(source int, r *parser.Row) bool { return dim.of(source, r) == name }
	for _, s := range a.Traffic {
		if !span.Holds(s.Row.Second) || !is(s.Source, s.Row) {
			continue
		}
		if kept++; s.Row.Status < 400 {
			return false
		}
	}
	served := false
	looked := &sought{span: span, see: func(source int, r *parser.Row, v codes.Verdict) {
		served = served || isServed(v, int(r.Status)) && is(source, r)
	}}
	if kept < leastOfHost {
		return false
	}
	a.look(ctx, []*sought{looked})
	return looked.all && !served
}
