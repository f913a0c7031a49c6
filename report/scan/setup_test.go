package scan

import (
	"bytes"
	"context"
	"fmt"
	"hash/maphash"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// The tables are opened once: a Book and Rules are read-only.
var (
	openBook  = sync.OnceValues(func() (*codes.Book, error) { return codes.Open(codes.English) })
	openRules = sync.OnceValues(codes.OpenRules)
	openNoise = sync.OnceValue(codes.OpenFamilies)
)

// seed is the one that the tables of these tests share.
var seed = maphash.MakeSeed()

// cuts are the ways in which the same log is shared out and cut up.
var cuts = []struct{ workers, chunk int }{
	{1, 1 << 20}, {1, 64}, {1, 997}, {1, 64 << 10},
	{2, 64}, {2, 997}, {2, 64 << 10}, {2, 1 << 20},
	{3, 64}, {3, 997}, {3, 64 << 10}, {3, 1 << 20},
	{8, 64}, {8, 997}, {8, 64 << 10}, {8, 1 << 20},
}

// logStart is the first second of a log of logtest that says nothing else.
var logStart = time.Date(2026, time.November, 2, 0, 0, 0, 0, time.UTC).Unix()

// options returns Options with the tables in place.
func options(t testing.TB) Options {
	t.Helper()
	book, err := openBook()
	require.NoError(t, err)
	rules, err := openRules()
	require.NoError(t, err)
	return Options{Book: book, Rules: rules, Noise: openNoise()}
}

// sourcesOf returns one source for each text, named a.log, b.log and so on.
func sourcesOf(texts ...string) []input.Source {
	var all []input.Source
	for i, text := range texts {
		all = append(all, input.From(fmt.Sprintf("%c.log", 'a'+i), strings.NewReader(text)))
	}
	return all
}

// filesOf writes texts to files, which unlike readers can be read again.
func filesOf(t testing.TB, texts ...string) []input.Source {
	t.Helper()
	dir := t.TempDir()
	for i, text := range texts {
		name := filepath.Join(dir, fmt.Sprintf("u_ex26110%d.log", i+1))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	}
	sources, _, errs := input.Find([]string{dir}, nil)
	require.Empty(t, errs)
	require.Len(t, sources, len(texts))
	return sources
}

// resultOf reads texts, one source each, and holds that the numbers of the result
// agree with each other.
func resultOf(t testing.TB, o Options, texts ...string) *Result {
	t.Helper()
	r := Read(context.Background(), sourcesOf(texts...), o)
	agrees(t, r)
	return r
}

// agrees holds what must be true of every result: each line is accounted for once,
// and every breakdown sums to the same total.
func agrees(t testing.TB, r *Result) {
	t.Helper()
	for _, s := range r.Sources {
		assert.Equal(t, s.Lines, s.Rows+s.Filtered+s.Refused+s.Directives+s.Blank, "lines of %s", s.Name)
	}
	rows, once := shownRows(r), map[Outcome]bool{}
	assert.Equal(t, total(r).Rows, rows, "rows that were used and rows that were counted")
	for _, o := range r.Outcomes {
		key := o
		key.Rows, key.First, key.Last = 0, 0, 0
		assert.False(t, once[key], "%+v is listed once", key)
		once[key] = true
		s := r.Subjects[o.Subject]
		assert.Equal(t, []any{s.Code, s.Verdict, s.Span}, []any{o.Code, o.Verdict, o.Span}, "subject of an outcome")
		assert.True(t, o.Shown || o.Rows == 0, "rows of what is only compared with")
	}
	if len(r.By) > 0 {
		grouped := r.Rest.Rows
		for _, g := range r.Groups {
			grouped += g.Rows
		}
		assert.Equal(t, rows, grouped, "rows of groups")
	}
	assert.LessOrEqual(t, r.Taken.Rows, rows)
}

// shownRows is how many rows a result counts.
func shownRows(r *Result) (rows int64) {
	for _, o := range r.Outcomes {
		rows += o.Rows
	}
	return rows
}

// total sums the ledgers of all sources.
func total(r *Result) (sum Source) {
	for _, s := range r.Sources {
		sum.Bytes += s.Bytes
		sum.Lines += s.Lines
		sum.Skipped += s.Skipped
		sum.Rows += s.Rows
		sum.Filtered += s.Filtered
		sum.Refused += s.Refused
		sum.Directives += s.Directives
		sum.Blank += s.Blank
	}
	return sum
}

// countOf returns how many rows have a verdict.
func countOf(r *Result, verdict string) (rows int64) {
	for _, o := range r.Outcomes {
		if o.Verdict.String() == verdict {
			rows += o.Rows
		}
	}
	return rows
}

// verdictsOf writes the verdicts of a result as "ok 1, handshake 2", those with
// rows, in the order of codes.Verdict.
func verdictsOf(r *Result) string {
	var all []string
	for v := range codes.NumVerdicts {
		name := codes.Verdict(v).String()
		if n := countOf(r, name); n > 0 {
			all = append(all, fmt.Sprint(name, " ", n))
		}
	}
	return strings.Join(all, ", ")
}

// codeRows returns how many rows each code has, those of FTP as "FTP 530.41".
func codeRows(r *Result) map[string]int64 {
	all := map[string]int64{}
	for _, o := range r.Outcomes {
		if o.Rows > 0 {
			all[o.Code.Label()] += o.Rows
		}
	}
	return all
}

// write makes a log and says what is in it.
func write(t testing.TB, c logtest.Config) (string, logtest.Summary) {
	t.Helper()
	var b bytes.Buffer
	s, err := logtest.Write(&b, c)
	require.NoError(t, err)
	return b.String(), s
}

// eachRow shows every row of a text to see.
func eachRow(t testing.TB, text string, see func(*parser.Row)) {
	t.Helper()
	cutter := parser.NewCutter(strings.NewReader(text))
	buf := make([]byte, 0, 64<<10)
	var scanner parser.Scanner
	for {
		chunk, err := cutter.Next(buf)
		if err == io.EOF {
			return
		}
		require.NoError(t, err)
		scanner.Reset(chunk)
		for scanner.Scan() {
			see(scanner.Row())
		}
	}
}
