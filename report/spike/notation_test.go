package spike

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// monday is 2 November 2026, 00:00 UTC.
const monday = 1793577600

// gap stands for a bucket in which nothing was logged.
const gap = -1

// series reads counts as people write them:
//
//	5        one bucket of five
//	5x3      three of them
//	2+3x4    four that rise by three: 2 5 8 11
//	_x60     sixty in which nothing was logged
//	(1 0x9)x6  six times what is in the brackets
func series(t testing.TB, text string) []int64 {
	t.Helper()
	counts, rest := bracketed(t, strings.NewReplacer("(", " ( ", ")", " )").Replace(text))
	require.Empty(t, rest)
	return counts
}

func bracketed(t testing.TB, text string) (counts []int64, rest string) {
	for text = strings.TrimLeft(text, " "); text != ""; text = strings.TrimLeft(text, " ") {
		word, after, _ := strings.Cut(text, " ")
		switch {
		case word == "(":
			var inner []int64
			inner, after = bracketed(t, after)
			word, after, _ = strings.Cut(after, " ")
			for range number(t, strings.TrimPrefix(word, "x")) {
				counts = append(counts, inner...)
			}
		case strings.HasPrefix(word, ")"):
			return counts, strings.TrimPrefix(text, ")")
		default:
			counts = append(counts, repeated(t, word)...)
		}
		text = after
	}
	return counts, ""
}

func repeated(t testing.TB, word string) []int64 {
	value, times, many := strings.Cut(word, "x")
	n := int64(1)
	if many {
		n = number(t, times)
	}
	value, step, _ := strings.Cut(value, "+")
	first, by := int64(gap), int64(0)
	if value != "_" {
		first = number(t, value)
	}
	if step != "" {
		by = number(t, step)
	}
	var counts []int64
	for i := range n {
		counts = append(counts, first+i*by)
	}
	return counts
}

func number(t testing.TB, text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	require.NoError(t, err)
	return n
}

// timeline is errors, and healthy traffic as the last series, in minutes from
// Monday on.
func timeline(t testing.TB, healthy string, errors ...string) Timeline {
	tl := Timeline{Start: monday, Step: 60}
	traffic := series(t, healthy)
	for _, text := range errors {
		s := Series{Counts: series(t, text), Attention: true}
		require.Len(t, s.Counts, len(traffic), text)
		tl.Series = append(tl.Series, s)
	}
	tl.Series = append(tl.Series, Series{Counts: traffic})
	return tl
}

// letter names a series: "a" for the first.
func letter(series int) string { return string(rune('a' + series)) }

// told writes spikes as series, first and last bucket, count, and what else is
// to say: "a 30..34 40 new".
func told(t Timeline, spikes []Spike) []string {
	list := []string{}
	for _, s := range spikes {
		text := fmt.Sprintf("%s %d..%d %d", letter(s.Series), (s.From-t.Start)/t.Step, (s.Until-t.Start)/t.Step-1, s.Observed)
		if s.Part >= 0 {
			text += fmt.Sprint(" part ", s.Part)
		}
		if s.New {
			text += " new"
		}
		if s.Recurring {
			text += fmt.Sprintf(" recurring %d", len(s.Returns))
		}
		for _, o := range s.Together {
			text += " with " + letter(o)
		}
		list = append(list, text)
	}
	return list
}

func TestSeriesNotation(t *testing.T) {
	assert.Equal(t, []int64{5, 7, 7, 2, 5, 8, gap, gap}, series(t, "5 7x2 2+3x3 _x2"))
	assert.Equal(t, []int64{1, 0, 0, 1, 0, 0, 9}, series(t, "(1 0x2)x2 9"))
}
