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

// brokenLink is a broken link of the site itself, when it was followed, in seconds, and
// how its rows ended.
type brokenLink struct {
	report.Link
	first, last int64
	code        codes.Code
}

// links lists the broken links of the site itself, most frequent first.
func (a *Analysis) links() []report.Link {
	all := []report.Link{}
	for _, l := range topLinks(a.brokenLinks(), a.top()) {
		link := l.Link
		link.Page, link.Path = a.names.Value("cs(Referer)", l.Page), a.names.Value("cs-uri-stem", l.Path)
		all = append(all, link)
	}
	return all
}

// brokenLinks are all of them, as they are logged, in no order.
func (a *Analysis) brokenLinks() []brokenLink {
	var lists [][]brokenLink
	for _, of := range a.linked() {
		lists = append(lists, of.links)
	}
	return sumLinks(lists...)
}

// brokenLinksOf are those that rows of an issue followed.
func (a *Analysis) brokenLinksOf(i *issue) []brokenLink {
	for _, of := range a.linked() {
		if of.subject == i.Subject {
			return of.links
		}
	}
	return nil
}

// linksOf are the broken links that rows of a subject followed, in no order.
type linksOf struct {
	subject scan.Subject // of all spans
	links   []brokenLink
}

// followedLinks are the broken links of each subject. There may be tens of thousands, so
// that they are found once.
func (a *Analysis) followedLinks() []linksOf {
	own, served, index, subjects, lists := a.ownHosts(), a.servedLast(), map[scan.Subject]int{}, []scan.Subject{}, [][][]brokenLink{}
	for i := range a.Subjects {
		if a.Subjects[i].Verdict != codes.NotFound {
			continue
		}
		at := intern(a.Subjects[i].OfAllSpans(), index, &subjects)
		if at == len(lists) {
			lists = append(lists, nil)
		}
		lists[at] = append(lists[at], a.linksOfSubject(i, own, served))
	}
	all := []linksOf{}
	for i, s := range subjects {
		all = append(all, linksOf{s, sumLinks(lists[i]...)})
	}
	return all
}

// servedLast is when the last row of each path was served that was kept of all.
func (a *Analysis) servedLast() map[string]int64 {
	last := map[string]int64{}
	for _, r := range a.Traffic {
		if r.Row.Status >= 200 && r.Row.Status < 300 {
			path := string(scan.Shorten(r.Row.Path()))
			last[path] = max(last[path], r.Row.Second)
		}
	}
	return last
}

// linksOfSubject are the links of one subject, each once, in no order: what is served now and then is
// there, and its links are not broken.
func (a *Analysis) linksOfSubject(i int, own map[string]bool, served map[string]int64) (all []brokenLink) {
	subject := &a.Subjects[i]
	pairs, estimated := a.AllOf(subject.Code, scan.FieldPair, func(s *scan.Subject) bool { return s == subject })
	all = make([]brokenLink, 0, len(pairs))
	lead, isOwn := "", false
	for _, pair := range pairs {
		page, path, _ := strings.Cut(pair.Text, "\x00")
		if !isUnder(page, lead) {
			lead = leadOf(page)
			host, _ := scan.SplitReferer([]byte(page))
			isOwn = own[scan.HostName(string(host))]
		}
		if last, is := served[path]; isOwn && (!is || last <= pair.First) {
			link := report.Link{Page: page, Path: path, Count: pair.Count, Estimated: estimated}
			all = append(all, brokenLink{link, pair.First, pair.Last, subject.Code})
		}
	}
	return all
}

// leadOf is what a page begins with, up to the byte behind its host; "" for one without
// such a byte. Pages of a site come one behind the other, and share it.
func leadOf(page string) string {
	_, rest := scan.SplitReferer([]byte(page))
	if len(rest) == 0 {
		return ""
	}
	return page[:len(page)-len(rest)+1]
}

// isUnder reports whether a page has a lead.
func isUnder(page, lead string) bool { return lead != "" && strings.HasPrefix(page, lead) }

// sumLinks joins lists that hold each link once, as they are of several subjects. The links
// are in no order: there may be so many that sorting them takes longer than all else that is
// told.
func sumLinks(lists ...[]brokenLink) []brokenLink {
	switch len(lists) {
	case 0:
		return nil
	case 1:
		return lists[0]
	}
	return joinLinks(lists)
}

// compareLinks orders links: most frequent first.
func compareLinks(x, y *brokenLink) int {
	if x.Count != y.Count {
		return cmp.Compare(y.Count, x.Count)
	}
	return cmp.Or(strings.Compare(x.Page, y.Page), strings.Compare(x.Path, y.Path))
}

// topLinks returns the first n of some links, in order.
func topLinks(all []brokenLink, n int) (top []*brokenLink) {
	for i := range all {
		l := &all[i]
		if len(top) == n && compareLinks(top[n-1], l) <= 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, l, compareLinks)
		top = slices.Insert(top, at, l)
		top = top[:min(n, len(top))]
	}
	return top
}

func joinLinks(lists [][]brokenLink) (sums []brokenLink) {
	index, keys := map[[2]string]int{}, [][2]string{}
	for _, l := range slices.Concat(lists...) {
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
	return sums
}

// ownHosts are the hosts that the site's own pages name, or those who were served.
func (a *Analysis) ownHosts() map[string]bool {
	own := scan.OwnHosts(a.Hosts)
	a.servedHosts(own)
	return own
}

// servedHosts adds the hosts that requests name which were served, where that is logged.
func (a *Analysis) servedHosts(own map[string]bool) {
	for _, row := range a.Traffic {
		if host := row.Row.Field(parser.Host); len(host) > 1 && row.Row.Status >= 200 && row.Row.Status < 300 {
			own[scan.HostName(string(host))] = true
		}
	}
}
