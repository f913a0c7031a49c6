package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/spf13/cobra"
)

// dailyFlags are those that daily alone has.
type dailyFlags struct {
	date  string
	days  int
	given bool // --days was
}

const (
	usualDays = 7
	mostDays  = 366
	fewHours  = 3 * time.Hour
)

func (a *app) dailyCommand(f *flags) *cobra.Command {
	own := &dailyFlags{}
	c := &cobra.Command{
		Use:  "daily [flags] [PATH...]",
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return a.daily(c, f, own, args) },
	}
	c.Flags().StringVar(&own.date, "date", "", "")
	c.Flags().IntVar(&own.days, "days", 0, "")
	return c
}

func (a *app) daily(c *cobra.Command, f *flags, own *dailyFlags, paths []string) error {
	own.given = c.Flags().Changed("days")
	if err := own.check(f); err != nil {
		return err
	}
	s, sources, err := a.prepare(c, f, paths)
	if err != nil {
		return err
	}
	s.scan.Compare = true
	result, sources, err := a.readDays(c.Context(), s, own, sources)
	if err != nil {
		return err
	}
	return a.conclude(c.Context(), s, sources, result, func(ctx context.Context, a *analysis.Analysis) *report.Report {
		return a.DayReport(ctx, own.days)
	})
}

func (d *dailyFlags) check(f *flags) error {
	for _, other := range []struct{ name, value string }{{"since", f.since}, {"until", f.until}, {"last", f.last}} {
		if other.value != "" {
			return fmt.Errorf("--%s: daily shows whole days: give --date and --days instead", other.name)
		}
	}
	if d.days < 1 && d.given || d.days > mostDays {
		return fmt.Errorf("--days: expected a number from 1 to %d, found %d", mostDays, d.days)
	}
	if d.days == 0 {
		d.days = usualDays
		if d.date != "" {
			d.days = 1
		}
	}
	return nil
}

// readDays finds the days to show, and reads the sources that can hold rows of them,
// which it returns.
//
// The newest day is known when all is read, but what is read of a row depends on its day.
// So it is guessed first; where what was read says otherwise, it is read again.
func (a *app) readDays(ctx context.Context, s *settings, own *dailyFlags, sources []input.Source) (*scan.Result, []input.Source, error) {
	day, err := dayOf(own.date, s.now.In(s.tell.Location))
	if err != nil {
		return nil, nil, err
	}
	var period periodFinder
	if day.IsZero() && s.allRepeatable(sources) { // else a pipe: all days that it has
		period = a.believed(ctx, s, sources, s.guess(ctx))
	}
	guess := s.planDays(own, day, sources, period)
	result, err := a.readPlanned(ctx, s, guess)
	if err != nil || period == nil || s.engine != nil || result.Interrupted {
		a.notePlan(s, guess, len(sources))
		return result, guess.sources, err
	}
	plan := s.planDays(own, day, sources, a.believed(ctx, s, sources, s.periodRead(ctx, guess.sources, result)))
	a.notePlan(s, plan, len(sources))
	if !plan.readsAs(guess) {
		result, err = a.readPlanned(ctx, s, plan)
	}
	return result, plan.sources, err
}

// guess guesses periods; an engine knows them.
func (s *settings) guess(ctx context.Context) periodFinder {
	if s.engine != nil {
		return s.periodOf(ctx)
	}
	return s.guessedPeriod(ctx)
}

// dayPlan is what is read for a summary of days.
type dayPlan struct {
	spans   []scan.Span // the days; nil for all that there are
	sources []input.Source
	begun   time.Time // a time on the day before the newest, where that has only begun
}

// planDays plans for a day, or for the newest one where it is zero and periods can be found.
func (s *settings) planDays(own *dailyFlags, day time.Time, sources []input.Source, period periodFinder) *dayPlan {
	p := &dayPlan{sources: sources}
	named := true // files hold the days that their names say
	if period != nil {
		var begun bool
		if day, begun, named = newestDay(sources, s.tell.Location, period); begun {
			p.begun = day
		}
	}
	if day.IsZero() {
		return p // no row has a time: the report says so
	}
	p.spans = analysis.DaySpans(day, own.days, s.tell.Location)
	if named {
		p.sources = holding(sources, p.spans)
	}
	return p
}

// readsAs reports whether another plan reads the same.
func (p *dayPlan) readsAs(o *dayPlan) bool {
	return slices.Equal(p.spans, o.spans) &&
		slices.EqualFunc(p.sources, o.sources, func(a, b input.Source) bool { return a.Name == b.Name })
}

func (a *app) readPlanned(ctx context.Context, s *settings, p *dayPlan) (*scan.Result, error) {
	s.scan.Spans = p.spans
	return a.read(ctx, s, p.sources)
}

// notePlan tells what is not read, of so many sources.
func (a *app) notePlan(s *settings, p *dayPlan, sources int) {
	if !p.begun.IsZero() {
		next := p.begun.AddDate(0, 0, 1).Format(time.DateOnly)
		a.note(s, "%s has only begun: this is the day before; --date %s shows that", next, next)
	}
	if len(p.sources) < sources {
		a.note(s, "reading %d of %d files: the names of the others say that they hold other days", len(p.sources), sources)
	}
}

// dayOf reads --date as a time on that day, in the zone of now; it is zero when none was given.
func dayOf(date string, now time.Time) (time.Time, error) {
	zone := now.Location()
	noon := func(days int) time.Time { return time.Date(now.Year(), now.Month(), now.Day()+days, 12, 0, 0, 0, zone) }
	switch strings.ToLower(date) {
	case "":
		return time.Time{}, nil
	case "today":
		return noon(0), nil
	case "yesterday":
		return noon(-1), nil
	}
	day, err := time.ParseInLocation(time.DateOnly, date, zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("--date: expected a day like 2026-11-20, today or yesterday, found %q%s", date, suggest(cmp.Or(dayMeant(date, now), dateMeant(date, now))))
	}
	return day.Add(12 * time.Hour), nil
}

// newestDay returns a time on the day to tell: the newest that has a row. named is that
// of newestRow.
//
// The file of a day of UTC ends in the first hours of the next day east of it, and who asks
// soon after midnight means the day that is over. These few hours are no day yet: it is the
// day before then, where there is a log of before, and begun says so. Where a log has dates
// alone, all rows of a day are at its midnight, and the newest day is whole.
func newestDay(sources []input.Source, zone *time.Location, period periodFinder) (day time.Time, begun, named bool) {
	oldest, newest, named := newestRow(sources, period)
	local := newest.In(zone)
	midnight := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone)
	datesAlone := newest.Unix()%86400 == 0 && oldest.Unix()%86400 == 0
	if !datesAlone && newest.Sub(midnight) < fewHours && (midnight.Sub(oldest) > fewHours || haveEarlier(sources)) {
		return time.Date(local.Year(), local.Month(), local.Day()-1, 12, 0, 0, 0, zone), true, named
	}
	return newest, false, named
}

// haveEarlier reports whether the names of some sources say that they begin hours before the
// latest.
func haveEarlier(sources []input.Source) bool {
	first := func(s input.Source) time.Time { return s.Span().From }
	var latest time.Time
	for _, s := range sources {
		if first(s).After(latest) {
			latest = first(s)
		}
	}
	return slices.ContainsFunc(sources, func(s input.Source) bool {
		return s.Span().Known() && first(s).Before(latest.Add(-fewHours))
	})
}
