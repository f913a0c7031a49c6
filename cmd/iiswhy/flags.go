package main

import (
	"runtime"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/spf13/pflag"
)

// flags are the flags that all commands share, as typed.
type flags struct {
	format, output, lang, tz  string
	since, until, last        string
	filters                   map[string]*[]string // by the names of report.FilterFlags
	by, redact, failOn        []string
	forwardedFor, bucket      string
	codes, noise, config      string
	color, progress           string
	top, workers              int
	delimiter                 string
	strict, quiet, bom, mkdir bool
}

// define adds all flags, in the order of --help.
func (f *flags) define(s *pflag.FlagSet) {
	s.SortFlags = false
	for _, g := range []group{(*flags).defineOutput, choosing, people, (*flags).defineTables, counting, (*flags).defineProgram} {
		g(f, s)
	}
}

// group defines flags that a command can use all of or none.
type group func(*flags, *pflag.FlagSet)

// The groups that some commands have no use for.
var (
	choosing group = (*flags).defineChoosing
	people   group = (*flags).definePeople
	counting group = (*flags).defineCounting
)

// names lists the flags of a group, in the order of --help.
func (g group) names() (all []string) {
	s := pflag.NewFlagSet("", pflag.ContinueOnError)
	s.SortFlags = false
	g(&flags{}, s)
	s.VisitAll(func(f *pflag.Flag) { all = append(all, f.Name) })
	return all
}

func (f *flags) defineOutput(s *pflag.FlagSet) {
	s.StringVarP(&f.format, "format", "f", "", "`FORMAT` of the output: text, markdown, json, csv or html; of rows text, csv, ndjson, parquet or log (default by the extension of --output, else text)")
	s.StringVarP(&f.output, "output", "o", "", "write to `FILE`, whole or not at all")
	s.BoolVar(&f.mkdir, "mkdir", false, "create the directory of --output")
	s.StringVar(&f.lang, "lang", "", "`LANGUAGE` of the report: "+strings.Join(languages(), " or ")+" (default from the environment)")
	s.StringVar(&f.tz, "tz", "local", "time `ZONE` of what is shown, and of local times in a log: local, UTC, a name like Europe/Zurich or \"W. Europe Standard Time\", or +01:00")
}

// defineChoosing defines the flags that choose rows; a report names those that were
// set.
func (f *flags) defineChoosing(s *pflag.FlagSet) {
	s.StringVar(&f.since, "since", "", "only rows from `TIME` on: 2026-11-21, 2026-11-21T14:00, 14:00, yesterday, or 36h or 7d before now")
	s.StringVar(&f.until, "until", "", "only rows before `TIME`")
	s.StringVar(&f.last, "last", "", "only the last `DURATION` before the newest row: 24h, 7d")
	f.filters = map[string]*[]string{}
	for _, flag := range scan.FilterFlags() {
		f.filters[flag.Name] = s.StringSlice(flag.Name, nil, flag.Help)
	}
}

// definePeople defines what is said of who sent a request.
func (f *flags) definePeople(s *pflag.FlagSet) {
	s.StringVar(&f.forwardedFor, "forwarded-for", "", "`FIELD` with the real client behind a proxy: X-Forwarded-For")
	s.StringSliceVar(&f.redact, "redact", nil, "put pseudonyms in place of a `LIST` of client, user, query")
}

func (f *flags) defineTables(s *pflag.FlagSet) {
	s.IntVar(&f.top, "top", 10, "show `N` values in each table")
}

func (f *flags) defineCounting(s *pflag.FlagSet) {
	s.StringSliceVar(&f.by, "by", nil, "count by `FIELDS`: site, server, uri, client, user, code, verdict, hour, file, or any of the log")
	s.StringVar(&f.bucket, "bucket", "auto", "`LENGTH` of a step of the timeline: 1m, 5m, 15m, 1h or auto")
	s.StringSliceVar(&f.failOn, "fail-on", nil, "exit status 1 when a `CONDITION` holds: attention=1%, attention=500, 500.19=1, spike")
	s.BoolVar(&f.strict, "strict", false, "exit status 3 when a row was refused")
}

func (f *flags) defineProgram(s *pflag.FlagSet) {
	s.BoolVarP(&f.quiet, "quiet", "q", false, "nothing but errors on standard error")
	s.BoolVar(&f.bom, "bom", false, "begin CSV with a byte order mark, for Excel")
	s.StringVar(&f.delimiter, "delimiter", "comma", "`CHARACTER` between the cells of CSV: comma, semicolon or tab")
	s.StringVar(&f.color, "color", "auto", "`WHEN` to use colours: auto, always or never")
	s.StringVar(&f.progress, "progress", "auto", "`WHEN` to show progress: auto, always or never")
	s.IntVar(&f.workers, "workers", runtime.GOMAXPROCS(0), "read with `N` workers at a time")
	s.StringVar(&f.codes, "codes", "", "`FILE` with your own meanings, added to the tables")
	s.StringVar(&f.noise, "noise", "", "`FILE` with your own noise families, added to the tables")
	s.StringVar(&f.config, "config", "", "`FILE` of flags, one name = value per line")
}

// bucketOf reads --bucket.
func bucketOf(s string) (time.Duration, error) {
	if s == "auto" {
		return 0, nil
	}
	return oneOf("bucket", s, map[string]time.Duration{
		"1m": time.Minute, "5m": 5 * time.Minute, "15m": 15 * time.Minute, "1h": time.Hour,
	}, "auto")
}
