package main

import (
	"context"
	"fmt"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/spf13/cobra"
)

const longSpikes = `spikes finds the codes that rose unusually, and says who or what is behind each
rise: which client, network, user, path, agent, site or combination of them.

The more log there is, the better it knows what is usual: a week or more shows
the rhythm of days. --since, --until, --last, --status and --verdict choose the
rises that are shown; rows outside of them are what these are compared with.
Files are read a second time where the rises are. From a pipe, causes are
estimated from a sample of the rows.`

const examplesSpikes = `  iiswhy spikes C:\inetpub\logs\LogFiles\W3SVC1     a whole folder
  iiswhy spikes logs --last 24h                     the newest day, against all before
  iiswhy spikes logs --status 401.x,403.x           only these codes
  iiswhy spikes logs --sensitivity 2                smaller rises as well
  iiswhy spikes logs -q --fail-on spike             for monitoring: exit status 1`

func (a *app) spikesCommand(f *flags) *cobra.Command {
	var sensitivity float64
	c := &cobra.Command{
		Use:     "spikes [flags] [PATH...]",
		Short:   "Unusual rises and what is behind each",
		Long:    longSpikes,
		Example: examplesSpikes,
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if sensitivity < 0.1 || sensitivity > 10 {
				return fmt.Errorf("--sensitivity: expected a number from 0.1 to 10, found %g", sensitivity)
			}
			return a.spikes(c, f, args, sensitivity)
		},
	}
	c.Flags().Float64Var(&sensitivity, "sensitivity", 1, "`NUMBER` from 0.1 to 10: more finds smaller rises, and more that are none")
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
