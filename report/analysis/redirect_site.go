package analysis

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/report/scan"
)

// Where a setting sends each request back to where it came from, all pages are loops of their own at the same time:
// they are one matter, though no page may have many. Loops of one program, or at different times, are not.
const (
	// leastSitePages is how many different ways there are at least, and mostSitePaths how many paths are looked through
	// for further loops.
	leastSitePages, mostSitePaths = 3, 32
)

// siteLoops divides loops into those of a whole site, if there are any, and the others.
func siteLoops(loops []loop) (site, others []loop) {
	for _, l := range loops {
		if l.isOfPages() {
			site = append(site, l)
		} else {
			others = append(others, l)
		}
	}
	slices.SortFunc(site, func(x, y loop) int {
		return cmp.Or(cmp.Compare(x.rows[0].second, y.rows[0].second), cmp.Compare(x.rows[0].place, y.rows[0].place))
	})
	ways, clients, turns, last := map[string]bool{}, map[string]bool{}, 0, ""
	for _, l := range site {
		way := strings.Join(l.paths(), "\x00")
		if ways[way], clients[l.client] = true, true; way != last {
			turns, last = turns+1, way
		}
	}
	if len(ways) < leastSitePages || len(clients) < leastLoops || 2*turns < len(site) { // the latter is one page after the other
		return nil, loops
	}
	return site, others
}

// isOfPages reports whether a browser went round between pages.
func (l loop) isOfPages() bool {
	return strings.HasPrefix(l.agent, "Mozilla/") && !slices.ContainsFunc(l.paths(), func(p string) bool {
		ending := strings.ToLower(path.Ext(p))
		return ending != "" && !slices.Contains(pageEndings, ending)
	})
}

// pathsRound are those that some loops lead through, those of most loops first.
func pathsRound(loops []loop) []string {
	counts := map[string]int{}
	for _, l := range loops {
		for _, p := range l.paths() {
			counts[p]++
		}
	}
	return slices.SortedFunc(maps.Keys(counts), func(x, y string) int { return cmp.Or(cmp.Compare(counts[y], counts[x]), cmp.Compare(x, y)) })
}

// wantedOf asks for the rows of so many paths as a look goes through.
func wantedOf(paths []string) scan.Wanted {
	return scan.Wanted{Paths: paths[:min(len(paths), mostSitePaths)]}
}
