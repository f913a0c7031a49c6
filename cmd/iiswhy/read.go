package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/render"
	"github.com/iiswhy/iiswhy/report/scan"
)

// sources finds the inputs. Those that cannot be used are complained about; the
// others are read all the same.
func (a *app) sources(ctx context.Context, s *settings, paths []string) ([]input.Source, error) {
	if len(paths) == 0 {
		if paths = a.unnamed(s); len(paths) == 0 {
			for _, line := range helpIn(a.lang).paragraphs["usage"] {
				fmt.Fprintln(a.stderr, line)
			}
			return nil, &failure{exitUsage, fmt.Errorf("expected a PATH or a pipe on standard input, found neither")}
		}
	}
	sources, skipped, errs := input.FindContext(ctx, paths, a.stdin)
	if err := refuseInputs(s.output, paths, sources); err != nil {
		return nil, err
	}
	for _, err := range errs {
		a.complain(err)
		a.raise(exitPartial)
		s.tell.Unread = append(s.tell.Unread, unread(err))
	}
	a.noteSkipped(s, skipped)
	return sources, nil
}

// unnamed are the paths that are meant where none is named: a pipe, else the logs of IIS
// on this machine, which is told. There may be neither.
func (a *app) unnamed(s *settings) []string {
	if a.piped() {
		return []string{"-"}
	}
	folders, unsure := a.machine.logs()
	if len(folders) > 0 {
		a.note(s, "reading %s, where IIS of this machine writes its logs", strings.Join(folders, ", "))
	}
	if unsure {
		a.note(s, "applicationHost.config can be read by administrators only: sites that log elsewhere are left out")
	}
	return folders
}

// noteSkipped says that files were passed over by their names.
func (a *app) noteSkipped(s *settings, skipped []string) {
	switch n := len(skipped); n {
	case 0:
	case 1:
		a.note(s, "skipped %s, whose name is not that of a log; name it to read it", skipped[0])
	default:
		a.note(s, "skipped %s files whose names are not those of logs, the first %s; name them to read them", render.Count(int64(n)), skipped[0])
	}
}

// unread names an input that could not be found or opened.
func unread(err error) report.Source {
	var in *input.Error
	if errors.As(err, &in) {
		return report.Source{Name: in.Source, Error: in.Reason()}
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

// read reads the sources, under --last once more to find the newest row first.
func (a *app) read(ctx context.Context, s *settings, sources []input.Source) (*scan.Result, error) {
	if err := a.setLast(ctx, s, sources); err != nil {
		return nil, err
	}
	r, err := a.readOnce(ctx, s, sources)
	if err == nil {
		a.noteTwins(s, r)
	}
	return r, err
}

// readOnce reads the sources for what is asked.
func (a *app) readOnce(ctx context.Context, s *settings, sources []input.Source) (*scan.Result, error) {
	add, end := a.progressBar(s, sources)
	defer end()
	o := s.scan
	o.Progress = add
	if s.engine != nil {
		return s.readShipped(ctx, sources, o)
	}
	if sizeOf(sources) >= leastHuge && sizeOf(sources) <= mostHuge {
		hugePages()
	}
	return scan.Read(ctx, sources, o), nil
}

// noteTwins says which logs seem to be read twice: their copies or their archives lie beside them.
func (a *app) noteTwins(s *settings, r *scan.Result) {
	const named = 3
	twins := r.Twins()
	for _, t := range twins[:min(named, len(twins))] {
		a.note(s, "%s and %s begin with the same rows, which count twice if one is a copy: give one of them", r.Sources[t.Of].Name, r.Sources[t.Source].Name)
	}
	if more := len(twins) - named; more > 0 {
		a.note(s, "%s more files begin with the rows of others, which count twice if they are copies", render.Count(int64(more)))
	}
}

// How long logs are that are read with huge pages, in bytes as stored: of shorter ones asking
// for them takes longer than doing without, of longer ones they save one part in fifty, and
// take memory that tables need.
const leastHuge, mostHuge = 256 << 10, 512 << 20

// sizeOf is how many bytes the sources have together, as stored.
func sizeOf(sources []input.Source) (size int64) {
	for i := range sources {
		size += sources[i].Size
	}
	return size
}

// setLast turns --last into a time, for which it reads the sources.
func (a *app) setLast(ctx context.Context, s *settings, sources []input.Source) error {
	if s.last == 0 || len(sources) == 0 {
		return nil
	}
	newest, err := a.newest(ctx, s, sources)
	if err == nil && !newest.IsZero() {
		s.scan.Filter.Since = newest.Add(-s.last)
	}
	return err
}

// forPeriod are the options to read the times of the first and the last row.
func (s *settings) forPeriod() scan.Options {
	return scan.Options{Book: s.scan.Book, Rules: s.scan.Rules, Zone: s.scan.Zone, Workers: s.scan.Workers, Whole: s.scan.Whole, Ends: true, Once: true}
}

// newest finds the time of the newest row, which takes a reading of its own; the zero time
// where there is no row, or none that could be read: the report says why.
func (a *app) newest(ctx context.Context, s *settings, sources []input.Source) (time.Time, error) {
	if s.engine != nil {
		_, last := s.shippedPeriod(sources)
		return last, nil
	}
	for _, source := range sources {
		if !source.Repeatable() {
			return time.Time{}, fmt.Errorf("--last: expected files, which can be read twice, found %s: give --since instead", source.Name)
		}
	}
	o := s.forPeriod()
	o.Newest = true
	r := scan.Read(ctx, sources, o)
	_, last, ok := a.believed(ctx, s, sources, func([]input.Source) (int64, int64, bool) { return r.Period() })(sources)
	switch {
	case ok: // the newest row itself is within --last of any length
		return time.Unix(last+1, 0).UTC(), nil
	case r.HasRows():
		err := errors.New("--last: expected rows with a time, found none")
		if unread := r.Errors(); len(unread) > 0 {
			return time.Time{}, &failure{exitPartial, errors.Join(append(unread, err)...)}
		}
		return time.Time{}, err
	}
	return time.Time{}, nil
}
