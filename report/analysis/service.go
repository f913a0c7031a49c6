package analysis

import (
	"cmp"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// service is how many rows each bucket of time holds, and how many of them were
// served and failed: what an outage is seen in.
type service struct {
	step, first                  int64   // seconds of a bucket; number of the first
	rows, served, failed, faults []int64 // by bucket
}

// gap is a stretch of buckets in which nothing was served: from ≤ bucket < until.
type gap struct {
	from, until int
	open        bool // until the end of the log
}

// mostBuckets bounds the memory of a service: half a year of minutes.
const mostBuckets = 1 << 18

// isServed reports whether a row got what it asked for, or a redirect.
func isServed(v codes.Verdict, status int) bool {
	return (v == codes.OK || v == codes.Flagged) && status >= 100 && status < 400
}

// isFailed reports whether a row that a visitor sent was not served. What scanners
// look for is none, and a leg of a logon neither.
func isFailed(v codes.Verdict) bool {
	return v != codes.OK && v != codes.Flagged && v != codes.Handshake && v != codes.Probe && v != codes.Unknown
}

// isFault reports whether it was the server's fault.
func isFault(v codes.Verdict) bool {
	switch v {
	case codes.Application, codes.Upstream, codes.Capacity, codes.Configuration, codes.DirectoryFault:
		return true
	}
	return false
}

// service counts what was served; nil where no row has a time.
func (a *Analysis) service() *service {
	first, last, ok := a.Period()
	if !ok || a.Minutes.Step == 0 {
		return nil
	}
	step := a.Minutes.Step
	for floorDiv(last, step)-floorDiv(first, step) >= mostBuckets {
		step *= 5
	}
	s := &service{step: step, first: floorDiv(first, step)}
	n := floorDiv(last, step) - s.first + 1
	s.rows, s.served, s.failed, s.faults = make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	for _, c := range a.Minutes.Cells {
		o := &a.Outcomes[c.Outcome]
		at := floorDiv(a.Minutes.Second(c), step) - s.first
		if !o.Shown || at < 0 || at >= n {
			continue
		}
		s.rows[at] += c.Rows
		switch {
		case isServed(o.Verdict, o.Code.Status):
			s.served[at] += c.Rows
		case isFailed(o.Verdict):
			s.failed[at] += c.Rows
		}
		if isFault(o.Verdict) {
			s.faults[at] += c.Rows
		}
	}
	return s
}

func (s *service) second(bucket int) int64 { return (s.first + int64(bucket)) * s.step }

func (s *service) seconds(g gap) int64 { return int64(g.until-g.from) * s.step }

func (s *service) sum(counts []int64) (n int64) {
	for _, c := range counts {
		n += c
	}
	return n
}

func (s *service) sumOf(counts []int64, g gap) int64 {
	from, until := max(0, g.from), min(g.until, len(counts))
	if from >= until {
		return 0
	}
	return s.sum(counts[from:until])
}

// gaps are the stretches of so many buckets at least in which nothing was served, but for that at the start of
// the log, in the order of time.
func (s *service) gaps(least int) (all []gap) {
	begun := -1
	for at := slices.IndexFunc(s.served, func(n int64) bool { return n > 0 }); at >= 0 && at <= len(s.served); at++ {
		switch end := at == len(s.served); {
		case !end && s.served[at] == 0:
			if begun < 0 {
				begun = at
			}
		case begun >= 0:
			if at-begun >= least {
				all = append(all, gap{begun, at, end})
			}
			begun = -1
		}
	}
	return all
}

// worstFirst sorts gaps: those with the most failed rows come first, then the longest.
func (s *service) worstFirst(all []gap) []gap {
	slices.SortStableFunc(all, func(x, y gap) int {
		return cmp.Or(cmp.Compare(s.sumOf(s.failed, y), s.sumOf(s.failed, x)), cmp.Compare(y.until-y.from, x.until-x.from))
	})
	return all
}

// missed is how many rows would have been served in a gap, by what was served before
// and after it; the lesser counts, as traffic ends at night.
func (s *service) missed(g gap) float64 {
	n := max(g.until-g.from, int((besides+s.step-1)/s.step))
	rate := func(g gap) float64 {
		g.from, g.until = max(0, g.from), min(g.until, len(s.served))
		return float64(s.sumOf(s.served, g)) / float64(max(1, g.until-g.from))
	}
	usual := rate(gap{from: g.from - n, until: g.from})
	if g.until < len(s.served) {
		usual = min(usual, rate(gap{from: g.until, until: g.until + n}))
	}
	return usual * float64(g.until-g.from)
}

// isUnusual reports whether a time without rows is unlike others: rows came steadily
// before and after it, and it is several times as long as those around it, and as those
// of other days at that time.
func (s *service) isUnusual(g gap) bool {
	const around = 6 * 3600
	if s.isSleep(g) {
		return false
	}
	if n := min(max(g.until-g.from, int(besides/s.step)), int(around/s.step)); !s.isSteady(gap{from: g.from - n, until: g.from}) || !s.isSteady(gap{from: g.until, until: g.until + n}) {
		return false
	}
	near := int(around / s.step / 2)
	most := float64(g.until-g.from) / longerApart
	if most < float64(max(s.widest(gap{from: g.from - near, until: g.from}), s.widest(gap{from: g.until, until: g.until + near}))) {
		return false
	}
	if days, widest := s.otherDays(g); days > 0 {
		return widest <= most
	}
	return s.seconds(g) < longPause
}

// isSleep reports whether a long time without rows begins and ends when nothing is
// written on other days either: a weekend or a holiday of a site that sleeps at night, and
// no server that stopped while it was used.
func (s *service) isSleep(g gap) bool {
	const nap, nearly = 2 * 3600, 0.75
	n := int(nap / s.step)
	if s.seconds(g) < longPause {
		return false
	}
	for _, end := range []gap{{from: g.from, until: g.from + n}, {from: g.until - n, until: g.until}} {
		if days, widest := s.otherDays(end); days == 0 || widest < nearly*float64(n) {
			return false
		}
	}
	return true
}

// isSteady reports whether most buckets hold rows, of half an hour at least: who comes
// in bursts is not missed between them.
func (s *service) isSteady(g gap) bool {
	from, until, filled := max(0, g.from), min(g.until, len(s.rows)), 0
	for at := from; at < until; at++ {
		if s.rows[at] > 0 {
			filled++
		}
	}
	return int64(until-from)*s.step >= besides && 2*filled >= until-from
}

// widest is the longest stretch of buckets without rows.
func (s *service) widest(g gap) (widest int) {
	empty := 0
	for at := max(0, g.from); at < min(g.until, len(s.rows)); at++ {
		if empty++; s.rows[at] > 0 {
			empty = 0
		}
		widest = max(widest, empty)
	}
	return widest
}

// otherDays returns how many other days the log covers at the time of a gap, and the
// longest stretch without rows that the middle one of them has then. For what begins or
// ends on a Saturday or a Sunday only the same days of other weeks count, and for what
// lies on working days only working days.
func (s *service) otherDays(g gap) (days int, widest float64) {
	const day = 86400
	every := day
	if s.seconds(g) >= longPause && (s.isWeekend(g.from) || s.isWeekend(g.until)) {
		every *= 7
	}
	if day%s.step != 0 {
		return 0, 0
	}
	step := every / int(s.step)
	var all []float64
	for shift := -g.until / step * step; g.from+shift < len(s.rows); shift += step {
		other := gap{from: g.from + shift, until: g.until + shift}
		if apart := max(shift, -shift); apart < g.until-g.from || other.from < 0 || other.until > len(s.rows) || s.isWorking(g) && !s.isWorking(other) {
			continue
		}
		all = append(all, float64(s.widest(other)))
	}
	return len(all), median(all)
}

// isWorking reports whether a gap touches no weekend.
func (s *service) isWorking(g gap) bool {
	day := max(1, int(86400/s.step))
	for at := g.from; at < g.until; at += day {
		if s.isWeekend(at) {
			return false
		}
	}
	return !s.isWeekend(g.until - 1)
}

func (s *service) isWeekend(bucket int) bool {
	day := stamp(s.second(bucket)).Weekday()
	return day == time.Saturday || day == time.Sunday
}

// seconds makes what looks at rows one that is told their times.
func seconds(see func(second int64)) func(int, *parser.Row, codes.Verdict) {
	return func(_ int, r *parser.Row, _ codes.Verdict) { see(r.Second) }
}
