package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/explain"
	"github.com/iiswhy/iiswhy/report/render"
	"github.com/spf13/cobra"
)

func (a *app) explainCommand(f *flags) *cobra.Command {
	return &cobra.Command{
		Use:  "explain CODE... | PATH | -",
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return a.explain(c, f, args) },
	}
}

// explain answers what was asked, and tells what is in the files among it.
func (a *app) explain(c *cobra.Command, f *flags, args []string) error {
	s, err := a.settings(c, f)
	if err != nil {
		return err
	}
	if formats := render.Formats("explain"); !slices.Contains(formats, s.format) {
		return fmt.Errorf("--format: expected text, markdown, json or html, which explain has, found %s", s.format)
	}
	asked, paths := a.divide(args)
	if len(asked)+len(paths) == 0 {
		return fmt.Errorf("expected explain CODE... or PATH, or a pipe on standard input, found none")
	}
	sources, err := a.explainSources(c.Context(), s, paths)
	if err != nil {
		return err
	}
	x := explain.NewExplainer(s.scan)
	wrong := x.Ask(asked)
	unread := x.Read(c.Context(), sources)
	a.release(x.Text)
	for _, err := range unread {
		a.complain(err)
		a.raise(exitPartial)
	}
	if x.Interrupted() {
		a.raise(exitPartial)
		a.notePartial(s)
	}
	told := x.Explanations()
	if len(told.Results) == 0 {
		return a.nothingTold(s, x, wrong)
	}
	if wrong != nil {
		a.complain(wrong)
	}
	told.Made = report.Made{At: s.now, Version: version()}
	return a.write(afterReading(c.Context()), s, func(w io.Writer) error {
		return render.WriteExplanations(w, told, s.format, a.renderOptions(s))
	})
}

// divide tells paths from codes: what names a file is a path, and so is what no
// code looks like. Without either, a pipe is read.
func (a *app) divide(args []string) (asked, paths []string) {
	for _, arg := range args {
		stat, err := os.Stat(arg)
		if arg == "-" || err == nil && !isDevice(stat) || isPathLike(arg) {
			paths = append(paths, arg)
		} else {
			asked = append(asked, arg)
		}
	}
	if len(args) == 0 && a.piped() {
		paths = []string{"-"}
	}
	return asked, paths
}

// isPathLike takes globs, which cmd.exe does not expand, and files that are
// missing: those are better reported as such than as unknown codes.
func isPathLike(arg string) bool {
	extension := strings.ToLower(filepath.Ext(arg))
	return strings.Contains(arg, `\`) || strings.HasPrefix(arg, "/") || strings.HasPrefix(arg, ".") ||
		slices.Contains([]string{".log", ".txt", ".gz", ".zst", ".bz2", ".zip"}, extension)
}

// isDevice takes what Windows finds under names such as CON and NUL.
func isDevice(stat fs.FileInfo) bool { return stat.Mode()&fs.ModeDevice != 0 }

// explainSources finds the files among the arguments, of which there may be none.
func (a *app) explainSources(ctx context.Context, s *settings, paths []string) ([]input.Source, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	sources, err := a.sources(ctx, s, paths)
	if err != nil {
		return nil, err
	}
	return sources, a.setLast(ctx, s, sources)
}

// nothingTold is the error when nothing was understood.
func (a *app) nothingTold(s *settings, x *explain.Explainer, wrong error) error {
	if a.status == exitPartial {
		return &failure{exitPartial, errors.Join(wrong, errors.New("found nothing to explain in what could be read"))}
	}
	for _, at := range x.Unread() {
		return &failure{exitUsage, errors.Join(wrong, fmt.Errorf(
			"%s:%d: expected a row of a log or a code such as 401.1 1326, found %.80q", at.Source, at.Line, at.Text))}
	}
	at, mail := x.OtherService()
	switch {
	case wrong == nil && mail > 0:
		wrong = fmt.Errorf("%s:%d: expected a row of a web server, found one of the SMTP or NNTP service of IIS, whose status is none of HTTP", at.Source, at.Line)
	case wrong == nil && len(s.tell.Filters) > 0:
		wrong = fmt.Errorf("expected rows that fit %s, found none", strings.Join(s.tell.Filters, " "))
	case wrong == nil:
		wrong = errors.New("expected rows of a log or codes, found no line with either")
	}
	return &failure{exitUsage, wrong}
}
