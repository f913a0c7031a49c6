package analysis

import (
	"context"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// floodSpikes are the floods in what the report shows: rises of all requests, of which no
// code tells.
func (a *Analysis) floodSpikes(ctx context.Context) (all []report.Spike) {
	for _, f := range a.floods(ctx) {
		if !a.showsTime(f.First, f.Last) {
			continue
		}
		usual, length := rateOf(f), f.Last.Sub(f.First).Seconds()+1
		s := report.Spike{
			Verdict: codes.OK.String(), Attention: f.Severity != report.Note, Start: f.First, Last: f.Last, End: f.Last.Add(time.Second),
			Observed: f.Rows, Expected: usual * length / 60, UsualRate: usual, Rate: float64(f.Rows) * 60 / max(60, length), PerSeconds: 60,
			Causes: []report.SpikeCause{}, Samples: []report.Place{}, Command: f.Command,
		}
		s.Ratio = float64(s.Observed) / max(1, s.Expected)
		if len(f.Where) > 0 && f.Where[0].Field == "c-ip" { // all rows are its own; what nearly all share the finding says
			s.Causes = append(s.Causes, report.SpikeCause{Where: f.Where[:1], Observed: f.Rows, Share: 1, Clients: 1})
		}
		all = append(all, s)
	}
	return all
}

// rateOf is how many requests a minute are usual, as a flood tells it.
func rateOf(f report.Finding) float64 {
	for _, e := range f.Evidence {
		if e.What == "usual" && e.Unit == "rows" {
			return e.Value
		}
	}
	return 0
}

// isOfAllRequests reports whether a rise is one of all requests, and of no code.
func isOfAllRequests(s *report.Spike) bool { return s.Code == "" && s.Reason == "" && s.Taken == 0 }
