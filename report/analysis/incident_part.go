package analysis

import (
	"cmp"
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/scan"
)

// An incident that was found in an issue is told as an issue of its own: a look gathers all rows of
// both, and tells them apart.

// incidentRow is a row of an issue that a look finds.
type incidentRow struct {
	second, win32 int64
	is            bool // of the value
	server        string
	values        [scan.NumTopFields]string
}

// wantedOf are the rows of the codes of an issue.
func (a *Analysis) wantedOf(i *issue) scan.Wanted {
	return scan.Wanted{Odd: true, Takes: func(o codes.Outcome) bool {
		o = a.Counted(o)
		return o.Status == i.Code.Status && o.Substatus == i.Code.Substatus && o.Reason == i.Reason
	}}
}

// gather keeps the rows of the issue.
func (a *Analysis) gather(one incident, issues []*issue, rows *[]incidentRow) func(int, *parser.Row, codes.Verdict) {
	client := a.Client()
	w := a.newFailures(issues)
	return func(source int, r *parser.Row, v codes.Verdict) {
		if len(*rows) == mostIncidentRows || w.issueOf(r, v) != one.issue {
			return
		}
		row := incidentRow{second: r.Second, win32: scan.OutcomeOf(r).Win32, is: one.is(source, r)}
		_, row.server = a.serverOf(source, r)
		for f, v := range [scan.NumTopFields][]byte{r.Path(), client(r), r.Field(parser.Username), r.Field(parser.UserAgent)} {
			row.values[f] = string(scan.Shorten(v))
		}
		*rows = append(*rows, row)
	}
}

// parted tells the rows of an incident from the rest, in which rows of its value at other
// times stay.
func (a *Analysis) parted(one incident, rows []incidentRow) []*issue {
	slices.SortStableFunc(rows, func(x, y incidentRow) int { return cmp.Compare(x.second, y.second) })
	var seconds []int64
	for _, r := range rows {
		if r.is {
			seconds = append(seconds, r.second)
		}
	}
	from, until := densestStretch(seconds, one.rate)
	n := int64(until - from)
	if n < leastIncident || one.isFaint && n < leastFaint || n >= one.rows || 2*float64(n) < one.share*float64(one.rows) {
		return nil
	}
	first, last := seconds[from], seconds[until-1]
	isPart := func(r incidentRow) bool { return r.is && r.second >= first && r.second <= last }
	var mine []incidentRow
	others := activity{}
	besides := map[string]int64{}
	for _, r := range rows {
		if isPart(r) {
			mine = append(mine, r)
			continue
		}
		if others = append(others, r.second); r.second >= first && r.second <= last {
			besides[r.server]++
		}
	}
	part := a.part(one, mine)
	part.besides = besides
	part.holds = func(source int, r *parser.Row) bool {
		return isPart(incidentRow{second: r.Second, is: one.is(source, r)})
	}
	rest := a.rest(one, part, one.rows-n)
	if !a.endsOfRest(rest, part, others) {
		return nil
	}
	a.restTops(rest, part, mine)
	rest.isAlone = rest.first > part.last || rest.last < part.first || rest.field != ""
	if !rest.isAlone && one.field == "" {
		rest.without, rest.isAlone = scan.Span{From: first, Until: last + 1}, true
	}
	return []*issue{part, rest}
}

// rest is an issue of so many rows, those that are not part of an incident.
func (a *Analysis) rest(one incident, part *issue, rows int64) *issue {
	rest := one.begin()
	rest.whole = one.issue
	rest.holds = func(source int, r *parser.Row) bool { return !part.holds(source, r) }
	rest.rows, rest.first, rest.last, rest.isRest, rest.isFaint = rows, one.first, one.last, true, one.isFaint
	for w, n := range one.win32 {
		if n -= part.win32[w]; n > 0 {
			rest.win32[w] = n
		}
	}
	rest.sample = slices.DeleteFunc(slices.Clone(a.sampleOf(one.issue)), func(r scan.SampledRow) bool {
		return part.holds(r.Source, r.Row)
	})
	return rest
}

// part is an issue of rows of an incident, which are in the order of time.
func (a *Analysis) part(one incident, rows []incidentRow) *issue {
	part := one.begin()
	part.whole = one.issue
	part.rows, part.first, part.last = int64(len(rows)), rows[0].second, rows[len(rows)-1].second
	part.field, part.among, part.isFaint = one.field, one.values, one.isFaint
	for _, r := range rows {
		part.act = append(part.act, r.second)
		part.win32[r.win32]++
	}
	for _, r := range a.sampleOf(one.issue) {
		if one.is(r.Source, r.Row) && r.Row.Second >= part.first && r.Row.Second <= part.last {
			part.sample = append(part.sample, r)
		}
	}
	for f := range scan.NumTopFields {
		part.tops[f] = a.topsOf(f, valuesOf(rows, f))
	}
	return part
}

// valuesOf are the values of a field that rows of an incident have.
func valuesOf(rows []incidentRow, f scan.Field) (values []scan.Value) {
	counts := map[string]int64{}
	for _, r := range rows {
		counts[r.values[f]]++
	}
	for text, n := range counts {
		if text != "" && text != "-" {
			values = append(values, scan.Value{Text: text, Count: n})
		}
	}
	return values
}

// ofPaths is the incident that all rows of some paths are.
func (a *Analysis) ofPaths(i *issue, paths []scan.Value) incident {
	one, rows := incident{issue: i, field: "cs-uri-stem", of: a.dimensions().named("cs-uri-stem").of}, int64(0)
	for _, p := range paths {
		one.values, rows = append(one.values, p.Text), rows+p.Count
	}
	one.share = float64(rows) / float64(i.rows)
	return one
}

// rowsOf are all rows of an incident's issue; ok is false where they are too many to look at.
func (a *Analysis) rowsOf(ctx context.Context, one incident, issues []*issue) (rows []incidentRow, ok bool) {
	look := &sought{span: scan.Span{From: one.first, Until: one.last + 1}, see: a.gather(one, issues, &rows), wanted: a.wantedOf(one.issue)}
	a.look(ctx, []*sought{look})
	return rows, look.all && len(rows) < mostIncidentRows
}

// begin is an issue of the same rows that has none yet.
func (one incident) begin() *issue {
	return &issue{Subject: one.Subject, win32: map[int64]int64{}, isPart: true}
}

// endsOfRest says when the rows came that are left of an issue. others are those that the
// look found; where it found none before or after the incident, nobody knows the second.
func (a *Analysis) endsOfRest(rest, part *issue, others activity) bool {
	if part.first == rest.first {
		if len(others) == 0 {
			return false
		}
		rest.first = others[0]
	}
	if part.last == rest.last {
		if len(others) == 0 {
			return false
		}
		rest.last = others[len(others)-1]
	}
	for _, second := range a.activityOf(func(o *scan.Outcome) bool { return rest.has(&a.Subjects[o.Subject]) }) {
		if second+a.Minutes.Step <= part.first || second > part.last {
			rest.act = append(rest.act, second)
		}
	}
	for _, second := range others {
		if second >= part.first && second <= part.last {
			rest.act = append(rest.act, second)
		}
	}
	slices.Sort(rest.act)
	return true
}

// restTops says what the rest was seen with, besides the rows of an incident.
func (a *Analysis) restTops(rest, part *issue, mine []incidentRow) {
	for f := range scan.NumTopFields {
		all, estimated := a.AllOf(part.Code, f, rest.has)
		if estimated {
			continue
		}
		counts := map[string]int64{}
		for _, v := range valuesOf(mine, f) {
			counts[v.Text] = v.Count
		}
		all = slices.Clone(all)
		for n := range all {
			all[n].Count -= counts[all[n].Text]
		}
		all = slices.DeleteFunc(all, func(v scan.Value) bool { return v.Count <= 0 })
		if f.String() == part.field && !slices.ContainsFunc(all, func(v scan.Value) bool { return slices.Contains(part.among, v.Text) }) {
			rest.field, rest.among = part.field, part.among
		}
		rest.tops[f] = a.topsOf(f, all)
	}
}

// topsOf are some values of a field, those of most rows first.
func (a *Analysis) topsOf(f scan.Field, values []scan.Value) tops {
	slices.SortFunc(values, func(x, y scan.Value) int { return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Text, y.Text)) })
	shown := values[:min(len(values), a.top())]
	return tops{values: shown, keys: a.keys(f, scan.Tops{Values: shown}), distinct: len(values)}
}
