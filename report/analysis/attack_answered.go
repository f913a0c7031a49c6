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

const (
	// aroundAttack is how long before and after an attack it matters what else the client
	// did, in seconds.
	aroundAttack              = 600
	mostAttackers, namedPaths = 20, 3
	mostAttackRows            = 1 << 16
)

// attacker is a client whose attacks were answered, and what it did besides.
type attacker struct {
	client string
	attacks
	posted        attacks          // that were answered with a redirect
	sentAway      bool             // some others were redirected
	before, after int64            // its other rows
	meanwhile     int64            // all rows from the first attack to the last; 0 where they are not known
	failed        map[*issue]int64 // rows that need attention
}

// attacks are rows of a client.
type attacks struct {
	seconds  []int64
	paths    []string // different ones, as they came
	families []string
	statuses map[string]int64
}

// attacksAnswered says which clients sent requests that only attackers send, and did not
// get told that there is nothing: served, redirected, or the application failed at it.
//
// It notes the rows of issues that it tells.
func (a *Analysis) attacksAnswered(ctx context.Context, issues []*issue, told toldRows) (all []report.Finding) {
	if a.options.Noise == nil {
		return nil
	}
	w := a.newAttackers(issues)
	if !w.lookThrough(ctx, a.attackSpans(a.isAttack), w.see) {
		all, w = a.countedAttacks(), a.newAttackers(issues)
	}
	w.findStrangers(ctx)
	most := w.most()
	w.lookAround(ctx, most)
	for _, one := range most {
		for i, n := range one.failed {
			told.of(i.Subject).attack += n
		}
		f := a.attackBy(one)
		f.Codes = codesOf(one.failed)
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
	return joined(spans)
}

// attackers are those that a look finds.
type attackers struct {
	*Analysis
	of     map[string]*attacker
	rows   int
	client func(*parser.Row) []byte
	issues []*issue
}

func (a *Analysis) newAttackers(issues []*issue) *attackers {
	return &attackers{Analysis: a, of: map[string]*attacker{}, client: a.Client(), issues: issues}
}

// lookThrough shows the rows of some spans, and reports whether it showed all.
func (w *attackers) lookThrough(ctx context.Context, spans []scan.Span, see func(int, *parser.Row, codes.Verdict)) bool {
	var looked []*sought
	for _, span := range spans {
		looked = append(looked, &sought{span: span, see: see})
	}
	w.look(ctx, looked)
	return !slices.ContainsFunc(looked, func(s *sought) bool { return !s.all })
}

// see takes a row, where it is an attack that was answered.
func (w *attackers) see(_ int, r *parser.Row, v codes.Verdict) {
	if v == codes.Probe || v == codes.Automatic {
		return
	}
	family, ok := w.options.Noise.MatchAttack(nil, r.Path(), r.Query(), nil)
	if ok && !w.options.Noise.IsOfStrangers(family) && w.hasOutcome(family, int(r.Status), v) {
		w.note(w.of, string(scan.Shorten(w.client(r))), family, r, v)
	}
}

// note notes an attack that was answered.
func (w *attackers) note(of map[string]*attacker, client string, family int, r *parser.Row, v codes.Verdict) {
	if w.rows++; w.rows > mostAttackRows {
		return
	}
	one := of[client]
	if one == nil {
		one = &attacker{client: client, failed: map[*issue]int64{}}
		of[client] = one
	}
	name := w.options.Noise.Name(family)
	if i := issueOf(w.issues, r, v, name); i != nil {
		one.failed[i]++
	}
	switch {
	case r.Status < 300 || r.Status >= 400:
		one.note(r, name)
	case r.Posts() && (r.Status == 302 || r.Status == 303):
		one.posted.note(r, name)
	default:
		one.sentAway = true
	}
}

func (of *attacks) note(r *parser.Row, family string) {
	of.seconds = append(of.seconds, r.Second)
	if of.statuses == nil {
		of.statuses = map[string]int64{}
	}
	of.statuses[codeOf(r).Label()]++
	if path := string(scan.Shorten(r.Path())); len(of.paths) < 1000 {
		of.paths = withValue(of.paths, path)
	}
	of.families = withValue(of.families, family)
}

// withValue adds a value that is not among some.
func withValue(all []string, value string) []string {
	if slices.Contains(all, value) {
		return all
	}
	return append(all, value)
}

// judge takes in the redirects that tell of a success: an exploit that posts something
// is often answered so. Who only asks for a page and is sent elsewhere got nothing:
// many sites send everybody to https or to their logon, whatever they ask for.
func (one *attacker) judge() {
	if one.sentAway {
		return
	}
	one.attacks.add(&one.posted)
}

// add adds other attacks of the same client.
func (of *attacks) add(other *attacks) {
	of.seconds = append(of.seconds, other.seconds...)
	for _, path := range other.paths {
		of.paths = withValue(of.paths, path)
	}
	for _, family := range other.families {
		of.families = withValue(of.families, family)
	}
	for status, n := range other.statuses {
		if of.statuses == nil {
			of.statuses = map[string]int64{}
		}
		of.statuses[status] += n
	}
}

// hasOutcome reports whether rows of that end were counted as an answered attack of the
// family: what a reader refused is none.
func (w *attackers) hasOutcome(family, status int, v codes.Verdict) bool {
	return slices.ContainsFunc(w.Outcomes, func(o scan.Outcome) bool {
		return o.Family == family && o.Code.Status == status && o.Verdict == v && isAnswered(&o)
	})
}

// most are the attackers with the most rows.
func (w *attackers) most() (all []*attacker) {
	for _, one := range w.of {
		if one.judge(); len(one.seconds) == 0 {
			continue
		}
		slices.Sort(one.seconds)
		slices.Sort(one.paths)
		slices.Sort(one.families)
		all = append(all, one)
	}
	slices.SortFunc(all, func(x, y *attacker) int {
		return cmp.Or(cmp.Compare(len(y.seconds), len(x.seconds)), cmp.Compare(x.client, y.client))
	})
	return all[:min(len(all), mostAttackers)]
}

// lookAround counts what the attackers did before and after.
func (w *attackers) lookAround(ctx context.Context, all []*attacker) {
	var looked []*sought
	for _, one := range all {
		first, last := one.seconds[0], one.seconds[len(one.seconds)-1]
		see := func(_ int, r *parser.Row, _ codes.Verdict) {
			switch {
			case string(scan.Shorten(w.client(r))) != one.client:
			case r.Second < first:
				one.before++
			case r.Second > last:
				one.after++
			default:
				one.meanwhile++
			}
		}
		looked = append(looked, &sought{span: scan.Span{From: first - aroundAttack, Until: first}, see: see},
			&sought{span: scan.Span{From: first, Until: last + 1}, see: see},
			&sought{span: scan.Span{From: last + 1, Until: last + 1 + aroundAttack}, see: see})
	}
	w.look(ctx, looked)
}

func (a *Analysis) attackBy(one *attacker) report.Finding {
	first, last, n := one.seconds[0], one.seconds[len(one.seconds)-1], int64(len(one.seconds))
	f := report.Finding{Rule: "attack-answered", Severity: report.Critical, Rows: n, Share: a.share(n), Paths: int64(len(one.paths))}
	a.setTimes(&f, activity(one.seconds), first, last)
	var paths []string
	for _, path := range one.paths[:min(namedPaths, len(one.paths))] {
		paths = append(paths, a.names.Value("cs-uri-stem", path))
	}
	f.Evidence = []report.Evidence{{What: "rows", Value: float64(n), Unit: "rows"}, {What: "asked", Text: strings.Join(paths, ", ")},
		{What: "status", Text: statusesOf(one.statuses), Unit: "code"}, a.familyNames(one.families),
		{What: "before", Value: float64(one.before), Unit: "rows"}, {What: "after", Value: float64(one.after), Unit: "rows"}}
	if one.meanwhile >= n {
		f.Evidence = append(f.Evidence, report.Evidence{What: "meanwhile", Value: float64(one.meanwhile - n), Unit: "rows"})
	}
	f.Evidence = append(f.Evidence, timesOf(first, last)...)
	c := a.newCommand("rows").between(f.First, stamp(last+1))
	if one.client != "" && one.client != "-" {
		client := a.names.Value("c-ip", one.client)
		f.Clients, f.Where = 1, report.Values{{Field: "c-ip", Value: client}}
		f.Evidence = append(f.Evidence, report.Evidence{What: "client", Text: client})
		c.where("c-ip", one.client)
	}
	f.Command = c.oneOf("cs-uri-stem", one.paths).String()
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
