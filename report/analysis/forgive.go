package analysis

import (
	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// forgive makes refused logons a note where most of the names got in moments later:
// people mistype.
func (a *Analysis) forgive(all []report.Finding, refused crowd, did conducts) []report.Finding {
	for at := range all {
		f := &all[at]
		if f.Rule != codes.LogonFailure.String() || did == nil {
			continue
		}
		var back, rows int64
		for _, r := range refused.untold() {
			if r.of.Code.String() != f.Code {
				continue
			}
			rows += r.rows
			if did.laterIn(r, mistyped) {
				back += r.rows
			}
		}
		if 2*back > rows {
			f.Severity, f.Check = report.Note, "" // there is nothing to do
			f.Evidence = append(f.Evidence, report.Evidence{What: "back", Value: float64(back), Unit: "rows"})
		}
	}
	return all
}

// of are the refusals of an issue.
func (c crowd) of(i *issue) (mine crowd) {
	for _, r := range c {
		if r.of == i {
			mine = append(mine, r)
		}
	}
	return mine
}
