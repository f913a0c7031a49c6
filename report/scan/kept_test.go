package scan

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// keptIn returns the rows that were kept, one text each: place, verdict and line.
func keptIn(t *testing.T, o Options, keep Keep, sources []input.Source) (rows []string) {
	t.Helper()
	keep.Dir = t.TempDir()
	o.Keep = &keep
	r := Read(context.Background(), sources, o)
	require.Empty(t, r.Errors())
	err := r.Kept.All(context.Background(), func(k *KeptRow) bool {
		rows = append(rows, fmt.Sprintf("%d:%d %s %s", k.Source, k.Line, k.Verdict, k.Row.Line))
		return true
	})
	require.NoError(t, err)
	require.NoError(t, r.Kept.Close())
	left, err := os.ReadDir(keep.Dir)
	require.NoError(t, err)
	assert.Empty(t, left, "temporary files")
	return rows
}

// twoLogs are two logs with handshakes, of the same time.
func twoLogs(t *testing.T) (texts []string) {
	t.Helper()
	for seed := range uint64(2) {
		text, _ := write(t, logtest.Config{Traffic: logtest.Intranet, Seed: seed + 1, Bytes: 200 << 10})
		texts = append(texts, text)
	}
	return texts
}

// TestKeptRowsAreThoseOfTheLogInOrder compares with the plainest way: all lines, sorted
// by time, then source, then place. Whatever the memory, the workers and the chunks, and
// whether the sources can be read again or not.
func TestKeptRowsAreThoseOfTheLogInOrder(t *testing.T) {
	texts := twoLogs(t)
	want := inOrder(texts)
	var verdicts []string
	for _, cut := range []struct{ workers, chunk, memory int }{
		{1, 1 << 20, 0}, {1, 64 << 10, 16 << 10}, {2, 997, 0}, {3, 4096, 16 << 10}, {8, 64 << 10, 1},
	} {
		for _, sources := range [][]input.Source{filesOf(t, texts...), sourcesOf(texts...)} {
			o := options(t)
			o.Workers, o.ChunkSize = cut.workers, cut.chunk
			got := keptIn(t, o, Keep{Memory: cut.memory}, sources)
			assert.Equal(t, want, linesOf(got), cut)
			if sources[0].Repeatable() { // else legs find no answers in the other source
				if verdicts == nil {
					verdicts = got
				}
				assert.Equal(t, verdicts, got, cut)
			}
		}
	}
	assert.True(t, slices.ContainsFunc(verdicts, func(row string) bool { return strings.Contains(row, " handshake ") }))
}

// inOrder are the rows of some logs by time, then source, then place.
func inOrder(texts []string) (lines []string) {
	for _, text := range texts {
		for line := range strings.Lines(text) {
			if line[0] != '#' {
				lines = append(lines, strings.TrimRight(line, "\r\n"))
			}
		}
	}
	sort.SliceStable(lines, func(i, j int) bool { return lines[i][:19] < lines[j][:19] })
	return lines
}

func linesOf(rows []string) (lines []string) {
	for _, row := range rows {
		lines = append(lines, strings.SplitN(row, " ", 3)[2])
	}
	return lines
}

// TestLogInNoOrder: where slices of time would read a log again and again, a temporary
// file is used. A row without a time comes first.
func TestLogInNoOrder(t *testing.T) {
	var b strings.Builder
	b.WriteString("#Fields: date time cs-uri-stem sc-status\n")
	for i := range 20_000 {
		at := (i * 7919) % 20_000
		fmt.Fprintf(&b, "2026-11-%02d %02d:%02d:%02d /%d 200\n", 1+at/1000, at%24, at%60, i%60, i)
	}
	for _, text := range []string{b.String(), b.String() + "2026-11-01 nonsense /x 200\n"} {
		o := options(t)
		o.ChunkSize = 4 << 10
		rows := linesOf(keptIn(t, o, Keep{Memory: 8 << 10}, filesOf(t, text)))
		lines := inOrder([]string{text})
		if strings.Contains(text, "nonsense") {
			at := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "nonsense") })
			first := lines[at]
			lines = slices.Insert(slices.Delete(lines, at, at+1), 0, first)
		}
		assert.Equal(t, lines, rows)
	}
}

// TestKeepSome: the first, the slowest and a choice are the same for any cut.
func TestKeepSome(t *testing.T) {
	texts := twoLogs(t)
	all := keptIn(t, options(t), Keep{}, filesOf(t, texts...))
	for _, cut := range []struct{ workers, chunk, memory int }{{1, 1 << 20, 0}, {3, 4096, 4 << 10}} {
		o := options(t)
		o.Workers, o.ChunkSize = cut.workers, cut.chunk
		f := func(k Keep) []string {
			k.Memory = cut.memory
			return keptIn(t, o, k, filesOf(t, texts...))
		}
		assert.Equal(t, all[:7], f(Keep{Limit: 7}))
		assert.Equal(t, all, f(Keep{Limit: 1 << 20}))
		sample := f(Keep{Sample: 40})
		assert.Len(t, sample, 40)
		assert.Equal(t, sample, keptIn(t, options(t), Keep{Sample: 40}, filesOf(t, texts...)))
		assert.True(t, sort.SliceIsSorted(sample, func(i, j int) bool { return linesOf(sample)[i][:19] < linesOf(sample)[j][:19] }))
		slowest := linesOf(f(Keep{Slowest: true}))
		assert.Len(t, slowest, len(all))
		assert.True(t, sort.SliceIsSorted(slowest, func(i, j int) bool { return takenIn(slowest[i]) > takenIn(slowest[j]) }))
		assert.Equal(t, slowest[:9], linesOf(f(Keep{Slowest: true, Limit: 9})))
	}
}

func takenIn(line string) (ms int) {
	_, _ = fmt.Sscan(line[strings.LastIndexByte(line, ' ')+1:], &ms)
	return ms
}

// TestKeptLayouts: the fields come in the order of their first rows.
func TestKeptLayouts(t *testing.T) {
	const log = "#Fields: date time sc-status\n2026-11-01 00:00:02 200\n#Fields: date time sc-status c-ip\n2026-11-01 00:00:01 200 10.0.0.1\n" +
		"#Fields: date time sc-status\n2026-11-01 00:00:03 200\n"
	o := options(t)
	o.Keep = &Keep{}
	r := Read(context.Background(), sourcesOf(log), o)
	layouts := r.Kept.Layouts()
	require.Len(t, layouts, 2)
	assert.Equal(t, []string{"date", "time", "sc-status"}, layouts[0].Names)
	assert.Len(t, layouts[1].Names, 4)
}

// TestNoRoomForRows: a temporary file that cannot be written is told of, and not passed
// over.
func TestNoRoomForRows(t *testing.T) {
	o := options(t)
	o.Keep = &Keep{Memory: 1, Dir: t.TempDir() + "/missing"}
	r := Read(context.Background(), sourcesOf("#Fields: date time sc-status\n2026-11-01 00:00:02 200\n"), o)
	assert.ErrorContains(t, r.Kept.All(context.Background(), func(*KeptRow) bool { return true }), "missing")
	require.NoError(t, r.Kept.Close())
}
