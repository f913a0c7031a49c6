package analysis

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// namedPaths is how many paths, and how many codes, a sentence names.
const namedPaths = 3

// attacksAnswered says which clients sent requests that only attackers send, and did not
// get told that there is nothing: served, redirected, or the application failed at it.
//
// It notes the rows of issues that it tells.
func (a *Analysis) attacksAnswered(ctx context.Context, issues []*issue, told toldRows) (all []report.Finding) {
	if a.options.Noise == nil {
		return nil
	}
	w := a.newAttackers(issues)
	if !w.lookThrough(ctx, a.attackSpans(a.isAttack), scan.Wanted{Odd: true, Referred: w.own.few}, w.see) {
		all, w = a.countedAttacks(), a.newAttackers(issues)
	}
	w.findStrangers(ctx)
	for _, one := range w.most(ctx) {
		failed := w.failed(one)
		for i, n := range failed {
			told.of(i.Subject).attack += n
		}
		f := w.attackBy(one)
		f.Codes = codesOf(failed)
		all = append(all, f)
	}
	return all
}

// isAttack reports whether rows of an outcome are attacks that were answered.
func (a *Analysis) isAttack(o *scan.Outcome) bool {
	return isAnswered(o) && a.options.Noise.IsAttack(o.Family) && !a.options.Noise.IsOfStrangers(o.Family)
}

// isAnswered reports whether rows of an outcome are of a family, and were answered.
func isAnswered(o *scan.Outcome) bool {
	return o.Shown && o.Rows > 0 && o.Family >= 0 && o.Verdict != codes.Probe && o.Verdict != codes.Automatic
}

// attackSpans are the times of outcomes of attacks, as few as can be.
func (a *Analysis) attackSpans(wanted func(*scan.Outcome) bool) (spans []scan.Span) {
	for i := range a.Outcomes {
		if o := &a.Outcomes[i]; wanted(o) && o.First <= o.Last {
			spans = append(spans, scan.Span{From: o.First, Until: o.Last + 1})
		}
	}
	return scan.JoinSpans(spans)
}

func (a *attackers) attackBy(one *attacker) report.Finding {
	total := a.total(one)
	paths, counts, act := one.values(func(r attackRow) string { return r.path }), map[string]int64{}, activity{}
	sized, isMore := false, len(one.alike) > 0 && a.others
	for _, r := range one.rows {
		counts[r.status]++
		act, sized = append(act, r.second), sized || r.size >= 0
	}
	f := report.Finding{Rule: "attack-answered", Severity: report.Critical, Rows: total.rows, Share: a.share(total.rows), Paths: int64(len(paths))}
	a.setTimes(&f, act, total.first, total.last)
	var asked []string
	for _, path := range paths[:min(namedPaths, len(paths))] {
		asked = append(asked, a.names.Value("cs-uri-stem", path))
	}
	f.Evidence = append([]report.Evidence{{What: "rows", Value: float64(total.rows), Unit: "rows", More: total.more || isMore}, {What: "asked", Text: strings.Join(asked, ", ")},
		{What: "status", Text: statusesOf(counts), Unit: "code"}, a.familyNames(one.values(func(r attackRow) string { return r.family }))}, one.around(total)...)
	f.Evidence = append(f.Evidence, timesOf(total.first, total.last)...)
	inQuery := !slices.ContainsFunc(one.rows, func(r attackRow) bool { return r.inPath })
	switch {
	case inQuery:
		f.Evidence = append(f.Evidence, report.Evidence{What: "carried", Text: strings.Join(asked, ", ")})
		a.tellWaited(&f, one)
	case !sized && one.anyPage >= tellsAnything:
		f.Severity = report.Warning
		f.Evidence = append(f.Evidence, report.Evidence{What: "any", Value: float64(one.anyPage), Unit: "families"})
	}
	c := a.newCommand("rows").between(f.First, stamp(total.last+1))
	if f.Clients = int64(len(one.alike)); f.Clients > 0 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "clients", Value: float64(f.Clients), Unit: "clients", More: isMore})
	}
	if one.client != "" && one.client != "-" {
		client := a.names.Value("c-ip", one.client)
		f.Clients, f.Where = 1, report.Values{{Field: "c-ip", Value: client}}
		f.Evidence = append(f.Evidence, report.Evidence{What: "client", Text: client})
		c.where("c-ip", one.client)
		if a.tellLocal(&f, one.client); a.isLocalScan(one) {
			f.Severity = report.Warning
		}
	}
	f.Command = c.oneOf("cs-uri-stem", paths).String()
	return f
}

// familyNames names families by their words.
func (a *Analysis) familyNames(families []string) report.Evidence {
	var names []string
	for _, family := range families {
		text, _ := a.options.Book.Noise(family)
		names = append(names, text.Name)
	}
	return report.Evidence{What: "family", Text: strings.Join(names, "; ")}
}

// statusesOf are the codes that some rows ended with, most rows first.
func statusesOf(counts map[string]int64) string {
	var all []string
	for code := range counts {
		all = append(all, code)
	}
	slices.SortFunc(all, func(x, y string) int { return cmp.Or(cmp.Compare(counts[y], counts[x]), cmp.Compare(x, y)) })
	return strings.Join(all[:min(len(all), namedPaths)], ", ")
}

// countedAttacks tells the same of each family from the counts, where the rows cannot be
// looked at.
func (a *Analysis) countedAttacks() (all []report.Finding) {
	for i := range a.Outcomes {
		o := &a.Outcomes[i]
		if !a.isAttack(o) || o.Code.Status/100 == 3 {
			continue
		}
		f := report.Finding{Rule: "attack-answered", Severity: report.Critical, Rows: o.Rows, Share: a.share(o.Rows), Code: o.Code.String()}
		a.setTimes(&f, evenly(o.First, o.Last, o.Rows), o.First, o.Last)
		f.Evidence = append([]report.Evidence{{What: "rows", Value: float64(o.Rows), Unit: "rows"},
			a.familyNames([]string{a.options.Noise.Name(o.Family)}), {What: "status", Text: o.Code.Label(), Unit: "code"}}, timesOf(o.First, o.Last)...)
		c := a.newCommand("rows")
		if !f.First.IsZero() {
			c.between(f.First, stamp(o.Last+1))
		}
		f.Command = c.kind(o.Code.String(), "", o.Verdict.String()).String()
		all = append(all, f)
	}
	return all
}
