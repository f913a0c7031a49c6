package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Before a page calls another site a browser asks by OPTIONS whether it may, and shows no
// credentials. A site that wants some refuses this preflight, and the call is never made.

// fewestPreflights is how many of the rows that were kept must be preflights.
const fewestPreflights = 5

// tellPreflights says in the finding of an issue that its rows are refused preflights: all of
// them, or all that were kept.
func (a *Analysis) tellPreflights(i *issue, f *report.Finding) {
	sample := a.sampleOf(i)
	isOther := func(r scan.SampledRow) bool { return string(r.Row.Field(parser.Method)) != "OPTIONS" }
	isRefused := !i.Code.FTP && slices.Contains([]int{401, 403, 404, 405}, i.Code.Status)
	if !isRefused || len(sample) < fewestPreflights || slices.ContainsFunc(sample, isOther) || !a.areOfBrowsers(i) {
		return
	}
	what := "some-preflights"
	if int64(len(sample)) == i.rows {
		what = "all-preflights"
	}
	f.Rule, f.Check = "preflight", ""
	f.Evidence = append(f.Evidence, report.Evidence{What: what, Value: float64(len(sample)), Unit: "rows"})
}
