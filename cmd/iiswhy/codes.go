package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/explain"
	"github.com/iiswhy/iiswhy/report/render"
	"github.com/spf13/cobra"
)

func (a *app) codesCommand(f *flags) *cobra.Command {
	var tables []string
	c := &cobra.Command{
		Use:  "codes [flags] [CODE...]",
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return a.codes(c, f, tables, args) },
	}
	c.Flags().StringSliceVar(&tables, "table", nil, "")
	return c
}

// codes lists what fits.
func (a *app) codes(c *cobra.Command, f *flags, tables, wanted []string) error {
	s, err := a.settings(c, f)
	if err != nil {
		return err
	}
	if tables, err = tablesOf(tables, len(wanted) > 0); err != nil {
		return err
	}
	found := explain.SelectTables(s.scan, tables, wanted)
	if found.Len() == 0 {
		return &failure{exitUsage, fmt.Errorf("expected a code, a pattern, a number or a word of the tables, found nothing for %s; iiswhy codes lists all", strings.Join(wanted, " "))}
	}
	found.Made = report.Made{At: s.now, Version: version()}
	return a.write(afterReading(c.Context()), s, func(w io.Writer) error {
		return render.WriteTables(w, found, s.format, a.renderOptions(s))
	})
}

// tablesOf checks --table. Without it, a search looks everywhere, and a list
// leaves out what repeats the others.
func tablesOf(named []string, search bool) ([]string, error) {
	known := explain.TableNames()
	for _, name := range named {
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("--table: expected one of %s, found %q", strings.Join(known, ", "), name)
		}
	}
	switch {
	case len(named) > 0:
		return named, nil
	case search:
		return known, nil
	}
	return []string{"status", "win32", "reason", "ftp"}, nil
}
