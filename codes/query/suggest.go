package query

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
)

// maxSuggested is how many codes are suggested for one.
const maxSuggested = 3

// lookAlikes returns known codes that a word may have been meant to be, best
// first, at most three.
func (t tables) lookAlikes(word string) []string {
	word = strings.ToLower(word)
	if len(word) > longestName {
		return nil
	}
	var near []string
	for _, known := range t.alike(word) {
		near = append(near, nearest(word, known)...)
	}
	return near[:min(len(near), maxSuggested)]
}

// alike returns lists of codes that are written like a word; what is in an
// earlier list is likelier.
func (t tables) alike(word string) [][]string {
	switch {
	case strings.Trim(word, "0123456789") == "":
		return [][]string{t.codes(false), t.numbers("%d")}
	case strings.HasSuffix(word, "xx"):
		return [][]string{{"1xx", "2xx", "3xx", "4xx", "5xx"}}
	case strings.HasPrefix(word, "0x"):
		return [][]string{t.numbers("0x%08X")}
	case word[0] >= '0' && word[0] <= '9':
		return [][]string{t.codes(true), t.codes(false)}
	case len(word) < 4: // too short to look like one name only
		return nil
	}
	return [][]string{t.names()}
}

// codes returns the statuses, or those with a substatus.
func (t tables) codes(dotted bool) (all []string) {
	for _, s := range t.Statuses() {
		if dotted == (s.Substatus != codes.None) {
			all = append(all, s.Code.String())
		}
	}
	return all
}

// numbers returns the Win32 numbers in a format.
func (t tables) numbers(format string) (all []string) {
	for _, w := range t.Win32s() {
		all = append(all, fmt.Sprintf(format, w.Number))
	}
	return all
}

// names returns the symbols and the reasons.
func (t tables) names() (all []string) {
	for _, w := range t.Win32s() {
		all = append(all, w.Symbol)
	}
	for _, r := range t.Reasons() {
		all = append(all, r.Reason)
	}
	return all
}

// nearest returns the codes that a typing error or two turn into word, the likeliest
// first: fewest errors, then numbers that are close, then those listed first.
func nearest(word string, known []string) []string {
	type candidate struct {
		code         string
		typos, apart int
	}
	var all []candidate
	for _, code := range known {
		folded := strings.ToLower(code)
		most := 1 + len(word)/7
		if len(folded) > len(word)+most || len(folded) < len(word)-most {
			continue // saves most of the work
		}
		if typos := distance(word, folded); typos <= most {
			all = append(all, candidate{code, typos, numbersApart(word, folded)})
		}
	}
	slices.SortStableFunc(all, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(x.typos, y.typos), cmp.Compare(x.apart, y.apart))
	})
	var best []string
	for _, c := range all {
		best = append(best, c.code)
	}
	return best
}

// numbersApart is how far two plain numbers lie apart; 0 for other words.
func numbersApart(x, y string) int {
	a, errX := strconv.Atoi(x)
	b, errY := strconv.Atoi(y)
	if errX != nil || errY != nil {
		return 0
	}
	return max(a-b, b-a)
}

// distance counts the typing errors between two words: bytes left out, put in, taken for
// another, and neighbours swapped.
func distance(x, y string) int {
	before, above, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(x) {
		before, above, row = above, row, before
		row[0] = i + 1
		for j := range len(y) {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(above[j]+cost, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(y)]
}
