package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// splitNumbers are what Windows says when the legs of one negotiation arrive on
// different connections or servers.
var splitNumbers = map[int64]bool{2148074248: true, 2148074256: true, 2148074241: true}

// atOnce is within how many seconds clients fail at the same time.
const atOnce = 15 * 60

// directoryPattern names the rule that faults of the directory fit, "" for none.
func (a *Analysis) directoryPattern(i *issue) string {
	if i.Verdict != codes.DirectoryFault {
		return ""
	}
	if number, _ := i.mostWin32(); splitNumbers[number] {
		return "auth-split"
	}
	if a.togetherFail(i) >= everybody {
		return "auth-everyone"
	}
	return ""
}

// tellWhy says why the logons of everybody fail, and what to do, where Windows says so: often an
// SPN or a clock is at fault, and not the domain.
func (a *Analysis) tellWhy(f *report.Finding, i *issue) {
	if pair, ok := a.pair(i); ok {
		f.Check = a.doable(pair.Check)
		f.Evidence = append(f.Evidence, report.Evidence{What: "why", Text: pair.Name})
	}
}

// togetherFail is how many clients of an issue begin to fail within atOnce at most.
func (a *Analysis) togetherFail(i *issue) (most int) {
	clients, _ := a.AllOf(i.Code, scan.FieldClient, i.has) // of too many clients no times are known
	var began []int64
	for _, c := range clients {
		if c.First <= c.Last {
			began = append(began, c.First)
		}
	}
	slices.Sort(began)
	from := 0
	for at, second := range began {
		for second-began[from] > atOnce {
			from++
		}
		most = max(most, at-from+1)
	}
	return most
}
