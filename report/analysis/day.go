package analysis

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// DayReport tells what was counted on each day, against the days before it. It
// needs a scan with Options.Compare, and with Options.Spans as DaySpans makes
// them; without spans, as from a pipe, all days that were read are compared, the
// newest so many are shown, and no values are told that codes were seen with.
//
// A day is compared with the median of up to seven before it: those of the same
// weekday where there are three, else the nearest. The newest, when it was not
// over, is compared with the same hours of the others; so is a day of whose log a
// piece is missing, and no other day is compared with that.
func (a *Analysis) DayReport(ctx context.Context, shown int) *report.Report {
	r := a.overview(ctx, "daily")
	d := newDays(a, shown)
	r.Days = []report.Day{}
	newest := 0
	for i := range d.all {
		if d.all[i].span.Shown && d.all[i].logged {
			r.Days = append(r.Days, d.day(i))
			newest = i
		}
	}
	if len(r.Days) > 0 {
		r.Days[len(r.Days)-1].Timeline = d.timeline(newest)
	}
	r.Missing = d.missing()
	spikes := a.Spikes(ctx)
	a.settle(r.Findings, spikes)
	pointToSpikes(slices.Clone(r.Findings), spikes) // whose places are those of their days
	d.giveSpikes(r.Days, spikes)
	d.giveIncidents(r.Days, r.Findings)
	giveLasting(r.Days, spikes)
	compareWithUsual(r.Days, r.Findings)
	return r
}

// days are the days of a scan, in order.
type days struct {
	*Analysis
	all     []dayCells
	divided bool // the scan knew them: outcomes are of one day each
}

// dayCells is a day and the counts per minute that belong to it.
type dayCells struct {
	span    scan.Span
	cells   []scan.Cell
	dropped []scan.Cell // of rows that the filter leaves out
	logged  bool        // something was written on it, whatever the filter
	// begins and ends are the seconds after midnight by the clock between which
	// there is a log. A day that lacks some is compared with, and no other with it.
	begins, ends int64
	byClock      []int64    // see countByClock; nil until somebody asks
	counts       *dayCounts // of the whole day; the same
}

// whole reports whether the log holds all of the day, as far as is known.
func (c *dayCells) whole() bool { return c.begins == 0 && c.ends == wholeDay }

func newDays(a *Analysis, shown int) *days {
	d := &days{Analysis: a, divided: len(a.Spans) > 0}
	spans := a.Spans
	if !d.divided {
		spans = a.daysRead(shown)
	}
	for _, span := range spans {
		d.all = append(d.all, dayCells{span: span, ends: wholeDay})
	}
	if len(spans) > 0 {
		d.divideCells(spans)
		if !d.datesOnly() { // else a day is whole as far as anybody can tell
			d.findLate()
			d.findGaps()
		}
	}
	return d
}

// divideCells gives each day its cells: a bucket can be longer than it reaches into
// the day, so outcomes of one day each know better than times.
func (d *days) divideCells(spans []scan.Span) {
	for _, c := range d.Minutes.Cells {
		i, ok := d.Outcomes[c.Outcome].Span, true
		if !d.divided {
			i, ok = scan.SpanOf(spans, d.Minutes.Second(c))
		}
		if ok {
			d.all[i].cells = append(d.all[i].cells, c)
		}
	}
	for _, c := range d.Dropped.Cells {
		if i, ok := scan.SpanOf(spans, d.Dropped.Second(c)); ok {
			d.all[i].dropped = append(d.all[i].dropped, c)
		}
	}
	for i := range d.all {
		d.all[i].logged = len(d.all[i].cells)+len(d.all[i].dropped) > 0
	}
}

// daysRead are the days of all rows that have a time; the newest are shown.
func (a *Analysis) daysRead(shown int) []scan.Span {
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	for _, c := range []*scan.Counts{&a.Minutes, &a.Dropped} {
		if n := len(c.Cells); n > 0 {
			first = min(first, c.Second(c.Cells[0]))
			last = max(last, c.Second(c.Cells[n-1]))
		}
	}
	if last < first {
		return nil
	}
	const most = 400 // days; further back, nothing is compared
	var spans []scan.Span
	for i := 0; i < max(most, shown); i++ {
		from, until := dayOf(stamp(last), -i, a.location())
		if until.Unix() <= first {
			break
		}
		spans = append(spans, scan.Span{From: from.Unix(), Until: until.Unix(), Shown: i < shown})
	}
	slices.Reverse(spans)
	return spans
}

// missing are the shown days on which nothing was logged though something was
// before, or all of them: they are no zeros. A day of the week on which nothing ever is
// logged is missing nothing.
func (d *days) missing() (dates []string) {
	some := slices.ContainsFunc(d.all, func(c dayCells) bool { return c.span.Shown && c.logged })
	before := !some
	for i, c := range d.all {
		before = before || c.logged
		if c.span.Shown && !c.logged && before && !(some && d.rests(d.weekday(i))) {
			dates = append(dates, d.date(c.span))
		}
	}
	return dates
}

// rests reports whether no day of a weekday was logged, of several since the first day that
// was, as the weekends of an office.
func (d *days) rests(weekday time.Weekday) bool {
	const several = 2
	logged := func(c dayCells) bool { return c.logged }
	first, n := slices.IndexFunc(d.all, logged), 0
	for i := max(first, 0); i < len(d.all); i++ {
		if d.weekday(i) == weekday {
			if n++; d.all[i].logged {
				return false
			}
		}
	}
	return n >= several
}

// against returns the days that one is compared with, the latest first.
func (d *days) against(i int) (indexes []int, sameWeekday bool) {
	var week []int
	weekday := d.weekday(i)
	for j := i - 1; j >= 0; j-- {
		if d.usable(j) && d.weekday(j) == weekday && len(week) < againstDays {
			week = append(week, j)
		}
	}
	const enough = 3
	if len(week) >= enough {
		return week, true
	}
	return d.near(i), false
}

// near are the days of the week before one, the latest first.
func (d *days) near(i int) (near []int) {
	for j := i - 1; j >= 0; j-- {
		if d.usable(j) && len(near) < againstDays && d.daysBetween(j, i) <= againstDays {
			near = append(near, j)
		}
	}
	return near
}

// usable reports whether a day can be compared with.
func (d *days) usable(i int) bool { return d.all[i].logged && d.all[i].whole() }

func (d *days) weekday(i int) time.Weekday {
	return time.Unix(d.all[i].span.From, 0).In(d.location()).Weekday()
}

// daysBetween is how many days one is after another.
func (d *days) daysBetween(i, j int) int {
	const day = 86400
	return int(math.Round(float64(d.all[j].span.From-d.all[i].span.From) / day))
}

// giveSpikes gives each spike to the shown day that it begins on, or reaches
// into.
func (d *days) giveSpikes(shown []report.Day, spikes []report.Spike) {
	for i := range shown {
		shown[i].Spikes = []report.Spike{}
	}
	for _, s := range spikes {
		if i := slices.IndexFunc(shown, func(day report.Day) bool { return reachesInto(s, day) }); i >= 0 {
			shown[i].Spikes = append(shown[i].Spikes, s)
		}
	}
}

// giveLasting gives the spikes that go on to the newest day as well, to which they are no less news.
func giveLasting(shown []report.Day, spikes []report.Spike) {
	if len(shown) < 2 {
		return
	}
	newest := &shown[len(shown)-1]
	for _, s := range spikes {
		if s.State == report.GoingOn && s.Start.Before(newest.Start) && reachesInto(s, *newest) &&
			slices.ContainsFunc(shown[:len(shown)-1], func(day report.Day) bool { return reachesInto(s, day) }) {
			newest.Spikes = append(newest.Spikes, s)
		}
	}
}

func reachesInto(s report.Spike, day report.Day) bool {
	return s.Start.Before(day.End) && day.Start.Before(s.End)
}
