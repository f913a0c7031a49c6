package scan

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
)

// toldSides writes cells as "side path code verdict rows".
func toldSides(r *Result) (all []string) {
	for _, c := range r.Sides.Cells {
		s := r.Subjects[c.Subject]
		all = append(all, fmt.Sprintf("%s %s %s %s %d", r.Sides.Names[c.Side], c.Path, s.Code, s.Verdict, c.Rows))
	}
	return all
}

const sideFields = "date time s-computername c-ip cs-uri-stem sc-status sc-substatus sc-win32-status time-taken"

func TestSidesOfAField(t *testing.T) {
	start := midnight.Unix()
	o := options(t)
	o.Compare, o.Sides = true, &Sides{By: ByServer}
	o.Filter.Status = []StatusPattern{{500, 599, anySubstatus}}
	r := resultOf(t, o, logOf(sideFields, `
		0 WEB02 10.0.0.1 /Api/x 200 0 0 10
		1 WEB01 10.0.0.1 /api/X 200 0 0 20
		2 WEB02 10.0.0.1 /api/x 500 0 0 3000
		3 WEB02 10.0.0.1 /api/x 500 0 0 40
		4 - 10.0.0.1 /api/x 500 0 0 40`))
	assert.Equal(t, []string{"-", "WEB01", "WEB02"}, r.Sides.Names)
	assert.Equal(t, []string{
		"- /Api/x 500.0 application 1", "WEB01 /Api/x 200.0 ok 1", "WEB02 /Api/x 200.0 ok 1", "WEB02 /Api/x 500.0 application 2",
	}, toldSides(r), "rows of other codes are the traffic; a path has one spelling")
	c := r.Sides.Cells[3]
	assert.Equal(t, []int64{2, 3}, []int64{c.First - start, c.Last - start})
	assert.EqualValues(t, 2, c.Durations.Rows())
	assert.Equal(t, []Cell{{start / 60, 1, 1}, {start / 60, 2, 1}, {start / 60, 4, 1}, {start / 60, 5, 2}}, r.Sides.Minutes.Cells)
}

func TestSidesOfSpans(t *testing.T) {
	start := midnight.Unix()
	o := options(t)
	o.Compare, o.Sides, o.Spans = true, &Sides{}, []Span{{start, start + 10, true}, {start + 20, start + 30, true}}
	r := resultOf(t, o, logOf(sideFields, `
		3 - 10.0.0.1 /a 401 2 5 10
		12 - 10.0.0.1 /a 500 0 0 10
		21 - 10.0.0.1 /a 200 0 0 10`))
	assert.Equal(t, []string{"0", "1"}, r.Sides.Names)
	require.Len(t, r.Sides.Cells, 2)
	assert.EqualValues(t, 1, r.Dropped.Cells[0].Rows, "that rows were written is known")
}

// A log with too many paths is told by folders; one with too many sides is not told.
func TestSidesAreBounded(t *testing.T) {
	var paths, clients strings.Builder
	for i := range maxSideCells + 10 {
		fmt.Fprintf(&paths, "%d WEB01 10.0.0.1 /a/b/c/d/x%d 200 0 0 1\n", i%60, i)
		fmt.Fprintf(&clients, "%d WEB01 10.%d.%d.%d /a 200 0 0 1\n", i%60, i>>16, i>>8&255, i&255)
	}
	var first []string
	for _, cut := range []struct{ workers, chunk int }{{1, 1 << 20}, {3, 64 << 10}} {
		o := options(t)
		o.Compare, o.Sides, o.Workers, o.ChunkSize = true, &Sides{By: ByServer}, cut.workers, cut.chunk
		r := resultOf(t, o, logOf(sideFields, paths.String()))
		assert.True(t, r.Sides.Cut)
		assert.Equal(t, []string{fmt.Sprintf("WEB01 /a/b/c/d/* 200.0 ok %d", maxSideCells+10)}, toldSides(r))
		o.Sides.By = ByClient
		r = resultOf(t, o, logOf(sideFields, clients.String()))
		assert.True(t, r.Sides.Over)
		assert.Empty(t, r.Sides.Cells)
		first = append(first, fmt.Sprint(r.Sides.Minutes.Cells))
	}
	assert.Equal(t, first[0], first[1])
}

func TestShapes(t *testing.T) {
	f := func(path, want string) {
		t.Helper()
		assert.Equal(t, want, string(AppendSidePath(nil, []byte(path))))
	}
	f("/api/Orders/17", "/api/Orders/*")
	f("/api/orders/17/items/3/", "/api/orders/*/items/*/")
	f("/docs/117.pdf", "/docs/*.pdf")
	f("/x/3F2504E0-4F89-41D3-9A0C-0305E82C3301", "/x/*")
	f("/x/2026-11-21", "/x/*")
	f("/v2/face/decade/cafe1", "/v2/face/decade/cafe1")
	f("/", "/")
	f("", "")
	f("17", "17")
}

func TestCutPath(t *testing.T) {
	f := func(depth int, path, want string) {
		t.Helper()
		assert.Equal(t, want, string(cutPath([]byte(path), depth)))
	}
	f(2, "/a/b/c", "/a/b/*")
	f(2, "/a/b/", "/a/b/*")
	f(2, "/a/b", "/a/b")
	f(1, "/a/b/*", "/a/*")
	f(2, "/a/b/*", "/a/b/*")
	f(0, "/a", "")
	f(1, "", "")
}

// The misses of a scanner are probes on every side, whoever counted them first.
func TestSidesOfScanners(t *testing.T) {
	var b strings.Builder
	for i := range 40 {
		fmt.Fprintf(&b, "%d WEB0%d 10.9.9.9 /old/%d.bak 404 0 2 1\n", i, 1+i%2, i)
	}
	b.WriteString("50 WEB01 10.0.0.1 /gone 404 0 2 1\n")
	var all []string
	for _, cut := range cuts {
		o := options(t)
		o.Compare, o.Sides, o.Workers, o.ChunkSize = true, &Sides{By: ByServer}, cut.workers, cut.chunk
		r := Read(context.Background(), filesOf(t, logOf(sideFields, b.String())), o)
		require.NotEmpty(t, r.Scanners)
		var probes, missed int64
		for _, c := range r.Sides.Cells {
			switch r.Subjects[c.Subject].Verdict {
			case codes.Probe:
				probes += c.Rows
			case codes.NotFound:
				missed += c.Rows
			}
		}
		assert.EqualValues(t, []int64{40, 1}, []int64{probes, missed})
		var need int64
		for _, c := range r.Sides.Minutes.Cells {
			if c.Outcome%2 == 1 {
				need += c.Rows
			}
		}
		assert.EqualValues(t, 1, need)
		all = append(all, strings.Join(toldSides(r), "\n")+fmt.Sprint(r.Sides.Minutes.Cells))
	}
	assert.Len(t, slices.Compact(all), 1)
}
