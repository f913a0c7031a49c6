package analysis

import (
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// mostScans is how many scanners are told one by one.
	mostScans = 20
	// smallScan is below how many rows a scan is one of those that come every day: more than
	// fewSmall of these are told in one.
	smallScan, fewSmall = 50, 3
)

// scans says which clients looked for what is not theirs, by how they did it.
func (a *Analysis) scans(context.Context) (all []report.Finding) {
	each, together := a.toldScanners()
	if len(together) > 0 {
		all = append(all, a.smallScans(together))
	}
	for _, s := range each {
		all = append(all, a.scanOf(s))
	}
	return all
}

// toldScanners are those that are told one by one, and the small ones that are told together, as
// far as a report shows their rows: who is a scanner is judged by all that it did.
func (a *Analysis) toldScanners() (each, together []scan.Scanner) {
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
		if s.Misses < smallScan {
			together = append(together, s)
		} else if len(each) < mostScans {
			each = append(each, s)
		}
	}
	if len(together) <= fewSmall {
		return append(each, together...), nil
	}
	return each, together
}

// smallScans tells of many small scans at once.
func (a *Analysis) smallScans(all []scan.Scanner) report.Finding {
	f := report.Finding{Rule: "scan", Severity: report.Note, Verdict: codes.Probe.String(), Clients: int64(len(all))}
	var clients []string
	var act activity
	first, last := all[0].First, all[0].Last
	for _, s := range all {
		f.Rows += s.Misses
		clients = append(clients, s.Client)
		if s.First <= s.Last {
			first, last, act = min(first, s.First), max(last, s.Last), append(act, s.First, s.Last)
		}
	}
	slices.Sort(act)
	f.Share = a.share(f.Rows)
	a.setTimes(&f, act, first, last)
	f.Evidence = append([]report.Evidence{
		{What: "scanners", Value: float64(len(all)), Unit: "clients"}, {What: "rows", Value: float64(f.Rows), Unit: "rows"},
	}, statedTimes(&f, first, last)...)
	if len(clients) <= mostOfLine {
		f.Command = a.newCommand("rows").between(f.First, stamp(last+1)).flag("--verdict", f.Verdict).oneOf("c-ip", clients).String()
	}
	return f
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
	a.tellLocal(&f, s.Client)
	f.Command = a.newCommand("rows").between(stamp(s.First), stamp(s.Last+1)).flag("--verdict", f.Verdict).where("c-ip", s.Client).String()
	return f
}
