package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

// limits are the codes by which rules on addresses hold back who asks for too much.
var limits = []string{"403.501", "403.502"}

// ofScanner is how many paths a scanner asks for, as a part of its requests: people behind one
// address ask for the same pages again and again.
const ofScanner = 0.6

// withHeldBack says of what a limit refused to one client, which another finding names as a scanner,
// that it was held back: such a limit need not be raised.
func withHeldBack(all []report.Finding) []report.Finding {
	for n := range all {
		f := &all[n]
		if slices.Contains(limits, f.Code) && float64(f.Paths) >= ofScanner*float64(f.Rows) && slices.ContainsFunc(all, func(o report.Finding) bool {
			return o.Rule == "scan" && slices.ContainsFunc(o.Where, func(v report.FieldValue) bool { return v.Field == "c-ip" && slices.Contains(f.Where, v) })
		}) {
			f.Rule, f.Check, f.Severity = "held-back", "", report.Note
		}
	}
	return all
}
