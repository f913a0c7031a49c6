package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A tenant, a site, a network or an application that fails has most of a code's rows, and the others
// have the rest, as they always do. It is found where these are far more than its part of all
// requests: of who is merely big are many errors, and many requests.

const (
	// leastOfMost is how many rows of an issue tell what most of them are of, and mostUsual the part of all
	// requests that may be of the same.
	leastOfMost, mostUsual = 30, 0.35
	// likelier is how many times as likely a request of such a value fails as another does.
	likelier = 5
	// nearBest is the part of the rows that a more telling value may have less than another.
	nearBest = 0.1
	// fewestOfNetwork is how many clients of a network are refused.
	fewestOfNetwork = 3
)

// bulk is what most rows of an issue are of: one value of a dimension, or a few.
type bulk struct {
	tellingDimension
	values []string
	issue  *issue
	share  float64 // of the rows that were kept
	usual  float64 // of all requests, at most
	own    ownRows // of the issue, as a look finds them

	isCounted bool // of own, by the counts, which do not tell when
}

// is reports whether a row is of it.
func (m *bulk) is(source int, r *parser.Row) bool {
	return slices.Contains(m.values, m.of(source, r))
}

// bulkOf is what most rows of an issue are of; nil for nothing that tells.
func (a *Analysis) bulkOf(i *issue, f *report.Finding) (most *bulk) {
	rows := a.sampleOf(i)
	if !mayHaveBulk(i, f) || len(rows) < leastOfMost {
		return nil
	}
	for _, d := range a.tellingDimensions(f) {
		if m := a.outstanding(rows, d); m != nil && m.tellsMore(most) && a.isOfMany(rows, m) && a.isAskedElsewhere(rows, m) {
			m.issue, most = i, m
		}
	}
	return most
}

// tellsMore reports whether it is of clearly more rows than what was found before, or one value in place
// of several.
func (m *bulk) tellsMore(before *bulk) bool {
	return before == nil || m.share > before.share+nearBest || len(m.values) < len(before.values) && m.share > before.share-nearBest
}

// mayHaveBulk reports whether a finding is on a code and on nothing that says more.
func mayHaveBulk(i *issue, f *report.Finding) bool {
	switch {
	case i.Code.FTP || i.first > i.last || f.Rule != i.Verdict.String() && f.Rule != "few-paths":
		return false
	case i.Verdict == codes.Unknown:
		return i.Code.Status/100 == 5
	}
	return isFault(i.Verdict) || slices.Contains([]codes.Verdict{codes.AccessDenied, codes.Blocked, codes.NotFound, codes.BadRequest}, i.Verdict)
}

// outstanding are the values of a dimension that have most of an issue's rows, and far more than of
// all requests; nil for none.
func (a *Analysis) outstanding(rows []scan.SampledRow, d tellingDimension) *bulk {
	counts := commonValues(rows, d.dimension)
	slices.SortStableFunc(counts, func(x, y scan.Value) int { return int(y.Count - x.Count) })
	m := &bulk{tellingDimension: d}
	most, leaders := counts[:min(len(counts), mostNamedServers)], counts[:leading(counts)]
	if float64(max(rowsOfAll(most), rowsOfAll(leaders))) < dominant*float64(len(rows)) {
		return nil
	}
	for _, v := range most {
		if float64(v.Count) < leastOfFailing*float64(counts[0].Count) || !isLikelier(float64(v.Count)/float64(len(rows)), a.usualAtMost(d.dimension, v.Text)) {
			break
		}
		m.add(v, len(rows))
	}
	if m.share < dominant {
		m.values, m.share = nil, 0
		for _, v := range leaders {
			m.add(v, len(rows))
		}
	}
	if m.share < dominant || m.Name == "cs-uri-stem" && len(m.values) > 1 || slices.ContainsFunc(m.values, func(v string) bool { return !isValue([]byte(v)) || !a.names.Shows(d.Name, v) }) {
		return nil
	}
	if m.usual = a.usualAtMost(d.dimension, m.values...); m.usual > mostUsual || !isLikelier(m.share, m.usual) {
		return nil
	}
	slices.Sort(m.values)
	return m
}

// rowsOfAll is how many rows have one of some values.
func rowsOfAll(values []scan.Value) (rows int64) {
	for _, v := range values {
		rows += v.Count
	}
	return rows
}

// usualAtMost is the part of all requests that may be of some values, by those that were kept: by
// chance they may be some fewer than of all.
func (a *Analysis) usualAtMost(d dimension, values ...string) float64 {
	n, kept := int64(0), a.fewTraffic()
	for _, v := range values {
		n += a.usualCount(d, v)
	}
	const surely, missed = 2.6, 4 // deviations, and rows that may be missing among hardly any
	return min(1, (float64(n)+surely*math.Sqrt(float64(n))+missed)/float64(max(1, len(kept))))
}

// add takes a value that so many of some rows have.
func (m *bulk) add(v scan.Value, rows int) {
	m.values, m.share = append(m.values, v.Text), m.share+float64(v.Count)/float64(rows)
}

// isLikelier reports whether requests of which a part of some errors, and at most so many of all requests,
// are fail far more often than others.
func isLikelier(of, usual float64) bool { return of*(1-usual) >= likelier*(1-of)*usual }

// isOfMany reports whether rows of a value are of many clients: what one is refused is told of that one,
// and a network of which one client alone asks is that client.
func (a *Analysis) isOfMany(rows []scan.SampledRow, m *bulk) bool {
	own := slices.DeleteFunc(slices.Clone(rows), func(r scan.SampledRow) bool { return !m.is(r.Source, r.Row) })
	clients := a.dimensions().named("c-ip")
	if strings.HasPrefix(m.Name, "c-ip") && len(commonValues(own, clients)) < fewestOfNetwork*len(m.values) {
		return false
	}
	client, share := mostCommon(own, clients)
	if share < dominant {
		return true
	}
	return !strings.HasPrefix(m.Name, "c-ip") && shareOf(a.fewTraffic(), clients, client) >= commonToAll // a proxy
}

// isAskedElsewhere reports whether others are asked for most of what the rows of a value are for: what
// only one tenant has fails nowhere else. An application has its pages to itself.
func (a *Analysis) isAskedElsewhere(rows []scan.SampledRow, m *bulk) bool {
	if m.Name == "cs-uri-stem" {
		return true
	}
	folders, own, same := map[string]bool{}, 0, 0
	for _, r := range a.Traffic {
		if !m.is(r.Source, r.Row) {
			folders[askedFolder(r.Row)] = true
		}
	}
	for _, r := range rows {
		if m.is(r.Source, r.Row) {
			if own++; folders[askedFolder(r.Row)] {
				same++
			}
		}
	}
	return float64(same) >= dominant*float64(own)
}

// tellBulks says in findings what most of their rows are of, and counts these.
func (a *Analysis) tellBulks(ctx context.Context, of map[int]*bulk, issues []*issue, all []report.Finding) {
	if len(of) == 0 {
		return
	}
	looked := a.lookAtBulks(ctx, of, issues)
	for n, m := range of {
		f := &all[n]
		var shown []string
		for _, value := range m.values {
			shown = append(shown, a.names.Value(m.Name, value))
		}
		told := serversTold(shown)
		what := report.Evidence{What: "mostly", Value: float64(m.own.rows), Unit: "rows"}
		switch {
		case m.own.rows == 0 || !m.isCounted && !looked:
			what = report.Evidence{What: "mostly-kept", Value: float64(len(a.sampleOf(m.issue))), Unit: "rows"}
		case m.own.rows == m.issue.rows:
			what.What = "all-of"
		}
		f.Evidence = append(f.Evidence, what, report.Evidence{What: "mostly-of", Value: told.Value, Text: told.Text, Unit: m.Name},
			report.Evidence{What: "usual-below", Value: float64(roundedUp(m.usual)), Unit: "percent"})
		if looked && !m.isCounted {
			a.tellOwnTimes(f, m.issue, &m.own)
		}
	}
}

// hasBulk reports whether a finding says what most of its rows are of.
func hasBulk(f *report.Finding) bool { return hasEvidence(f, "mostly-of") }

// count counts the rows of it by the values that were counted of its issue, where each was.
func (a *Analysis) count(m *bulk) bool {
	if m.part == nil || m.issue.isPart {
		return false
	}
	all, estimated := a.AllOf(m.issue.Code, m.counted, m.issue.has)
	for _, v := range all {
		if slices.Contains(m.values, m.part(v.Text)) {
			m.own.rows += v.Count
		}
	}
	if m.isCounted = !estimated; estimated {
		m.own.rows = 0
	}
	return m.isCounted
}

// lookAtBulks counts the rows of what most rows of issues are of, where the counts do not tell.
func (a *Analysis) lookAtBulks(ctx context.Context, of map[int]*bulk, issues []*issue) bool {
	by, span := map[*issue][]*bulk{}, scan.Span{From: math.MaxInt64}
	var takes []func(codes.Outcome) bool
	for _, m := range of {
		if a.count(m) {
			continue
		}
		whole := cmp.Or(m.issue.whole, m.issue)
		by[whole], takes = append(by[whole], m), append(takes, a.wantedOf(m.issue).Takes)
		span = scan.Span{From: min(span.From, m.issue.first), Until: max(span.Until, m.issue.last+1)}
	}
	if len(by) == 0 {
		return false
	}
	w := a.newFailures(issues)
	wanted := scan.Wanted{Odd: true, Takes: func(o codes.Outcome) bool {
		return slices.ContainsFunc(takes, func(takes func(codes.Outcome) bool) bool { return takes(o) })
	}}
	one := &sought{span: span, wanted: wanted, see: func(source int, r *parser.Row, v codes.Verdict) {
		for _, m := range by[w.issueOf(r, v)] {
			if m.is(source, r) && (m.issue.holds == nil || m.issue.holds(source, r)) {
				m.own.add(r.Second)
			}
		}
	}}
	a.look(ctx, []*sought{one})
	return one.all
}

// roundedUp is a share in percent that hides how little is known of it.
func roundedUp(share float64) int {
	for _, percent := range []int{1, 2, 3, 5, 10, 15, 20} {
		if share*100 <= float64(percent) {
			return percent
		}
	}
	return int(math.Ceil(share*100/5)) * 5
}
