package scan

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser/input"
)

// TestVerdictsDoNotDependOnTheQuestion: a row has the verdict that a report gives it, also
// when rows are chosen by verdicts, or shown themselves.
func TestVerdictsDoNotDependOnTheQuestion(t *testing.T) {
	for _, name := range []string{"dirbust", "slow-scan", "own-pages-fail", "secrets-refused", "scan-and-page", "crawler"} {
		sources, want := storyFiles(t, name, 4), map[codes.Verdict]int64{}
		for _, o := range Read(t.Context(), sources, options(t)).Outcomes {
			if o.Rows > 0 {
				want[o.Verdict] += o.Rows
			}
		}
		for v := range codes.NumVerdicts {
			v := codes.Verdict(v)
			o := options(t)
			o.Filter.Verdicts = []codes.Verdict{v}
			assert.Equal(t, want[v], Read(t.Context(), sources, o).RowsShown(), "%s: only %s", name, v)
			o.Filter = Filter{NotVerdicts: []codes.Verdict{v}}
			assert.Equal(t, allOf(want)-want[v], Read(t.Context(), sources, o).RowsShown(), "%s: all but %s", name, v)
		}
		o := options(t)
		o.Keep = &Keep{}
		r, got := Read(t.Context(), sources, o), map[codes.Verdict]int64{}
		require.NoError(t, r.Kept.All(context.Background(), func(k *KeptRow) bool { got[k.Verdict]++; return true }))
		require.NoError(t, r.Kept.Close())
		assert.Equal(t, want, got, "%s: the rows themselves", name)
	}
}

func allOf(rows map[codes.Verdict]int64) (sum int64) {
	for _, n := range rows {
		sum += n
	}
	return sum
}

// TestOnlyWhatMayChangeIsReadTwice: a filter that takes nothing which all rows could judge
// anew costs no second reading.
func TestOnlyWhatMayChangeIsReadTwice(t *testing.T) {
	patterns := func(text string) (f Filter) {
		flag, ok := FilterFlagOf("status")
		require.True(t, ok)
		require.NoError(t, flag.Set(&f, []string{text}))
		return f
	}
	f := func(want bool, rows bool, f Filter) {
		t.Helper()
		assert.Equal(t, want, f.mayJudgeAnew(rows))
	}
	f(false, false, Filter{})
	f(false, false, patterns("404"))
	f(true, true, Filter{})
	f(true, true, patterns("404.7"))
	f(true, true, patterns("502"))
	f(false, true, patterns("409"))
	f(true, false, Filter{Verdicts: []codes.Verdict{codes.Upstream}})
	f(true, false, Filter{Verdicts: []codes.Verdict{codes.Capacity}})
	f(false, false, Filter{Verdicts: []codes.Verdict{codes.LogonFailure}})
	f(true, false, Filter{Verdicts: []codes.Verdict{codes.Probe}})
	f(true, false, Filter{Verdicts: []codes.Verdict{codes.NotFound}})
	f(true, false, Filter{NotVerdicts: []codes.Verdict{codes.OK}})
	f(false, false, Filter{Verdicts: []codes.Verdict{codes.OK, codes.Handshake}})
}

// TestOwnPathsOfAnyVerdict: a page that scanners know and the site serves fails in many
// ways; each is found by its verdict as it is counted without a filter.
func TestOwnPathsOfAnyVerdict(t *testing.T) {
	var b strings.Builder
	b.WriteString("#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query cs-username sc-status sc-substatus sc-win32-status\n")
	for i, code := range []string{"200 0 0", "404 0 2", "500 0 0", "500 0 112", "502 3 12029", "503 2 0", "403 14 5"} {
		for n := range 5 {
			query := "-"
			if code == "404 0 2" && n < 2 {
				query = "X-ARR-LOG-ID=4b7a" // the server behind ARR refused it
			}
			fmt.Fprintf(&b, "2026-11-20 10:%02d:%02d 10.0.0.%d GET /wordpress/wp-login.php %s - %s\n", i, n, n+1, query, code)
		}
	}
	path := filepath.Join(t.TempDir(), "u_ex.log")
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	find := func() []input.Source {
		sources, _, errs := input.Find([]string{path}, nil)
		require.Empty(t, errs)
		return sources
	}
	want := map[codes.Verdict]int64{}
	for _, o := range Read(t.Context(), find(), options(t)).Outcomes {
		if o.Rows > 0 {
			want[o.Verdict] += o.Rows
		}
	}
	assert.Zero(t, want[codes.Probe])
	assert.NotZero(t, want[codes.Upstream])
	assert.NotZero(t, want[codes.Capacity])
	for v, rows := range want {
		o := options(t)
		o.Filter.Verdicts = []codes.Verdict{v}
		assert.Equal(t, rows, Read(t.Context(), find(), o).RowsShown(), v)
	}
}
