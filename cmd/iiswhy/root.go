package main

import (
	"cmp"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

const long = `iiswhy reads the logs of Microsoft IIS and says why requests failed: it joins
sc-status, sc-substatus and sc-win32-status (and the reasons of HTTP.sys) with
their meanings, and reports counts, causes and first checks.

PATH is a file, a directory (all logs below it), a glob, or - for standard
input. .gz, .zst, .bz2 and .zip are read as they are. Without PATH, a pipe on
standard input is read.`

const examples = `  iiswhy C:\inetpub\logs\LogFiles\W3SVC1            every log of a site
  iiswhy u_ex2611*.log --status 401.x,403.x         only these codes
  iiswhy logs --last 24h --by site                  the newest day, per site
  iiswhy logs --uri '!/health,!/ping*'              without the health checks
  iiswhy rows logs --status 5xx --since yesterday   the requests that failed
  zcat archive/*.gz | iiswhy                        a pipe
  iiswhy logs -f json -o report.json                for programs
  iiswhy logs --fail-on attention=1%                exit status 1 when reached`

const statuses = `
Exit status: 0 done; 1 a --fail-on condition holds; 2 wrong usage; 3 some input
was not read to its end, or a row was refused under --strict.
`

// rootCommand builds the command line. Without the name of a command it is that
// of report.
func (a *app) rootCommand() *cobra.Command {
	f := &flags{}
	root := &cobra.Command{
		Use:           "iiswhy [flags] [PATH...]",
		Short:         "Say why requests to IIS failed",
		Long:          long,
		Example:       examples,
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

		PersistentPreRunE: refuseUnfit,
	}
	root.SetVersionTemplate("iiswhy {{.Version}}\n")
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages", ".FlagUsagesWrapped 80"))
	root.SetHelpFunc(help)
	root.SetFlagErrorFunc(flagError)
	f.define(root.PersistentFlags())
	root.Flags().SortFlags = false
	explain, codes := a.explainCommand(f), a.codesCommand(f)
	explain.ValidArgsFunction, codes.ValidArgsFunction = completeCodes, completeCodes
	rows := a.rowsCommand(f)
	hideUnfit(rows)
	hideUnfit(explain)
	hideUnfit(codes)
	root.AddCommand(a.reportCommand(f), a.dailyCommand(f), a.spikesCommand(f), rows, explain, codes)
	completeFlags(root)
	return root
}

// help writes the flags in the order of define, which cobra forgets for those of
// other commands, and switches without the values that nobody types.
func help(c *cobra.Command, _ []string) {
	const values = "[=true|false]"
	c.InheritedFlags().SortFlags = false
	usage := strings.ReplaceAll(c.UsageString(), values, strings.Repeat(" ", len(values)))
	fmt.Fprintf(c.OutOrStdout(), "%s\n\n%s%s", strings.TrimSpace(cmp.Or(c.Long, c.Short)), usage, statuses)
}

func (a *app) reportCommand(f *flags) *cobra.Command {
	return &cobra.Command{
		Use:     "report [flags] [PATH...]",
		Short:   "What needs attention, what each code means, counts and causes (the default)",
		Long:    long,
		Example: examples,
		Args:    cobra.ArbitraryArgs,
		RunE:    func(c *cobra.Command, args []string) error { return a.report(c, f, args) },
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
