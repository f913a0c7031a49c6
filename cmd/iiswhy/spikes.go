package main

import (
	"context"
	"fmt"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/spf13/cobra"
)

func (a *app) spikesCommand(f *flags) *cobra.Command {
	var sensitivity float64
	c := &cobra.Command{
		Use:  "spikes [flags] [PATH...]",
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if sensitivity < 0.1 || sensitivity > 10 {
				return fmt.Errorf("--sensitivity: expected a number from 0.1 to 10, found %g", sensitivity)
			}
			return a.spikes(c, f, args, sensitivity)
		},
	}
	c.Flags().Float64Var(&sensitivity, "sensitivity", 1, "")
	return c
}

func (a *app) spikes(c *cobra.Command, f *flags, paths []string, sensitivity float64) error {
	s, sources, err := a.prepare(c, f, paths)
	if err != nil {
		return err
	}
	s.scan.Compare, s.tell.Sensitivity = true, sensitivity
	return a.run(c.Context(), s, sources, func(ctx context.Context, a *analysis.Analysis) *report.Report {
		return a.SpikeReport(ctx)
	})
}
