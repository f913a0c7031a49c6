package render

import "github.com/iiswhy/iiswhy/report"

// incidents are the findings that tell what happened on the day.
func (b *dailyBuilder) incidents() list {
	var items []item
	for _, n := range b.day.Findings {
		if n <= len(b.told) {
			one := b.findingItem(b.told[n-1])
			one.Command = ""
			items = append(items, one)
		}
	}
	return b.cutShort("daily.incidents", items)
}

// newIncident names the gravest that began on the day, "" where none did.
func (b *dailyBuilder) newIncident() string {
	for _, n := range b.day.Findings {
		if n > len(b.told) {
			continue
		}
		if f := b.told[n-1]; !f.First.Before(b.day.Start) && f.State != report.Recurring {
			return b.story(f)
		}
	}
	return ""
}

// lastingIncident names the gravest that began on a day before and goes on, "" where none does.
func (b *dailyBuilder) lastingIncident() string {
	for _, n := range b.day.Findings {
		if n > len(b.told) {
			continue
		}
		if f := b.told[n-1]; f.First.Before(b.day.Start) && f.State == report.GoingOn && f.Severity != report.Note {
			return b.story(f)
		}
	}
	return ""
}

// openIncident names the gravest of those without a row that failed that went on through the
// day, or made it slow: a day is not calm because it began before. "" where there is none.
func (b *dailyBuilder) openIncident() string {
	for _, f := range b.told {
		touches := !f.First.IsZero() && f.First.Before(b.day.End) && !f.Last.Before(b.day.Start)
		switch {
		case f.Severity == report.Note:
		case f.Rule == "silence" && f.First.Before(b.day.End), f.Rule == "slow" && touches && f.State != report.Recurring:
			return b.story(f)
		}
	}
	return ""
}

// leftOut says why no row of any day is left.
func (b *dailyBuilder) leftOut() list {
	l := b.ranked()
	for _, f := range b.told {
		if f.Rule == "left-out" || b.day.Rows == 0 && f.Rule == "absent-field" {
			l.Items = append(l.Items, b.findingItem(f))
		}
	}
	return l
}
