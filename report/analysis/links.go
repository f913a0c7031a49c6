package analysis

import (
	"cmp"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// ownShare is the share of the pages in healthy rows from which a host is the
// site's own, where the log does not name the hosts of a site: nearly every
// picture and script of a page names it, while search engines send but visitors.
const ownShare = 0.3

// brokenLink is a broken link of the site itself, when it was followed, in seconds, and
// what its rows are of.
type brokenLink struct {
	report.Link
	first, last int64
	of          scan.Subject
}

// links lists the broken links of the site itself, most frequent first.
func (a *Analysis) links() []report.Link {
	all := []report.Link{}
	broken := a.brokenLinks()
	for _, l := range broken[:min(len(broken), a.top())] {
		l.Page = a.names.Value("cs(Referer)", l.Page)
		l.Path = a.names.Value("cs-uri-stem", l.Path)
		all = append(all, l.Link)
	}
	return all
}

// brokenLinks are all of them, as they are logged.
func (a *Analysis) brokenLinks() []brokenLink { return sumLinks(a.followedLinks()) }

// brokenLinksOf are those that rows of an issue followed.
func (a *Analysis) brokenLinksOf(i *issue) []brokenLink {
	return sumLinks(slices.DeleteFunc(a.followedLinks(), func(l brokenLink) bool { return l.of != i.Subject }))
}

func (a *Analysis) followedLinks() (all []brokenLink) {
	own := a.ownHosts()
	for i := range a.Subjects {
		if a.Subjects[i].Verdict != codes.NotFound {
			continue
		}
		pairs, estimated := a.AllOf(a.Subjects[i].Code, scan.FieldPair, func(s *scan.Subject) bool { return s == &a.Subjects[i] })
		for _, pair := range pairs {
			page, path, _ := strings.Cut(pair.Text, "\x00")
			if host, _ := scan.SplitReferer([]byte(page)); own[hostName(string(host))] {
				link := report.Link{Page: page, Path: path, Count: pair.Count, Estimated: estimated}
				all = append(all, brokenLink{link, pair.First, pair.Last, a.Subjects[i].OfAllSpans()})
			}
		}
	}
	return all
}

// sumLinks sums what came in several spans and with several Win32 numbers.
func sumLinks(all []brokenLink) (sums []brokenLink) {
	index, keys := map[[2]string]int{}, [][2]string{}
	for _, l := range all {
		at := intern([2]string{l.Page, l.Path}, index, &keys)
		if at == len(sums) {
			sums = append(sums, l)
			continue
		}
		sum := &sums[at]
		sum.Count, sum.Estimated = sum.Count+l.Count, sum.Estimated || l.Estimated
		if l.first <= l.last {
			sum.first, sum.last = min(sum.first, l.first), max(sum.last, l.last)
		}
	}
	slices.SortFunc(sums, func(x, y brokenLink) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Page, y.Page), cmp.Compare(x.Path, y.Path))
	})
	return sums
}

// ownHosts are the hosts that the site's own pages name, or those who were served.
func (a *Analysis) ownHosts() map[string]bool {
	var total int64
	sums := map[string]int64{}
	for _, host := range a.Hosts {
		total += host.Count
		sums[hostName(host.Text)] += host.Count
	}
	own := map[string]bool{}
	for _, host := range a.Hosts {
		if float64(sums[hostName(host.Text)]) >= ownShare*float64(total) {
			own[hostName(host.Text)] = true
		}
	}
	a.servedHosts(own)
	return own
}

// servedHosts adds the hosts that requests name which were served, where that is logged.
func (a *Analysis) servedHosts(own map[string]bool) {
	for _, row := range a.Traffic {
		if host := row.Row.Field(parser.Host); len(host) > 1 && row.Row.Status >= 200 && row.Row.Status < 300 {
			own[hostName(string(host))] = true
		}
	}
}

// hostName is a host without its port and without www.: both are the same site.
func hostName(host string) string {
	host = strings.ToLower(host)
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	return strings.TrimPrefix(host, "www.")
}
