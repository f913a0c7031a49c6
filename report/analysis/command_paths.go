package analysis

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// mostPaths is how many paths a printed command names one by one. A shell that expands
// a pattern gives hundreds, which nobody copies.
const mostPaths = 5

// shortPaths returns paths of a command line in as few words as say the same: a pattern
// that fits them, or the folder that holds them all.
func shortPaths(paths []string) []string {
	if len(paths) <= mostPaths || slices.Contains(paths, "-") {
		return paths
	}
	all := make([][]string, len(paths))
	for i, p := range paths {
		all[i] = strings.FieldsFunc(p, isSeparator)
	}
	separator, root := "/", ""
	if strings.Contains(paths[0], `\`) {
		separator = `\`
	}
	root = paths[0][:len(paths[0])-len(strings.TrimLeftFunc(paths[0], isSeparator))]
	same := func(p []string) bool { return len(p) == len(all[0]) }
	if i := slices.IndexFunc(all, func(p []string) bool { return !same(p) }); i >= 0 {
		return folderOf(all, root, separator)
	}
	words := make([]string, len(all[0]))
	for at := range words {
		words[at] = patternOf(all, at)
	}
	return []string{root + strings.Join(words, separator)}
}

func isSeparator(r rune) bool { return r == '/' || r == '\\' }

// folderOf is the folder that holds all paths, which are of different depths.
func folderOf(all [][]string, root, separator string) []string {
	common := all[0]
	for _, p := range all {
		n := 0
		for n < min(len(common), len(p)) && common[n] == p[n] {
			n++
		}
		common = common[:n]
	}
	if len(common) == 0 && root == "" {
		return []string{"."}
	}
	return []string{root + strings.Join(common, separator)}
}

// patternOf is a name that fits those of all paths at one depth.
func patternOf(all [][]string, at int) string {
	start, end := strings.ToValidUTF8(all[0][at], ""), strings.ToValidUTF8(all[0][at], "")
	same := true
	for _, p := range all {
		same = same && p[at] == all[0][at]
		for !strings.HasPrefix(p[at], start) || !utf8.ValidString(start) {
			start = start[:len(start)-1]
		}
		for !strings.HasSuffix(p[at], end) || !utf8.ValidString(end) {
			end = end[1:]
		}
	}
	if same {
		return all[0][at]
	}
	shortest := len(all[0][at])
	for _, p := range all {
		shortest = min(shortest, len(p[at]))
	}
	return start + "*" + end[max(0, len(start)+len(end)-shortest):]
}
