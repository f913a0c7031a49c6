package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// isOfCrawlers reports whether what was refused are requests of programs that say that they are crawlers: a rule
// against these does what it is for.
func (a *Analysis) isOfCrawlers(i *issue) bool {
	sample := a.sampleOf(i)
	return (i.Verdict == codes.Blocked || i.Verdict == codes.AccessDenied) && !i.Code.FTP && len(sample) > 0 &&
		!slices.ContainsFunc(sample, func(r scan.SampledRow) bool { return !scan.IsCrawler(r.Row.Field(parser.UserAgent)) })
}
