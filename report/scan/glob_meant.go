package scan

import (
	"slices"
	"strings"
)

// Who comes from other tools types a part of a value, or a regular expression, where a value with
// * and ? is expected.

// globFlags are those of the filters whose values are long, of which people type a part.
var globFlags = []string{"uri", "query", "agent", "referer"}

var fromRegexp = strings.NewReplacer(".*", "*", ".+", "*", `\.`, ".", `\/`, "/")

// globsMeant are globs that were meant by values that no row has: what a regular expression says,
// or a part that several values have.
func globsMeant(flag string, typed []string, values map[string]int64) (all []string) {
	if !slices.Contains(globFlags, flag) {
		return nil
	}
	for _, t := range typed {
		glob := fromRegexp.Replace(strings.TrimPrefix(strings.TrimPrefix(t, "~"), "^"))
		if strings.HasPrefix(strings.TrimPrefix(t, "~"), "^") && !strings.HasSuffix(glob, "*") && !strings.HasSuffix(glob, "$") {
			glob += "*"
		}
		if glob = strings.TrimSuffix(glob, "$"); glob == t && !strings.ContainsAny(t, "*?") && len(t) > 2 {
			glob = "*" + t + "*"
		}
		fits := 0
		for v := range values {
			if sameOrGlob(glob, []byte(v)) {
				fits++
			}
		}
		if glob != t && fits > 1 {
			all = append(all, glob)
		}
	}
	return all
}
