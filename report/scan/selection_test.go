package scan

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// String is the word that the tables of these tests use.
func (u use) String() string { return [...]string{"shown", "compared", "dropped"}[u] }

// becomes says what becomes of rows at some seconds: of each one line.
func becomes(t *testing.T, o Options, line string, seconds ...int64) (all []string) {
	t.Helper()
	o = o.divided()
	c := newCounts(&o, seed)
	for _, s := range seconds {
		text := logOf("date time cs-method sc-status sc-substatus sc-win32-status", fmt.Sprint(s, " ", line))
		eachRow(t, text, func(r *parser.Row) {
			if !c.outcomes.selection.takes(r) {
				all = append(all, dropped.String())
			} else {
				all = append(all, c.outcomes.all[c.outcomes.of(r)].use.String())
			}
		})
	}
	return all
}

// What becomes of a row that is wanted, of one of another time, one of another
// code, one of another verdict, and one that lacks the field's value.
func TestSelection(t *testing.T) {
	at := func(second int64) time.Time { return midnight.Add(time.Duration(second) * time.Second) }
	unix := func(second int64) int64 { return midnight.Unix() + second }
	status := func(f *Filter) { f.Status = []StatusPattern{{404, 404, anySubstatus}} }
	verdict := func(f *Filter) { f.Verdicts = []codes.Verdict{codes.NotFound} }
	method := func(f *Filter) { f.Fields = where("method", "GET") }
	period := func(f *Filter) { f.Since, f.Until = at(100), at(200) }
	f := func(name string, change func(*Options), want ...string) {
		t.Helper()
		for _, compare := range []bool{false, true} {
			o := options(t)
			o.Compare = compare
			change(&o)
			var got []string
			got = append(got, becomes(t, o, "GET 404 0 2", 100)...)
			got = append(got, becomes(t, o, "GET 404 0 2", 200)...)
			got = append(got, becomes(t, o, "GET 403 14 0", 100)...)
			got = append(got, becomes(t, o, "GET 404 11 0", 100)...)
			got = append(got, becomes(t, o, "POST 404 0 2", 100)...)
			assert.Equal(t, want[:5], got, "%s, compared: %v", name, compare)
			want = want[5:]
		}
		assert.Empty(t, want, name)
	}
	set := func(all ...func(*Filter)) func(*Options) {
		return func(o *Options) {
			for _, one := range all {
				one(&o.Filter)
			}
		}
	}
	//                           wanted   time       code       verdict    field
	f("all", set(),
		/* alone    */ "shown", "shown", "shown", "shown", "shown",
		/* compared */ "shown", "shown", "shown", "shown", "shown")
	f("by code", set(status),
		"shown", "shown", "dropped", "shown", "shown",
		"shown", "shown", "compared", "shown", "shown")
	f("by verdict", set(verdict),
		"shown", "shown", "dropped", "dropped", "shown",
		"shown", "shown", "compared", "compared", "shown")
	f("by field", set(method),
		"shown", "shown", "shown", "shown", "dropped",
		"shown", "shown", "shown", "shown", "dropped")
	f("by time", set(period),
		"shown", "dropped", "shown", "shown", "shown",
		"shown", "compared", "shown", "shown", "shown")
	f("by all of them", set(status, verdict, method, period),
		"shown", "dropped", "dropped", "dropped", "dropped",
		"shown", "compared", "compared", "compared", "dropped")
	f("in spans", func(o *Options) { o.Spans = []Span{{unix(0), unix(150), false}, {unix(150), unix(201), true}} },
		"compared", "shown", "compared", "compared", "compared",
		"compared", "shown", "compared", "compared", "compared")
	f("between spans", func(o *Options) { o.Spans = []Span{{unix(0), unix(100), true}, {unix(200), unix(201), true}} },
		"dropped", "shown", "dropped", "dropped", "dropped",
		"dropped", "shown", "dropped", "dropped", "dropped")
	f("in spans and by code", func(o *Options) {
		o.Spans = []Span{{unix(0), unix(150), true}, {unix(150), unix(201), false}}
		status(&o.Filter)
	},
		"shown", "compared", "dropped", "shown", "shown",
		"shown", "compared", "compared", "shown", "shown")
	f("a second look shows nothing", func(o *Options) { o.lookOnly = true },
		"compared", "compared", "compared", "compared", "compared",
		"compared", "compared", "compared", "compared", "compared")
}

// Rows without a time belong to no span, and to all time.
func TestSelectionWithoutTimes(t *testing.T) {
	f := func(want bool, spans ...Span) {
		t.Helper()
		o := options(t)
		o.Spans = spans
		s := newSelection(&o, &columns{})
		eachRow(t, "#Fields: sc-status\n200\n", func(r *parser.Row) { assert.Equal(t, want, s.takes(r)) })
	}
	f(true)
	f(false, Span{-1 << 60, 1 << 60, true})
}

func TestSpanOf(t *testing.T) {
	spans := []Span{{10, 20, true}, {20, 30, false}, {40, 50, true}}
	s := selection{spans: spans}
	for second, want := range map[int64]int{9: -1, 10: 0, 19: 0, 20: 1, 29: 1, 30: -1, 39: -1, 40: 2, 49: 2, 50: -1} {
		for _, span := range []func(int64) (int, bool){func(n int64) (int, bool) { return SpanOf(spans, n) }, s.span} {
			i, ok := span(second)
			assert.Equal(t, want >= 0, ok, second)
			if ok {
				assert.Equal(t, want, i, second)
			}
		}
	}
	_, ok := SpanOf(nil, 0)
	assert.False(t, ok)
}

// What is shown, compared with and dropped is counted where it belongs.
func TestSelectionCounts(t *testing.T) {
	o := options(t)
	o.Compare, o.Filter.Status, o.Filter.Fields = true, []StatusPattern{{500, 599, anySubstatus}}, where("method", "GET")
	o.Filter.Since = midnight
	r := resultOf(t, o, logOf("date time cs-method cs-uri-stem sc-status sc-substatus", `
		-60 GET /early 500 0
		0 GET /a 500 0
		60 GET /b 500 0
		60 GET /c 200 0
		60 POST /d 500 0
		60 POST /e 200 0`))
	assert.EqualValues(t, 2, shownRows(r))
	assert.EqualValues(t, 4, r.Sources[0].Filtered)
	minutes := map[string]int64{}
	for _, c := range r.Minutes.Cells {
		o := r.Outcomes[c.Outcome]
		minutes[fmt.Sprintf("%d %s %v", r.Minutes.Second(c)-midnight.Unix(), o.Code, o.Shown)] += c.Rows
	}
	assert.Equal(t, map[string]int64{"-60 500.0 false": 1, "0 500.0 true": 1, "60 500.0 true": 1, "60 200.0 false": 1}, minutes)
	require.Len(t, r.Dropped.Cells, 1)
	assert.Equal(t, Cell{Bucket: (midnight.Unix() + 60) / 60, Rows: 2}, r.Dropped.Cells[0])
	paths, _ := r.All(FieldPath, anySubject)
	assert.ElementsMatch(t, []Value{untimed("/a", 1), untimed("/b", 1)}, paths, "values of what is shown alone")
	assert.Len(t, r.Traffic, 4, "some of all rows, the compared ones too")
}
