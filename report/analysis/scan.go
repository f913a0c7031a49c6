package analysis

import (
	"context"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// mostScans is how many scanners are told one by one.
const mostScans = 20

// scans says which clients looked for what is not theirs, by how they did it.
func (a *Analysis) scans(context.Context) (all []report.Finding) {
	for _, s := range a.Scanners[:min(mostScans, len(a.Scanners))] {
		all = append(all, a.scanOf(s))
	}
	return all
}

func (a *Analysis) scanOf(s scan.Scanner) report.Finding {
	f := report.Finding{
		Rule: "scan", Severity: report.Note, Rows: s.Misses, Share: a.share(s.Misses), Verdict: codes.Probe.String(),
		Clients: 1, Paths: int64(s.Paths),
	}
	a.setTimes(&f, evenly(s.First, s.Last, s.Misses), s.First, s.Last)
	client := a.names.Value("c-ip", s.Client)
	f.Where = report.Values{{Field: "c-ip", Value: client}}
	f.Evidence = append([]report.Evidence{
		{What: "client", Text: client}, {What: "rows", Value: float64(s.Misses), Unit: "rows"},
		{What: "paths", Value: float64(s.Paths), Unit: "paths"},
	}, statedTimes(&f, s.First, s.Last)...)
	f.Command = a.newCommand("rows").between(stamp(s.First), stamp(s.Last+1)).where("c-ip", s.Client).flag("--status", "4xx").String()
	return f
}
