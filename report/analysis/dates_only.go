package analysis

import "github.com/iiswhy/iiswhy/report/scan"

// A log may have a date and no time: then all rows of a day count as come when it began,
// and all that can be said is the day.

const dayLong = 86400

// datesOnly reports whether that is so of all rows.
func (a *Analysis) datesOnly() bool {
	return len(a.Minutes.Cells) > 0 && !a.logs("time") && a.allAtMidnight()
}

// allAtMidnight reports whether each row came at the start of a day of UTC.
func (a *Analysis) allAtMidnight() bool {
	for i := range a.Outcomes {
		if o := &a.Outcomes[i]; o.First <= o.Last && !isMidnight(o) {
			return false
		}
	}
	for _, c := range a.Minutes.Cells {
		if a.Minutes.Step < dayLong && a.Minutes.Second(c)%dayLong != 0 {
			return false
		}
	}
	return true
}

func isMidnight(o *scan.Outcome) bool { return o.First%dayLong == 0 && o.Last%dayLong == 0 }
