package analysis_test

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/redact"
)

// cuts are the ways in which the same log is shared out and cut up.
var cuts = []struct{ workers, chunk int }{
	{1, 1 << 20}, {1, 64}, {1, 997}, {1, 64 << 10},
	{2, 64}, {2, 997}, {2, 64 << 10}, {2, 1 << 20},
	{3, 64}, {3, 997}, {3, 64 << 10}, {3, 1 << 20},
	{8, 64}, {8, 997}, {8, 64 << 10}, {8, 1 << 20},
}

// sameFor holds that a report has the same bytes for all cuts, and returns it.
func sameFor(t *testing.T, o settings, texts ...string) *report.Report {
	t.Helper()
	return sameForSources(t, o, func() []input.Source { return sourcesOf(texts...) })
}

func sameForSources(t *testing.T, o settings, sources func() []input.Source) *report.Report {
	t.Helper()
	var first *report.Report
	var want string
	for _, cut := range cuts {
		o.Workers, o.ChunkSize, o.Held = cut.workers, cut.chunk, 0
		if cut.workers > 2 {
			o.Held = 64 << 10
		}
		r := analysisOf(sources(), o).Report(context.Background())
		got := jsonOf(t, r)
		if first == nil {
			first, want = r, got
			agrees(t, r)
		}
		sameText(t, want, got, fmt.Sprintf("%d workers, chunks of %d", cut.workers, cut.chunk))
	}
	return first
}

func TestSameForAnyWorkersOnMadeLogs(t *testing.T) {
	f := func(name string, c logtest.Config, change func(*settings)) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, sum := write(t, c)
			o := options(t)
			if change != nil {
				change(&o)
			}
			r := sameFor(t, o, text)
			if reflect.ValueOf(o.Filter).IsZero() {
				assert.Equal(t, sum.Rows, r.Total.Rows)
			}
			require.NotZero(t, r.Total.Rows)
		})
	}
	const small = 300 << 10
	f("bench", logtest.Bench(small), nil)
	f("auth", logtest.Auth(small), nil)
	f("hostile", logtest.Hostile(small), nil)
	f("planted", logtest.Planted(small), nil)
	f("iis 6", logtest.Config{Rows: 1500, Layout: logtest.IIS6, Traffic: logtest.Intranet}, nil)
	f("httperr", logtest.Config{Rows: 1500, Layout: logtest.HTTPERR16, Rate: logtest.Flat(0.1)}, nil)
	f("forwarded", logtest.Config{Rows: 1500, Layout: logtest.Forwarded, Traffic: logtest.Intranet},
		func(o *settings) { o.ForwardedFor, o.By = "x-forwarded-for", []string{"X-Forwarded-For", "sc-status"} })
	f("restarts", logtest.Config{Rows: 1500, Restart: time.Minute}, func(o *settings) { o.Bucket = time.Minute })
	f("by", logtest.Bench(small), func(o *settings) { o.By, o.Top = []string{"c-ip", "sc-status", "cs-host"}, 50 })
	f("redacted", logtest.Auth(small), func(o *settings) { o.hide(redact.Kinds{Client: true, User: true, Query: true}) })
	f("status", logtest.Auth(small), func(o *settings) { o.Filter.Status = statuses(t, "401") })
	f("verdict", logtest.Auth(small), func(o *settings) { o.Filter.Verdicts = []codes.Verdict{codes.Handshake} })
	f("uri", logtest.Bench(small), func(o *settings) { o.Filter.Fields = where("uri", "*.aspx") })
	f("taken", logtest.Bench(small), func(o *settings) {
		o.Filter.Fields = where("taken", "100ms..")
	})
}

func TestSameForAnyWorkersOnTrickyText(t *testing.T) {
	for name, text := range logtest.Tricky() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			o.By = []string{"cs-uri-stem", "sc-status"}
			r := sameFor(t, o, text)
			assert.NotZero(t, r.Input.Lines)
		})
	}
}

// Several files at once, of different kinds, are one log.
func TestSameForAnyWorkersOnSeveralFiles(t *testing.T) {
	all := logtest.Tricky()
	bench, _ := write(t, logtest.Bench(60<<10))
	texts := []string{all["httperr"], all["ftp"], bench, all["legs"], "", all["headerless"], all["bad times"], all["fields change"]}
	r := sameFor(t, options(t), texts...)
	require.Len(t, r.Input.Sources, len(texts))
	assert.NotNil(t, codeOf(r, "530.41"))
	assert.NotEmpty(t, r.Reasons)
}

// How many values of a field a scan counts each, and how many rows it keeps to
// estimate more of them.
const (
	countedValues = 1 << 14
	sampledRows   = 1 << 12
)

// Tables that are too large are estimated from the same rows, however the log
// was cut.
func TestSameForAnyWorkersBeyondTheTables(t *testing.T) {
	text, truth := logtest.ManyPaths(countedValues + 8000)
	o := options(t)
	r := sameFor(t, o, text)
	c := codeOf(r, "404.0")
	require.NotNil(t, c)
	assert.Equal(t, []string{"cs-uri-stem"}, c.Estimated, "clients are few and exact")
	require.NotEmpty(t, c.Top["cs-uri-stem"])
	for i, key := range c.Top["cs-uri-stem"][:2] {
		assert.Equal(t, fmt.Sprintf("/popular/%d", i), key.Key)
		p := float64(truth[key.Key]) / float64(c.Count)
		margin := 4 * math.Sqrt(p*(1-p)/sampledRows) * float64(c.Count)
		assert.InDelta(t, truth[key.Key], key.Count, margin, key.Key)
	}
	for _, key := range c.Top["c-ip"] {
		assert.EqualValues(t, truth[key.Key], key.Count, key.Key)
	}
}
