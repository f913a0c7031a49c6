package main

import (
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/iiswhy/iiswhy/report/render"
	"github.com/spf13/cobra"
)

func (a *app) report(c *cobra.Command, f *flags, paths []string) error {
	s, sources, err := a.prepare(c, f, paths)
	if err != nil {
		return err
	}
	s.scan.Compare = s.wantsSpikes()
	return a.run(c.Context(), s, sources, func(ctx context.Context, a *analysis.Analysis) *report.Report {
		r := a.Report(ctx)
		if s.scan.Compare {
			a.AddSpikes(ctx, r)
		}
		return r
	})
}

// wantsSpikes reports whether a report tells of unusual rises as well: in a page,
// whose timeline marks them, and for --fail-on spike.
func (s *settings) wantsSpikes() bool {
	return s.format == render.HTML || slices.ContainsFunc(s.failOn, func(c condition) bool { return c.spike })
}
