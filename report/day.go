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
// over, is compared with the same hours of the others. A day whose log begins
// late is shown, and nothing is compared with it.
func (s *Scan) DayReport(ctx context.Context, o DayOptions) *Report {
	r := s.Report("daily")
	d := newDays(s, o)
	r.Days = []Day{}
	for i := range d.all {
		if d.all[i].part.Shown && d.all[i].logged {
			r.Days = append(r.Days, d.day(i))
		}
	}
	r.Missing = d.missing()
	d.giveSpikes(r.Days, s.Spikes(ctx, o.Spikes))
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
	part  Part
	cells []cell
	// first and last say from when until when rows were written, whatever the
	// filter, in seconds from its start.
	first, last int64
	logged      bool // any were
	late        bool // its log begins in the middle
}

// written notes that rows were written in a bucket.
func (c *dayCells) written(bucket, step int64) {
	first, last := bucket*step-c.part.From, (bucket+1)*step-c.part.From
	if c.logged {
		first, last = min(first, c.first), max(last, c.last)
	}
	c.first, c.last, c.logged = first, last, true
}

func newDays(s *Scan, o DayOptions) *days {
	d := &days{builder: &builder{Scan: s, names: s.names}, parts: len(s.options.Parts) > 0}
	m := s.summary.minutes
	m.flush()
	m.compact()
	parts := s.options.Parts
	if !d.parts {
		parts = s.daysRead(o.Shown)
	}
	for _, p := range parts {
		d.all = append(d.all, dayCells{part: p})
	}
	at := &partition{parts: parts}
	for _, c := range m.cells {
		i, ok := int(s.summary.slots.all[c.slot].part), true
		if !d.parts {
			i, ok = at.of(c.bucket * m.step)
		}
		if ok {
			d.all[i].cells = append(d.all[i].cells, c)
			d.all[i].written(c.bucket, m.step)
		}
	}
	d.addPassed(at)
	d.findLate()
	return d
}

// addPassed notes when rows were written that the filter leaves out.
func (d *days) addPassed(at *partition) {
	m := d.summary.passed
	if m == nil {
		return
	}
	m.flush()
	m.compact()
	for _, c := range m.cells {
		if i, ok := at.of(c.bucket * m.step); ok && len(at.parts) > 0 {
			d.all[i].written(c.bucket, m.step)
		}
	}
}

// daysRead are the days of all rows that have a time; the newest are shown.
func (s *Scan) daysRead(shown int) []Part {
	m := s.summary.minutes
	if len(m.cells) == 0 {
		return nil
	}
	const most = 400 // days; further back, nothing is compared
	first, last := m.cells[0].bucket*m.step, m.cells[len(m.cells)-1].bucket*m.step
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

// lateBy is how much later than usual a log begins or ends that is not whole, in
// seconds.
const lateBy = 15 * 60

// findLate marks the first day that was read, where its log begins later than
// those of the other days, and nothing was logged before.
func (d *days) findLate() {
	first := slices.IndexFunc(d.all, func(c dayCells) bool { return c.logged })
	if first < 0 || d.all[first].first <= lateBy || d.loggedBefore(d.all[first].part.From) {
		return
	}
	var usual []float64
	for _, c := range d.all[first+1:] {
		if c.logged {
			usual = append(usual, float64(c.first))
		}
	}
	d.all[first].late = len(usual) == 0 || float64(d.all[first].first) > median(usual)+lateBy
}

// loggedBefore reports whether rows were read that are earlier.
func (d *days) loggedBefore(second int64) bool {
	for _, r := range d.readings {
		for _, h := range r.heads {
			if h.first < second {
				return true
			}
		}
	}
	return false
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
	usable := func(j int) bool { return d.all[j].logged && !d.all[j].late }
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
