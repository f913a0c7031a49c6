package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/spf13/cobra"
)

// compareFlags are those that compare alone has.
type compareFlags struct{ at, with, between string }

func (a *app) compareCommand(f *flags) *cobra.Command {
	own := &compareFlags{}
	c := &cobra.Command{
		Use:  "compare [flags] [PATH...]",
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return a.compare(c, f, own, args) },
	}
	c.Flags().StringVar(&own.at, "at", "", "")
	c.Flags().StringVar(&own.with, "with", "", "")
	c.Flags().StringVar(&own.between, "between", "", "")
	return c
}

func (a *app) compare(c *cobra.Command, f *flags, own *compareFlags, paths []string) error {
	if err := own.check(paths); err != nil {
		return err
	}
	s, sources, err := a.prepare(c, f, paths)
	if err != nil {
		return err
	}
	of, err := own.read(s)
	if err != nil {
		return err
	}
	s.scan.Compare = true
	if sources, err = a.divideSides(c.Context(), s, &of, sources); err != nil {
		return err
	}
	return a.run(c.Context(), s, sources, func(ctx context.Context, told *analysis.Analysis) *report.Report {
		r := told.CompareReport(ctx, of)
		if r.Comparison.Trend == report.TrendNothing && len(s.failOn) > 0 {
			a.raise(exitPartial)
			a.note(s, "--fail-on: expected requests on both sides, found none on one: nothing is known")
		}
		return r
	})
}

// check holds that one thing is asked.
func (own *compareFlags) check(paths []string) error {
	given := slices.DeleteFunc([]string{own.at, own.with, own.between}, func(s string) bool { return s == "" })
	switch {
	case len(given) == 0 && len(paths) == 2:
		return fmt.Errorf("expected one of --at TIME, --with SPAN and --between FIELD, found none; did you mean iiswhy compare %s --between file?", strings.Join(paths, " "))
	case len(given) == 0:
		return errors.New("expected one of --at TIME, --with SPAN and --between FIELD, found none; see iiswhy compare --help")
	case len(given) > 1:
		return fmt.Errorf("expected one of --at TIME, --with SPAN and --between FIELD, found %d; see iiswhy compare --help", len(given))
	}
	return nil
}

// notSides are words of --by that are no sides: what happened is what is compared.
var notSides = []string{scan.ByCode, scan.ByVerdict, scan.ByURI, scan.ByHour}

// read reads what is to be compared.
func (own *compareFlags) read(s *settings) (of analysis.Comparing, err error) {
	switch {
	case own.at != "":
		of.Mode = report.ModeAt
		of.At, err = s.moment("at", own.at, time.Time{})
		if until := s.scan.Filter.Until; err == nil && !until.IsZero() && !of.At.Before(until) {
			err = fmt.Errorf("--at must be before --until: found %s and %s", of.At.Format(time.RFC3339), until.Format(time.RFC3339))
		}
	case own.with != "":
		of.Mode = report.ModeWith
		if of.Shift, err = parseSpan(own.with); err != nil {
			err = fmt.Errorf("--with: %w%s", err, suggest(spanMeant(own.with)))
		}
	default:
		of.Mode = report.ModeBetween
		field, err := scan.ParseField(own.between)
		if err != nil {
			return of, fmt.Errorf("--between: %w", err)
		}
		if slices.Contains(notSides, field) {
			return of, fmt.Errorf("--between: expected what answers or asks, like server, site, host, file or client, found %s", field)
		}
		s.scan.Sides = &scan.Sides{By: field}
	}
	return of, err
}

// divideSides divides the scan into the periods to compare, and returns the sources that
// can hold rows of them.
func (a *app) divideSides(ctx context.Context, s *settings, of *analysis.Comparing, sources []input.Source) ([]input.Source, error) {
	if of.Mode == report.ModeBetween {
		return sources, a.periodOfValues(ctx, s, sources)
	}
	s.scan.Sides = &scan.Sides{}
	end, named, err := a.endOfLog(ctx, s, of, sources)
	if err != nil {
		return nil, err
	}
	since, until := s.scan.Filter.Since, s.scan.Filter.Until
	if until.IsZero() {
		until = end
	}
	if s.last > 0 {
		since = end.Add(-s.last)
	}
	s.last, s.scan.Filter.Since, s.scan.Filter.Until = 0, time.Time{}, time.Time{}
	if of.Mode == report.ModeAt {
		s.scan.Spans, err = spansAt(of.At, since, until)
	} else {
		s.scan.Spans, err = spansWith(of.Shift, since, until, s.tell.Location)
	}
	if err != nil || !named {
		return sources, err
	}
	wanted := holding(sources, s.scan.Spans)
	if left := len(sources) - len(wanted); left > 0 && len(wanted) > 0 {
		a.note(s, "reading %d of %d files: the names of the others say that they hold other days", len(wanted), len(sources))
		return wanted, nil
	}
	return sources, nil
}

// periodOfValues makes the period asked for the only one, so that no row outside of it is
// of any side.
func (a *app) periodOfValues(ctx context.Context, s *settings, sources []input.Source) error {
	if err := a.setLast(ctx, s, sources); err != nil {
		return err
	}
	s.last = 0
	f := &s.scan.Filter
	if f.Since.IsZero() && f.Until.IsZero() {
		return nil
	}
	span := scan.Span{From: math.MinInt64, Until: math.MaxInt64, Shown: true}
	if !f.Since.IsZero() {
		span.From = f.Since.Unix()
	}
	if !f.Until.IsZero() {
		span.Until = f.Until.Unix()
	}
	s.scan.Spans = []scan.Span{span}
	return nil
}

// endOfLog returns the second after the newest row, and whether the names of the sources
// tell what days they hold. A pipe has no end that is known before it is read: it is zero
// then, which only some questions can do with.
func (a *app) endOfLog(ctx context.Context, s *settings, of *analysis.Comparing, sources []input.Source) (end time.Time, named bool, err error) {
	if !s.allRepeatable(sources) {
		if of.Mode == report.ModeWith && s.scan.Filter.Until.IsZero() || s.last > 0 {
			return end, false, fmt.Errorf("--%s: expected files, which can be read twice, found a pipe: give --since and --until", of.Mode)
		}
		return end, false, nil
	}
	_, newest, named := newestRow(sources, s.periodOf(ctx))
	if newest.IsZero() {
		return of.At.Add(time.Second), false, nil // the report says that no row has a time
	}
	return newest.Add(time.Second), named, nil
}

// spansAt are the time before a moment and after it. Without an end, as of a pipe, they
// are all the time before and after.
func spansAt(at, since, until time.Time) ([]scan.Span, error) {
	if !since.IsZero() && !since.Before(at) {
		return nil, fmt.Errorf("--at must be after the start of the period: found %s and %s", at.Format(time.RFC3339), since.Format(time.RFC3339))
	}
	before := scan.Span{From: math.MinInt64, Until: at.Unix(), Shown: true}
	after := scan.Span{From: at.Unix(), Until: math.MaxInt64, Shown: true}
	if !until.IsZero() {
		after.Until = max(until.Unix(), at.Unix()+1)
		before.From = before.Until - (after.Until - after.From)
	}
	if until.Before(at) { // nothing came after it: what was before is told all the same
		before.From = math.MinInt64
	}
	if !since.IsZero() {
		before.From = since.Unix()
	}
	return []scan.Span{before, after}, nil
}

// spansWith are a period and the one so much earlier. Whole days are those of the clock on
// the wall: last night and the night a week ago begin at one time, whatever happened to
// the clocks.
func spansWith(shift time.Duration, since, until time.Time, zone *time.Location) ([]scan.Span, error) {
	earlier := func(t time.Time) time.Time {
		const day = 24 * time.Hour
		if shift%day == 0 {
			return t.In(zone).AddDate(0, 0, -int(shift/day))
		}
		return t.Add(-shift)
	}
	if since.IsZero() {
		since = earlier(until)
	}
	this := scan.Span{From: since.Unix(), Until: until.Unix(), Shown: true}
	other := scan.Span{From: earlier(since).Unix(), Until: earlier(until).Unix(), Shown: true}
	if other.Until > this.From {
		return nil, fmt.Errorf("--with: expected at least the length of the period, found %s for a period of %s: the two would overlap",
			strings.TrimSuffix(shift.String(), "0m0s"), until.Sub(since))
	}
	return []scan.Span{other, this}, nil
}
