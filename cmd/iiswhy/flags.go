package main

import (
	"fmt"
	"runtime"
	"slices"
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
	sort                      string
	codes, noise, config      string
	color, progress           string
	top, workers              int
	delimiter                 string
	strict, quiet, bom, mkdir bool
	full                      bool
	engine                    engineFlags
}

// flagGroup is a part of --help.
type flagGroup struct {
	name   string // its head in help.tsv is group.NAME
	define func(*flags, *pflag.FlagSet)
}

// flagGroups are all flags that commands share, in the order of --help. What each is for
// is in help.tsv.
func flagGroups() []flagGroup {
	return []flagGroup{
		{"read", (*flags).defineReading}, engineGroup, {"rows", (*flags).defineChoosing},
		{"show", (*flags).defineShowing}, {"run", (*flags).defineRunning},
	}
}

// define adds all flags.
func (f *flags) define(s *pflag.FlagSet) {
	s.SortFlags = false
	for _, g := range flagGroups() {
		g.define(f, s)
	}
}

// names lists the flags of a group.
func (g flagGroup) names() (all []string) {
	s := pflag.NewFlagSet("", pflag.ContinueOnError)
	s.SortFlags = false
	g.define(&flags{}, s)
	s.VisitAll(func(f *pflag.Flag) { all = append(all, f.Name) })
	return all
}

func (f *flags) defineReading(s *pflag.FlagSet) {
	s.StringVar(&f.tz, "tz", "local", "")
	s.StringVar(&f.forwardedFor, "forwarded-for", "", "")
	s.StringVar(&f.codes, "codes", "", "")
	s.StringVar(&f.noise, "noise", "", "")
	s.StringVar(&f.config, "config", "", "")
}

// engineGroup are the flags of an engine.
var engineGroup = flagGroup{"engine", func(f *flags, s *pflag.FlagSet) { f.engine.define(s) }}

// choosing are the flags that choose rows; a report names those that were set.
var choosing = flagGroup{"rows", (*flags).defineChoosing}

func (f *flags) defineChoosing(s *pflag.FlagSet) {
	s.StringVar(&f.since, "since", "", "")
	s.StringVar(&f.until, "until", "", "")
	s.StringVar(&f.last, "last", "", "")
	f.filters = map[string]*[]string{}
	for _, flag := range scan.FilterFlags() {
		f.filters[flag.Name] = s.StringSlice(flag.Name, nil, "")
	}
}

func (f *flags) defineShowing(s *pflag.FlagSet) {
	s.StringVarP(&f.format, "format", "f", "", "")
	s.StringVarP(&f.output, "output", "o", "", "")
	s.BoolVar(&f.mkdir, "mkdir", false, "")
	s.StringVar(&f.lang, "lang", "", "")
	s.StringSliceVar(&f.redact, "redact", nil, "")
	s.StringSliceVar(&f.by, "by", nil, "")
	s.StringVar(&f.sort, "sort", scan.GroupSorts[0], "")
	s.BoolVar(&f.full, "full", false, "")
	s.IntVar(&f.top, "top", 10, "")
	s.StringVar(&f.bucket, "bucket", "auto", "")
	s.BoolVar(&f.bom, "bom", false, "")
	s.StringVar(&f.delimiter, "delimiter", "comma", "")
	s.StringVar(&f.color, "color", "auto", "")
}

func (f *flags) defineRunning(s *pflag.FlagSet) {
	s.StringSliceVar(&f.failOn, "fail-on", nil, "")
	s.BoolVar(&f.strict, "strict", false, "")
	s.BoolVarP(&f.quiet, "quiet", "q", false, "")
	s.StringVar(&f.progress, "progress", "auto", "")
	s.IntVar(&f.workers, "workers", runtime.GOMAXPROCS(0), "")
}

// bucketOf reads --bucket.
func bucketOf(s string) (time.Duration, error) {
	names := []string{"auto", "1m", "5m", "15m", "1h"}
	if i := slices.Index(names, s); i >= 0 {
		return [...]time.Duration{0, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour}[i], nil
	}
	if d, err := time.ParseDuration(s); err == nil { // the longest that is no longer, as 15 minutes are of 20
		at := 1
		for at+1 < len(names) && d >= [...]time.Duration{0, 0, 5 * time.Minute, 15 * time.Minute, time.Hour}[at+1] {
			at++
		}
		return 0, fmt.Errorf("--bucket: expected one of %s, found %q%s", strings.Join(names, ", "), s, suggest(names[at]))
	}
	return 0, wrongChoice("bucket", s, names)
}
