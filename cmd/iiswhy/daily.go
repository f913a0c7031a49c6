package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
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
	if sources, err = a.divideDays(c.Context(), s, own, sources); err != nil {
		return err
	}
	return a.run(c.Context(), s, sources, func(ctx context.Context, a *analysis.Analysis) *report.Report {
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

// divideDays finds the days to show, divides the scan into them, and returns the
// sources that can hold rows of them.
func (a *app) divideDays(ctx context.Context, s *settings, own *dailyFlags, sources []input.Source) ([]input.Source, error) {
	day, err := dayOf(own.date, s.now.In(s.tell.Location))
	if err != nil {
		return nil, err
	}
	named := true // files hold the days that their names say
	if day.IsZero() && s.allRepeatable(sources) {
		var begun bool
		if day, begun, named = newestDay(ctx, s, sources); day.IsZero() {
			return sources, nil // no row has a time: the report says so
		}
		if begun {
			next := day.AddDate(0, 0, 1).Format(time.DateOnly)
			a.note(s, "%s has only begun: this is the day before; --date %s shows that", next, next)
		}
	}
	if day.IsZero() {
		return sources, nil // a pipe: all days that it has
	}
	s.scan.Spans = analysis.DaySpans(day, own.days, s.tell.Location)
	if !named {
		return sources, nil
	}
	wanted := holding(sources, s.scan.Spans)
	if left := len(sources) - len(wanted); left > 0 {
		a.note(s, "reading %d of %d files: the names of the others say that they hold other days", len(wanted), len(sources))
	}
	return wanted, nil
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
		return time.Time{}, fmt.Errorf("--date: expected a day like 2026-11-20, today or yesterday, found %q%s", date, suggest(dateMeant(date, now)))
	}
	return day.Add(12 * time.Hour), nil
}

// newestDay returns a time on the day to tell: the newest that has a row. named is that
// of newestRow.
//
// The file of a day of UTC ends in the first hours of the next day east of it.
// These few are no day yet: it is the day before then, and begun says so.
func newestDay(ctx context.Context, s *settings, sources []input.Source) (day time.Time, begun, named bool) {
	oldest, newest, named := newestRow(ctx, s, sources)
	local := newest.In(s.tell.Location)
	midnight := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, s.tell.Location)
	if newest.Sub(midnight) < fewHours && midnight.Sub(oldest) > fewHours {
		return time.Date(local.Year(), local.Month(), local.Day()-1, 12, 0, 0, 0, s.tell.Location), true, named
	}
	return newest, false, named
}
