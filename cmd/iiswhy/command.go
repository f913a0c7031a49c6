package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/iiswhy/iiswhy/report/render"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/spf13/cobra"
)

// The commands that report on logs all go the same way: prepare checks the flags
// and finds the sources, run reads, tells and judges.

// telling makes the report of a command from what was read, until an interrupt or to the
// end. ctx ends with an interrupt that comes only then: less is told.
type telling func(ctx context.Context, a *analysis.Analysis) *report.Report

// prepare checks the flags of a command and finds its sources.
func (a *app) prepare(c *cobra.Command, f *flags, paths []string) (*settings, []input.Source, error) {
	if err := f.engine.refuseTyped(c.Flags(), ""); err != nil {
		return nil, nil, err
	}
	s, err := a.settings(c, f)
	if err != nil {
		return nil, nil, err
	}
	if err := refuseSlips(c, paths); err != nil {
		return nil, nil, err
	}
	s.tell.Paths, s.tell.Now, s.tell.Version = paths, s.now, version()
	if f.engine.url != "" {
		sources, err := a.shippedSources(c.Context(), s, f, paths)
		return s, sources, err
	}
	sources, err := a.sources(c.Context(), s, paths)
	return s, sources, err
}

// run reads the sources, writes the report on them and sets the exit status.
func (a *app) run(ctx context.Context, s *settings, sources []input.Source, tell telling) error {
	result, err := a.readBody(ctx, s, sources)
	if err != nil {
		return err
	}
	return a.conclude(ctx, s, sources, result, tell)
}

// conclude writes the report on what was read of the sources and sets the exit status.
func (a *app) conclude(ctx context.Context, s *settings, sources []input.Source, result *scan.Result, tell telling) error {
	if err := checkBy(s, result); err != nil {
		return err
	}
	if result.GroupsErr != nil {
		return &failure{exitPartial, result.GroupsErr}
	}
	a.findLosses(ctx, s, sources, result)
	telling, told := afterReading(ctx), analysis.New(result, s.tell)
	r := tell(telling, told)
	told.Finish(r)
	a.release(told.Text)
	if err := s.engineFailed(ctx); err != nil {
		return err
	}
	cut := telling.Err() != nil
	r.Input.Partial = r.Input.Partial || cut
	if err := a.write(afterReading(ctx), s, func(w io.Writer) error {
		return render.Write(w, r, s.format, a.renderOptions(s))
	}); err != nil {
		return err
	}
	a.judge(s, result, r)
	if cut {
		a.note(s, "PARTIAL: an interrupt came before all was told")
	}
	return nil
}

// findLosses tries the parts of a filter that left no row, by themselves.
func (a *app) findLosses(ctx context.Context, s *settings, sources []input.Source, r *scan.Result) {
	if r.RowsShown() > 0 || !r.HasRows() || len(s.tell.Filters) == 0 {
		return
	}
	if s.engine != nil {
		s.tell.Losses, _ = scan.ShippedLosses(ctx, s.engine, s.scan)
		return
	}
	s.tell.Losses, _ = scan.Losses(ctx, sources, s.scan)
}

// checkBy returns an error for a field of --by that the logs do not have: a table
// of one line would look like an answer.
func checkBy(s *settings, r *scan.Result) error {
	unknown := r.UnknownBy()
	if len(unknown) == 0 || len(s.tell.Unread) > 0 { // what could not be read may have it
		return nil
	}
	hint, words := "", scan.ByWords()
	isWord := func(word string) bool { return unknown[0] == word || unknown[0] == scan.FieldOf(word) }
	if !slices.ContainsFunc(words, isWord) { // of which only these logs have nothing
		hint = suggest(fieldMeant(unknown[0], append(words, r.FieldNames...)))
	}
	flag := "by"
	if s.scan.Sides != nil {
		flag = "between"
	}
	return &failure{exitUsage, fmt.Errorf("--%s: expected fields of the logs, found %s; the logs have %s; or one of %s%s",
		flag, strings.Join(unknown, ", "), strings.Join(r.FieldNames, ", "), strings.Join(scan.ByWords(), ", "), hint)}
}

func (a *app) renderOptions(s *settings) render.Options {
	o := s.render
	o.Width = plainWidth
	if s.output == "" {
		o.Width, o.Color = a.width(a.stdout), a.colored(s.color, a.stdout)
	}
	return o
}

// judge sets the exit status by what was read and found.
func (a *app) judge(s *settings, result *scan.Result, r *report.Report) {
	for i := range result.Sources {
		a.noteSkipped(s, result.Sources[i].Passed)
	}
	for _, err := range result.Errors() {
		a.complain(err)
	}
	for _, changed := range result.Changed() {
		a.complain(changed.Err)
	}
	for _, c := range s.failOn {
		if c.holds(r) {
			a.raise(exitFailed)
			a.note(s, "--fail-on %s holds", c.text)
		}
	}
	if s.strict && r.Input.Malformed > 0 {
		a.raise(exitPartial)
		a.note(s, "--strict: expected every row to be read, found refused ones: %s", render.Count(r.Input.Malformed))
	}
	if r.Input.Partial {
		a.raise(exitPartial)
	}
	if result.Interrupted {
		a.notePartial(s)
	}
}

// notePartial says that an interrupt ended the reading: a table or a page may be taken for
// a whole one.
func (a *app) notePartial(s *settings) { a.note(s, "PARTIAL: reading was stopped before the end") }

// note writes a message that --quiet keeps back.
func (a *app) note(s *settings, format string, args ...any) {
	if !s.quiet {
		a.tell(fmt.Sprintf(format, args...))
	}
}
