package analysis

import (
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// mostScans is how many scanners are told one by one.
const mostScans = 20

// scans says which clients looked for what is not theirs, by how they did it.
func (a *Analysis) scans(context.Context) (all []report.Finding) {
	for _, s := range a.toldScanners() {
		all = append(all, a.scanOf(s))
	}
	return all
}

// toldScanners are those that are told one by one, as far as a report shows their rows: who
// is a scanner is judged by all that it did.
func (a *Analysis) toldScanners() (all []scan.Scanner) {
	clients, estimated := a.All(scan.FieldClient, func(s *scan.Subject) bool { return s.Verdict == codes.Probe })
	for _, s := range a.Scanners {
		at := slices.IndexFunc(clients, func(v scan.Value) bool { return v.Text == s.Client })
		switch {
		case estimated:
		case at < 0:
			continue
		case clients[at].Count != s.Misses:
			s.Misses, s.First, s.Last, s.Paths = clients[at].Count, clients[at].First, clients[at].Last, 0
		}
		if all = append(all, s); len(all) == mostScans {
			break
		}
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
	f.Evidence = []report.Evidence{{What: "client", Text: client}, {What: "rows", Value: float64(s.Misses), Unit: "rows"}}
	if s.Paths > 0 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "paths", Value: float64(s.Paths), Unit: "paths"})
	}
	f.Evidence = append(f.Evidence, statedTimes(&f, s.First, s.Last)...)
	f.Command = a.newCommand("rows").between(stamp(s.First), stamp(s.Last+1)).flag("--verdict", f.Verdict).where("c-ip", s.Client).String()
	return f
}
