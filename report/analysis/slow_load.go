package analysis

import "github.com/iiswhy/iiswhy/report"

// Where far more requests come while everything is slow than before and after, the load may be why: a sale, a
// newsletter, a page that asks again by itself.

const (
	// leastLoad is how many times as many requests a minute come as before, and as after where it is over.
	leastLoad = 2
	// leastBeside and mostBeside are for how many seconds before and after it requests are counted, as long as it
	// lasts where that lies between, and leastCalm how many there must be.
	shortBeside, longBeside, leastCalm = 15 * 60, 3600, 20
)

// tellLoad says in a finding on all pages that are slow that far more requests came meanwhile.
func (a *Analysis) tellLoad(f *report.Finding) {
	s := a.service()
	if s == nil || f.First.IsZero() || len(f.Where) > 0 || f.State == report.Recurring {
		return
	}
	g := gap{from: s.bucket(f.First.Unix()), until: s.bucket(f.Last.Unix()) + 1}
	beside := int(min(max(s.seconds(g), shortBeside), longBeside) / s.step)
	before := gap{from: g.from - beside, until: g.from}
	if before.from < 0 || s.sumOf(s.rows, before) < leastCalm {
		return
	}
	during := s.perMinute(g)
	told := []report.Evidence{{What: "load", Value: during, Unit: "rows"}, {What: "load-before", Value: s.perMinute(before), Unit: "rows"}}
	if after := (gap{from: g.until, until: g.until + beside}); f.State != report.GoingOn {
		if after.until > len(s.rows) || s.sumOf(s.rows, after) < leastCalm {
			return
		}
		told = append(told, report.Evidence{What: "load-after", Value: s.perMinute(after), Unit: "rows"})
	}
	for _, calm := range told[1:] {
		if during < leastLoad*max(1, calm.Value) {
			return
		}
	}
	f.Evidence = append(f.Evidence, told...)
}

// bucket is the one that a second lies in.
func (s *service) bucket(second int64) int { return int(floorDiv(second, s.step) - s.first) }

// perMinute is how many rows a minute a stretch has, to two digits.
func (s *service) perMinute(g gap) float64 {
	return toTwoDigits(float64(s.sumOf(s.rows, g)) * 60 / float64(s.seconds(g)))
}
