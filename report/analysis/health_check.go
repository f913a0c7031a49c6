package analysis

import (
	"context"
	"math"
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
	// between two of them at most, and mostCheckers how many clients send them. Who wants to be let
	// in every few minutes may as well be a task that has work to do, so these ask more often.
	leastChecks, slowestCheck, slowestUnnamed, mostCheckers = 50, 300, 60, 100
	// ofChecks is the part of a path's rows that are of them.
	ofChecks = 0.95
)

// checks are requests of health checks for a path.
type checks struct {
	path             scan.Value
	paces            []float64 // seconds between two of a client to a server
	clients, servers map[string]bool
}

// checkedPart tells the rows of health checks from the rest of an issue, as split does: one issue
// where there is no rest, none where they are no health checks.
func (a *Analysis) checkedPart(ctx context.Context, i *issue, issues []*issue) []*issue {
	c := a.checksOf(ctx, i)
	if c == nil {
		return nil
	}
	if c.path.Count == i.rows {
		i.checks = c
		return []*issue{i}
	}
	one := a.ofPaths(i, []scan.Value{c.path})
	rows, ok := a.rowsOf(ctx, one, issues)
	if !ok {
		return nil
	}
	parts := a.parted(one, rows)
	if parts != nil {
		parts[0].checks = c
	}
	return parts
}

// checksOf finds that nearly all rows of the path of most rows are of clients that ask for it at an
// even pace from the start of the log to its end, and are never served.
func (a *Analysis) checksOf(ctx context.Context, i *issue) *checks {
	paths, estimated := a.AllOf(i.Code, scan.FieldPath, i.has)
	if i.rows < leastChecks || !mayBeChecks(i) || estimated || len(paths) == 0 {
		return nil
	}
	c := &checks{path: paths[0], clients: map[string]bool{}, servers: map[string]bool{}}
	for _, v := range paths {
		if v.Count > c.path.Count {
			c.path = v
		}
	}
	if c.path.Count < leastChecks || float64(c.path.Count) < dominant*float64(i.rows) || !areReads(a.sampleOf(i), c.path.Text) {
		return nil
	}
	pages, ok := a.askings(ctx, i, []string{c.path.Text}, nil)
	if !ok {
		return nil
	}
	rows, slowest := 0, float64(slowestCheck)
	if i.Verdict == codes.ChallengeUnanswered {
		slowest = slowestUnnamed
	}
	for page, asked := range pages {
		if slices.ContainsFunc(asked, func(r asking) bool { return !r.refused }) {
			continue // one server lets it in, or one did
		}
		for server, all := range byServer(asked) {
			if pace, ok := a.paceOfChecks(all); ok && pace <= slowest {
				rows, c.paces = rows+len(all), append(c.paces, pace)
				c.clients[page.client], c.servers[server] = true, true
			}
		}
	}
	if len(c.clients) > mostCheckers || float64(rows) < ofChecks*float64(c.path.Count) {
		return nil
	}
	return c
}

// byServer are requests by the server that was asked: a balancer asks each.
func byServer(asked []asking) map[string][]asking {
	of := map[string][]asking{}
	for _, r := range asked {
		of[r.server] = append(of[r.server], r)
	}
	return of
}

// mayBeChecks reports whether rows ended as what nobody need wait for: a program that sends
// something wants it taken, and a page that fails is at fault.
func mayBeChecks(i *issue) bool {
	ends := i.Verdict == codes.ChallengeUnanswered || i.Verdict == codes.NotFound || i.Verdict == codes.Blocked && i.Code.Substatus == 4
	return !i.Code.FTP && ends
}

// areReads reports whether rows of a path only look.
func areReads(rows []scan.SampledRow, path string) bool {
	return !slices.ContainsFunc(rows, func(r scan.SampledRow) bool {
		return string(scan.Shorten(r.Row.Path())) == path && !slices.Contains([]string{"GET", "HEAD"}, string(r.Row.Field(parser.Method)))
	})
}

// tellChecks says in the finding of an issue that it is of health checks.
func tellChecks(i *issue, f *report.Finding) {
	if i.checks == nil {
		return
	}
	what := "checkers"
	if i.Verdict != codes.ChallengeUnanswered {
		what = "askers"
	}
	f.Rule, f.Check, f.Severity = "health-check", "", report.Note
	f.Evidence = append(f.Evidence, report.Evidence{What: what, Value: float64(len(i.checks.clients)), Unit: "clients"},
		report.Evidence{What: "apart", Value: median(i.checks.paces), Unit: "s"})
	if n := len(i.checks.servers); n > 1 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "checked", Value: float64(n), Unit: "servers"})
	}
}

// paceOfChecks is how many seconds are between two requests, where they are health checks: they come
// at an even pace all the time.
func (a *Analysis) paceOfChecks(all []asking) (pace float64, ok bool) {
	var gaps []float64
	for n, r := range all {
		if n > 0 {
			gaps = append(gaps, float64(r.second-all[n-1].second))
		}
	}
	if len(gaps) < leastRefused || !keepsPace(gaps) {
		return 0, false
	}
	const nearEnds = 60 // seconds
	begin, end, _ := a.Period()
	pace = median(gaps)
	ends := float64(max(all[0].second-begin, end-all[len(all)-1].second))
	return pace, ends <= nearEnds+pace
}

// keepsPace reports whether nearly all times between requests are about as long as the one before:
// somebody may change how often a monitor asks.
func keepsPace(gaps []float64) bool {
	same := 0
	for n := 1; n < len(gaps); n++ {
		if math.Abs(gaps[n]-gaps[n-1]) <= max(1, evenPace*gaps[n-1]) {
			same++
		}
	}
	return median(slices.Clone(gaps)) > 1 && float64(same) >= mostlyEven*float64(len(gaps)-1)
}
