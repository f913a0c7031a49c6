package analysis

import (
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A deployment or a recycling of the pool lets everything fail for half a minute, and so may be the
// next. Their rows by themselves look like a fault that is there since the first of them. What tells
// is that whatever failed is served before, in between and after, and is not while it fails.

const (
	// mostShort is how many short outages are looked at, leastShortRows how many rows each has, and
	// leastShortPaths how many paths fail: one page fails for reasons of its own.
	mostShort, leastShortRows, leastShortPaths = 200, 2, 3
	// shortBuckets is how many buckets of the count one of them touches at most, and ofShort the
	// part of the rows that are of one of several rows.
	shortBuckets, ofShort = 3, 0.9
)

// shortOutage is a time in which rows of an issue came, and what else did to their paths.
type shortOutage struct {
	failed        activity
	paths         map[string]bool
	clients       map[string]bool // to which they failed
	served        map[string]activity
	before, after bool // a path that failed was served
}

// tellShortOutages says in the finding of an issue that all failed several times for less than some
// minutes. One that was over so soon is less grave as well.
func (a *Analysis) tellShortOutages(ctx context.Context, i *issue, f *report.Finding) {
	if !isFault(i.Verdict) || i.isRest || f.Rule != i.Verdict.String() || f.Paths > 0 && f.Paths < leastShortPaths || !a.seesWholeSites() || !a.servesAny() {
		return
	}
	outages, rows := a.shortOutages(ctx, i), 0
	if len(outages) == 0 {
		return
	}
	longest, paths, oneClient := int64(0), map[string]bool{}, a.oneClient()
	for _, o := range outages {
		if !o.isOutage() || len(o.clients) == 1 && !oneClient { // who asks for what cannot be has it to himself
			return
		}
		rows, longest = rows+len(o.failed), max(longest, o.failed[len(o.failed)-1]-o.failed[0]+1)
		for path := range o.paths {
			paths[path] = true
		}
	}
	if len(paths) < leastShortPaths || float64(rows) < ofShort*float64(i.rows) {
		return
	}
	if len(outages) > 1 {
		f.Rule = "short-outages"
		f.Evidence = append(f.Evidence, report.Evidence{What: "outages", Value: float64(len(outages)), Unit: "times"}, report.Evidence{What: "lasted", Value: float64(longest), Unit: "s"})
	}
	f.State = a.stateOfShort(outages)
	switch {
	case f.State == report.Recurring && f.Severity != report.Critical:
		f.Severity = lighter(f.Severity)
	case f.State != report.GoingOn && f.Severity == report.Critical && f.Share < largeShare:
		f.Severity = report.Warning
	}
}

// servesAny reports whether anything was served: what HTTP.sys logs by itself is all refused.
func (a *Analysis) servesAny() bool {
	return slices.ContainsFunc(a.Outcomes, func(o scan.Outcome) bool { return isServed(o.Verdict, o.Code.Status) })
}

// stateOfShort says whether more short outages are to be expected: the next would have come by now
// where nothing failed for longer than ever between two of them.
func (a *Analysis) stateOfShort(outages []*shortOutage) string {
	var begins activity
	for _, o := range outages {
		begins = append(begins, o.failed[0])
	}
	_, end, _ := a.readTimes()
	last := outages[len(outages)-1]
	switch quiet := end - last.failed[len(last.failed)-1]; {
	case a.recurs(begins):
		return report.Recurring
	case !last.after || quiet <= max(begins.widestGap(), leastQuiet):
		return report.GoingOn
	}
	return report.Over
}

// shortOutages are the times in which rows of an issue came; none where one of them is long, a row
// came alone, or they are too many.
func (a *Analysis) shortOutages(ctx context.Context, i *issue) (all []*shortOutage) {
	var looked []*sought
	step := a.Minutes.Step
	for _, span := range a.shortStretches(i) {
		o := &shortOutage{paths: map[string]bool{}, clients: map[string]bool{}, served: map[string]activity{}}
		all = append(all, o)
		looked = append(looked, &sought{span: scan.Span{From: span.From - step, Until: span.Until + step}, see: o.see(i, a.Client())})
	}
	a.look(ctx, looked)
	if slices.ContainsFunc(looked, func(s *sought) bool { return !s.all }) {
		return nil
	}
	return all
}

// shortStretches are what shortOutages looks at, by the counts: most errors that come now and then
// come alone, and need no look.
func (a *Analysis) shortStretches(i *issue) (all []scan.Span) {
	act, step := i.act, a.Minutes.Step
	if !i.isPart {
		act = a.activityOf(func(o *scan.Outcome) bool { return i.has(&a.Subjects[o.Subject]) })
	}
	for from := 0; from < len(act); {
		until := from + 1
		for until < len(act) && act[until]-act[until-1] <= step {
			until++
		}
		if act[until-1]-act[from] >= shortBuckets*step || len(all) == mostShort {
			return nil
		}
		all = append(all, scan.Span{From: act[from], Until: act[until-1] + step})
		from = until
	}
	rows := make([]int64, len(all))
	for c := range a.cellsOf(i) {
		if at, ok := scan.SpanOf(all, a.Minutes.Second(c)); ok {
			rows[at] += c.Rows
		}
	}
	if slices.ContainsFunc(rows, func(n int64) bool { return n < leastShortRows }) {
		return nil
	}
	return all
}

// see takes the rows around a time in which rows of an issue came.
func (o *shortOutage) see(i *issue, client func(*parser.Row) []byte) func(int, *parser.Row, codes.Verdict) {
	return func(_ int, r *parser.Row, v codes.Verdict) {
		path := string(scan.Shorten(r.Path()))
		switch {
		case v == i.Verdict && codeOf(r) == i.Code:
			o.failed, o.paths[path], o.clients[string(scan.Shorten(client(r)))] = append(o.failed, r.Second), true, true
		case isServed(v, int(r.Status)):
			o.served[path] = append(o.served[path], r.Second)
		}
	}
}

// isOutage reports whether some paths failed and none of them was served meanwhile, but before or
// after; and notes when.
func (o *shortOutage) isOutage() bool {
	if min(len(o.failed), len(o.paths)) < leastShortRows {
		return false
	}
	slices.Sort(o.failed)
	first, last, meanwhile := o.failed[0], o.failed[len(o.failed)-1], 0
	for path := range o.paths {
		for _, second := range o.served[path] {
			switch {
			case second < first:
				o.before = true
			case second > last:
				o.after = true
			case second > first && second < last:
				meanwhile++
			}
		}
	}
	return float64(meanwhile) <= (1-ofShort)*float64(len(o.failed)) && (o.before || o.after)
}
