package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/codes"
)

// dayTally is what was counted in a day, or in the first hours of it.
type dayTally struct {
	rows, errors, attention int64
	classes                 map[string]int64
	verdicts                [codes.NumVerdicts]int64
	codes                   map[dayCode]*codeTally
}

// dayCode is what a day lists as one code.
type dayCode struct {
	code   code
	reason string // of HTTPERR
}

// codeTally is the count of one code.
type codeTally struct {
	count, attention int64
	verdicts         [codes.NumVerdicts]int64
	first            int64 // second of the first count
}

// tally counts a day between two times of the clock on the wall, in seconds after
// midnight. Whole days are counted once: each is asked about by all later ones.
func (d *days) tally(i int, from, until int64) *dayTally {
	if from > 0 || until < wholeDay {
		return d.count(i, from, until)
	}
	if d.all[i].tally == nil {
		d.all[i].tally = d.count(i, from, until)
	}
	return d.all[i].tally
}

func (d *days) count(i int, from, until int64) *dayTally {
	t := &dayTally{classes: map[string]int64{}, codes: map[dayCode]*codeTally{}}
	start, end := d.clock(i, from), d.clock(i, until)
	for _, c := range d.all[i].cells {
		slot := &d.summary.slots.all[c.slot]
		if second := c.bucket * d.summary.minutes.step; start <= second && second < end && d.shows(slot) {
			t.add(slot, d.dayCode(slot), second, c.count)
		}
	}
	return t
}

// clock is the second of a day at which the clock on the wall shows that it is so
// long after midnight; on days of 23 or 25 hours that is not how long it is.
func (d *days) clock(i int, after int64) int64 {
	part := d.all[i].part
	switch {
	case after >= wholeDay:
		return part.Until
	case after == 0:
		return part.From // a clock that is turned at midnight shows no 00:00, or two
	}
	from := time.Unix(part.From, 0).In(d.location())
	return time.Date(from.Year(), from.Month(), from.Day(), 0, 0, int(after), 0, d.location()).Unix()
}

func (d *days) dayCode(s *slot) dayCode {
	c := dayCode{code: code{s.status, s.substatus, s.log == codes.FTPLog}}
	if s.log == codes.HTTPERR {
		c.reason = d.summary.slots.reasons[s.reason]
	}
	return c
}

func (t *dayTally) add(s *slot, key dayCode, second, n int64) {
	t.rows += n
	t.classes[s.class()] += n
	t.verdicts[s.verdict] += n
	if s.isError() {
		t.errors += n
	}
	c := t.codes[key]
	if c == nil {
		c = &codeTally{first: second}
		t.codes[key] = c
	}
	c.count += n
	c.first = min(c.first, second)
	c.verdicts[s.verdict] += n
	if s.verdict.Attention() {
		t.attention += n
		c.attention += n
	}
}

func (t *dayTally) sums() *Sums {
	return &Sums{float64(t.rows), float64(t.errors), float64(t.attention)}
}

// count is how many rows a code has, 0 when the day has none.
func (t *dayTally) count(key dayCode) int64 {
	if c := t.codes[key]; c != nil {
		return c.count
	}
	return 0
}

// medians are the middle totals of some days.
func medians(all []*dayTally) *Sums {
	of := func(total func(*dayTally) int64) float64 {
		var n []float64
		for _, t := range all {
			n = append(n, float64(total(t)))
		}
		return median(n)
	}
	return &Sums{
		of(func(t *dayTally) int64 { return t.rows }), of(func(t *dayTally) int64 { return t.errors }),
		of(func(t *dayTally) int64 { return t.attention }),
	}
}

func medianCount(all []*dayTally, key dayCode) float64 {
	var n []float64
	for _, t := range all {
		n = append(n, float64(t.count(key)))
	}
	return median(n)
}

// keysOf are the codes of a day, by count; of equal ones, by number.
func (t *dayTally) keysOf() []dayCode {
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
	log := func(c dayCode) int {
		if c.code.ftp {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(a.code.status, b.code.status), cmp.Compare(a.code.substatus, b.code.substatus),
		cmp.Compare(a.reason, b.reason), cmp.Compare(log(a), log(b)))
}
