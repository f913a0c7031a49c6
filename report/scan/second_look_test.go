package scan

import (
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// lines collects rows with their verdicts, each as "source line verdict text", from
// any number of goroutines.
type lines struct {
	mu   sync.Mutex
	rows []sighting
}

type sighting struct {
	source  int
	row     *parser.Row
	verdict codes.Verdict
}

func (l *lines) see(source int, r *parser.Row, v codes.Verdict) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rows = append(l.rows, sighting{source, r.Clone(), v})
}

// within lists what was seen of some spans, sorted.
func (l *lines) within(r *Result, spans []Span) (all []string) {
	for _, s := range l.rows {
		if slices.ContainsFunc(spans, func(p Span) bool { return p.Holds(s.row.Second) }) {
			all = append(all, fmt.Sprint(s.source, " ", r.Line(s.source, s.row), " ", s.verdict, " ", string(s.row.Line)))
		}
	}
	slices.Sort(all)
	return all
}

// of are those of some outcomes.
func (l *lines) of(wanted func(codes.Outcome) bool) *lines {
	some := &lines{}
	for _, s := range l.rows {
		if wanted(OutcomeOf(s.row)) {
			some.rows = append(some.rows, s)
		}
	}
	return some
}

// A second look shows the rows of its spans as the first one did: each once, in the
// line where it stands, with the verdict that it had.
func TestSecondLook(t *testing.T) {
	auth, _ := write(t, logtest.Auth(200<<10))
	all := logtest.Tricky()
	ftp := logOf("date time c-ip cs-username cs-method cs-uri-stem sc-status sc-win32-status x-session", `
		0 10.0.0.1 - USER erin 331 0 s1
		3000 10.0.0.1 - PASS *** 530 1326 s1`)
	sources := filesOf(t, auth, all["fields change"], all["legs"], all["out of order"], ftp)
	at := func(second, seconds int64) Span { return Span{second, second + seconds, true} }
	const tricky = 1_700_000_000
	for _, spans := range [][]Span{
		{at(logStart+10, 5)}, {at(tricky+30, 20)}, {at(midnight.Unix()+3000, 5)}, {at(logStart, 3), at(tricky, 1), at(tricky+5000, 1)}, {at(0, 1)}, nil,
	} {
		for _, cut := range cuts {
			o := options(t)
			o.Compare, o.Workers, o.ChunkSize = true, cut.workers, cut.chunk
			var first, second lines
			o.Each = first.see
			r := Read(t.Context(), sources, o)
			want := first.within(r, spans)
			assert.Equal(t, len(spans) > 0 && spans[0].From > 0, len(want) > 0)
			require.True(t, r.Rows.Look(t.Context(), spans, Wanted{}, second.see))
			require.Equal(t, want, second.within(r, spans), "%v, %v", spans, cut)
			for _, wanted := range []func(codes.Outcome) bool{
				func(o codes.Outcome) bool { return o.Status == 401 }, func(o codes.Outcome) bool { return o.Status != 401 },
			} {
				var some lines
				require.True(t, r.Rows.Look(t.Context(), spans, Wanted{Takes: wanted}, some.see))
				require.Equal(t, first.of(wanted).within(r, spans), some.within(r, spans), "%v, %v", spans, cut)
			}
			bytes, ok := r.Rows.Size(spans)
			assert.True(t, ok)
			assert.Equal(t, len(want) > 0, bytes > 0)
			assert.LessOrEqual(t, bytes, total(r).Bytes)
		}
	}
}

// A look at a few seconds does not read the whole log.
func TestSecondLookReadsLittle(t *testing.T) {
	text, _ := write(t, logtest.Config{Rows: 4000, Rate: logtest.Flat(1)})
	o := options(t)
	o.Compare, o.ChunkSize = true, 4<<10
	var seen lines
	r := Read(t.Context(), filesOf(t, text), o)
	spans := []Span{{logStart + 2000, logStart + 2001, true}}
	bytes, ok := r.Rows.Size(spans)
	require.True(t, ok)
	assert.Less(t, bytes, int64(len(text)/5))
	require.True(t, r.Rows.Look(t.Context(), spans, Wanted{}, seen.see))
	assert.Less(t, len(seen.rows), 4000/5)
	assert.NotEmpty(t, seen.rows)
}

// What the filter leaves out is not shown, and what it only compares with is.
func TestSecondLookKeepsFilters(t *testing.T) {
	text := logOf("date time cs-method cs-uri-stem sc-status sc-substatus", `
		0 GET /a 500 0
		0 GET /b 200 0
		0 POST /c 500 0`)
	o := options(t)
	o.Compare, o.Filter.Status, o.Filter.Fields = true, []StatusPattern{{500, 599, anySubstatus}}, where("method", "GET")
	r := Read(t.Context(), filesOf(t, text), o)
	var seen lines
	spans := []Span{{midnight.Unix(), midnight.Unix() + 1, true}}
	require.True(t, r.Rows.Look(t.Context(), spans, Wanted{}, seen.see))
	assert.Equal(t, []string{
		"0 2 application 2026-11-03 00:00:00 GET /a 500 0", "0 3 ok 2026-11-03 00:00:00 GET /b 200 0",
	}, seen.within(r, spans))
}

// A stream cannot be looked at twice, a file that is gone neither.
func TestSecondLookThatFails(t *testing.T) {
	text := logOf("date time sc-status", "0 500")
	spans := []Span{{midnight.Unix(), midnight.Unix() + 1, true}}
	o := options(t)
	o.Compare = true
	r := resultOf(t, o, text)
	_, ok := r.Rows.Size(spans)
	assert.False(t, ok)
	_, ok = r.Rows.Size([]Span{{0, 1, true}})
	assert.True(t, ok, "nothing need be read")

	sources := filesOf(t, text)
	r = Read(t.Context(), sources, o)
	require.True(t, r.Rows.Look(t.Context(), spans, Wanted{}, new(lines).see))
	require.NoError(t, os.Remove(sources[0].Name))
	assert.False(t, r.Rows.Look(t.Context(), spans, Wanted{}, new(lines).see))
	o.Compare = false
	r = Read(t.Context(), filesOf(t, text), o)
	assert.True(t, r.Rows.Look(t.Context(), spans, Wanted{}, new(lines).see), "without Options.Compare too")
}
