package scan

import "strings"

// far is a distance of texts that have nothing to do with each other.
const far = 1 << 20

// Distance says how unlike a value and what was typed for it are: 0 where one holds the
// other, else how many letters it takes to make one of the other, and a very large
// number where that is too many for a slip. Case and the signs of globs do not count.
func Distance(typed, value string) int {
	typed = strings.Trim(strings.ToLower(typed), "*?")
	value = strings.ToLower(value)
	const shortest = 2 // of what may be a part of something else by chance
	if len(typed) > shortest && strings.Contains(value, typed) || len(value) > shortest && strings.Contains(typed, value) {
		return 0
	}
	away := slip(typed, value)
	for i := range len(value) { // a user without the domain, the end of a path
		if strings.IndexByte(`\/.@`, value[i]) >= 0 {
			away = min(away, slip(typed, value[i+1:]))
		}
	}
	return away
}

// slip is the distance of two texts where a slip can be behind it.
func slip(a, b string) int {
	const longest = 128
	if len(a) > longest || len(b) > longest {
		return far
	}
	if d := edits(a, b); d <= max(1, min(len(a), len(b))/3) && d < len(a) {
		return d
	}
	return far
}

// edits is how many letters must be put in, taken out, changed or swapped with the next
// to make one text of another (Damerau, Levenshtein).
func edits(a, b string) int {
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next[0] = i + 1
		for j := range len(b) {
			changed := row[j]
			if a[i] != b[j] {
				changed++
			}
			next[j+1] = min(changed, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}
