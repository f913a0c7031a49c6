package main

import (
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/spf13/cobra"
)

// completeFlags offers the values of flags that have but a few, when a shell asks.
func completeFlags(root *cobra.Command) {
	when := []string{"auto", "always", "never"}
	for name, values := range map[string][]string{
		"format": {"text", "markdown", "json", "csv", "html", "ndjson", "parquet", "log"}, "lang": languages(), "tz": {"local", "UTC"},
		"color": when, "progress": when, "bucket": {"auto", "1m", "5m", "15m", "1h"}, "delimiter": {"comma", "semicolon", "tab"},
		"redact": {"client", "user", "query"}, "by": append(scan.ByWords(), columnNames()...), "forwarded-for": {"X-Forwarded-For"},
		"last": {"1h", "24h", "7d"}, "fail-on": {"attention=1%", "5xx=2%", "spike", "worse"},
	} {
		completeFlag(root, name, func() []string { return values })
	}
	if rows, _, err := root.Find([]string{"rows"}); err == nil {
		completeFlag(rows, "sort", func() []string { return []string{"time", "taken"} })
	}
	if compare, _, err := root.Find([]string{"compare"}); err == nil {
		completeFlag(compare, "between", func() []string {
			return append([]string{scan.BySite, scan.ByServer, "host", scan.ByFile, scan.ByClient}, columnNames()...)
		})
		completeFlag(compare, "with", func() []string { return []string{"24h", "7d"} })
		completeFlag(compare, "at", func() []string { return []string{"yesterday", "1h"} })
	}
	for _, flag := range scan.FilterFlags() {
		completeFlag(root, flag.Name, flag.Offer)
	}
}

// completeFlag offers values for a flag; in a list, behind what is there already.
func completeFlag(root *cobra.Command, name string, values func() []string) {
	offer := func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndexByte(typed, ',')+1]
		var all []string
		for _, v := range values() {
			all = append(all, before+v)
		}
		return all, cobra.ShellCompDirectiveNoFileComp
	}
	_ = root.RegisterFlagCompletionFunc(name, offer) // fails for what is no flag, which a test would show
}

func languages() (all []string) {
	for _, l := range codes.Langs() {
		all = append(all, string(l))
	}
	return all
}

func columnNames() (all []string) {
	for c := range parser.Columns {
		all = append(all, c.String())
	}
	return all
}

// completeCodes offers the codes and reasons of the tables, each with its name.
func completeCodes(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	book, err := codes.Open(codes.English)
	if err != nil {
		return nil, cobra.ShellCompDirectiveDefault
	}
	var all []string
	for _, s := range book.Statuses() {
		all = append(all, s.Code.String()+"\t"+s.Name)
	}
	for _, r := range book.Reasons() {
		all = append(all, r.Reason+"\t"+r.Name)
	}
	all = slices.DeleteFunc(all, func(s string) bool { return !strings.HasPrefix(strings.ToLower(s), strings.ToLower(typed)) })
	return all, cobra.ShellCompDirectiveDefault
}
