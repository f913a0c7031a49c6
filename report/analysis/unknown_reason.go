package analysis

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// unknownReasons are what HTTP.sys gave for the rows of an issue that the tables do not know, the
// most frequent first; nil where some rows have none or are of a site.
func (a *Analysis) unknownReasons(i *issue) []string {
	rows := map[string]int64{}
	for n := range a.Outcomes {
		o := &a.Outcomes[n]
		if o.Rows == 0 || !i.has(&a.Subjects[o.Subject]) {
			continue
		}
		if i.Reason != "" || o.Log != codes.HTTPERR || o.Reason == "" || o.Reason == "-" {
			return nil
		}
		rows[o.Reason] += o.Rows
	}
	return slices.SortedFunc(maps.Keys(rows), func(x, y string) int {
		return cmp.Or(cmp.Compare(rows[y], rows[x]), cmp.Compare(x, y))
	})
}

// ofUnknownReason reports whether the rows of an issue are of reasons that the tables do not know:
// what is known of their status says less than the word does.
func (a *Analysis) ofUnknownReason(i *issue, f *report.Finding) bool {
	const shown = 3
	all := a.unknownReasons(i)
	if len(all) == 0 || i.isPart && len(all) > 1 { // which of them the part has is not known
		return false
	}
	if len(all) > shown {
		all = append(all[:shown:shown], "…")
	}
	short := make([]string, len(all))
	for n, reason := range all {
		short[n] = string(scan.Shorten([]byte(reason)))
	}
	f.Evidence = append(f.Evidence, report.Evidence{What: "reason", Text: strings.Join(short, ", ")})
	if i.Code.Status != codes.None {
		f.Evidence = append(f.Evidence, report.Evidence{What: "status", Text: i.Code.Label(), Unit: "code"})
	}
	return true
}
