package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/stretchr/testify/require"
)

// judging are the options by which both ship and a report read.
func judging(t testing.TB) scan.Options {
	o, err := openTables()
	require.NoError(t, err)
	return o
}

var openTables = sync.OnceValues(func() (o scan.Options, err error) {
	book, err1 := codes.Open(codes.English)
	rules, err2 := codes.OpenRules()
	return scan.Options{Book: book, Rules: rules, Noise: codes.OpenFamilies(), Workers: 3, ChunkSize: 64 << 10, Zone: time.UTC}, errors.Join(err1, err2)
})

// clock is a clock that a test sets.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(time.Millisecond) // no two tries at the same time
	return c.at
}

// later is long after all rows of logtest.
var later = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)

func noWait(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// shipperFor makes one that has a machine of its own.
func shipperFor(t testing.TB, url string, tries int, at *clock) (*Shipper, error) {
	address, err := ParseAddress(url)
	require.NoError(t, err)
	client, err := NewClient(Config{Address: address, Timeout: time.Minute, Tries: tries, Wait: noWait, Random: func() float64 { return 0.5 }})
	require.NoError(t, err)
	return NewShipper(t.Context(), client, Options{
		Machine: "WEB01", Judge: "test", Scan: judging(t), Now: at.now, Random: func() float64 { return 0.5 },
	})
}

func ship(t testing.TB, url string, at *clock, paths ...string) *report.Shipment {
	t.Helper()
	s, err := shipperFor(t, url, 1, at)
	require.NoError(t, err)
	told, err := s.Ship(t.Context(), sourcesOf(t, paths...), nil)
	require.NoError(t, err)
	return told
}

func sourcesOf(t testing.TB, paths ...string) []input.Source {
	sources, _, errs := input.Find(paths, nil)
	require.Empty(t, errs)
	return sources
}

// expected are the rows of files as a report judges them, a line each.
func expected(t testing.TB, paths ...string) []string {
	sources := sourcesOf(t, paths...)
	o := judging(t)
	var mu sync.Mutex
	type placed struct {
		source int
		chunk  int
		number int64
		text   string
	}
	var all []placed
	o.Each = func(source int, r *parser.Row, v codes.Verdict) {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, placed{source, r.Chunk, r.Number, fmt.Sprintf("%d %d %s %s", r.Second, r.Offset, v, r.Line)})
	}
	result := scan.Read(t.Context(), sources, o)
	var lines []string
	for _, p := range all {
		line := result.Line(p.source, &parser.Row{Chunk: p.chunk, Number: p.number})
		lines = append(lines, fmt.Sprintf("%d %s", line, p.text))
	}
	sort.Strings(lines)
	return lines
}

// stored are the rows that count, in the same form: each line is made of its columns.
func (f *fakeEngine) stored() []string {
	layouts := map[uint64][]any{}
	for _, l := range f.tables["iis_layouts"] {
		layouts[l["layout"].(uint64)] = l["names"].([]any)
	}
	var lines []string
	for _, r := range f.live() {
		second := int64(r["beyond"].(uint64))
		if second == 0 {
			second = int64(r["time"].(uint64))
		}
		lines = append(lines, fmt.Sprintf("%d %d %d %s %s", r["line"], second, r["offset"], r["verdict"], lineOf(layouts[r["layout"].(uint64)], r, second)))
	}
	sort.Strings(lines)
	return lines
}

// lineOf gives back the line of a row.
func lineOf(names []any, r map[string]any, second int64) string {
	if whole := r["text"].(string); whole != "" {
		return whole
	}
	layout := make([]string, len(names))
	for i, name := range names {
		layout[i] = name.(string)
	}
	p := planFor(parser.NewLayout(layout))
	values := make([]string, len(layout))
	for column, at := range p.texts {
		if at >= 0 {
			values[at] = r[rowsTable.columns[column].name].(string)
		}
	}
	number := func(column string) string {
		if n := int64(r[column].(uint64)); n >= 0 {
			return fmt.Sprint(n)
		}
		return "-"
	}
	stamp := time.Unix(second, 0).UTC().Format(time.DateTime)
	told := map[parser.Column]string{
		parser.Date: stamp[:10], parser.Time: stamp[11:], parser.Status: number("status"), parser.Substatus: number("substatus"),
		parser.Win32: number("win32"), parser.Taken: number("taken"), parser.SentBytes: number("sent"), parser.ReceivedBytes: number("received"),
		parser.ServerPort: number("port"), parser.ClientPort: number("client_port"), parser.Stem: r["path"].(string), parser.Query: r["query"].(string),
	}
	for field, value := range told {
		if at := p.layout.Index(field); at >= 0 {
			values[at] = value
		}
	}
	if p.uri >= 0 {
		values[p.uri] = strings.TrimSuffix(r["path"].(string)+"?"+r["query"].(string), "?")
	}
	for i, at := range p.others {
		values[at] = r["others"].([]any)[i].(string)
	}
	return strings.Join(values, " ")
}

// requireSame compares rows, and shows the first that differs: there are many.
func requireSame(t testing.TB, want, got []string, about ...any) {
	t.Helper()
	for i := range min(len(want), len(got)) {
		require.Equal(t, short(want[i]), short(got[i]), about...)
		require.Equal(t, want[i] == got[i], true, about...)
	}
	require.Len(t, got, len(want), about...)
}

func short(line string) string { return line[:min(300, len(line))] }

// madeLog writes a log into a folder of a site.
func madeLog(t testing.TB, dir, name string, c logtest.Config) string {
	path := filepath.Join(dir, "W3SVC1", name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	var b bytes.Buffer
	_, err := logtest.Write(&b, c)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, b.Bytes(), 0o644))
	return path
}

func seeded(c logtest.Config, seed uint64) logtest.Config {
	c.Seed = seed
	return c
}
