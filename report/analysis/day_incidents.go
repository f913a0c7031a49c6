package analysis

import (
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/report"
)

// incidents are the rules of findings that tell what somebody did or what happened, in
// place of what a code means: what a day is worth a word for although no code of it is.
var incidents = []string{
	"attack-answered", "auth-broken-in", "auth-spray", "auth-distributed", "auth-everyone", "auth-nobody", "auth-guessing", "form-guessing",
	"auth-expired", "auth-locked", "auth-disabled", "auth-computers", "auth-lost", "unserved", "served-before", "outage", "short-outages", "rolling", "silence", "fewer", "slow", "cut-off", "redirect-loop", "redirect-poll", "server", "scan", "flood", "posted",
}

// giveIncidents notes of each shown day which findings tell what happened on it, by their
// numbers. What its spikes tell is left to them.
func (d *days) giveIncidents(shown []report.Day, findings []report.Finding) {
	begin, end, ok := d.readTimes()
	for i := range shown {
		day := &shown[i]
		for n, f := range findings {
			last := f.Last
			if f.Rule == "silence" && ok {
				last = stamp(end)
			}
			switch {
			case !touches(day, f.First, last):
			case isIncident(&f) && !toldBySpike(day, &f), ok && lastsFromBefore(day, &f, begin):
				day.Findings = append(day.Findings, n+1)
			}
		}
	}
}

// lastsFromBefore reports whether something began on a day before, where the log shows that it was not so
// until then: to the days since it is usual, and no rise, and goes on all the same. begin is the first second of
// the log.
func lastsFromBefore(day *report.Day, f *report.Finding, begin int64) bool {
	const least, soon = 20, 6 * 3600
	first := f.First
	for _, e := range f.Evidence {
		if e.What == "risen" { // some came before, as ever
			first = stamp(int64(e.Value))
		}
	}
	began, lasted := first.Unix()-begin, int64(f.Last.Sub(first)/time.Second)
	return f.State == report.GoingOn && f.Severity != report.Note && f.Verdict != "" && first.Before(day.Start) &&
		began >= soon && f.Rows*began >= least*lasted && !slices.ContainsFunc(day.Spikes, func(s report.Spike) bool { return tellsSame(f, &s) })
}

// isIncident reports whether a finding tells of what is worth a word.
func isIncident(f *report.Finding) bool {
	if f.Rule == "outage" && f.State == report.Recurring && f.Severity != report.Critical {
		return false // of no day in particular
	}
	return (slices.Contains(incidents, f.Rule) || hasBulk(f)) && (f.Severity != report.Note || f.Rule == "scan" && f.Rows >= smallScan && len(f.Where) > 0)
}

func touches(day *report.Day, first, last time.Time) bool {
	return !first.IsZero() && first.Before(day.End) && !last.Before(day.Start)
}

func toldBySpike(day *report.Day, f *report.Finding) bool {
	return slices.Contains([]string{"slow", "scan", "served-before"}, f.Rule) && slices.ContainsFunc(day.Spikes, func(s report.Spike) bool { return tellsSame(f, &s) })
}

// beganThen reports whether something of it began on the day: what went on before is no
// news.
func beganThen(day *report.Day, findings []report.Finding) bool {
	return slices.ContainsFunc(day.Findings, func(n int) bool {
		f := &findings[n-1]
		return !f.First.Before(day.Start) && f.State != report.Recurring
	})
}
