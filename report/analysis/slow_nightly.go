package analysis

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A backup at night makes everything slow for twenty minutes when hardly anybody asks: of the rows that
// were kept of all traffic few or none are of it. But nearly all slow rows of the log are, and come at one
// time of the day. A look at that time of each day tells.

const (
	// leastNightly is how many of the slow rows that were kept must be there, ofNightly the part of them
	// that come at one time of the day, and nightly how long that lasts at most.
	leastNightly, ofNightly, nightly = 20, 0.7, 3600
	// besideNightly is for how long around it requests are looked at as well.
	besideNightly = 1800
	// leastNightlyPaths is how many pages are slow then at least: one may be a job.
	leastNightlyPaths = 3
)

// slowNights tells that requests are slow at the same time of several days, for so short or at so quiet a
// time that few of all rows are of it.
func (a *Analysis) slowNights(ctx context.Context) []slowTold {
	clock, ok := a.slowClock()
	if !ok {
		return nil
	}
	var rows []keptRow
	var looked []*sought
	for _, span := range a.sameTimes(clock) {
		looked = append(looked, &sought{span: span, see: func(_ int, r *parser.Row, v codes.Verdict) {
			if len(rows) < mostTimings && ordinary(r, v) {
				rows = append(rows, keptRow{timing: timing{second: r.Second, taken: r.Taken}, path: string(scan.Shorten(r.Path()))})
			}
		}})
	}
	a.look(ctx, looked)
	if len(rows) == mostTimings || slices.ContainsFunc(looked, func(s *sought) bool { return !s.all }) {
		return nil
	}
	slices.SortStableFunc(rows, func(x, y keptRow) int { return cmp.Compare(x.second, y.second) })
	s := spellsOf(rows, muchSlower)
	if s == nil {
		return nil
	}
	if s.all, _ = a.sameClockSpells(s.all); len(s.all) < leastDaysSame {
		return nil
	}
	inside, outside := s.parted(rows)
	if s.kept, s.outside = 0, timingsOf(outside); !muchLonger(inside, outside) {
		return nil
	}
	return []slowTold{{Finding: a.toldDaily(s, s.all, medianOf(s.outside))}}
}

// slowClock is the time of the day from which on nearly all slow rows that were kept come, on several days.
func (a *Analysis) slowClock() (from int64, ok bool) {
	type slow struct {
		clock     int64 // second
		day, path string
	}
	var all []slow
	for _, r := range a.Times.Rows {
		if ordinary(r.Row, r.Verdict) && r.Row.Taken >= a.slowFrom() {
			at := stamp(r.Row.Second).In(a.location())
			all = append(all, slow{clockOf(at), at.Format(time.DateOnly), string(scan.Shorten(r.Row.Path()))})
		}
	}
	if len(all) < leastNightly {
		return 0, false
	}
	const day = 86400
	var most []slow
	for _, one := range all {
		same := slices.DeleteFunc(slices.Clone(all), func(o slow) bool { return (o.clock-one.clock+day)%day > nightly })
		if len(same) > len(most) {
			most, from = same, one.clock
		}
	}
	days, paths := map[string]bool{}, map[string]bool{}
	for _, one := range most {
		days[one.day], paths[one.path] = true, true
	}
	return from, float64(len(most)) >= ofNightly*float64(len(all)) && len(days) >= leastDaysSame && len(paths) >= leastNightlyPaths
}

// sameTimes are the times of all days of the log around a time of the day.
func (a *Analysis) sameTimes(from int64) (all []scan.Span) {
	first, last, _ := a.Period()
	at := stamp(first).In(a.location())
	day := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, a.location())
	for ; day.Unix() <= last; day = day.AddDate(0, 0, 1) {
		begin := day.Unix() + from
		all = append(all, scan.Span{From: max(first, begin-besideNightly), Until: min(last+1, begin+nightly+besideNightly)})
	}
	return slices.DeleteFunc(all, func(s scan.Span) bool { return s.From >= s.Until })
}
