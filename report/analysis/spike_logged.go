package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report/scan"
	"github.com/iiswhy/iiswhy/report/spike"
)

// Where a column is added to a log, its rows have other codes from then on: what was 401 is
// 401.2. Nothing rose. So a rise of rows that a column tells of is one within the time in which
// that column is logged, and a rise of those that lack it within the other time.

// loggedTime is a time in which rows of some kind are logged, where the log has others before or
// after it.
type loggedTime struct {
	scan.Span
	isOf func(key seriesKey, part int) bool // whether a rise is of such rows
}

// loggedTimes are those of a log to which a column was added, or from which one was taken.
func (a *Analysis) loggedTimes() (all []loggedTime) {
	isOfSite := func(o *scan.Outcome) bool { return o.Log != codes.HTTPERR && o.Log != codes.FTPLog }
	for _, kind := range []struct {
		has  func(o *scan.Outcome) bool
		isOf func(key seriesKey, part int) bool
	}{{
		func(o *scan.Outcome) bool { return o.Code.Substatus != codes.None },
		func(key seriesKey, _ int) bool { return key.code.Substatus != codes.None },
	}, {
		func(o *scan.Outcome) bool { return o.Code.Substatus == codes.None },
		func(key seriesKey, _ int) bool { return key.code.Substatus == codes.None },
	}, {
		func(o *scan.Outcome) bool { return o.Win32 != codes.None },
		func(_ seriesKey, part int) bool { return part >= 0 },
	}} {
		whole := a.timeOf(isOfSite)
		some := a.timeOf(func(o *scan.Outcome) bool { return isOfSite(o) && kind.has(o) })
		if some.From < some.Until && some != whole {
			all = append(all, loggedTime{some, func(key seriesKey, part int) bool { return key.reason == "" && !key.code.FTP && kind.isOf(key, part) }})
		}
	}
	return all
}

// timeOf is the time in which rows of some outcomes came, in whole buckets.
func (a *Analysis) timeOf(is func(o *scan.Outcome) bool) (t scan.Span) {
	for _, c := range a.Minutes.Cells { // in the order of time
		if is(&a.Outcomes[c.Outcome]) {
			second := a.Minutes.Second(c)
			if t.Until == 0 {
				t.From = second
			}
			t.Until = second + a.Minutes.Step
		}
	}
	return t
}

// rises are the unusual rises of a timeline, each within the time in which rows like its own are
// logged.
func (a *Analysis) rises(line spike.Timeline, keyOf func(series int) seriesKey) []spike.Spike {
	o := spike.Options{Sensitivity: a.options.Sensitivity}
	found := spike.Find(line, o)
	for _, t := range a.loggedTimes() {
		isOf := func(f spike.Spike) bool { return t.isOf(keyOf(f.Series), f.Part) }
		if !slices.ContainsFunc(found, isOf) {
			continue
		}
		found = slices.DeleteFunc(found, isOf)
		for _, f := range spike.Find(within(line, t.Span), o) {
			if isOf(f) {
				found = append(found, f)
			}
		}
	}
	return found
}

// within is the part of a timeline that is of a time.
func within(line spike.Timeline, t scan.Span) spike.Timeline {
	from, until := max(0, (t.From-line.Start)/line.Step), max(0, (t.Until-1-line.Start)/line.Step+1)
	cut := func(counts []int64) []int64 {
		n := int64(len(counts))
		return counts[min(from, n):min(until, n)]
	}
	part := line
	part.Start, part.Series = line.Start+from*line.Step, nil
	for _, one := range line.Series {
		one.Counts, one.Parts = cut(one.Counts), slices.Clone(one.Parts)
		for i := range one.Parts {
			one.Parts[i].Counts = cut(one.Parts[i].Counts)
		}
		part.Series = append(part.Series, one)
	}
	return part
}
