package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/iiswhy/iiswhy/report/render"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/spf13/cobra"
)

// rowsFlags are those that rows alone has.
type rowsFlags struct {
	limit, sample int
	sort          string
}

func (a *app) rowsCommand(f *flags) *cobra.Command {
	own := &rowsFlags{}
	c := &cobra.Command{
		Use:  "rows [flags] [PATH...]",
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return a.rows(c, f, own, args) },
	}
	c.Flags().IntVar(&own.limit, "limit", 0, "")
	c.Flags().IntVar(&own.sample, "sample", 0, "")
	c.Flags().StringVar(&own.sort, "sort", "time", "")
	return c
}

// keep says which rows are wanted, and in what order.
func (r *rowsFlags) keep() (*scan.Keep, error) {
	slowest, err := oneOf("sort", r.sort, map[string]bool{"time": false, "taken": true})
	switch {
	case err != nil:
		return nil, err
	case r.limit < 0:
		return nil, fmt.Errorf("--limit: expected a number of rows, found %d", r.limit)
	case r.sample < 0:
		return nil, fmt.Errorf("--sample: expected a number of rows, found %d", r.sample)
	case r.sample > 0 && (r.limit > 0 || slowest):
		return nil, fmt.Errorf("--sample shows a fair choice in the order of time: give it without --limit and --sort")
	}
	return &scan.Keep{Slowest: slowest, Limit: r.limit, Sample: r.sample}, nil
}

func (a *app) rows(c *cobra.Command, f *flags, own *rowsFlags, paths []string) error {
	keep, err := own.keep()
	if err != nil {
		return err
	}
	s, sources, err := a.prepare(c, f, paths)
	if err != nil {
		return err
	}
	s.scan.Keep = keep
	return a.writeRows(c.Context(), s, own, sources)
}

// writeRows reads the sources, writes the rows and sets the exit status.
func (a *app) writeRows(ctx context.Context, s *settings, own *rowsFlags, sources []input.Source) error {
	o := render.RowOptions{Options: a.renderOptions(s)}
	if a.isForAhead(s, own, sources) {
		o.Dated = true
		return a.writeAhead(ctx, s, own, sources, o)
	}
	result, told, err := a.readRows(ctx, s, sources)
	if err != nil {
		return err
	}
	var shown int64
	err = a.write(ctx, s, func(w io.Writer) (err error) {
		shown, err = eachRow(afterReading(ctx), w, told, s.format, o)
		return err
	})
	if err = errors.Join(err, result.Kept.Close(), s.engineFailed(ctx)); err != nil {
		return err
	}
	a.noteShown(s, shown, told.RowsShown())
	a.judgeRows(s, result)
	return nil
}

// readRows reads all, and says what is known of the rows as a whole.
func (a *app) readRows(ctx context.Context, s *settings, sources []input.Source) (*scan.Result, *analysis.Analysis, error) {
	result, err := a.read(ctx, s, sources)
	if err != nil {
		return nil, nil, err
	}
	a.findLosses(ctx, s, sources, result)
	told := analysis.New(result, s.tell)
	a.release(told.Text)
	for _, f := range told.RowNotes() {
		a.note(s, "%s", render.Sentence(string(s.lang), f))
	}
	return result, told, nil
}

func (a *app) noteShown(s *settings, shown, all int64) {
	if shown < all && !a.unread {
		a.note(s, "showed %s of %s rows", render.Count(shown), render.Count(all))
	}
}

// eachRow writes the rows, and returns how many.
func eachRow(ctx context.Context, w io.Writer, told *analysis.Analysis, f render.Format, o render.RowOptions) (n int64, err error) {
	rows, err := render.NewRowWriter(w, f, told.RowList(), o)
	if err != nil {
		return 0, err
	}
	read := told.EachRow(ctx, func(r *report.Row) bool {
		err = rows.Write(r)
		n++
		return err == nil
	})
	closed := rows.Close()
	if err == nil { // else it fails by the same
		err = closed
	}
	return n, errors.Join(err, read)
}

// judgeRows says what was not read, and sets the exit status by it.
func (a *app) judgeRows(s *settings, result *scan.Result) {
	for _, err := range result.Errors() {
		a.complain(err)
		a.raise(exitPartial)
	}
	var refused int64
	for i := range result.Sources {
		refused += result.Sources[i].Refused
	}
	if refused > 0 {
		a.note(s, "lines refused: %s; iiswhy report says which and why", render.Count(refused))
		if s.strict {
			a.raise(exitPartial)
		}
	}
	if result.Interrupted {
		a.notePartial(s)
	}
	if result.Interrupted || len(s.tell.Unread) > 0 {
		a.raise(exitPartial)
	}
}
