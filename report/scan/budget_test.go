package scan

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
)

// distinctLog is a log of errors of so many codes whose paths, users, clients and agents all
// differ, but for a path that a third of the rows of each code have.
func distinctLog(rows, kinds int) string {
	var b strings.Builder
	b.WriteString("#Fields: date time c-ip cs-username cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status\n")
	for i := range rows {
		path := fmt.Sprintf("/%x/%s", i, strings.Repeat("p", 80))
		if i/kinds%3 == 0 {
			path = "/usual"
		}
		fmt.Fprintf(&b, "2026-11-03 00:00:%02d 10.%d.%d.%d user%d %s agent/%x 500 %d 0\n", i*60/rows, i>>16, i>>8&255, i&255, i, path, i, i%kinds)
	}
	return b.String()
}

// All tables together hold no more than the budget, and what is given up for that is the
// same however the log was cut.
func TestTablesShareABudget(t *testing.T) {
	const kinds = 60
	text := distinctLog(400_000, kinds)
	var want []string
	for _, cut := range []struct{ workers, chunk int }{{1, 1 << 20}, {3, 256 << 10}} {
		o := options(t)
		o.Workers, o.ChunkSize = cut.workers, cut.chunk
		r := Read(t.Context(), sourcesOf(text), o)
		held, over := 0, 0
		var got []string
		for i := range r.values.values {
			for f := range r.values.values[i] {
				one := &r.values.values[i][f]
				if held += len(one.ends)*overhead + one.bytes; one.over {
					over++
				}
			}
			top := r.Top(FieldPath, func(s *Subject) bool { return s == &r.Subjects[i] }, 1)
			got = append(got, fmt.Sprint(r.Subjects[i].Code, top.Estimated, top.Distinct, r.values.values[i][FieldPath].over))
		}
		assert.LessOrEqual(t, held, tableBudget)
		assert.Positive(t, over)
		if want == nil {
			want = got
		}
		require.Equal(t, want, got, "%d workers", cut.workers)
	}
}

// However many workers are asked for, few read.
func TestWorkersShareABudget(t *testing.T) {
	for workers, want := range map[int]int{0: 1, 1: 1, 2: 2, 8: 8, 64: mostWorkers} {
		o := Options{Workers: workers}
		assert.Equal(t, want, o.workers(), "%d workers", workers)
		assert.LessOrEqual(t, o.workers()*o.chunk(), 4<<20, "%d workers", workers)
	}
}

// How much a second look at some time would read is the same for any number of workers, so that
// at the very bound it is had on every machine or on none.
func TestSizeOfALook(t *testing.T) {
	var b strings.Builder
	b.WriteString("#Fields: date time cs-uri-stem sc-status\n")
	for second := range 86400 {
		fmt.Fprintf(&b, "2026-11-03 %02d:%02d:%02d /%s 200\n", second/3600, second/60%60, second%60, strings.Repeat("x", 60))
	}
	name := filepath.Join(t.TempDir(), "u_ex261103.log")
	require.NoError(t, os.WriteFile(name, []byte(b.String()), 0o600))
	noon := time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC).Unix()
	want := int64(0)
	for _, workers := range []int{1, 2, 4, 5, 7, 8, 64} {
		sources, _, errs := input.Find([]string{name}, nil)
		require.Empty(t, errs)
		o := options(t)
		o.Workers = workers
		r := Read(t.Context(), sources, o)
		size, ok := r.Rows.Size([]Span{{From: noon, Until: noon + 60}})
		require.True(t, ok)
		require.Less(t, size, int64(b.Len())/2)
		if want == 0 {
			want = size
		}
		assert.Equal(t, want, size, "%d workers", workers)
	}
}
