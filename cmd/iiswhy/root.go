package main

import (
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// rootCommand builds the command line. Without the name of a command it is that
// of report.
func (a *app) rootCommand(out io.Writer) *cobra.Command {
	f := &flags{}
	root := &cobra.Command{
		Use:           "iiswhy [flags] [PATH...]",
		Version:       version(),
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(c *cobra.Command, args []string) error {
			if err := refuseWord(c, args); err != nil {
				return err
			}
			return a.report(c, f, args)
		},

		PersistentPreRunE: beforeRun,
	}
	root.SetOut(out) // before completion is added, which remembers it
	root.SetVersionTemplate("iiswhy {{.Version}}\n")
	root.SetFlagErrorFunc(flagError)
	f.define(root.PersistentFlags())
	root.Flags().SortFlags = false
	explain, codes := a.explainCommand(f), a.codesCommand(f)
	explain.ValidArgsFunction, codes.ValidArgsFunction = completeCodes, completeCodes
	root.AddCommand(a.reportCommand(f), a.dailyCommand(f), a.spikesCommand(f), a.compareCommand(f), a.rowsCommand(f), a.shipCommand(f), explain, codes)
	a.describe(root)
	completeFlags(root)
	return root
}

func (a *app) reportCommand(f *flags) *cobra.Command {
	return &cobra.Command{
		Use:  "report [flags] [PATH...]",
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return a.report(c, f, args) },
	}
}

// version is that of the module the program was built from, or of the commit.
func version() string {
	b, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := b.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range b.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "devel " + s.Value[:12]
		}
	}
	return "devel"
}
