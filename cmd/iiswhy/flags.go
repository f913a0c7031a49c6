package main

import (
	"runtime"
	"time"

	"github.com/spf13/pflag"
)

// flags are the flags that all commands share, as typed.
type flags struct {
	format, output, lang, tz    string
	since, until, last          string
	status, site, host, uri     []string
	client, user, method        []string
	verdict, by, redact, failOn []string
	agent, port, reason, win32  []string
	taken, forwardedFor, bucket string
	codes, noise, config        string
	color, progress             string
	top, workers                int
	delimiter                   string
	strict, quiet, bom, mkdir   bool
}

func (f *flags) define(s *pflag.FlagSet) {
	s.SortFlags = false
	s.StringVarP(&f.format, "format", "f", "", "`FORMAT` of the output: text, markdown, json, csv or html (default by the extension of --output, else text)")
	s.StringVarP(&f.output, "output", "o", "", "write to `FILE`, whole or not at all")
	s.BoolVar(&f.mkdir, "mkdir", false, "create the directory of --output")
	s.StringVar(&f.lang, "lang", "", "`LANGUAGE` of the report: en or zh (default from the environment)")
	s.StringVar(&f.tz, "tz", "local", "time `ZONE` of what is shown: local, UTC or a name like Europe/Zurich")

	s.StringVar(&f.since, "since", "", "only rows from `TIME` on: 2026-11-21, 2026-11-21T14:00, or 36h or 7d before now")
	s.StringVar(&f.until, "until", "", "only rows before `TIME`")
	s.StringVar(&f.last, "last", "", "only the last `DURATION` before the newest row: 24h, 7d")
	s.StringSliceVar(&f.status, "status", nil, "only these `CODES`: 401.1, 403.x, 5xx")
	s.StringSliceVar(&f.verdict, "verdict", nil, "only these `VERDICTS`: logon-failure, blocked, …")
	s.StringSliceVar(&f.site, "site", nil, "only these `SITES`: W3SVC1 or 1")
	s.StringSliceVar(&f.host, "host", nil, "only these `HOSTS` (cs-host)")
	s.StringSliceVar(&f.uri, "uri", nil, "only paths that fit a `GLOB`: /api/*")
	s.StringSliceVar(&f.client, "client", nil, "only these `ADDRESSES` or networks: 203.0.113.7, 10.0.0.0/8")
	s.StringSliceVar(&f.user, "user", nil, `only these `+"`USERS`"+`: CONTOSO\*`)
	s.StringSliceVar(&f.method, "method", nil, "only these `METHODS`: GET, POST")
	s.StringSliceVar(&f.agent, "agent", nil, "only these `AGENTS`: *bot*")
	s.StringSliceVar(&f.port, "port", nil, "only these `PORTS` of the server")
	s.StringSliceVar(&f.win32, "win32", nil, "only these `NUMBERS` in sc-win32-status: 1326, 0x8009030E")
	s.StringSliceVar(&f.reason, "reason", nil, "only these `REASONS` of HTTPERR: QueueFull")
	s.StringVar(&f.taken, "taken", "", "only rows whose time-taken is in `RANGE`: 5s.. or 1s..30s")
	s.StringVar(&f.forwardedFor, "forwarded-for", "", "`FIELD` with the real client behind a proxy: X-Forwarded-For")
	s.StringSliceVar(&f.redact, "redact", nil, "put pseudonyms in place of a `LIST` of client, user, query")

	s.IntVar(&f.top, "top", 10, "show `N` values in each table")
	s.StringSliceVar(&f.by, "by", nil, "count by `FIELDS`: s-sitename or cs-method,cs-host")
	s.StringVar(&f.bucket, "bucket", "auto", "`LENGTH` of a step of the timeline: 1m, 5m, 15m, 1h or auto")
	s.StringSliceVar(&f.failOn, "fail-on", nil, "exit status 1 when a `CONDITION` holds: attention=1%, attention=500, 500.19=1, spike")
	s.BoolVar(&f.strict, "strict", false, "exit status 3 when a row was refused")
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
