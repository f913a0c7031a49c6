package main

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/render"
	"github.com/iiswhy/iiswhy/report/scan"
)

// readBody reads the sources, and once more without the few rows that are dated years from all
// others, which is told: the times that a report is made of would be those years. Who gives a
// time of his own means it.
func (a *app) readBody(ctx context.Context, s *settings, sources []input.Source) (*scan.Result, error) {
	r, err := a.read(ctx, s, sources)
	if err != nil || r.Interrupted || len(s.scan.Spans) > 0 || !s.allRepeatable(sources) {
		return r, err
	}
	if body, apart, _ := r.Body(); !a.keepTo(s, body, apart) {
		return r, nil
	}
	return a.readOnce(ctx, s, sources)
}

// keepTo leaves out what stands apart, on the sides of which no time was given, says so, and
// reports whether there is any.
func (a *app) keepTo(s *settings, body scan.Span, apart []scan.Apart) (kept bool) {
	for _, one := range apart {
		limit, bound := &s.scan.Filter.Since, body.From
		if one.First >= body.Until {
			limit, bound = &s.scan.Filter.Until, body.Until
		}
		if !limit.IsZero() {
			continue
		}
		*limit, kept = time.Unix(bound, 0).UTC(), true
		first, last := time.Unix(one.First, 0).UTC(), time.Unix(one.Last, 0).UTC()
		s.tell.Apart = append(s.tell.Apart, report.Apart{Rows: one.Rows, First: first, Last: last})
		a.note(s, "left out the rows that are dated %s, years from all others (%s): see what clock the server had; --since and --until choose them",
			datesOf(first.In(s.tell.Location), last.In(s.tell.Location)), render.Count(one.Rows))
	}
	return kept
}

// datesOf names the dates of two times.
func datesOf(first, last time.Time) string {
	from, until := first.Format(time.DateOnly), last.Format(time.DateOnly)
	if from == until {
		return from
	}
	return from + "–" + until
}

// believed returns a finder of periods that does not believe rows of the future which stand
// apart from all others of the sources: these are read for it once, where there is such a row,
// which is left out.
func (a *app) believed(ctx context.Context, s *settings, sources []input.Source, period periodFinder) periodFinder {
	if s.now.IsZero() || s.engine != nil || !s.allRepeatable(sources) {
		return period
	}
	body := sync.OnceValues(func() (scan.Span, bool) {
		o := s.forPeriod()
		o.Ends = false
		body, apart, ok := scan.Read(ctx, sources, o).Body()
		if apart = slices.DeleteFunc(apart, func(one scan.Apart) bool { return one.First < body.Until }); ok {
			a.keepTo(s, body, apart)
		}
		return body, len(apart) > 0
	})
	return func(some []input.Source) (first, last int64, ok bool) {
		const ahead = 26 * time.Hour // clocks of all zones
		first, last, ok = period(some)
		if !ok || !time.Unix(last, 0).After(s.now.Add(ahead)) {
			return first, last, ok
		}
		if within, apart := body(); apart && last >= within.Until {
			return first, within.Until - 1, first < within.Until
		}
		return first, last, ok
	}
}
