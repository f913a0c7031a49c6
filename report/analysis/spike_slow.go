package analysis

import (
	"context"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// What takes far longer for a time than before and after it is a rise of the time that
// requests take: of one path, one server, or all. What is slow all the time is none.

// slowSpikes are the rises of time-taken in what the report shows: of what is slow several times
// one each time.
func (a *Analysis) slowSpikes(ctx context.Context) (all []report.Spike) {
	for _, told := range a.slowFindings(ctx) {
		rises := told.rises // none of what is slow each day
		if !isOfSpells(&told.Finding) {
			rises = []report.Finding{told.Finding}
		}
		for _, f := range rises {
			if msOf(f, "usual") > 0 && a.showsTime(f.First, f.Last) {
				all = append(all, slowSpike(f))
			}
		}
	}
	return all
}

// slowSpike is the rise that a finding tells of.
func slowSpike(f report.Finding) report.Spike {
	s := report.Spike{
		Verdict: codes.OK.String(), Attention: true, Taken: msOf(f, "taken"), UsualTaken: msOf(f, "usual"),
		State: f.State, Start: f.First, Last: f.Last, End: f.Last.Add(time.Second), Observed: f.Rows, Causes: []report.SpikeCause{},
		Samples: []report.Place{}, Command: f.Command, PerSeconds: perSeconds(int64(f.Last.Sub(f.First)/time.Second) + 1),
	}
	s.Estimated = f.Rows == 0 // only some of the rows were looked at
	s.Ratio = float64(s.Taken) / float64(s.UsualTaken)
	if len(f.Where) > 0 {
		s.Causes = append(s.Causes, report.SpikeCause{Where: f.Where, Also: f.Also, Observed: f.Rows, Share: 1, Clients: f.Clients})
	}
	return s
}

// msOf is an evidence in ms, 0 where a finding has none of that kind.
func msOf(f report.Finding, what string) int64 {
	for _, e := range f.Evidence {
		if e.What == what && e.Unit == "ms" {
			return int64(e.Value)
		}
	}
	return 0
}

// showsTime reports whether a stretch of time reaches into what the report shows.
func (a *Analysis) showsTime(first, last time.Time) bool {
	return len(a.Spans) == 0 || slices.ContainsFunc(a.Spans, func(p scan.Span) bool {
		return p.Shown && first.Unix() < p.Until && p.From <= last.Unix()
	})
}
