package scan

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// storyFiles writes a story and returns its logs.
func storyFiles(t testing.TB, name string, seed uint64) []input.Source {
	t.Helper()
	s, ok := logtest.StoryNamed(name)
	require.True(t, ok)
	tale := s.Write(logtest.Small, seed)
	dir := t.TempDir()
	require.NoError(t, tale.Save(dir))
	sources, _, errs := input.Find([]string{dir}, nil)
	require.Empty(t, errs)
	return sources
}

// TestRejudgedIsCountedAnew: what is counted after rows were moved is what their
// verdicts give when each row is counted by itself.
func TestRejudgedIsCountedAnew(t *testing.T) {
	for _, name := range []string{"dirbust", "slow-scan", "own-pages-fail", "secrets-refused", "scan-and-page", "crawler"} {
		o := options(t)
		o.Compare = true
		r := Read(context.Background(), storyFiles(t, name, 3), o)
		type seen struct{ rows, first, last int64 }
		key := func(c codes.Code, v codes.Verdict) string { return fmt.Sprint(c.Label(), " ", v) }
		want, clients := map[string]seen{}, map[string]int64{}
		add := func(k string, rows, first, last int64) {
			s, ok := want[k]
			if !ok {
				s = seen{0, math.MaxInt64, math.MinInt64}
			}
			want[k] = seen{s.rows + rows, min(s.first, first), max(s.last, last)}
		}
		require.True(t, r.Rows.Look(context.Background(), []Span{{math.MinInt64 / 2, math.MaxInt64 / 2, true}}, Wanted{}, func(_ int, row *parser.Row, v codes.Verdict) {
			out := OutcomeOf(row)
			add(key(codes.Code{Status: out.Status, Substatus: out.Substatus}, v), 1, row.Second, row.Second)
			if v == codes.NotFound {
				clients[string(row.Field(parser.ClientIP))]++
			}
		}))
		got := map[string]seen{}
		want, got = got, want
		for _, one := range r.Outcomes {
			if one.Rows > 0 {
				add(key(one.Code, one.Verdict), one.Rows, one.First, one.Last)
			}
		}
		assert.Equal(t, got, want, name)
		var minutes, rows int64
		for _, cell := range r.Minutes.Cells {
			assert.Positive(t, cell.Rows)
			minutes += cell.Rows
		}
		for _, one := range r.Outcomes {
			rows += one.Rows
		}
		assert.Equal(t, rows, minutes, "%s: rows of all buckets", name)
		all, _ := r.All(FieldClient, func(s *Subject) bool { return s.Verdict == codes.NotFound })
		found := map[string]int64{}
		for _, v := range all {
			found[v.Text] = v.Count
		}
		assert.Equal(t, clients, found, name)
	}
}

// TestScanners: who looks for made-up names is one; a crawler and a site whose pages
// fail for everybody have none.
func TestScanners(t *testing.T) {
	for name, want := range map[string]int{
		"dirbust": 1, "slow-scan": 1, "secrets-refused": 1, "exploits-refused": 1, "crawler": 0, "crawler-links": 0, "own-pages-fail": 0,
		"browser-files": 0, "few-paths": 0, "many-paths": 0, "innocent-words": 0, "healthy": 0,
	} {
		for seed := uint64(1); seed <= 3; seed++ {
			r := Read(context.Background(), storyFiles(t, name, seed), options(t))
			assert.Len(t, r.Scanners, want, "%s, seed %d", name, seed)
		}
	}
}

// TestRejudgedForAnyWorkers: which rows move does not depend on who counted them.
func TestRejudgedForAnyWorkers(t *testing.T) {
	for _, name := range []string{"scan-and-page", "own-pages-fail"} {
		sources := storyFiles(t, name, 2)
		var want map[string]any
		for _, workers := range []int{1, 3} {
			for _, size := range []int{4 << 10, 1 << 20} {
				o := options(t)
				o.Compare, o.Workers, o.ChunkSize = true, workers, size
				got := plain(Read(context.Background(), sources, o))
				if want == nil {
					want = got
				}
				sameResult(t, want, got, fmt.Sprint(name, workers, size))
			}
		}
	}
}

// TestFilterDoesNotHideServedRows: that the misses of a client alone are shown makes it
// no scanner.
func TestFilterDoesNotHideServedRows(t *testing.T) {
	o := options(t)
	only, err := ParseStatus("404")
	require.NoError(t, err)
	o.Filter.Status = []StatusPattern{only}
	for name, want := range map[string]int{"crawler": 0, "dirbust": 1} {
		r := Read(context.Background(), storyFiles(t, name, 1), o)
		assert.Len(t, r.Scanners, want, name)
	}
}
