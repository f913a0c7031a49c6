package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

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
		top := &i.tops[f]
		if scan.Field(f) == scan.FieldClient && a.isOfAll(top) {
			continue
		}
		found := top.evidence(what, i.rows)
		if len(found) > 1 && a.isAsUsual(scan.Field(f), top, i.rows) {
			found = found[:1]
		}
		all = append(all, found...)
	}
	return all
}

// isOfAll reports whether the one client that some rows are of is that of nearly all rows:
// then it tells nothing of these.
func (a *Analysis) isOfAll(t *tops) bool {
	return len(t.values) > 0 && t.distinct == 1 && a.usualShare(a.dimensions().named("c-ip"), t.values[0].Text) >= commonToAll
}

// isAsUsual reports whether the client or the user that most of some rows are of is hardly more of
// them than of all rows: two balancers bring half of all each, and half of what fails.
func (a *Analysis) isAsUsual(f scan.Field, t *tops, rows int64) bool {
	if f != scan.FieldClient && f != scan.FieldUser || t.distinct < 2 {
		return false
	}
	const more = 4
	odds := func(share float64) float64 { return share / max(0.001, 1-share) }
	usual := a.usualShare(a.dimensions().named(f.String()), t.values[0].Text)
	return odds(float64(t.values[0].Count)/float64(rows)) < more*odds(usual)
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
	var all []report.Evidence
	if t.distinct > 0 {
		all = append(all, report.Evidence{What: what + "s", Value: float64(t.distinct), Unit: what + "s", More: t.more})
	}
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

// hasEvidence reports whether a finding says something.
func hasEvidence(f *report.Finding, what string) bool {
	return slices.ContainsFunc(f.Evidence, func(e report.Evidence) bool { return e.What == what })
}
