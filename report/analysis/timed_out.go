package analysis

import (
	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// An application that fails after thirty seconds each time waits for something, and gives up: a query, another
// service. The code does not tell, the time does.

const (
	// leastTimedOut is how many of the errors that were kept took the same, and mostTimedOut the part of them; of
	// which the time is a multiple of roundTime, or one in a hundred longer.
	leastTimedOut, mostTimedOut, roundTime = 10, 0.6, 5000
	// waitOfQuery and waitOfPage are for how many ms a query of SqlClient and a page of ASP.NET may take by default.
	waitOfQuery, waitOfPage = 30_000, 110_000
	// waitTimeout and errorTimeout say that the server itself gave up: its limit is the time.
	waitTimeout, errorTimeout = 258, 1460
)

// tellTimedOut says in a finding after which time most requests of an issue failed, where it is the same.
func (a *Analysis) tellTimedOut(i *issue, f *report.Finding) {
	if i.Verdict != codes.Application && !(i.Verdict == codes.Unknown && i.Code.Status/100 == 5) {
		return // of what this server waited for as a proxy another finding tells
	}
	rows := a.sampleOf(i)
	waits, wait, same := map[int64]int{}, int64(0), 0
	for _, r := range rows {
		if w := r.Row.Taken / roundTime * roundTime; w > 0 && float64(r.Row.Taken-w) <= sameTime*float64(w) {
			waits[w]++
		}
	}
	for w, n := range waits {
		if n > same || n == same && w < wait {
			wait, same = w, n
		}
	}
	if same < leastTimedOut || float64(same) < mostTimedOut*float64(len(rows)) {
		return
	}
	if number, _ := i.mostWin32(); number == waitTimeout || number == errorTimeout {
		f.Evidence = append(f.Evidence, report.Evidence{What: "limited-kept", Value: float64(same), Unit: "rows"}, report.Evidence{What: "limited", Value: float64(wait), Unit: "ms"})
		return
	}
	f.Evidence = append(f.Evidence, report.Evidence{What: "timed-kept", Value: float64(same), Unit: "rows"}, report.Evidence{What: "timed", Value: float64(wait), Unit: "ms"})
	switch wait {
	case waitOfQuery:
		f.Evidence = append(f.Evidence, report.Evidence{What: "timed-query", Value: waitOfQuery, Unit: "ms"})
	case waitOfPage:
		f.Evidence = append(f.Evidence, report.Evidence{What: "timed-page", Value: waitOfPage, Unit: "ms"})
	}
}
