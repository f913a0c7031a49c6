package codes

import (
	"cmp"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The tests in this file read the tables as files, so that a slip of the hand
// is reported with the line where it is.

var shapes = []struct {
	name  string
	keys  int
	facts []string
	less  func(a, b []string) int
}{
	{"status", 2, []string{"status", "substatus", "versions", "meanings", "source"}, byNumbers},
	{"win32", 1, []string{"number", "symbol", "source"}, byNumbers},
	{"reason", 1, []string{"reason", "status", "meanings", "source"}, slices.Compare[[]string]},
	{"ftp", 2, []string{"status", "substatus", "meanings", "source"}, byReply},
	{"event", 2, []string{"event", "provider", "log", "codes", "source"}, byEvent},
	{"case", 3, []string{"status", "substatus", "verdict", "meanings", "source"}, byNumbers},
}

// leading returns the number that a cell starts with: 404, the 1004 of
// 1004-1018, or None for "-".
func leading(cell string) int {
	first, _, _ := strings.Cut(cell, "-")
	n, err := strconv.Atoi(first)
	if err != nil {
		return None
	}
	return n
}

func byNumbers(a, b []string) int {
	return slices.CompareFunc(a, b, func(x, y string) int { return cmp.Compare(leading(x), leading(y)) })
}

// byReply sorts replies, whose substatus is "-", before substatus.
func byReply(a, b []string) int {
	return cmp.Or(cmp.Compare(min(leading(a[1]), 0), min(leading(b[1]), 0)), byNumbers(a, b))
}

// byEvent sorts by number, then by provider.
func byEvent(a, b []string) int { return cmp.Or(byNumbers(a[:1], b[:1]), cmp.Compare(a[1], b[1])) }

func facts(t *testing.T, table int) []row {
	t.Helper()
	rows, err := builtIn(shapes[table].name+".tsv", shapes[table].facts...)
	require.NoError(t, err)
	return rows
}

func texts(t *testing.T, table int, lang Lang) []row {
	t.Helper()
	s := shapes[table]
	heading := append(slices.Clone(s.facts[:s.keys]), "name", "meaning", "cause", "check")
	rows, err := builtIn(s.name+"."+string(lang)+".tsv", heading...)
	require.NoError(t, err)
	return rows
}

// eachText runs f for every cell of text in every table and language. The part
// is 0 for a name, 1 to 3 for sentences.
func eachText(t *testing.T, f func(t *testing.T, lang Lang, r row, part int, text string)) {
	for i, s := range shapes {
		for _, lang := range Langs() {
			t.Run(s.name+"."+string(lang), func(t *testing.T) {
				for _, r := range texts(t, i, lang) {
					for part, text := range r.cells[s.keys:] {
						f(t, lang, r, part, text)
					}
				}
			})
		}
	}
}

func TestKeysAreSortedAndUnique(t *testing.T) {
	for i, s := range shapes {
		t.Run(s.name, func(t *testing.T) {
			var before []string
			for _, r := range facts(t, i) {
				key := r.cells[:s.keys]
				if strings.HasSuffix(key[0], "xx") {
					continue // classes may stand anywhere
				}
				if before != nil {
					assert.Negative(t, s.less(before, key), "%s:%d: %v must come before %v", r.table, r.line, key, before)
				}
				before = key
			}
		})
	}
}

func TestClassesAreThere(t *testing.T) {
	var classes []string
	for _, r := range facts(t, 0) {
		if strings.HasSuffix(r.cells[0], "xx") {
			classes = append(classes, r.cells[0]+" "+r.cells[1])
		}
	}
	assert.ElementsMatch(t, []string{"1xx -", "2xx -", "3xx -", "4xx -", "4xx other", "5xx -", "5xx other"}, classes)
}

func TestRangesDoNotOverlap(t *testing.T) {
	seen := map[Code]int{}
	for _, r := range facts(t, 0) {
		status, err := r.statusOrClass()
		require.NoError(t, err)
		first, last, err := r.numbers(1)
		require.NoError(t, err)
		for n := first; n <= last; n++ {
			assert.Zero(t, seen[webCode(status, n)], "%s:%d: %d.%d stands there already", r.table, r.line, status, n)
			seen[webCode(status, n)] = r.line
		}
	}
}

func TestLanguagesAreComplete(t *testing.T) {
	for i, s := range shapes {
		for _, lang := range Langs() {
			var want, got [][]string
			for _, r := range facts(t, i) {
				want = append(want, r.cells[:s.keys])
			}
			for _, r := range texts(t, i, lang) {
				got = append(got, r.cells[:s.keys])
			}
			assert.Equal(t, want, got, "keys of %s in %s", s.name, lang)
		}
	}
}

func TestCellsAreTidy(t *testing.T) {
	check := func(t *testing.T, r row) {
		for _, cell := range r.cells {
			ok := cell != "" && cell == strings.TrimSpace(cell) && utf8.ValidString(cell) && !strings.ContainsAny(cell, "\"\r")
			assert.True(t, ok, "%s:%d: %q is empty, quoted or has blanks at its ends", r.table, r.line, cell)
			assert.NotContains(t, cell, "  ", "%s:%d", r.table, r.line)
		}
	}
	for i := range shapes {
		for _, r := range facts(t, i) {
			check(t, r)
			assert.NotEqual(t, "-", r.cells[len(r.cells)-1], "%s:%d: no source", r.table, r.line)
		}
		for _, lang := range Langs() {
			for _, r := range texts(t, i, lang) {
				check(t, r)
			}
		}
	}
}

var (
	innerStop = regexp.MustCompile(`[.!?]\s|[。！？].`)
	han       = regexp.MustCompile(`\p{Han}`)
	halfWidth = regexp.MustCompile(`\p{Han}[,;:?!()]|[,;?!()]\p{Han}`)
)

func TestTextsAreOneSentence(t *testing.T) {
	eachText(t, func(t *testing.T, lang Lang, r row, part int, text string) {
		stop := fullStop(lang)
		assert.Equal(t, part > 0, strings.HasSuffix(text, stop), "%s:%d: %q and its full stop", r.table, r.line, text)
		assert.False(t, innerStop.MatchString(text), "%s:%d: %q is more than one sentence", r.table, r.line, text)
	})
}

func TestTextsFitTheirPlace(t *testing.T) {
	eachText(t, func(t *testing.T, lang Lang, r row, part int, text string) {
		n := utf8.RuneCountInString(text)
		switch {
		case part == 0:
			assert.LessOrEqual(t, n, 48, "%s:%d: the name %q is long", r.table, r.line, text)
		case lang == English:
			assert.True(t, 20 <= n && n <= 180, "%s:%d: %d characters: %q", r.table, r.line, n, text)
		}
	})
}

func TestTextsAreUsedOnce(t *testing.T) {
	seen := map[string]string{}
	eachText(t, func(t *testing.T, lang Lang, r row, part int, text string) {
		place := r.table + ":" + strconv.Itoa(r.line)
		id := r.table + "\t" + strings.TrimRight(text, ".。")
		assert.Empty(t, seen[id], "%s: %q stands there already", place, text)
		seen[id] = place
	})
}

func TestChineseIsChinese(t *testing.T) {
	eachText(t, func(t *testing.T, lang Lang, r row, part int, text string) {
		if lang == Chinese {
			assert.True(t, han.MatchString(text), "%s:%d: %q has no Chinese", r.table, r.line, text)
			assert.False(t, halfWidth.MatchString(text), "%s:%d: %q has punctuation of half width", r.table, r.line, text)
		} else {
			assert.False(t, han.MatchString(text), "%s:%d: %q", r.table, r.line, text)
		}
	})
}

func TestSymbolsAreUnique(t *testing.T) {
	seen := map[string]int{}
	for _, r := range facts(t, 1) {
		symbol := strings.ToUpper(r.cells[1])
		assert.Zero(t, seen[symbol], "%s:%d: %s stands there already", r.table, r.line, symbol)
		seen[symbol] = r.line
	}
}

// The tables were made from collections of facts that lie beside the project
// where it is developed; none of their keys may get lost.
func TestNoFactIsLost(t *testing.T) {
	f := func(file string, table int, columns ...string) {
		t.Run(file, func(t *testing.T) {
			collected := collected(t, file, columns)
			have := map[string]bool{}
			for _, r := range facts(t, table) {
				have[strings.Join(r.cells[:shapes[table].keys], ".")] = true
			}
			for _, key := range collected {
				assert.True(t, have[key], "%s.tsv lacks %s", shapes[table].name, key)
			}
		})
	}
	f("iis_status.tsv", 0, "status", "substatus")
	f("win32_status.tsv", 1, "decimal")
	f("httperr_reasons.tsv", 2, "s-reason")
	f("ftp_status.tsv", 3, "status", "substatus")
}

// collected returns the keys of a file of facts, as 404.3 or 404.- each.
func collected(t *testing.T, file string, columns []string) (keys []string) {
	path := filepath.Join("..", "..", "shared", "facts", file)
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("%s is not beside the project, so there is nothing to compare with", path)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	require.NoError(t, err)
	require.Greater(t, len(rows), 1)
	for _, cells := range rows[1:] {
		var key []string
		for _, column := range columns {
			at := slices.Index(rows[0], column)
			require.GreaterOrEqual(t, at, 0, "%s has no column %s", file, column)
			key = append(key, cmp.Or(cells[at], "-"))
		}
		keys = append(keys, strings.Join(key, "."))
	}
	return keys
}
