package analysis

import (
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// fewFollowed is how often broken links are followed before they are worth a word.
const fewFollowed = 5

// linkFindings says that pages of the site itself hold broken links.
func (a *Analysis) linkFindings(context.Context) []report.Finding {
	all := a.brokenLinks()
	if len(all) == 0 {
		return nil
	}
	var rows int64
	first, last := all[0].first, all[0].last
	paths, pages := map[string]bool{}, map[string]bool{}
	for _, l := range all {
		rows += l.Count
		paths[l.Path], pages[l.Page] = true, true
		if l.first <= l.last {
			first, last = min(first, l.first), max(last, l.last)
		}
	}
	if rows < fewFollowed {
		return nil
	}
	f := report.Finding{Rule: "links", Severity: report.Note, Rows: rows, Share: a.share(rows), Verdict: codes.NotFound.String(), Paths: int64(len(paths))}
	page := a.names.Value("cs(Referer)", all[0].Page)
	f.Evidence = []report.Evidence{
		{What: "rows", Value: float64(rows), Unit: "rows"}, {What: "links", Value: float64(len(all)), Unit: "links"},
		{What: "path", Text: a.names.Value("cs-uri-stem", all[0].Path)}, {What: "page", Text: page}, {What: "pages", Value: float64(len(pages)), Unit: "pages"},
	}
	if len(pages) == 1 {
		f.Where = report.Values{{Field: "cs(Referer)", Value: page}}
	}
	a.setTimes(&f, a.linkActivity(all), first, last)
	return []report.Finding{f}
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
