package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"
)

const manLong = `Write the manual pages, one a command, into a directory: iiswhy.1,
iiswhy-daily.1 and so on.`

const manExamples = `  iiswhy man /usr/local/share/man/man1
  iiswhy man .`

func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "man DIRECTORY",
		Short:   "Write the manual pages into a directory",
		Long:    manLong,
		Example: manExamples,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("expected iiswhy man DIRECTORY, found %d names", len(args))
			}
			return writeManual(c.Root(), args[0], a.now())
		},
	}
}

// writeManual writes a page for each command.
func writeManual(root *cobra.Command, dir string, now time.Time) error {
	if stat, err := os.Stat(dir); err != nil || !stat.IsDir() {
		return fmt.Errorf("man: expected a directory that exists, found none of the name %s", dir)
	}
	root.DisableAutoGenTag = true
	for _, c := range append(root.Commands(), root) {
		c.Flags().VisitAll(literally)
		c.PersistentFlags().VisitAll(literally)
	}
	header := &doc.GenManHeader{Title: "IISWHY", Section: "1", Source: "iiswhy " + version(), Manual: "iiswhy", Date: &now}
	if err := doc.GenManTree(root, header, dir); err != nil {
		return &failure{exitPartial, fmt.Errorf("man: expected to write into %s: %w", dir, err)}
	}
	return nil
}

// literally keeps the stars of globs, which Markdown would take for emphasis. Flags
// are shared by commands, so it comes by more than once.
func literally(f *pflag.Flag) {
	const star, escaped = "*", "\\*"
	f.Usage = strings.ReplaceAll(strings.ReplaceAll(f.Usage, escaped, star), star, escaped)
}
