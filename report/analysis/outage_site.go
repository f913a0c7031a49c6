package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"time"

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
	// leastRest is how many seconds two times at which something comes are apart, at least.
	leastRest = 30
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
	elsewhere   []int64        // seconds of rows of others that were served meanwhile
	refused     []refusedRow   // by HTTP.sys, of the site
}

// refusedRow is a row of HTTPERR.
type refusedRow struct {
	second int64
	ending
	of *issue
}

// sitePauses says of which site nothing was written for a time, while others were asked.
func (a *Analysis) sitePauses(ctx context.Context, issues []*issue, told toldRows) (all []report.Finding) {
	if !a.seesWholeSites() {
		return nil
	}
	var looked []*sought
	var pauses []*sitePause
	for _, p := range a.emptyOfSites() {
		margin := max(besides, p.until-p.from)
		pauses, looked = append(pauses, p), append(looked, &sought{span: scan.Span{From: p.from - margin, Until: p.until + margin}, see: a.seePause(p, issues)})
	}
	a.look(ctx, looked)
	for i, p := range pauses {
		if f, ok := a.sitePause(p, issues, told); ok && looked[i].all && len(all) < mostOutages {
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
func (a *Analysis) seePause(p *sitePause, issues []*issue) func(int, *parser.Row, codes.Verdict) {
	p.sources = map[int][2]int{}
	number := siteNumber(p.site)
	return func(source int, r *parser.Row, v codes.Verdict) {
		switch {
		case r.Layout.IsHTTPERR():
			if string(r.Field(parser.SiteID)) == number && isFailed(v) && len(p.refused) < mostFailedRows {
				p.refused = append(p.refused, refusedRow{r.Second, endingOf(r), a.issueIn(issues, r, v, "")})
			}
		case a.siteOf(source, r) != p.site:
			if r.Second > p.from && r.Second < p.until && isServed(v, int(r.Status)) && len(p.elsewhere) < mostFailedRows {
				p.elsewhere = append(p.elsewhere, r.Second)
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
func (a *Analysis) sitePause(p *sitePause, issues []*issue, told toldRows) (f report.Finding, ok bool) {
	slices.Sort(p.seconds)
	last, first := p.widest()
	long := first - last
	around := max(besides, long)
	before, after := between(p.seconds, last-around, last), between(p.seconds, first, first+around)
	missed := float64(min(len(before), len(after))) * float64(long) / float64(around)
	slices.Sort(p.elsewhere)
	elsewhere := between(p.elsewhere, last+1, first-1)
	timesElsewhere, _ := timesAndRest(elsewhere)
	timesBefore, restBefore := timesAndRest(before)
	timesAfter, restAfter := timesAndRest(after)
	if int64(min(timesBefore, timesAfter))*long < leastMissed*around || longerApart*max(restBefore, restAfter) > long {
		return f, false
	}
	if long < leastPause || missed < leastMissedRows || len(elsewhere) < leastMissedRows || timesElsewhere < leastMissed || !p.isWritten() || len(p.seconds) == mostFailedRows {
		return f, false
	}
	f = report.Finding{Rule: "outage", Severity: report.Critical, First: stamp(last), Last: stamp(first), State: report.Over}
	f.Evidence = append(timesOf(last, first), report.Evidence{What: "missed", Value: float64(int64(missed)), Unit: "requests"})
	a.atPlace(&f, place{"s-sitename", p.site}, a.newCommand("rows").between(f.First, stamp(first+1)))
	a.tellRefused(&f, p, issues, told)
	return f, true
}

// tellRefused says what HTTP.sys answered meanwhile in place of the site, and shows that.
func (a *Analysis) tellRefused(f *report.Finding, p *sitePause, issues []*issue, told toldRows) {
	o, counts := outage{issues: issues, of: map[*issue]int64{}}, map[ending]int64{}
	for _, r := range p.refused {
		if r.of != nil && r.second >= f.First.Unix() && r.second <= f.Last.Unix() {
			o.of[r.of]++
			counts[r.ending]++
			f.Rows++
		}
	}
	if f.Rows < leastFailed {
		f.Rows = 0
		return
	}
	a.tellOutage(&o, f, told)
	f.Share, f.Check = a.share(f.Rows), a.checkOfRefused(&o, f.Rows)
	f.Evidence = append(f.Evidence, report.Evidence{What: "refused", Value: float64(f.Rows), Unit: "requests"})
	f.Evidence = append(f.Evidence, a.mostly(counts)...)
	c := a.newCommand("rows").between(f.First, f.Last.Add(time.Second)).where("s-sitename", siteNumber(p.site))
	f.Command = c.flag("--reason", strings.Join(reasonsOf(counts), ",")).String()
}

// siteNumber is what HTTP.sys calls a site.
func siteNumber(site string) string { return strings.TrimPrefix(site, "W3SVC") }

func reasonsOf(counts map[ending]int64) (all []string) {
	for e := range counts {
		all = withValue(all, e.reason)
	}
	slices.Sort(all)
	return all
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

// between are those of some seconds, in order, that lie between two.
func between(seconds []int64, from, until int64) []int64 {
	low, _ := slices.BinarySearch(seconds, from)
	high, _ := slices.BinarySearch(seconds, until+1)
	return seconds[low:high]
}

// timesAndRest are at how many different times rows came, and for how long none did in between: a job,
// or a session of FTP, sends many at once and then none for a while.
func timesAndRest(seconds []int64) (times int, rest int64) {
	for i, last := 0, int64(math.MinInt64); i < len(seconds); i++ {
		if i > 0 {
			rest = max(rest, seconds[i]-seconds[i-1])
		}
		if seconds[i]-leastRest >= last {
			times, last = times+1, seconds[i]
		}
	}
	return times, rest
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
