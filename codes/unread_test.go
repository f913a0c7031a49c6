package codes

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wholeBook is a Book of which all was read, and that is what its tables say.
func wholeBook(t *testing.T, lang Lang) *Book {
	t.Helper()
	b := newBook(lang)
	for _, of := range bookTables() {
		require.NoError(t, b.load(of, tables))
	}
	return b
}

// What is read when it is asked for is what stands in the tables.
func TestEntriesAreReadAsTheyAreAsked(t *testing.T) {
	for _, lang := range Langs() {
		whole := wholeBook(t, lang)
		for code, want := range whole.statuses {
			got, match := open(t, lang).Status(code.Status, code.Substatus)
			assert.Equal(t, Exact, match)
			assert.Equal(t, want, got)
		}
		b := open(t, lang)
		for number, want := range whole.win32s {
			got, ok := b.Win32(uint64(number))
			assert.True(t, ok)
			assert.Equal(t, want, got)
		}
		for key, want := range whole.pairs {
			got, ok := b.Pair(key.code, key.win32)
			assert.True(t, ok, key)
			assert.Equal(t, want, got)
		}
		for key, want := range whole.cases {
			got, ok := b.Case(key.code.Status, key.code.Substatus, key.verdict)
			assert.True(t, ok, key)
			assert.Equal(t, want, got)
		}
		for symbol, number := range whole.symbols {
			got, ok := open(t, lang).Symbol(strings.ToLower(symbol))
			assert.True(t, ok, symbol)
			assert.Equal(t, number, got.Number)
		}
		assert.Equal(t, whole.Statuses(), b.Statuses(), "all, after some")
		assert.Equal(t, whole.Win32s(), b.Win32s())
		assert.Equal(t, whole.Pairs(), b.Pairs())
		assert.Equal(t, whole.FTPs(), b.FTPs())
		assert.Equal(t, whole.Reasons(), b.Reasons())
	}
}

// Numbers that no table knows end with the whole table, which is what it was.
func TestUnknownNumbersAreBounded(t *testing.T) {
	b := open(t, English)
	for number := range uint64(1000) {
		b.Win32(1<<20 + number)
	}
	s := b.shelf(win32Table)
	assert.True(t, s.whole)
	assert.Len(t, s.read, mostFirsts)
	assert.Equal(t, wholeBook(t, English).win32s, b.win32s)
	few := open(t, English)
	for range 1000 { // the lure: one number that comes again and again
		few.Win32(1 << 20)
	}
	assert.False(t, few.shelf(win32Table).whole)
}

// Entries are found by where the lines of a first cell begin and end.
func TestFirstCellsStandTogether(t *testing.T) {
	files, err := tables.ReadDir("data")
	require.NoError(t, err)
	for _, file := range files {
		name := file.Name()
		table, _, _ := strings.Cut(name, ".")
		raw, err := tables.ReadFile("data/" + name)
		require.NoError(t, err)
		if table == "noise" || table == "verdict" || !strings.HasSuffix(name, ".tsv") {
			continue
		}
		last, seen := "", map[string]bool{}
		for line := range strings.Lines(string(raw)) {
			first, _, ok := strings.Cut(line, "\t")
			if !ok || line[0] == '#' || first == last {
				continue
			}
			assert.False(t, seen[first], "%s: %s stands in two places", name, first)
			last, seen[first] = first, true
		}
		assert.Greater(t, len(seen), 1, name)
	}
}

func TestManyAskABook(t *testing.T) {
	whole, b := wholeBook(t, English), open(t, English)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for code, want := range whole.statuses {
				got, _ := b.Status(code.Status, code.Substatus)
				assert.Equal(t, want, got)
				_, _ = b.Pair(code, 5)
			}
			_, ok := b.Symbol("error_logon_failure")
			assert.True(t, ok)
		})
	}
	wait.Wait()
}
