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

// A site of which nothing is written for a time, while others are, was stopped or cut
// off. The visits that were kept tell when none came; a look tells from when to when. Of
// a server nothing is said: one that was taken out of its farm is asked for nothing.

const (
	// leastVisits is how many visits would have been kept in such a time, and mostPauses
	// how many times of a site are looked at, the longest first.
	leastVisits, mostPauses = 15, 2
	// usualVisits is the part of them that other days may have at that time at most, where
	// they have none as a rule.
	usualVisits = 0.2
)

// sitePause is a time without visits of a site, and what a look finds around it.
type sitePause struct {
	site        string
	from, until int64          // seconds of the last visit before and the first after
	seconds     []int64        // of its rows
	sources     map[int][2]int // rows before and after, by source
	elsewhere   int            // rows of others meanwhile
}

// sitePauses says of which site nothing was written for a time, while others were asked.
func (a *Analysis) sitePauses(ctx context.Context) (all []report.Finding) {
	if !a.seesWholeSites() {
		return nil
	}
	var looked []*sought
	var pauses []*sitePause
	for _, p := range a.emptyOfSites() {
		margin := max(besides, p.until-p.from)
		pauses, looked = append(pauses, p), append(looked, &sought{span: scan.Span{From: p.from - margin, Until: p.until + margin}, see: a.seePause(p)})
	}
	a.look(ctx, looked)
	for i, p := range pauses {
		if f, ok := a.sitePause(p); ok && looked[i].all && len(all) < mostOutages {
			all = append(all, f)
		}
	}
	return all
}

// emptyOfSites are the times without visits that are no chance, nor usual on other days.
func (a *Analysis) emptyOfSites() (all []*sitePause) {
	visits := map[string][]int64{}
	for _, v := range a.Visits {
		visits[a.siteVisited(v)] = append(visits[a.siteVisited(v)], v.Second)
	}
	if len(visits) < 2 {
		return nil
	}
	for site, seconds := range visits {
		var of []*sitePause
		for i := 1; site != "" && i < len(seconds); i++ {
			if p := (&sitePause{site: site, from: seconds[i-1], until: seconds[i]}); p.until-p.from >= leastPause && isNoChance(seconds, p) && !a.isUsual(seconds, p) {
				of = append(of, p)
			}
		}
		slices.SortStableFunc(of, func(x, y *sitePause) int { return cmp.Compare(y.until-y.from, x.until-x.from) })
		all = append(all, of[:min(len(of), mostPauses)]...)
	}
	slices.SortFunc(all, func(x, y *sitePause) int { return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.site, y.site)) })
	return all
}

// isNoChance reports whether visits came so often before and after a time, on both sides,
// that some would have come in it.
func isNoChance(seconds []int64, p *sitePause) bool {
	long := p.until - p.from
	around := max(besides, long)
	rate := func(from, until int64) float64 { return float64(visitsIn(seconds, from, until)) / float64(around) }
	return float64(long)*min(rate(p.from-around, p.from+1), rate(p.until, p.until+around)) >= leastVisits
}

func visitsIn(seconds []int64, from, until int64) int {
	low, _ := slices.BinarySearch(seconds, from)
	high, _ := slices.BinarySearch(seconds, until)
	return high - low
}

// isUsual reports whether the site is not asked at that time on other days either, or no
// other day tells of a long time.
func (a *Analysis) isUsual(seconds []int64, p *sitePause) bool {
	const day = 86400
	begin, end, _ := a.Period()
	around := max(besides, p.until-p.from)
	expected := min(visitsIn(seconds, p.from-around, p.from+1), visitsIn(seconds, p.until, p.until+around))
	days, empty := 0, 0
	for shift := -(p.until - begin) / day * day; p.from+shift < end; shift += day {
		if from, until := p.from+shift, p.until+shift; shift != 0 && from >= begin && until <= end {
			days++
			if float64(visitsIn(seconds, from+1, until)) <= usualVisits*float64(expected) {
				empty++
			}
		}
	}
	if days == 0 {
		return p.until-p.from >= longPause
	}
	return 2*empty >= days
}

// seePause takes a row: of the site, or of another while the site had none.
func (a *Analysis) seePause(p *sitePause) func(int, *parser.Row, codes.Verdict) {
	p.sources = map[int][2]int{}
	return func(source int, r *parser.Row, v codes.Verdict) {
		switch {
		case a.siteOf(source, r) != p.site:
			if r.Second > p.from && r.Second < p.until && isServed(v, int(r.Status)) {
				p.elsewhere++
			}
		case len(p.seconds) < mostFailedRows:
			p.seconds = append(p.seconds, r.Second)
			n := p.sources[source]
			if r.Second <= p.from {
				n[0]++
			}
			if r.Second >= p.until {
				n[1]++
			}
			p.sources[source] = n
		}
	}
}

// sitePause tells of a time in which nothing was written of a site.
func (a *Analysis) sitePause(p *sitePause) (f report.Finding, ok bool) {
	slices.Sort(p.seconds)
	last, first := p.widest()
	long := first - last
	around := max(besides, long)
	missed := float64(min(visitsIn(p.seconds, last-around, last+1), visitsIn(p.seconds, first, first+around))) * float64(long) / float64(around)
	if long < leastPause || missed < leastMissedRows || p.elsewhere < leastMissedRows || !p.isWritten() || len(p.seconds) == mostFailedRows {
		return f, false
	}
	f = report.Finding{Rule: "outage", Severity: report.Critical, First: stamp(last), Last: stamp(first), State: report.Over}
	f.Evidence = append(timesOf(last, first), report.Evidence{What: "missed", Value: float64(int64(missed)), Unit: "requests"})
	a.atPlace(&f, place{"s-sitename", p.site}, a.newCommand("rows").between(f.First, stamp(first+1)))
	return f, true
}

// widest are the rows of the site between which the most of the time without visits lies.
func (p *sitePause) widest() (last, first int64) {
	for i := 1; i < len(p.seconds); i++ {
		if from, until := p.seconds[i-1], p.seconds[i]; from >= p.from && until <= p.until && until-from > first-last {
			last, first = from, until
		}
	}
	return last, first
}

// isWritten reports whether one log holds rows of the site from before and from after: else
// a log may be missing.
func (p *sitePause) isWritten() bool {
	for _, n := range p.sources {
		if n[0] > 0 && n[1] > 0 {
			return true
		}
	}
	return false
}
