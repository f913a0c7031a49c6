package analysis

import (
	"cmp"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// dayCounts is what was counted in a day, or in the first hours of it.
type dayCounts struct {
	rows, errors, attention int64
	classes                 map[string]int64
	verdicts                verdictRows
	codes                   map[dayCode]*codeCount
	detailed, plain         bool // has rows of a site with a substatus, and without
}

// logsLike reports whether rows of a code have that code on both of two days: where sc-substatus was
// added to a log in between, what was 401 is 401.2, and nothing is new.
func (t *dayCounts) logsLike(own *dayCounts, key dayCode) bool {
	return key.reason != "" || key.code.FTP || t.detailed == own.detailed && t.plain == own.plain
}

// like are the days of some that can be compared with another in a code.
func like(own *dayCounts, days []*dayCounts, key dayCode) (all []*dayCounts) {
	for _, t := range days {
		if t.logsLike(own, key) {
			all = append(all, t)
		}
	}
	return all
}

// dayCode is what a day lists as one code.
type dayCode struct {
	code   codes.Code
	reason string // of HTTPERR
}

// codeCount is the count of one code.
type codeCount struct {
	count, attention int64
	verdicts         verdictRows
	first            int64 // second of the first count
}

// between counts a day between two times of the clock on the wall, in seconds after
// midnight. Whole days are counted once: each is asked about by all later ones.
func (d *days) between(i int, from, until int64) *dayCounts {
	if from > 0 || until < wholeDay {
		return d.count(i, from, until)
	}
	if d.all[i].counts == nil {
		d.all[i].counts = d.count(i, from, until)
	}
	return d.all[i].counts
}

func (d *days) count(i int, from, until int64) *dayCounts {
	t := &dayCounts{classes: map[string]int64{}, codes: map[dayCode]*codeCount{}}
	start, end := d.clock(i, from), d.clock(i, until)
	for _, c := range d.all[i].cells {
		o := &d.Outcomes[c.Outcome]
		if second := d.Minutes.Second(c); start <= second && second < end && d.Wants(o.Code, o.Verdict) {
			t.add(o, second, c.Rows)
		}
	}
	return t
}

// clock is the second of a day at which the clock on the wall shows that it is so
// long after midnight; on days of 23 or 25 hours that is not how long it is.
func (d *days) clock(i int, after int64) int64 {
	span := d.all[i].span
	switch {
	case after >= wholeDay:
		return span.Until
	case after == 0:
		return span.From // a clock that is turned at midnight shows no 00:00, or two
	}
	from := time.Unix(span.From, 0).In(d.location())
	return time.Date(from.Year(), from.Month(), from.Day(), 0, 0, int(after), 0, d.location()).Unix()
}

// dayCodeOf is what a day lists an outcome as.
func dayCodeOf(o *scan.Outcome) dayCode {
	if o.Log == codes.HTTPERR {
		return dayCode{o.Code, o.Reason}
	}
	return dayCode{code: o.Code}
}

func (t *dayCounts) add(o *scan.Outcome, second, n int64) {
	key := dayCodeOf(o)
	t.rows += n
	t.classes[o.Code.Class()] += n
	t.verdicts[o.Verdict] += n
	if o.Log != codes.HTTPERR && o.Log != codes.FTPLog {
		t.detailed, t.plain = t.detailed || o.Code.Substatus != codes.None, t.plain || o.Code.Substatus == codes.None
	}
	if o.Code.IsError() {
		t.errors += n
	}
	c := t.codes[key]
	if c == nil {
		c = &codeCount{first: second}
		t.codes[key] = c
	}
	c.count += n
	c.first = min(c.first, second)
	c.verdicts[o.Verdict] += n
	if o.Verdict.Attention() {
		t.attention += n
		c.attention += n
	}
}

func (t *dayCounts) sums() *report.Sums {
	return &report.Sums{Rows: float64(t.rows), Errors: float64(t.errors), Attention: float64(t.attention)}
}

// count is how many rows a code has, 0 when the day has none.
func (t *dayCounts) count(key dayCode) int64 {
	if c := t.codes[key]; c != nil {
		return c.count
	}
	return 0
}

// usuals are the usual sums of some days, for one that has its own.
func usuals(all []*dayCounts, own *dayCounts) *report.Sums {
	of := func(total func(*dayCounts) int64) float64 {
		var n []float64
		for _, t := range all {
			n = append(n, float64(total(t)))
		}
		return usual(n, float64(total(own)))
	}
	return &report.Sums{
		Rows:      of(func(t *dayCounts) int64 { return t.rows }),
		Errors:    of(func(t *dayCounts) int64 { return t.errors }),
		Attention: of(func(t *dayCounts) int64 { return t.attention }),
	}
}

// usualCount is how often a code usually comes on some days, for one that has its own.
func usualCount(all []*dayCounts, own *dayCounts, key dayCode) float64 {
	var n []float64
	for _, t := range all {
		n = append(n, float64(t.count(key)))
	}
	return usual(n, float64(own.count(key)))
}

// usual is the median of some numbers, which it sorts. Of an even number of them any between
// the middle two is one: where these are far apart, as of days with none and days with five
// hundred, their mean is what no day ever had, and the one that own is more like is told.
func usual(n []float64, own float64) float64 {
	mean := median(n)
	if len(n)%2 == 1 || len(n) == 0 {
		return mean
	}
	low, high := n[len(n)/2-1], n[len(n)/2]
	switch {
	case !notable(high, low):
		return mean
	case own <= low || !notable(own, low):
		return low
	}
	return high
}

// keysOf are the codes of a day, by count; of equal ones, by number.
func (t *dayCounts) keysOf() []dayCode {
	var keys []dayCode
	for key := range t.codes {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b dayCode) int {
		return cmp.Or(cmp.Compare(t.count(b), t.count(a)), compareDayCodes(a, b))
	})
	return keys
}

func compareDayCodes(a, b dayCode) int {
	return cmp.Or(cmp.Compare(a.code.Status, b.code.Status), cmp.Compare(a.code.Substatus, b.code.Substatus),
		cmp.Compare(a.reason, b.reason), a.code.Compare(b.code))
}
