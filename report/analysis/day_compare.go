package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// wholeDay is later than any clock shows.
const wholeDay = 86400

// leastUsual is how many rows are usual before their absence says something.
const leastUsual = 5

// comparison is a day and the days that it is compared with.
type comparison struct {
	day     *dayCounts
	before  *dayCounts   // the day before; nil when it was not read
	against []*dayCounts // the same hours of the days of Day.Against
	recent  []*dayCounts // the same of the days just before, where those are of one weekday
	earlier []*dayCounts // all days before, whole
}

// day tells one day.
func (d *days) day(i int) report.Day {
	span := d.all[i].span
	out := report.Day{
		Date: d.date(span), Start: stamp(span.From), End: stamp(span.Until),
		Classes: []report.ClassCount{}, Verdicts: []report.VerdictCount{}, Codes: []report.DayCode{},
	}
	indexes, sameWeekday := d.against(i)
	from, until := d.all[i].begins, d.all[i].ends
	if cut, cutShort := d.cutShort(i, indexes); cutShort {
		until = cut
	}
	out.From, out.Until, out.Gap = clockTime(from), clockTime(until), !d.all[i].whole()
	c := d.compare(i, indexes, from, until)
	for _, j := range indexes {
		out.Against = append(out.Against, d.date(d.all[j].span))
	}
	if c.before != nil {
		out.Previous = c.before.sums()
	}
	if len(indexes) > 0 {
		out.SameWeekday, out.Typical = sameWeekday, usuals(c.against, c.day)
	}
	for j := i - 1; j >= 0; j-- {
		if d.all[j].logged && !d.all[j].whole() {
			out.Partial = append(out.Partial, d.date(d.all[j].span))
		}
	}
	out.First, out.Last = d.firstAndLast(i)
	if sameWeekday {
		for _, j := range d.near(i) {
			c.recent = append(c.recent, d.between(j, from, until))
		}
	}
	out.Rows, out.Errors, out.Attention = c.day.rows, c.day.errors, c.day.attention
	out.Classes, out.Verdicts = classCounts(c.day.classes, c.day.rows), c.day.verdicts.list(c.day.rows)
	out.Codes = d.codesOf(i, c)
	return out
}

// firstAndLast are the times of the first and the last row of a day that is shown.
func (d *days) firstAndLast(i int) (first, last time.Time) {
	from, until := int64(math.MaxInt64), int64(math.MinInt64)
	for _, c := range d.all[i].cells {
		o := &d.Outcomes[c.Outcome]
		if !d.Wants(o.Code, o.Verdict) {
			continue
		}
		if d.divided && o.First <= o.Last {
			from, until = min(from, o.First), max(until, o.Last)
			continue
		}
		second := d.Minutes.Second(c)
		from, until = min(from, second), max(until, second)
	}
	if from > until {
		return time.Time{}, time.Time{}
	}
	return stamp(from), stamp(until)
}

// compare counts a day, and between two times of the clock those that it is
// compared with.
func (d *days) compare(i int, with []int, from, until int64) comparison {
	c := comparison{day: d.between(i, 0, wholeDay)}
	for _, j := range with {
		c.against = append(c.against, d.between(j, from, until))
	}
	for j := range i {
		if d.all[j].logged {
			c.earlier = append(c.earlier, d.between(j, 0, wholeDay))
		}
	}
	if i > 0 && d.all[i-1].logged && d.all[i-1].whole() && d.daysBetween(i-1, i) == 1 {
		c.before = d.between(i-1, from, until)
	}
	return c
}

// clockTime writes seconds after midnight as a clock shows them, "" for midnight.
func clockTime(after int64) string {
	if after == 0 || after == wholeDay {
		return ""
	}
	return fmt.Sprintf("%02d:%02d", after/3600, after%3600/60)
}

// codesOf lists the codes of a day, then those that are usual and did not come.
func (d *days) codesOf(i int, c comparison) []report.DayCode {
	all := []report.DayCode{}
	for _, key := range c.day.keysOf() {
		all = append(all, d.codeOf(i, key, c))
	}
	return append(all, d.gone(i, c)...)
}

func (d *days) codeOf(i int, key dayCode, c comparison) report.DayCode {
	out := d.named(key)
	if own := c.day.codes[key]; own != nil {
		out.Count, out.Attention, out.Verdict = own.count, own.attention, own.verdicts.most().String()
		out.Top = d.topsOf(i, key)
	}
	if c.before != nil && c.before.logsLike(c.day, key) {
		n := c.before.count(key)
		out.Previous = &n
	}
	against := like(c.day, c.against, key)
	if len(against) == 0 {
		return out
	}
	typical := usualCount(against, c.day, key)
	out.Typical = &typical
	if typical > 0 {
		change := (float64(out.Count) - typical) / typical
		out.Change = &change
	}
	if recently := like(c.day, c.recent, key); len(recently) > 0 {
		recent := usualCount(recently, c.day, key)
		out.Recent = &recent
	}
	seen := slices.ContainsFunc(c.earlier, func(t *dayCounts) bool { return t.count(key) > 0 })
	if out.Count > 0 && !seen {
		out.New, out.Since = true, stamp(max(c.day.codes[key].first, d.firstOf(i, key)))
	}
	return out
}

// firstOf is the second of the first row of a code on a day, where that is known.
func (d *days) firstOf(i int, key dayCode) int64 {
	if !d.divided {
		return math.MinInt64
	}
	first := int64(math.MaxInt64)
	for at := range d.Outcomes {
		o := &d.Outcomes[at]
		if o.Span == i && o.Rows > 0 && dayCodeOf(o) == key {
			first = min(first, o.First)
		}
	}
	if first == math.MaxInt64 {
		return math.MinInt64
	}
	return first
}

// gone are the codes that are usual at these hours and did not come.
func (d *days) gone(i int, c comparison) (all []report.DayCode) {
	usual := map[dayCode]codeCount{}
	for _, t := range c.against {
		for key, own := range t.codes {
			if c.day.count(key) == 0 && t.logsLike(c.day, key) {
				usual[key] = *own
			}
		}
	}
	for key, own := range usual {
		if usualCount(c.against, c.day, key) < leastUsual {
			continue
		}
		out := d.codeOf(i, key, c)
		out.Gone, out.Verdict = true, own.verdicts.most().String()
		all = append(all, out)
	}
	slices.SortFunc(all, func(a, b report.DayCode) int {
		return cmp.Or(cmp.Compare(*b.Typical, *a.Typical), cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Log, b.Log))
	})
	return all
}

// named tells what a code, or a reason, means.
func (d *days) named(key dayCode) report.DayCode {
	text := d.code(key.code)
	out := report.DayCode{Code: text.Code, Log: text.Log, Class: text.Class, Reason: key.reason,
		Name: text.Name, Meaning: text.Meaning, Check: text.Check}
	if key.reason != "" {
		r := d.reason(key.reason)
		out.Name, out.Meaning, out.Check = r.Name, r.Meaning, r.Check
	}
	return out
}

// topsOf are the values that a code was seen with most on a day, in the rows that need
// attention where any do: of codes, as reasons are not counted apart.
func (d *days) topsOf(i int, key dayCode) map[string][]report.Key {
	if !d.divided || key.reason != "" {
		return nil
	}
	tops := map[string][]report.Key{}
	needs := d.needing(i, false)[key.code]
	for f := range scan.NumTopFields {
		if f == scan.FieldPath && isFTPLogon(key.code) {
			continue
		}
		found := d.TopOf(key.code, f, func(s *scan.Subject) bool { return s.Span == i && (!needs || s.Verdict.Attention()) }, d.top())
		if keys := d.keys(f, found); len(keys) > 0 {
			tops[f.String()] = keys
		}
	}
	return tops
}
