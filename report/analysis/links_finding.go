package analysis

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// fewFollowed is how often broken links are followed before they are worth a word.
	fewFollowed = 5
	// mostlyLinks is the part of an issue's rows from which broken links are what it is
	// about.
	mostlyLinks = 0.5
	// mostHosts is how many names of the site a command gives at most.
	mostHosts = 3
)

// linkFindings says that pages of the site itself hold broken links, where these are but a
// part of what was not found: else the finding on that says so. It notes what both tell.
func (a *Analysis) linkFindings(issues []*issue, told toldRows) []report.Finding {
	var all [][]brokenLink
	for _, i := range issues {
		if i.Verdict != codes.NotFound {
			continue
		}
		links := a.brokenLinksOf(i)
		if told.of(i.Subject).links = followed(links); !mostly(links, i) {
			all = append(all, links)
		}
	}
	links := sumLinks(all...)
	if followed(links) < fewFollowed {
		return nil
	}
	return []report.Finding{a.linkFinding(links)}
}

// followed is how often links were followed.
func followed(all []brokenLink) (rows int64) {
	for _, l := range all {
		rows += l.Count
	}
	return rows
}

// mostly reports whether most rows of an issue followed broken links.
func mostly(links []brokenLink, i *issue) bool {
	rows := followed(links)
	return rows >= fewFollowed && float64(rows) >= mostlyLinks*float64(i.rows)
}

// ofLinks reports whether most rows of an issue follow broken links, and says so in the
// finding.
func (a *Analysis) ofLinks(i *issue, f *report.Finding) bool {
	if i.Verdict != codes.NotFound || i.isPart { // of a part nobody knows which links it followed
		return false
	}
	links := a.brokenLinksOf(i)
	if !mostly(links, i) {
		return false
	}
	f.Evidence = slices.DeleteFunc(f.Evidence, func(e report.Evidence) bool { return e.What == "link-rows" })
	f.Evidence = append(f.Evidence, a.linkEvidence(links, pagesOf(links))...)
	f.Evidence = append(f.Evidence, report.Evidence{What: "link-share", Value: float64(followed(links)) / float64(i.rows), Unit: "share"})
	return true
}

// linkEvidence says how many links there are, on so many pages, and names the one that was
// followed most.
func (a *Analysis) linkEvidence(all []brokenLink, pages int) []report.Evidence {
	first := topLinks(all, 1)[0]
	return []report.Evidence{
		{What: "links", Value: float64(len(all)), Unit: "links"}, {What: "link", Text: a.names.Value("cs-uri-stem", first.Path)},
		{What: "page", Text: a.names.Value("cs(Referer)", first.Page)}, {What: "pages", Value: float64(pages), Unit: "pages"},
	}
}

// pagesOf is how many pages hold some links.
func pagesOf(all []brokenLink) int {
	pages := map[string]bool{}
	for i := range all {
		pages[all[i].Page] = true
	}
	return len(pages)
}

// linkFinding is on links alone.
func (a *Analysis) linkFinding(all []brokenLink) report.Finding {
	rows := followed(all)
	first, last := all[0].first, all[0].last
	paths := map[string]bool{}
	for i := range all {
		l := &all[i]
		paths[l.Path] = true
		if l.first <= l.last {
			first, last = min(first, l.first), max(last, l.last)
		}
	}
	f := report.Finding{Rule: "links", Severity: report.Note, Rows: rows, Share: a.share(rows), Verdict: codes.NotFound.String(), Paths: int64(len(paths))}
	pages := pagesOf(all)
	f.Evidence = append([]report.Evidence{{What: "rows", Value: float64(rows), Unit: "rows"}}, a.linkEvidence(all, pages)...)
	if pages == 1 {
		f.Where = report.Values{{Field: "cs(Referer)", Value: a.names.Value("cs(Referer)", all[0].Page)}}
	}
	a.setTimes(&f, a.linkActivity(all), first, last)
	f.Command = a.linkCommand(&f, all)
	return f
}

// linkCommand shows what was not found and was asked for from the site's own pages; ""
// where these have too many names, or names that a shell or a reader must not see.
func (a *Analysis) linkCommand(f *report.Finding, all []brokenLink) string {
	var globs, codes []string
	for _, l := range firstOfHosts(all) {
		globs, codes = withValue(globs, globOf(l.Page)), withValue(codes, l.code.String())
		if len(globs) > mostHosts {
			return ""
		}
	}
	referers := strings.Join(globs, ",")
	unsafe := strings.ContainsFunc(referers, func(r rune) bool { return r >= 0x80 || !isShellSafe(byte(r)) && r != '*' && r != ',' })
	if unsafe || !a.names.Shows("cs(Referer)", referers) {
		return ""
	}
	c := a.newCommand("rows")
	if !f.First.IsZero() {
		c.between(f.First, f.Last.Add(time.Second))
	}
	return c.flag("--status", strings.Join(codes, ",")).flag("--verdict", f.Verdict).flag("--referer", quoted(referers)).String()
}

// globOf is what the pages of a host match.
func globOf(page string) string {
	host, rest := scan.SplitReferer([]byte(page))
	glob := "*//" + string(host)
	if len(rest) > 0 {
		glob += string(rest[:1]) + "*"
	}
	return glob
}

// firstOfHosts returns the first link of each host and code, in order.
func firstOfHosts(all []brokenLink) (firsts []*brokenLink) {
	type group struct {
		glob string
		code codes.Code
	}
	best, lead, of := map[group]*brokenLink{}, "", group{}
	for i := range all {
		l := &all[i]
		if !isUnder(l.Page, lead) || l.code != of.code {
			lead, of = leadOf(l.Page), group{globOf(l.Page), l.code}
		}
		if was := best[of]; was == nil || compareLinks(l, was) < 0 {
			best[of] = l
		}
	}
	return slices.SortedFunc(maps.Values(best), compareLinks)
}

// linkActivity is when links were followed, as far as their first and last times tell.
func (a *Analysis) linkActivity(all []brokenLink) (act activity) {
	for _, l := range all {
		if l.first <= l.last {
			act = append(act, evenly(l.first, l.last, l.Count)...)
		}
	}
	slices.Sort(act)
	return act
}
