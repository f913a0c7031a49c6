package scan

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// packed are the texts in one file each that has to be read from its start.
func packed(t *testing.T, texts ...string) []input.Source {
	t.Helper()
	dir := t.TempDir()
	for i, text := range texts {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, err := z.Write([]byte(text))
		require.NoError(t, err)
		require.NoError(t, z.Close())
		require.NoError(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("u_ex%06d.log.gz", i)), b.Bytes(), 0o600))
	}
	sources, _, errs := input.Find([]string{dir}, nil)
	require.Empty(t, errs)
	return sources
}

// oddLogs are logs of which rows are not easily read one by one.
func oddLogs(t *testing.T) (texts []string) {
	auth, _ := write(t, logtest.Auth(60<<10))
	all := logtest.Tricky()
	for _, name := range []string{"fields change", "legs", "out of order"} {
		texts = append(texts, all[name])
	}
	ended := strings.TrimSuffix(auth, "\n")
	return append(texts, auth, ended, strings.ReplaceAll(auth, "\n", "\r\n"), strings.ReplaceAll(auth, "\n", "\r"), strings.ReplaceAll(ended, "\n", "\r"),
		strings.ReplaceAll(auth, " - 80 ", " -\t80 "), "\x00\x00\n"+strings.ReplaceAll(auth, " 200 0 0 ", "  200 0 0 "))
}

// TestNotedLooks: a look by notes shows each wanted row where it stands and as it was judged,
// and no row otherwise than a look that judges all again.
func TestNotedLooks(t *testing.T) {
	texts := oddLogs(t)
	all := []Span{{-anyTime, anyTime, true}}
	for name, sources := range map[string][]input.Source{"files": filesOf(t, texts...), "packed": packed(t, texts...)} {
		for _, cut := range []struct{ workers, chunk int }{{1, 64}, {1, 1 << 20}, {3, 997}, {2, 16 << 10}} {
			o := options(t)
			o.Compare, o.Workers, o.ChunkSize = true, cut.workers, cut.chunk
			noted := Read(t.Context(), sources, o)
			o.mostNoted = 1
			judged := Read(t.Context(), sources, o)
			sameResult(t, plain(judged), plain(noted), name)
			require.NotNil(t, noted.Rows.(*secondLook).noted)
			require.Nil(t, judged.Rows.(*secondLook).noted)
			var want lines
			require.True(t, judged.Rows.Look(t.Context(), all, Wanted{}, want.see))
			every := want.within(judged, all)
			client, path := string(want.rows[7].row.Field(parser.ClientIP)), string(want.rows[11].row.Path())
			for _, w := range []Wanted{
				{}, {Odd: true}, {Clients: []string{client}}, {Paths: []string{path, "/none"}}, {Odd: true, Verdicts: []codes.Verdict{codes.NotFound}},
				{Clients: []string{client}, Paths: []string{path}, Odd: true}, {Takes: func(o codes.Outcome) bool { return o.Status == 401 }}, {Clients: []string{"none"}},
			} {
				var got lines
				require.True(t, noted.Rows.Look(t.Context(), all, w, got.see))
				shown := got.within(noted, all)
				for _, line := range shown {
					_, ok := slices.BinarySearch(every, line)
					require.True(t, ok, "%s, %v, %v: %s", name, cut, w, line)
				}
				is := lines{}
				for _, s := range want.rows {
					if w.is(s) {
						is.rows = append(is.rows, s)
					}
				}
				for _, line := range is.within(judged, all) {
					_, ok := slices.BinarySearch(shown, line)
					require.True(t, ok, "%s, %v, %v: %s", name, cut, w, line)
				}
				assert.Equal(t, len(slices.Compact(slices.Clone(shown))), len(shown), "each once")
			}
		}
	}
}

// is reports whether a row is wanted.
func (w *Wanted) is(s sighting) bool {
	if w.Takes != nil && !w.Takes(OutcomeOf(s.row)) {
		return false
	}
	odd := w.Odd && s.verdict != codes.OK && (w.Verdicts == nil || slices.Contains(w.Verdicts, s.verdict))
	return odd || !w.Odd && len(w.Clients)+len(w.Paths) == 0 ||
		slices.Contains(w.Clients, string(s.row.Field(parser.ClientIP))) || slices.Contains(w.Paths, string(s.row.Path()))
}

// TestNotedLooksReadLittle: the rows of one client are shown, and hardly any others.
func TestNotedLooksReadLittle(t *testing.T) {
	text, _ := write(t, logtest.Config{Rows: 20_000, Rate: logtest.Flat(1)})
	o := options(t)
	o.Compare, o.ChunkSize = true, 64<<10
	r := Read(t.Context(), filesOf(t, text+strings.Repeat(strings.SplitAfter(text, "\n")[4], 3)), o)
	var got lines
	client := strings.Fields(strings.SplitAfter(text, "\n")[4])[8]
	require.True(t, r.Rows.Look(t.Context(), []Span{{-anyTime, anyTime, true}}, Wanted{Clients: []string{client}}, got.see))
	assert.GreaterOrEqual(t, len(got.rows), 4)
	assert.Less(t, len(got.rows), 2000)
}

// TestNotedStories: what is told of a log is the same where its rows are noted and where there
// are too many to be.
func TestNotedStories(t *testing.T) {
	for _, name := range []string{"dirbust", "slow-scan", "secrets-refused", "own-pages-fail", "scan-and-page", "crawler", "healthy", "few-paths"} {
		sources := storyFiles(t, name, 4)
		o := options(t)
		o.Compare, o.Workers, o.ChunkSize = true, 2, 64<<10
		noted := plain(Read(t.Context(), sources, o))
		o.mostNoted = 1
		all := Read(t.Context(), sources, o)
		sameResult(t, plain(all), noted, name)
		o.Compare, o.mostNoted = false, 0
		o.Filter.Since = time.Unix((all.Earliest+all.Latest)/2, 0)
		part := Read(t.Context(), sources, o)
		require.NotNil(t, part.Rows.(*secondLook).noted)
		o.mostNoted = 1
		sameResult(t, plain(Read(t.Context(), sources, o)), plain(part), name+", of some time")
	}
}

// TestNotedBesideTheTime: rows beside the time that is asked for are noted for who looks at all,
// and shown to nobody else.
func TestNotedBesideTheTime(t *testing.T) {
	for _, text := range oddLogs(t) {
		o := options(t)
		whole := Read(t.Context(), filesOf(t, text), o)
		middle := (whole.Earliest + whole.Latest) / 2
		o.Workers, o.ChunkSize, o.Filter.Until = 3, 997, time.Unix(middle, 0)
		all, spans := Filter{}, []Span{{-anyTime, anyTime, true}}
		var seen [2][2][]string
		for i, most := range []int{0, 1} {
			o.mostNoted = most
			r := Read(t.Context(), filesOf(t, text), o)
			look := r.Rows.(*secondLook)
			require.Equal(t, most == 0, look.noted != nil)
			for k, filter := range []Filter{o.Filter, all} {
				look.options.Filter = filter
				var got lines
				require.True(t, look.Look(t.Context(), spans, Wanted{}, got.see))
				seen[i][k] = got.within(r, spans)
			}
		}
		assert.Equal(t, seen[1], seen[0])
		assert.Less(t, len(seen[0][0]), len(seen[0][1]))
	}
}

// TestNotedLookAtAnotherFile: who finds other rows than were noted says so, and shows none of
// them under the verdict of those that were there.
func TestNotedLookAtAnotherFile(t *testing.T) {
	text, _ := write(t, logtest.Config{Rows: 2000, Rate: logtest.Flat(1)})
	sources := filesOf(t, text)
	o := options(t)
	o.Compare, o.ChunkSize = true, 16<<10
	r := Read(t.Context(), sources, o)
	require.NoError(t, os.Truncate(sources[0].Name, int64(len(text)/2)))
	assert.False(t, r.Rows.Look(t.Context(), []Span{{-anyTime, anyTime, true}}, Wanted{}, func(int, *parser.Row, codes.Verdict) {}))
	require.Len(t, r.Changed(), 1)
}

// A single row that is wanted right behind the directives is read with them, whatever its line
// ends in.
func TestNotedRowBehindDirectives(t *testing.T) {
	text := logOf("date time c-ip cs-method cs-uri-stem sc-status", `
		0 10.0.0.1 GET /a 500
		1 10.0.0.2 GET /b 200
		2 10.0.0.3 GET /c 200`)
	for _, end := range []string{"\n", "\r\n", "\r"} {
		r := Read(t.Context(), filesOf(t, strings.ReplaceAll(text, "\n", end)), options(t))
		var seen lines
		spans := []Span{{midnight.Unix(), midnight.Unix() + 10, true}}
		require.True(t, r.Rows.Look(t.Context(), spans, Wanted{Odd: true}, seen.see), "%q", end)
		require.Len(t, seen.within(r, spans), 1, "%q", end)
	}
}
