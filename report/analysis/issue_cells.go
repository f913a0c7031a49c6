package analysis

import (
	"iter"

	"github.com/iiswhy/iiswhy/report/scan"
)

// cellsOf are the cells that count rows of an issue, where these are shown, in the order of time.
func (a *Analysis) cellsOf(i *issue) iter.Seq[scan.Cell] {
	return func(yield func(scan.Cell) bool) {
		for _, at := range a.cells()[i.Subject] {
			if !yield(a.Minutes.Cells[at]) {
				return
			}
		}
	}
}

// cellsBySubject are the indexes of the cells of each subject: there may be hundreds of issues and a million
// cells, and each issue is asked for its own.
func (a *Analysis) cellsBySubject() map[scan.Subject][]int32 {
	var subjects []scan.Subject
	index, of := map[scan.Subject]int{}, make([]int, len(a.Outcomes))
	for n := range a.Outcomes {
		if o := &a.Outcomes[n]; o.Shown {
			of[n] = intern(a.Subjects[o.Subject].OfAllSpans(), index, &subjects)
		}
	}
	lists := make([][]int32, len(subjects))
	for at, c := range a.Minutes.Cells {
		if a.Outcomes[c.Outcome].Shown {
			lists[of[c.Outcome]] = append(lists[of[c.Outcome]], int32(at))
		}
	}
	by := map[scan.Subject][]int32{}
	for n, s := range subjects {
		by[s] = lists[n]
	}
	return by
}
