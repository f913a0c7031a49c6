package analysis

import (
	"cmp"
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A site or a server can be down while the others are served. Its errors say of which
// place they are; a look at the time in which most of them came says whether it served
// anything meanwhile, and whether the others did.

const (
	// runApart is how many seconds may lie between buckets with errors of one run, and
	// mostRuns how many runs of a place are looked at, those with the most errors first.
	runApart, mostRuns = 600, 3
	// mostOfErrors is the part of the errors around an outage that come while it lasts.
	mostOfErrors = 0.75
)

// place is a site or a server: the field that names it, and its name.
type place struct{ field, name string }

// placeOutage is a time of errors of a place, and what a look finds of it and of the rest.
type placeOutage struct {
	place
	span      scan.Span
	failures  *failures
	rows      []placeRow // of the place
	elsewhere []int64    // seconds of rows that were served elsewhere
	itself    int        // rows that a server was asked for by itself meanwhile
}

// placeRow is a row of a place: when, and what became of it.
type placeRow struct {
	second                int64
	served, failed, fault bool
}

// placeOutages says which site or server served nothing but errors for a time, while the
// others were served, and notes the rows of issues that it tells.
func (a *Analysis) placeOutages(ctx context.Context, issues []*issue, told toldRows) (all []report.Finding) {
	if !a.seesWholeSites() {
		return nil
	}
	var looked []*sought
	var of []*placeOutage
	for _, p := range a.failingPlaces(issues) {
		margin := max(besides, p.span.Until-p.span.From)
		of, looked = append(of, p), append(looked, &sought{span: scan.Span{From: p.span.From - margin, Until: p.span.Until + margin}, see: a.seePlace(p)})
	}
	a.look(ctx, looked)
	for i, p := range of {
		if f, ok := a.placeOutage(p, issues, told); ok && looked[i].all && len(all) < mostOutages {
			all = append(all, f)
		}
	}
	return all
}

// failingPlaces are the places that nearly all errors of an issue are of, where there are
// others, and when most of these came.
func (a *Analysis) failingPlaces(issues []*issue) (all []*placeOutage) {
	d := a.dimensions()
	for _, i := range issues {
		if i.rows < leastFailed || !isFailed(i.Verdict) || i.Attack != "" {
			continue
		}
		for _, field := range []string{"s-sitename", "s-computername", "s-ip"} {
			dim := d.named(field)
			name, share := mostCommon(a.sampleOf(i), dim)
			if !isValue([]byte(name)) || share < nearlyAll || a.usualShare(dim, name) >= commonToAll && !a.asksItself(dim, name) {
				continue
			}
			for _, span := range a.runsOf(i) {
				all = append(all, &placeOutage{place: place{field, name}, span: span, failures: a.newFailures(issues)})
			}
			break // a server has sites, and an address no more than a name
		}
	}
	return all
}

// asksItself reports whether all rows that are not of an address are of the machine itself.
func (a *Analysis) asksItself(d dimension, address string) bool {
	itself := false
	for _, r := range a.Traffic {
		other := d.of(r.Source, r.Row)
		if other != address && !isLoopback(other) {
			return false
		}
		itself = itself || other != address
	}
	return itself
}

// newFailures begins a look at what failed.
func (a *Analysis) newFailures(issues []*issue) *failures {
	return &failures{client: a.Client(), issues: issues, attack: a.attackOf, issueIn: a.issueIn}
}

// runsOf are the times in which most rows of an issue came one after another.
func (a *Analysis) runsOf(i *issue) (spans []scan.Span) {
	type run struct {
		scan.Span
		rows int64
	}
	var runs []run
	for c := range a.cellsOf(i) {
		second, n := a.Minutes.Second(c), len(runs)
		if n == 0 || second-runs[n-1].Until > runApart {
			runs, n = append(runs, run{Span: scan.Span{From: second}}), n+1
		}
		runs[n-1].Until, runs[n-1].rows = second+a.Minutes.Step, runs[n-1].rows+c.Rows
	}
	slices.SortStableFunc(runs, func(x, y run) int { return cmp.Compare(y.rows, x.rows) })
	for _, r := range runs[:min(len(runs), mostRuns)] {
		if r.rows >= leastFailed {
			spans = append(spans, r.Span)
		}
	}
	return spans
}

// seePlace takes a row: of the place, or of the others.
func (a *Analysis) seePlace(p *placeOutage) func(int, *parser.Row, codes.Verdict) {
	dim := a.dimensions().named(p.field)
	return func(source int, r *parser.Row, v codes.Verdict) {
		served := isServed(v, int(r.Status))
		if other := dim.of(source, r); other != p.name {
			if p.field == "s-ip" && isLoopback(other) { // another address of a server, and none of a visitor
				if served && p.span.Holds(r.Second) {
					p.itself++
				}
				return
			}
			if served && len(p.elsewhere) < mostFailedRows {
				p.elsewhere = append(p.elsewhere, r.Second)
			}
			return
		}
		if len(p.rows) < mostFailedRows {
			p.rows = append(p.rows, placeRow{r.Second, served, isFailed(v), isFault(v)})
			p.failures.see(source, r, v)
		}
	}
}

// service counts the rows of the place by the minute.
func (p *placeOutage) service() *service {
	s := &service{step: 60}
	first, last := p.rows[0].second, p.rows[0].second
	for _, r := range p.rows {
		first, last = min(first, r.second), max(last, r.second)
	}
	s.first = floorDiv(first, s.step)
	n := floorDiv(last, s.step) - s.first + 1
	s.rows, s.served, s.failed, s.faults = make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	for _, r := range p.rows {
		at := floorDiv(r.second, s.step) - s.first
		s.rows[at]++
		for _, part := range []struct {
			is     bool
			counts []int64
		}{{r.served, s.served}, {r.failed, s.failed}, {r.fault, s.faults}} {
			if part.is {
				part.counts[at]++
			}
		}
	}
	return s
}

// placeOutage tells that a place served nothing, where that is so.
func (a *Analysis) placeOutage(p *placeOutage, issues []*issue, told toldRows) (f report.Finding, ok bool) {
	if len(p.rows) == 0 || len(p.rows) == mostFailedRows || len(p.elsewhere) == mostFailedRows {
		return f, false
	}
	s := p.service()
	gaps := s.worstFirst(s.gaps(leastOutage))
	if len(gaps) == 0 || s.sumOf(s.failed, gaps[0]) < leastFailed || s.missed(gaps[0]) < leastMissed {
		return f, false
	}
	g, w := gaps[0], p.failures
	around := slices.Clone(w.rows)
	w.narrow(s.second(g.from), s.second(g.until))
	if len(w.rows) == 0 || !w.isOutage(a.oneClient()) {
		return f, false
	}
	first, last := w.rows[0].second, w.rows[len(w.rows)-1].second
	others := 0
	for _, second := range p.elsewhere {
		if second >= first && second <= last {
			others++
		}
	}
	_, end, _ := a.readTimes()
	if others < leastFailed && p.itself == 0 || told.hasOutage(w.rows) {
		return f, false
	}
	o := outage{gap: g, issues: issues, of: map[*issue]int64{}}
	for _, r := range w.rows {
		if r.of != nil {
			o.of[r.of]++
		}
	}
	if float64(len(w.rows)) < mostOfErrors*float64(o.rowsIn(around)) {
		return f, false // it serves some now and then, and for a while it did not by chance
	}
	f = a.toldFailure(w, g.open && end-last <= leastQuiet)
	a.tellOutage(&o, &f, told)
	a.atPlace(&f, p.place, a.failuresBetween(w, first, last))
	if others < leastFailed {
		f.Evidence[len(f.Evidence)-1].What = "address"
	}
	return f, true
}

// rowsIn is how many of some rows are of the issues of the outage.
func (o *outage) rowsIn(rows []failedRow) (n int) {
	for _, r := range rows {
		if r.of != nil && o.of[r.of] > 0 {
			n++
		}
	}
	return n
}

// atPlace says in a finding, and in its command, which site or server it is of.
func (a *Analysis) atPlace(f *report.Finding, p place, c *command) {
	value := a.names.Value(p.field, p.name)
	f.Where = report.Values{{Field: p.field, Value: value}}
	what := "server"
	if p.field == "s-sitename" {
		what = "site"
	}
	f.Evidence = append(f.Evidence, report.Evidence{What: what, Text: value})
	f.Command = c.where(p.field, p.name).String()
}

// hasOutage reports whether an outage of everything tells most of some rows already.
func (t toldRows) hasOutage(rows []failedRow) bool {
	n := 0
	for _, r := range rows {
		if r.of != nil && t[r.of.Subject] != nil && t[r.of.Subject].outage > 0 {
			n++
		}
	}
	return 2*n > len(rows)
}
