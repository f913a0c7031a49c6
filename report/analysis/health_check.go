package analysis

import (
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A balancer or a monitor asks every few seconds whether a site is there, and shows no user name.
// A site that wants one answers 401, which many take for alive, all day and each day: as many rows
// as those of all users, and none that anybody waits for.

const (
	// leastChecks is how many rows health checks send at least, slowestCheck how many seconds are
	// between two of them at most, and mostCheckers how many clients send them.
	leastChecks, slowestCheck, mostCheckers = 50, 60, 8
	// ofChecks is the part of an issue's rows that are of them.
	ofChecks = 0.95
)

// healthCheck tells that nearly all rows of an issue are of clients that ask for one path at an even
// pace from the start of the log to its end, and never log on.
func (a *Analysis) healthCheck(ctx context.Context, i *issue) (f report.Finding, ok bool) {
	if i.rows < leastChecks || i.Code.FTP || i.Verdict != codes.ChallengeUnanswered || !areReads(a.sampleOf(i)) {
		return f, false
	}
	a.fillTops(i)
	paths := pathsOfMost(&i.tops[scan.FieldPath], i.rows)
	clients, estimated := a.AllOf(i.Code, scan.FieldClient, i.has)
	if len(paths) != 1 || estimated || len(clients) > mostCheckers {
		return f, false
	}
	pages, ok := a.askings(ctx, i, paths, clients)
	if !ok {
		return f, false
	}
	var rows int64
	var paces []float64
	for _, all := range pages {
		if pace, ok := a.paceOfChecks(all); ok {
			rows, paces = rows+int64(len(all)), append(paces, pace)
		}
	}
	if float64(rows) < ofChecks*float64(i.rows) {
		return f, false
	}
	f = a.issueFinding(i, nil)
	f.Rule, f.Check, f.Severity = "health-check", "", report.Note
	f.Evidence = append(f.Evidence, report.Evidence{What: "checkers", Value: float64(len(paces)), Unit: "clients"},
		report.Evidence{What: "apart", Value: median(paces), Unit: "s"})
	return f, true
}

// areReads reports whether rows only look: a program that sends something wants it taken.
func areReads(rows []scan.SampledRow) bool {
	return !slices.ContainsFunc(rows, func(r scan.SampledRow) bool {
		return !slices.Contains([]string{"GET", "HEAD"}, string(r.Row.Field(parser.Method)))
	})
}

// paceOfChecks is how many seconds are between two requests, where they are health checks: none was
// served, and they come at an even pace all the time.
func (a *Analysis) paceOfChecks(all []asking) (pace float64, ok bool) {
	var gaps []float64
	for n, r := range all {
		if !r.refused {
			return 0, false
		}
		if n > 0 {
			gaps = append(gaps, float64(r.second-all[n-1].second))
		}
	}
	if len(gaps) < leastRefused || !isEvenPace(gaps) {
		return 0, false
	}
	begin, end, _ := a.Period()
	pace = median(gaps)
	ends := float64(max(all[0].second-begin, end-all[len(all)-1].second))
	return pace, pace <= slowestCheck && ends <= slowestCheck+pace
}
