package analysis

import (
	"cmp"
	"maps"
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// made says of what the report is made: a page that is handed on would be of nobody
// knows what.
func (a *Analysis) made() report.Made {
	m := report.Made{Version: a.options.Version, Paths: shortPaths(a.options.Paths)}
	if !a.options.Now.IsZero() {
		m.At = a.options.Now.UTC().Truncate(1e9)
	}
	m.Sites, m.Servers = a.mainPlaces()
	return m
}

// mainPlaces are the sites and servers of most rows, by a sample of all rows.
func (a *Analysis) mainPlaces() (sites, servers []string) {
	places, ofSite, ofServer := a.Places(), map[string]int64{}, map[string]int64{}
	for _, s := range a.Traffic {
		site, server := places.Of(s.Source, s.Row)
		ofSite[a.names.Value("s-sitename", site)] += s.Rows
		ofServer[a.names.Value("s-computername", server)] += s.Rows
	}
	return mostOf(ofSite), mostOf(ofServer)
}

// mostOf are the few names with the most rows.
func mostOf(rows map[string]int64) []string {
	const few = 5
	delete(rows, "")
	names := slices.SortedFunc(maps.Keys(rows), func(x, y string) int {
		return cmp.Or(cmp.Compare(rows[y], rows[x]), cmp.Compare(x, y))
	})
	return names[:min(few, len(names))]
}
