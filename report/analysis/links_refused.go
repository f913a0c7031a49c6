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

// Pages of a site may link to what request filtering hands out to nobody, such as a file below App_Data: that is
// a broken link, and neither a scanner nor a rule to loosen.

// filtered are the substatus of what is refused whatever the request is like: by a sequence of its address, by its
// extension, by a hidden segment.
var filtered = []int{5, 7, 8}

// ofRefusedLinks reports whether most of the rows that were kept of an issue follow links of the site's own pages
// to what nobody gets, and says so in the finding.
func (a *Analysis) ofRefusedLinks(i *issue, f *report.Finding) bool {
	isFiltered := i.Verdict == codes.Blocked && slices.Contains(filtered, i.Code.Substatus)
	isPlain := i.Verdict == codes.Unknown && i.Code.Substatus < 0
	if i.Code.FTP || i.Code.Status != 404 || !isFiltered && !isPlain {
		return false
	}
	own, sample, links, clients := a.ownHosts(), a.sampleOf(i), map[string]int{}, map[string]bool{}
	followed, most, of := 0, "", a.Client()
	for _, r := range sample {
		if from := scan.SenderOf(r.Row); from.Host == "" || from.Front || !from.IsOf(own) || !isBrowser(r.Row) {
			continue
		}
		link := string(scan.Shorten(r.Row.Field(parser.Referer))) + "\x00" + string(scan.Shorten(r.Row.Path()))
		links[link]++
		followed++
		clients[string(of(r.Row))] = true
		if cmp.Or(cmp.Compare(links[link], links[most]), strings.Compare(most, link)) > 0 {
			most = link
		}
	}
	if followed < fewFollowed || float64(followed) < mostlyLinks*float64(len(sample)) || len(clients) < scan.CrowdSent {
		return false
	}
	page, path, _ := strings.Cut(most, "\x00")
	f.Evidence = append(f.Evidence, report.Evidence{What: "link", Text: a.names.Value("cs-uri-stem", path)}, report.Evidence{What: "page", Text: a.names.Value("cs(Referer)", page)},
		report.Evidence{What: "link-share", Value: float64(followed) / float64(len(sample)), Unit: "share"})
	if isFiltered {
		f.Evidence = append(f.Evidence, report.Evidence{What: "filtered", Text: a.names.Value("cs-uri-stem", path)})
	}
	return true
}
