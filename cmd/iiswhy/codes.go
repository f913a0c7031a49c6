package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report/explain"
	"github.com/iiswhy/iiswhy/report/render"
	"github.com/spf13/cobra"
)

const codesLong = `List the tables of meanings: status codes, codes together with a Win32 number,
Win32 numbers, reasons of HTTP.sys, replies of FTP and families of noise.

CODE is a code (401.1), a pattern (401.x, 5xx), a Win32 number (1326,
0x8009030E), or a word that stands in a name, a symbol or a reason. Without any,
the tables are listed; a few entries are told in full.

Exit status: 2 when no entry fits.`

const codesExamples = `  iiswhy codes
  iiswhy codes 401.x
  iiswhy codes 1326 0x8009030E
  iiswhy codes certificate
  iiswhy codes --table reason -f csv -o reasons.csv`

func (a *app) codesCommand(f *flags) *cobra.Command {
	var tables []string
	c := &cobra.Command{
		Use:     "codes [flags] [CODE...]",
		Short:   "List the tables of codes and their meanings",
		Long:    codesLong,
		Example: codesExamples,
		Args:    cobra.ArbitraryArgs,
		RunE:    func(c *cobra.Command, args []string) error { return a.codes(c, f, tables, args) },
	}
	c.Flags().StringSliceVar(&tables, "table", nil, "only these `TABLES`: "+strings.Join(explain.TableNames(), ", "))
	return c
}

// codes lists what fits.
func (a *app) codes(c *cobra.Command, f *flags, tables, wanted []string) error {
	s, err := a.settings(c, f)
	if err != nil {
		return err
	}
	if s.format == render.HTML {
		return fmt.Errorf("--format: expected text, markdown, json or csv, which codes has, found %s", s.format)
	}
	if tables, err = tablesOf(tables, len(wanted) > 0); err != nil {
		return err
	}
	found := explain.SelectTables(s.scan, tables, wanted)
	if found.Len() == 0 {
		return &failure{exitUsage, fmt.Errorf("expected a code, a pattern, a number or a word of the tables, found nothing for %s", strings.Join(wanted, " "))}
	}
	return a.write(s, func(w io.Writer) error {
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
