package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/render"
	"github.com/spf13/cobra"
)

const usage = `Usage: iiswhy [flags] [PATH...]
   or: ... | iiswhy [flags]

PATH is a log file, a directory of logs, a glob, or - for standard input.
Try 'iiswhy --help'.
`

// report is the command of that name: read, count, tell.
func (a *app) report(c *cobra.Command, f *flags, paths []string) error {
	s, err := a.settings(f, c.Flags())
	if err != nil {
		return err
	}
	sources, err := a.sources(f, s, paths)
	if err != nil {
		return err
	}
	s.report.Compare = s.wantsSpikes()
	scan, err := a.scan(c.Context(), f, s, sources)
	if err != nil {
		return err
	}
	r := scan.Report("report")
	if s.report.Compare {
		r.Spikes = scan.Spikes(context.WithoutCancel(c.Context()), report.SpikeOptions{Paths: paths})
	}
	if err := a.write(f, func(w io.Writer) error {
		return render.Write(w, r, s.format, a.renderOptions(s, f))
	}); err != nil {
		return err
	}
	a.judge(s, f, scan, r)
	return nil
}

// wantsSpikes reports whether a report tells of unusual rises as well: in a page,
// whose timeline marks them, and for --fail-on spike.
func (s *settings) wantsSpikes() bool {
	return s.format == render.HTML || slices.ContainsFunc(s.failOn, func(c condition) bool { return c.spike })
}

// sources finds the inputs. Those that cannot be used are complained about; the
// others are read all the same.
func (a *app) sources(f *flags, s *settings, paths []string) ([]input.Source, error) {
	if len(paths) == 0 {
		if !a.piped() {
			fmt.Fprint(a.stderr, usage)
			return nil, &failure{exitUsage, fmt.Errorf("expected a PATH or a pipe on standard input, found neither")}
		}
		paths = []string{"-"}
	}
	sources, skipped, errs := input.Find(paths, a.stdin)
	for _, err := range errs {
		a.complain(err)
		a.raise(exitPartial)
		s.report.Unread = append(s.report.Unread, unread(err))
	}
	if len(skipped) > 0 {
		a.note(f, "skipped %d files that are no logs by their names, the first %s; name them to read them", len(skipped), skipped[0])
	}
	return sources, nil
}

// unread names an input that could not be found or opened.
func unread(err error) report.Source {
	var in *input.Error
	if errors.As(err, &in) {
		return report.Source{Name: in.Source, Error: strings.TrimPrefix(err.Error(), in.Source+": ")}
	}
	return report.Source{Error: err.Error()}
}

// piped reports whether standard input is something to read: a pipe or a file,
// not a terminal and not nothing.
func (a *app) piped() bool {
	f, ok := a.stdin.(*os.File)
	if !ok {
		return a.stdin != nil
	}
	stat, err := f.Stat()
	return err == nil && stat.Mode()&os.ModeCharDevice == 0
}

// scan reads the sources, under --last once more to find the newest row first.
func (a *app) scan(ctx context.Context, f *flags, s *settings, sources []input.Source) (*report.Scan, error) {
	if err := a.setLast(ctx, s, sources); err != nil {
		return nil, err
	}
	add, end := a.progressBar(s, f.quiet, sources)
	defer end()
	o := s.report
	o.Progress = add
	return report.Read(ctx, sources, o), nil
}

// setLast turns --last into a time, for which it reads the sources.
func (a *app) setLast(ctx context.Context, s *settings, sources []input.Source) error {
	if s.last == 0 || len(sources) == 0 {
		return nil
	}
	newest, err := a.newest(ctx, s, sources)
	if err != nil {
		return err
	}
	s.report.Filter.Since = newest.Add(-s.last)
	return nil
}

// newest finds the time of the newest row, which takes a reading of its own.
func (a *app) newest(ctx context.Context, s *settings, sources []input.Source) (time.Time, error) {
	for _, source := range sources {
		if !source.Repeatable() {
			return time.Time{}, fmt.Errorf("--last: expected files, which can be read twice, found %s: give --since instead", source.Name)
		}
	}
	o := report.Options{Book: s.report.Book, Rules: s.report.Rules, Workers: s.report.Workers}
	if last := report.Read(ctx, sources, o).Newest(); !last.IsZero() {
		// The newest row itself is within --last of any length.
		return last.Add(time.Second), nil
	}
	return time.Time{}, fmt.Errorf("--last: expected rows with a time, found none")
}

func (a *app) renderOptions(s *settings, f *flags) render.Options {
	o := render.Options{Width: plainWidth, Location: s.zone, BOM: s.bom, Delimiter: s.comma}
	if f.output == "" {
		o.Width, o.Color = a.width(a.stdout), a.colored(s.color, a.stdout)
	}
	return o
}

// judge sets the exit status by what was read and found.
func (a *app) judge(s *settings, f *flags, scan *report.Scan, r *report.Report) {
	for _, err := range scan.Errors() {
		a.complain(err)
	}
	for _, c := range s.failOn {
		if c.holds(r) {
			a.raise(exitFailed)
			a.note(f, "--fail-on %s holds", c.text)
		}
	}
	if f.strict && r.Input.Malformed > 0 {
		a.raise(exitPartial)
		a.note(f, "--strict: expected every row to be read, %d were refused", r.Input.Malformed)
	}
	if r.Input.Partial {
		a.raise(exitPartial)
	}
}

// note writes a message that --quiet keeps back.
func (a *app) note(f *flags, format string, args ...any) {
	if !f.quiet {
		fmt.Fprintf(a.stderr, "iiswhy: %s\n", render.Visible(fmt.Sprintf(format, args...)))
	}
}
