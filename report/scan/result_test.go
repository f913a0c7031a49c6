package scan

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// plain returns everything that a result says, as values to compare: all exported
// fields but Rows, and what Top and All answer of each subject. What a result has
// no order of is sorted; of a row that was kept it says where it stands, since the
// chunk that it came in is not the same for every size of chunks.
func plain(r *Result) map[string]any {
	all := map[string]any{}
	v := reflect.ValueOf(r).Elem()
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.IsExported() {
			all[f.Name] = v.Field(i).Interface()
		}
	}
	delete(all, "Rows")
	all["Sources"] = plainSources(r.Sources)
	all["Groups"] = slices.SortedFunc(slices.Values(r.Groups), func(a, b Group) int { return slices.Compare(a.Key, b.Key) })
	all["FormPosts"], all["FormLets"] = sortedValues(r.FormPosts), sortedValues(r.FormLets)
	all["Hosts"] = sortedValues(r.Hosts)
	all["Times"] = plainTimes(r)
	all["Sampled"], all["Traffic"] = plainRows(r, r.Sampled), plainRows(r, r.Traffic)
	var subjects [][]plainRow
	for _, rows := range r.SubjectRows {
		subjects = append(subjects, plainRows(r, rows))
	}
	all["SubjectRows"] = subjects
	for i, s := range r.Subjects {
		is := func(one *Subject) bool { return *one == s }
		for f := range NumFields {
			values, estimated := r.All(f, is)
			all[fmt.Sprintf("values %d %d", i, f)] = []any{r.Top(f, is, 50), sortedValues(values), estimated}
		}
	}
	return all
}

// plainSources leaves out how many lines each chunk had.
func plainSources(sources []Source) []Source {
	all := slices.Clone(sources)
	for i := range all {
		all[i].chunkLines = nil
	}
	return all
}

func sortedValues(values []Value) []Value {
	return slices.SortedFunc(slices.Values(values), func(a, b Value) int { return cmp.Compare(a.Text, b.Text) })
}

// plainRow is a row that was kept.
type plainRow struct {
	source       int
	offset, line int64
	text         string
	outcome      int
	rows         int64
}

func plainRows(r *Result, rows []SampledRow) (all []plainRow) {
	for _, s := range rows {
		line := int64(0)
		if len(r.Sources) > 0 {
			line = r.Line(s.Source, s.Row)
		}
		all = append(all, plainRow{s.Source, s.Row.Offset, line, string(s.Row.Line), s.Outcome, s.Rows})
	}
	return all
}

// plainTimes are the rows that were kept for the time that they took.
func plainTimes(r *Result) (all []any) {
	for _, row := range r.Times.Rows {
		all = append(all, plainRows(r, []SampledRow{{Source: row.Source, Row: row.Row}}), row.Verdict, row.Rows)
	}
	return append(all, r.Times.Total, r.Times.Complete)
}

// sameResult fails when two results do not say the same.
func sameResult(t testing.TB, want, got map[string]any, what string) {
	t.Helper()
	require.Equal(t, len(want), len(got), what)
	for name, v := range want {
		if !reflect.DeepEqual(v, got[name]) {
			require.Equal(t, v, got[name], "%s: %s", what, name)
		}
	}
}

// sameFor holds that a result says the same for all cuts, and returns it.
func sameFor(t *testing.T, o Options, sources func() []input.Source) *Result {
	t.Helper()
	var first *Result
	var want map[string]any
	for _, cut := range cuts {
		o.Workers, o.ChunkSize = cut.workers, cut.chunk
		r := Read(t.Context(), sources(), o)
		if first == nil {
			first, want = r, plain(r)
			agrees(t, r)
		}
		sameResult(t, want, plain(r), fmt.Sprintf("%d workers, chunks of %d", cut.workers, cut.chunk))
	}
	return first
}

func TestSameForAnyWorkersOnMadeLogs(t *testing.T) {
	f := func(name string, c logtest.Config, change func(*Options)) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, sum := write(t, c)
			o := options(t)
			if change != nil {
				change(&o)
			}
			r := sameFor(t, o, func() []input.Source { return sourcesOf(text) })
			if o.Filter.isZero() && len(o.Filter.Verdicts) == 0 && len(o.Spans) == 0 {
				assert.Equal(t, sum.Rows, shownRows(r))
			}
			require.NotZero(t, shownRows(r))
		})
	}
	const small = 300 << 10
	f("bench", logtest.Bench(small), nil)
	f("auth", logtest.Auth(small), nil)
	f("hostile", logtest.Hostile(small), nil)
	f("planted", logtest.Planted(small), func(o *Options) { o.Compare = true })
	f("by", logtest.Bench(small), func(o *Options) { o.By = []string{"c-ip", "sc-status", "cs-host"} })
	f("redacted", logtest.Auth(small), func(o *Options) { o.Redact.User = true })
	f("compared with other codes", logtest.Auth(small), func(o *Options) {
		o.Compare, o.Filter.Status = true, []StatusPattern{{401, 401, anySubstatus}}
	})
	f("compared with other times, some rows left out", logtest.Bench(small), func(o *Options) {
		o.Compare, o.Filter.Fields = true, where("method", "GET")
		middle := logStart + 20
		o.Spans = []Span{{math.MinInt64, middle, false}, {middle, math.MaxInt64, true}}
	})
	f("handshakes", logtest.Auth(small), func(o *Options) { o.Filter.Verdicts = []codes.Verdict{codes.Handshake} })
}

func TestSameForAnyWorkersOnTrickyText(t *testing.T) {
	for name, text := range logtest.Tricky() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			o.By, o.Compare = []string{"cs-uri-stem", "sc-status"}, true
			r := sameFor(t, o, func() []input.Source { return sourcesOf(text) })
			assert.NotZero(t, total(r).Lines)
		})
	}
}

// Files can be read again, so that legs find answers in the next one.
func TestSameForAnyWorkersOnFiles(t *testing.T) {
	all := logtest.Tricky()
	bench, _ := write(t, logtest.Bench(60<<10))
	files := filesOf(t, all["legs"], bench, all["httperr"], all["legs"], all["bad times"])
	o := options(t)
	o.Compare = true
	sameFor(t, o, func() []input.Source { return files })
}

// Tables that are too large are estimated from the same rows, however the log was
// cut.
func TestSameForAnyWorkersBeyondTheTables(t *testing.T) {
	text, truth := logtest.ManyPaths(maxValues + 8000)
	r := sameFor(t, options(t), func() []input.Source { return sourcesOf(text) })
	paths, clients := r.Top(FieldPath, anySubject, 2), r.Top(FieldClient, anySubject, 10)
	assert.True(t, paths.Estimated)
	assert.False(t, clients.Estimated, "clients are few and exact")
	require.Len(t, paths.Values, 2)
	rows := float64(shownRows(r))
	for i, v := range paths.Values {
		assert.Equal(t, fmt.Sprintf("/popular/%d", i), v.Text)
		p := float64(truth[v.Text]) / rows
		assert.InDelta(t, truth[v.Text], v.Count, 4*math.Sqrt(p*(1-p)/sampledRows)*rows, v.Text)
	}
	assert.Len(t, clients.Values, 3)
	for _, v := range clients.Values {
		assert.Equal(t, truth[v.Text], v.Count, v.Text)
	}
}

func anySubject(*Subject) bool { return true }

// The hosts of the pages that healthy rows came from are counted in one row of 64,
// each as often as it stands there.
func TestHosts(t *testing.T) {
	const head = "#Fields: cs(Referer) sc-status\n"
	row := func(host string, status int) string {
		line := fmt.Sprintf("https://%s/%%s %d\n", host, status)
		return fmt.Sprintf(line, strings.Repeat("x", 64+2-len(line)))
	}
	pad := "#" + strings.Repeat("x", 128-len(head)-2) + "\n" // so that each row begins at a multiple of 64
	var b strings.Builder
	b.WriteString(pad + head)
	for i := range 60 {
		b.WriteString(row([]string{"www.example.com", "example.org", "example.net"}[i%6%3], []int{200, 200, 200, 200, 200, 404}[i%6]))
	}
	for _, workers := range []int{1, 3} {
		o := options(t)
		o.Workers, o.ChunkSize = workers, 640
		assert.Equal(t, []Value{untimed("example.net", 10), untimed("example.org", 20), untimed("www.example.com", 20)}, sortedValues(resultOf(t, o, b.String()).Hosts))
	}
}

// untimed is a value of which it is not known when it came.
func untimed(text string, count int64) Value {
	return Value{Text: text, Count: count, First: noTime.first, Last: noTime.last}
}
