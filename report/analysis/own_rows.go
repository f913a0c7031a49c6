package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/report"
)

const (
	// nearlyOwn is the part of some rows that came in a shorter time than all rows of their issue, and
	// ownShorter the part of that time from which this is no news.
	nearlyOwn, ownShorter = 0.95, 0.8
)

// ownRows are the rows of an issue that are of a server or of another value, as a look finds them.
type ownRows struct {
	rows    int64
	seconds activity // of so many as tell when they came
}

func (o *ownRows) add(second int64) {
	if o.rows++; len(o.seconds) < mostIncidentRows {
		o.seconds = append(o.seconds, second)
	}
}

// tellOwnTimes says in a finding when nearly all rows came that are of a value, where rows of its issue
// come at other times as well.
func (a *Analysis) tellOwnTimes(f *report.Finding, i *issue, o *ownRows) {
	lasts := float64(i.last - i.first)
	if i.bursts != nil || o.rows < leastOfMost || int64(len(o.seconds)) < o.rows || lasts < leastMixed {
		return
	}
	slices.Sort(o.seconds)
	from, until := densestStretch(o.seconds, valueDense*float64(o.rows)/lasts)
	act := o.seconds[from:until]
	if float64(len(act)) < nearlyOwn*float64(o.rows) || float64(act[len(act)-1]-act[0]) > ownShorter*lasts {
		return
	}
	first, last := act[0], act[len(act)-1]
	if a.state(act, first, last, int64(len(act))) == report.GoingOn {
		f.Evidence = append(f.Evidence, report.Evidence{What: "own-since", Value: float64(first), Unit: "time"})
		return
	}
	f.Evidence = append(f.Evidence, report.Evidence{What: "own-first", Value: float64(first), Unit: "time"}, report.Evidence{What: "own-last", Value: float64(last), Unit: "time"})
}
