//go:build unix

package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/iiswhy/iiswhy/report/redact"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// question is a command with its flags.
type question struct {
	name string
	scan func(*scan.Options)
	tell func(context.Context, *analysis.Analysis) any
}

func toldReport(ctx context.Context, a *analysis.Analysis) any { return a.Report(ctx) }
func toldSpikes(ctx context.Context, a *analysis.Analysis) any { return a.SpikeReport(ctx) }
func toldDay(ctx context.Context, a *analysis.Analysis) any    { return a.DayReport(ctx, 7) }

// toldRows are the rows themselves.
func toldRows(ctx context.Context, a *analysis.Analysis) any {
	var all []report.Row
	err := a.EachRow(ctx, func(r *report.Row) bool {
		one := *r
		one.Fields = append([]report.RowField(nil), r.Fields...)
		all = append(all, one)
		return true
	})
	return []any{all, err}
}

// questions are those that are asked of each log.
func questions(t testing.TB) []question {
	filter := func(flag string, values ...string) func(*scan.Options) {
		return func(o *scan.Options) {
			f, ok := scan.FilterFlagOf(flag)
			require.True(t, ok)
			require.NoError(t, f.Set(&o.Filter, values))
		}
	}
	compared := func(o *scan.Options) { o.Compare = true }
	by := func(fields ...string) func(*scan.Options) {
		return func(o *scan.Options) {
			for _, one := range fields {
				field, err := scan.ParseField(one)
				require.NoError(t, err)
				o.By = append(o.By, field)
			}
		}
	}
	hidden := redact.Kinds{User: true, Client: true, Query: true}
	return []question{
		{name: "report", tell: toldReport},
		{name: "report --by", scan: func(o *scan.Options) { o.By = []string{scan.ByServer, scan.ByURI, scan.ByVerdict, "cs(Referer)"} }, tell: toldReport},
		{name: "report --by code", scan: by("code", "hour", "user", "cs-version"), tell: toldReport},
		{name: "report --by client", scan: by("client", "file", "date", "time"), tell: toldReport},
		{name: "report --by bytes", scan: by("sc-bytes", "site", "port", "cs(Cookie)", "x-forwarded-for"), tell: toldReport},
		{name: "report --by --forwarded-for", scan: func(o *scan.Options) { o.ForwardedFor = "X-Forwarded-For"; by("client", "server")(o) }, tell: toldReport},
		{name: "report --by --status", scan: func(o *scan.Options) { by("uri", "cs-uri", "win32")(o); filter("status", "4xx", "200")(o) }, tell: toldReport},
		{name: "daily --by", scan: func(o *scan.Options) { compared(o); by("server", "uri")(o) }, tell: toldDay},
		{name: "spikes --by", scan: func(o *scan.Options) { compared(o); by("agent", "taken")(o); filter("uri", "/a*", "*x*")(o) }, tell: toldSpikes},
		{name: "report --redact", scan: func(o *scan.Options) { o.Redact = redact.Kinds{User: true, Client: true} }, tell: toldReport},
		{name: "report --redact --status", scan: func(o *scan.Options) { o.Redact = hidden; filter("status", "401.x", "5xx")(o) }, tell: toldReport},
		{name: "report --redact --uri", scan: func(o *scan.Options) { o.Redact = hidden; filter("uri", "/a*", "*.aspx")(o) }, tell: toldReport},
		{name: "spikes --redact --since", scan: func(o *scan.Options) {
			compared(o)
			o.Redact, o.Filter.Since = hidden, time.Date(2026, 11, 2, 0, 5, 0, 0, time.UTC)
		}, tell: toldSpikes},
		{name: "rows --redact --client", scan: func(o *scan.Options) { o.Keep, o.Redact = &scan.Keep{}, hidden; filter("client", "10.0.0.0/8")(o) }, tell: toldRows},
		{name: "report --status", scan: filter("status", "401.x", "5xx", "404"), tell: toldReport},
		{name: "report --verdict", scan: filter("verdict", "probe", "not-found"), tell: toldReport},
		{name: "report --uri", scan: filter("uri", "/a*", "*.aspx", "!*x*"), tell: toldReport},
		{name: "report --client", scan: filter("client", "!10.0.0.0/8"), tell: toldReport},
		{name: "report --taken", scan: filter("taken", "50ms.."), tell: toldReport},
		{name: "spikes", scan: compared, tell: toldSpikes},
		{name: "spikes --status", scan: func(o *scan.Options) { compared(o); filter("status", "4xx")(o) }, tell: toldSpikes},
		{name: "spikes --uri", scan: func(o *scan.Options) { compared(o); filter("uri", "/a*", "*x*")(o) }, tell: toldSpikes},
		{name: "report --site", scan: filter("site", "1", "*c"), tell: toldReport},
		{name: "report --server", scan: filter("server", "!web*"), tell: toldReport},
		{name: "report --agent", scan: filter("agent", "*bot*", "*Chrome*"), tell: toldReport},
		{name: "report --since", scan: func(o *scan.Options) { o.Filter.Since = time.Date(2026, 11, 2, 0, 5, 0, 0, time.UTC) }, tell: toldReport},
		{name: "report --forwarded-for", scan: func(o *scan.Options) { o.ForwardedFor = "X-Forwarded-For"; filter("client", "!10.*")(o) }, tell: toldReport},
		{name: "daily", scan: compared, tell: toldDay},
		{name: "compare", scan: func(o *scan.Options) { compared(o); o.Sides = &scan.Sides{By: scan.BySite} }, tell: func(ctx context.Context, a *analysis.Analysis) any {
			return a.CompareReport(ctx, analysis.Comparing{Mode: report.ModeBetween})
		}},
		{name: "rows --since", scan: func(o *scan.Options) {
			o.Keep, o.Filter.Until = &scan.Keep{}, time.Date(2026, 11, 2, 0, 5, 0, 0, time.UTC)
			filter("status", "404", "500")(o)
		}, tell: toldRows},
		{name: "rows", scan: func(o *scan.Options) { o.Keep = &scan.Keep{} }, tell: toldRows},
		{name: "rows --sort taken", scan: func(o *scan.Options) { o.Keep = &scan.Keep{Slowest: true, Limit: 50} }, tell: toldRows},
		{name: "rows --sample", scan: func(o *scan.Options) { o.Keep = &scan.Keep{Sample: 30}; filter("status", "4xx")(o) }, tell: toldRows},
	}
}

// asked answers a question by a result.
func asked(t testing.TB, q question, read func(scan.Options) *scan.Result) []byte {
	o := judging(t)
	if q.scan != nil {
		q.scan(&o)
	}
	r := read(o)
	a := analysis.New(r, analysis.Options{Book: o.Book, Rules: o.Rules, Noise: o.Noise, Redact: o.Redact, Location: time.UTC, Now: later})
	text, err := json.MarshalIndent(q.tell(t.Context(), a), "", " ")
	require.NoError(t, err)
	require.NoError(t, r.Kept.Close())
	return text
}

// onMachine is what an engine adds to the name of a source.
var onMachine = regexp.MustCompile(` \(WEB\d\d\)`)

// requireSameAnswers asks all questions of files and of an engine.
func requireSameAnswers(t *testing.T, c *Client, paths ...string) {
	requireSameOf(t, c, questions(t), paths...)
}

func requireSameOf(t *testing.T, c *Client, all []question, paths ...string) {
	for _, q := range all {
		want := asked(t, q, func(o scan.Options) *scan.Result {
			o.Whole = true // the account of an engine is of whole files
			return scan.Read(t.Context(), sourcesOf(t, paths...), o)
		})
		got := asked(t, q, func(o scan.Options) *scan.Result {
			reader, err := OpenReader(t.Context(), c, o.Noise)
			require.NoError(t, err)
			reader.few = 1              // rows are counted there where that is possible
			reader.mostGrouped = 5000   // groups
			reader.mostDifferent = 1000 // and values come part by part
			r, err := scan.ReadShipped(t.Context(), reader, o)
			require.NoError(t, err)
			return r
		})
		got = onMachine.ReplaceAll(got, nil)
		if !bytes.Equal(want, got) {
			wanted, found := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
			for i := range min(len(wanted), len(found)) {
				if wanted[i] != found[i] {
					assert.Equal(t, wanted[max(0, i-15):i+1], found[max(0, i-15):i+1], "%s, line %d", q.name, i)
					break
				}
			}
			assert.Equal(t, len(wanted), len(found), q.name)
			t.FailNow()
		}
	}
}

// database makes a database of a test.
func database(t *testing.T, base, name string, s Schema) *Client {
	c := clientOf(t, fmt.Sprintf("%s/%s_%d", base, name, os.Getpid()), 3, time.Minute)
	t.Cleanup(func() { _, _ = c.ask(context.Background(), "DROP DATABASE IF EXISTS "+c.config.Database) })
	create(t, c, s)
	return c
}
