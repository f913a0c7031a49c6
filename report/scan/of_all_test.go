package scan

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
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
	f(false, true, patterns("502"))
	f(true, false, Filter{Verdicts: []codes.Verdict{codes.Probe}})
	f(true, false, Filter{Verdicts: []codes.Verdict{codes.NotFound}})
	f(true, false, Filter{NotVerdicts: []codes.Verdict{codes.OK}})
	f(false, false, Filter{Verdicts: []codes.Verdict{codes.OK, codes.Handshake}})
}
