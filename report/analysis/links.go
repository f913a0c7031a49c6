package analysis

import (
	"cmp"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// ownShare is the share of the pages in healthy rows from which a host is the
// site's own, where the log does not name the hosts of a site: nearly every
// picture and script of a page names it, while search engines send but visitors.
const ownShare = 0.3

// links lists the broken links of the site itself, most frequent first.
func (a *Analysis) links() []report.Link {
	own := a.ownHosts()
	all := []report.Link{}
	for i := range a.Subjects {
		if a.Subjects[i].Verdict != codes.NotFound {
			continue
		}
		pairs, estimated := a.All(scan.FieldPair, func(s *scan.Subject) bool { return s == &a.Subjects[i] })
		for _, pair := range pairs {
			page, path, _ := strings.Cut(pair.Text, "\x00")
			if host, _ := scan.SplitReferer([]byte(page)); own[strings.ToLower(string(host))] {
				all = append(all, report.Link{Page: page, Path: path, Count: pair.Count, Estimated: estimated})
			}
		}
	}
	slices.SortFunc(all, func(x, y report.Link) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Page, y.Page), cmp.Compare(x.Path, y.Path))
	})
	all = all[:min(len(all), a.top())]
	for i := range all {
		all[i].Page = a.names.Value("cs(Referer)", all[i].Page)
		all[i].Path = a.names.Value("cs-uri-stem", all[i].Path)
	}
	return all
}

// ownHosts are the hosts that the site's own pages name.
func (a *Analysis) ownHosts() map[string]bool {
	var total int64
	for _, host := range a.Hosts {
		total += host.Count
	}
	own := map[string]bool{}
	for _, host := range a.Hosts {
		if float64(host.Count) >= ownShare*float64(total) {
			own[strings.ToLower(host.Text)] = true
		}
	}
	return own
}
