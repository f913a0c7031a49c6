package codes

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// maxNear is how many codes are suggested for one.
const maxNear = 3

// Near returns the known codes of the same status, or the known statuses, that
// are nearest to the one asked about, at most three; none where the tables know
// that one, or where it is no matter of status and substatus.
func (b *Book) Near(q Question) []string {
	if q.Kind != AskStatus || q.Substatus == AnySubstatus {
		return nil
	}
	asked := key{q.Status, q.Substatus}
	var known []key
	for _, k := range b.keys(q.FTP) {
		switch {
		case k == asked:
			return nil
		case (k.substatus == None) == (asked.substatus == None) && (k.status == asked.status || asked.substatus == None):
			known = append(known, k)
		}
	}
	slices.SortStableFunc(known, func(x, y key) int {
		return cmp.Or(
			cmp.Compare(distance(codeOf(x), codeOf(asked)), distance(codeOf(y), codeOf(asked))),
			cmp.Compare(apart(x, asked), apart(y, asked)))
	})
	var near []string
	for _, k := range known[:min(len(known), maxNear)] {
		near = append(near, codeOf(k))
	}
	return near
}

// keys returns status and substatus of every entry, sorted. A substatus of FTP
// goes with any reply and is left out.
func (b *Book) keys(ftp bool) (all []key) {
	if !ftp {
		for _, s := range b.Statuses() {
			all = append(all, key{s.Status, s.Substatus})
		}
		return all
	}
	for _, f := range b.FTPs() {
		if f.Status != None {
			all = append(all, key{f.Status, f.Substatus})
		}
	}
	return all
}

// apart is how far two keys lie apart as numbers.
func apart(x, y key) int {
	return max(x.status-y.status, y.status-x.status) + max(x.substatus-y.substatus, y.substatus-x.substatus)
}

// lookAlikes returns known codes that a word may have been meant to be, best
// first, at most three.
func (b *Book) lookAlikes(word string) []string {
	word = strings.ToLower(word)
	if len(word) > longestName {
		return nil
	}
	var near []string
	for _, known := range b.alike(word) {
		near = append(near, nearest(word, known)...)
	}
	return near[:min(len(near), maxNear)]
}

// alike returns lists of codes that are written like a word; what is in an
// earlier list is likelier.
func (b *Book) alike(word string) [][]string {
	switch {
	case strings.Trim(word, "0123456789") == "":
		return [][]string{b.codes(false), b.numbers("%d")}
	case strings.HasSuffix(word, "xx"):
		return [][]string{{"1xx", "2xx", "3xx", "4xx", "5xx"}}
	case strings.HasPrefix(word, "0x"):
		return [][]string{b.numbers("0x%08X")}
	case word[0] >= '0' && word[0] <= '9':
		return [][]string{b.codes(true), b.codes(false)}
	case len(word) < 4: // too short to look like one name only
		return nil
	}
	return [][]string{b.names()}
}

// codes returns the statuses, or those with a substatus.
func (b *Book) codes(dotted bool) (all []string) {
	for _, k := range b.keys(false) {
		if dotted == (k.substatus != None) {
			all = append(all, codeOf(k))
		}
	}
	return all
}

// numbers returns the Win32 numbers in a format.
func (b *Book) numbers(format string) (all []string) {
	for _, w := range b.Win32s() {
		all = append(all, fmt.Sprintf(format, w.Number))
	}
	return all
}

// names returns the symbols and the reasons.
func (b *Book) names() (all []string) {
	for _, w := range b.Win32s() {
		all = append(all, w.Symbol)
	}
	for _, r := range b.Reasons() {
		all = append(all, r.Reason)
	}
	return all
}

// nearest returns the codes that a slip or two of the hand turn into word, the
// likeliest first: least slips, then numbers that are close, then those that
// stand first.
func nearest(word string, known []string) []string {
	type candidate struct {
		code         string
		slips, apart int
	}
	var all []candidate
	for _, code := range known {
		folded := strings.ToLower(code)
		most := 1 + len(word)/8
		if len(folded) > len(word)+most || len(folded) < len(word)-most {
			continue // saves most of the work
		}
		if slips := distance(word, folded); slips <= most {
			all = append(all, candidate{code, slips, numbersApart(word, folded)})
		}
	}
	slices.SortStableFunc(all, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(x.slips, y.slips), cmp.Compare(x.apart, y.apart))
	})
	var codes []string
	for _, c := range all {
		codes = append(codes, c.code)
	}
	return codes
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

// distance counts the slips between two words: bytes left out, put in, taken for
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
			slip := 1
			if x[i] == y[j] {
				slip = 0
			}
			row[j+1] = min(above[j]+slip, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(y)]
}
