package report

import (
	"context"
	"math"
	"slices"
	"time"
)

// DayOptions say what DayReport tells.
type DayOptions struct {
	// Shown is how many days are told, where the scan had no parts: the newest of
	// those that were read.
	Shown  int
	Spikes SpikeOptions
}

// DayReport tells what was counted on each day, against the days before it. It
// needs a scan with Options.Compare, and with Options.Parts as DayParts makes
// them; without parts, as from a pipe, all days that were read are compared, and
// no values are told that codes were seen with.
//
// A day is compared with the median of up to seven before it: those of the same
// weekday where there are three, else the nearest. The newest, when it was not
// over, is compared with the same hours of the others; so is a day of whose log a
// piece is missing, and no other day is compared with that.
func (s *Scan) DayReport(ctx context.Context, o DayOptions) *Report {
	r := s.Report("daily")
	d := newDays(s, o)
	r.Days = []Day{}
	newest := 0
	for i := range d.all {
		if d.all[i].part.Shown && d.all[i].logged {
			r.Days = append(r.Days, d.day(i))
			newest = i
		}
	}
	if len(r.Days) > 0 {
		r.Days[len(r.Days)-1].Timeline = d.timeline(newest)
	}
	r.Missing = d.missing()
	d.giveSpikes(r.Days, s.Spikes(ctx, o.Spikes))
	compareWithUsual(r.Days)
	return r
}

// days are the days of a scan, in order.
type days struct {
	*builder
	all   []dayCells
	parts bool // the scan knew them: slots are of one day each
}

// dayCells is a day and the counts per minute that belong to it.
type dayCells struct {
	part   Part
	cells  []cell
	passed []cell // of rows that the filter leaves out
	logged bool   // something was written on it, whatever the filter
	// begins and ends are the seconds after midnight by the clock between which
	// there is a log. A day that lacks some is compared with, and no other with it.
	begins, ends int64
	byClock      []int64   // see countByClock; nil until somebody asks
	tally        *dayTally // of the whole day; the same
}

// whole reports whether the log holds all of the day, as far as is known.
func (c *dayCells) whole() bool { return c.begins == 0 && c.ends == wholeDay }

func newDays(s *Scan, o DayOptions) *days {
	d := &days{builder: &builder{Scan: s, names: s.names}, parts: len(s.options.Parts) > 0}
	cells, passed := settled(s.summary.minutes), settled(s.summary.passed)
	parts := s.options.Parts
	if !d.parts {
		parts = s.daysRead(o.Shown)
	}
	for _, p := range parts {
		d.all = append(d.all, dayCells{part: p, ends: wholeDay})
	}
	if len(parts) > 0 {
		d.share(cells, passed)
		d.findLate()
		d.findGaps()
	}
	return d
}

// settled returns the counts per bucket, in order.
func settled(m *minutes) []cell {
	if m == nil {
		return nil
	}
	m.flush()
	m.compact()
	return m.cells
}

// share gives each day its cells: a bucket can be longer than it reaches into the
// day, so slots of one day each know better than times.
func (d *days) share(cells, passed []cell) {
	at := &partition{}
	for i := range d.all {
		at.parts = append(at.parts, d.all[i].part)
	}
	for _, c := range cells {
		i, ok := int(d.summary.slots.all[c.slot].part), true
		if !d.parts {
			i, ok = at.of(c.bucket * d.summary.minutes.step)
		}
		if ok {
			d.all[i].cells = append(d.all[i].cells, c)
		}
	}
	for _, c := range passed {
		if i, ok := at.of(c.bucket * d.summary.passed.step); ok {
			d.all[i].passed = append(d.all[i].passed, c)
		}
	}
	for i := range d.all {
		d.all[i].logged = len(d.all[i].cells)+len(d.all[i].passed) > 0
	}
}

// daysRead are the days of all rows that have a time; the newest are shown.
func (s *Scan) daysRead(shown int) []Part {
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	for _, m := range []*minutes{s.summary.minutes, s.summary.passed} {
		if m != nil && len(m.cells) > 0 {
			first = min(first, m.cells[0].bucket*m.step)
			last = max(last, m.cells[len(m.cells)-1].bucket*m.step)
		}
	}
	if last < first {
		return nil
	}
	const most = 400 // days; further back, nothing is compared
	var parts []Part
	for i := 0; i < max(most, shown); i++ {
		from, until := dayOf(stamp(last), -i, s.location())
		if until.Unix() <= first {
			break
		}
		parts = append(parts, Part{from.Unix(), until.Unix(), i < shown})
	}
	slices.Reverse(parts)
	return parts
}

// median returns the middle of some numbers, which it sorts.
func median(n []float64) float64 {
	if len(n) == 0 {
		return 0
	}
	slices.Sort(n)
	m := len(n) / 2
	if len(n)%2 == 1 {
		return n[m]
	}
	return (n[m-1] + n[m]) / 2
}

// missing are the shown days on which nothing was logged though something was
// before, or all of them: they are no zeros.
func (d *days) missing() (dates []string) {
	some := slices.ContainsFunc(d.all, func(c dayCells) bool { return c.part.Shown && c.logged })
	before := !some
	for _, c := range d.all {
		before = before || c.logged
		if c.part.Shown && !c.logged && before {
			dates = append(dates, d.date(c.part))
		}
	}
	return dates
}

// against returns the days that one is compared with, the latest first.
func (d *days) against(i int) (indexes []int, sameWeekday bool) {
	usable := func(j int) bool { return d.all[j].logged && d.all[j].whole() }
	var near, week []int
	weekday := d.weekday(i)
	for j := i - 1; j >= 0; j-- {
		if usable(j) && len(near) < againstDays && d.daysBetween(j, i) <= againstDays {
			near = append(near, j)
		}
		if usable(j) && d.weekday(j) == weekday && len(week) < againstDays {
			week = append(week, j)
		}
	}
	const enough = 3
	if len(week) >= enough {
		return week, true
	}
	return near, false
}

func (d *days) weekday(i int) time.Weekday {
	return time.Unix(d.all[i].part.From, 0).In(d.location()).Weekday()
}

// daysBetween is how many days one is after another.
func (d *days) daysBetween(i, j int) int {
	const day = 86400
	return int(math.Round(float64(d.all[j].part.From-d.all[i].part.From) / day))
}

// shows reports whether the filter of the report takes the rows of a slot.
func (d *days) shows(s *slot) bool {
	p := d.summary.slots.partition
	f := Filter{Status: p.status, Verdicts: p.verdicts}
	return f.takesCode(s.status, s.substatus) && f.takes(s.verdict)
}

// giveSpikes gives each spike to the shown day that it begins on, or reaches
// into.
func (d *days) giveSpikes(shown []Day, spikes []Spike) {
	for i := range shown {
		shown[i].Spikes = []Spike{}
	}
	for _, s := range spikes {
		for i := range shown {
			if s.Start.Before(shown[i].End) && shown[i].Start.Before(s.End) {
				shown[i].Spikes = append(shown[i].Spikes, s)
				break
			}
		}
	}
}
