package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/parser"
)

const (
	// busyShare is the part of the buckets with rows that have fewer than the busy ones.
	busyShare = 0.9
	// longestFlood is the part of the log that a flood may last, at most, and longestOfOne where one
	// program of a few strangers sends it.
	longestFlood, longestOfOne = 0.1, 0.5
	leastBuckets               = 30
	// floodPause is how many buckets may be below the limit in between.
	floodPause = 2
)

// rush is a stretch of buckets that may be a flood.
type rush struct {
	gap
	busy   float64 // rows of a busy bucket of the log
	again  bool    // one like it comes at the same time of another day
	isLong bool    // it lasts longer than others may
}

// crowded are the stretches of buckets with many times as many rows as busy ones have, most of
// them served; where there are none, those that last longer.
func (s *service) crowded() []rush {
	all := once(s, s.crowdedOver(busyShare, longestFlood))
	if len(all) > 0 {
		return all
	}
	all = s.crowdedOver(0.5, longestOfOne)
	for i := range all {
		all[i].isLong = true
	}
	return once(s, all)
}

// crowdedOver are those with many times as many rows as a share of all buckets have, that last a
// part of the log at most.
func (s *service) crowdedOver(share, longest float64) (kept []rush) {
	filled := slices.DeleteFunc(slices.Clone(s.rows), func(n int64) bool { return n == 0 })
	if len(filled) < leastBuckets {
		return nil
	}
	slices.Sort(filled)
	busy := float64(filled[int(share*float64(len(filled)))])
	var all []gap
	limit := max(floodTimes*busy, leastFloodRate*float64(s.step)/60)
	for at, n := range s.rows {
		switch last := len(all) - 1; {
		case float64(n) < limit:
		case last >= 0 && at-all[last].until <= floodPause:
			all[last].until = at + 1
		default:
			all = append(all, gap{from: at, until: at + 1})
		}
	}
	for _, g := range all {
		rows := s.sumOf(s.rows, g)
		if s.standsAlone(g) && rows >= leastFlood && 2*s.sumOf(s.served, g) >= rows && float64(g.until-g.from) <= longest*float64(len(s.rows)) {
			kept = append(kept, rush{gap: g, busy: busy})
		}
	}
	return kept
}

// standsAlone reports whether far less came just before and after a rush: else it is what is
// usual from then on.
func (s *service) standsAlone(g gap) bool {
	n := int(max(1, besides/s.step))
	rate := func(g gap) float64 {
		g.from, g.until = max(0, g.from), min(g.until, len(s.rows))
		return float64(s.sumOf(s.rows, g)) / float64(max(1, g.until-g.from))
	}
	return max(rate(gap{from: g.from - n, until: g.from}), rate(gap{from: g.until, until: g.until + n})) <= rate(g)/muchSlower
}

// once are the stretches that do not come at equal distances, as jobs do. Those that have one like
// them at the same time of another day are marked.
func once(s *service, all []rush) (kept []rush) {
	const day = 86400
	inStep := map[int]bool{}
	for i := 2; i < len(all); i++ {
		before, after := all[i-1].from-all[i-2].from, all[i].from-all[i-1].from
		if max(before-after, after-before) <= 1+after/20 {
			inStep[i-2], inStep[i-1], inStep[i] = true, true, true
		}
	}
	for i, g := range all {
		g.again = slices.ContainsFunc(all, func(o rush) bool {
			apart := max(s.second(o.from)-s.second(g.from), s.second(g.from)-s.second(o.from))
			return apart > day/2 && min(apart%day, day-apart%day) <= sameClock
		})
		if !inStep[i] {
			kept = append(kept, g)
		}
	}
	return kept
}

// servedAt is where a row was served.
type servedAt struct{ site, server string }

func (a *Analysis) servedAt(source int, r *parser.Row) servedAt {
	_, server := a.serverOf(source, r)
	return servedAt{a.siteOf(source, r), server}
}

// seeAt counts a row of a place.
func (f *flood) seeAt(at servedAt, second int64) {
	switch {
	case !f.span.Holds(second):
		f.beside[at] = true
	case len(f.inPlaces) < mostCounted:
		f.inPlaces[at]++
	}
}

// beginsWith reports whether most rows of a flood are of sites or servers that have none at other
// times: their log begins and ends with it, and of what is usual there it tells nothing.
func (a *Analysis) beginsWith(f *flood) bool {
	elsewhere := map[servedAt]bool{}
	for _, r := range a.trafficWithout(f) {
		elsewhere[a.servedAt(r.Source, r.Row)] = true
	}
	begun := int64(0)
	for at, rows := range f.inPlaces {
		if !f.beside[at] && !elsewhere[at] {
			begun += rows
		}
	}
	return 2*begun >= f.rows
}
