package analysis

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	mostFew    = 5   // paths that are few
	fewBehind  = 0.9 // share of the rows that they have
	fewOfMany  = 50  // rows from which it is worth a word
	fewestEach = 5   // rows of the least of them
)

// fewPaths reports whether a few paths are behind nearly all rows of what was not found
// or failed, and says so in the finding: repairing them repairs it all. One path alone
// is told as what all rows have in common.
func (a *Analysis) fewPaths(i *issue, f *report.Finding) bool {
	if i.rows < fewOfMany || i.Code.FTP || i.Verdict != codes.NotFound && i.Verdict != codes.Application && i.Verdict != codes.Configuration {
		return false
	}
	top := i.tops[scan.FieldPath]
	var rows int64
	for n, key := range top.keys[:min(mostFew, len(top.keys))] {
		if key.Count < fewestEach {
			return false
		}
		rows += key.Count
		if float64(rows) < fewBehind*float64(i.rows) {
			continue
		}
		if n == 0 || a.shareOfPaths(top.values[:n+1]) >= commonToAll {
			return false // one is told anyway, and of a site with few paths they are all
		}
		f.Evidence = append(f.Evidence, report.Evidence{What: "few", Value: float64(n + 1), Unit: "paths"},
			report.Evidence{What: "few-share", Value: min(1, float64(rows)/float64(i.rows)), Unit: "share"})
		f.Evidence = append(f.Evidence, pathEvidence(top.keys[:n+1])...)
		return true
	}
	return false
}

// pathEvidence names some paths, and how many rows each has.
func pathEvidence(paths []report.Key) (all []report.Evidence) {
	for at, p := range paths {
		all = append(all, report.Evidence{What: fmt.Sprint("path-", at+1), Value: float64(p.Count), Unit: "rows", Text: p.Key})
	}
	return all
}

// shareOfPaths is the share of all rows that ask for some paths; for pages, of rows for pages:
// style sheets and pictures do not fail with the application.
func (a *Analysis) shareOfPaths(paths []scan.Value) (share float64) {
	d, traffic := a.dimensions().named("cs-uri-stem"), a.Traffic
	if !slices.ContainsFunc(paths, func(p scan.Value) bool { return isPart([]byte(p.Text)) }) {
		traffic = slices.DeleteFunc(slices.Clone(traffic), func(r scan.SampledRow) bool { return isPart(r.Row.Path()) })
	}
	for _, p := range paths {
		share += shareOf(traffic, d, p.Text)
	}
	return share
}

// isPart reports whether a path is that of a part of a page, by its name.
func isPart(path []byte) bool {
	dot := bytes.LastIndexByte(path, '.')
	return dot >= 0 && slices.Contains(partNames, string(bytes.ToLower(path[dot+1:])))
}

var partNames = []string{"css", "js", "map", "png", "jpg", "jpeg", "gif", "svg", "ico", "webp", "woff", "woff2", "ttf", "eot"}
