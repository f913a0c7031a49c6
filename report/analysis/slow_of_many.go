package analysis

import (
	"cmp"
	"context"
	"math/bits"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Of each of two hundred servers but a few rows are kept, which do not tell that one of them
// is slow. But the slowest rows of the log are its own, and a look at some of their time shows
// how long it takes and how long the others do.

const (
	// ofSlowServer is the part of the slow rows that were kept from which they are of one
	// server, and fewOfSlowServer how many they are at least: a look at its time decides.
	ofSlowServer, fewOfSlowServer = 0.7, 5
	// tellsItself is how many of the rows that were kept of all traffic tell by themselves that a
	// server is slow or not, now or for a time.
	tellsItself = 4 * leastKept
)

// slowOfMany tells which of many servers takes far longer than the others, or which of many sites or
// hosts than it did, or than others for the same pages.
func (a *Analysis) slowOfMany(ctx context.Context, rows []keptRow, of placing) (f report.Finding, ok bool) {
	s, seconds := a.slowestServer(of)
	if len(seconds) < fewOfSlowServer || keptOfServer(rows, s.server) >= tellsItself || len(serversOf(rows)) < 3 || !mayBeSlow(rows, s) {
		return f, false
	}
	return a.slowBesideOthers(ctx, s, seconds, of)
}

// slowBesideOthers tells of a server, a site or a host of which some rows are known to be slow, which have
// an order, what a look at all rows around them shows: since when, and how long it took before or others do.
func (a *Analysis) slowBesideOthers(ctx context.Context, s keptRow, seconds []int64, of placing) (f report.Finding, ok bool) {
	begin, end, _ := a.Period()
	span, sized := a.within(scan.Span{From: begin, Until: end + 1}, seconds)
	if !sized {
		return f, false
	}
	its, others, all := a.byServer(ctx, span, s.server, of)
	slow, before, after := slowPart(its)
	if !all || !muchLonger(slow, duringThose(slow, others)) {
		return f, false
	}
	first, last := slow[0].second, slow[len(slow)-1].second
	if len(before) == 0 {
		first = min(first, seconds[0])
	}
	if len(after) == 0 {
		last = max(last, seconds[len(seconds)-1])
	}
	f = report.Finding{Rule: "slow", Severity: report.Warning}
	server := a.names.Value(s.field, s.server)
	f.Where = report.Values{{Field: s.field, Value: server}}
	a.setTimes(&f, activityOfKept(slow), first, last)
	f.Evidence = []report.Evidence{
		placeTold(s.field, server), {What: "kept", Value: float64(len(slow)), Unit: "rows"},
		{What: "taken", Value: float64(keptMedian(slow)), Unit: "ms"},
	}
	if quick := slices.Concat(before, after); len(quick) >= leastPast && keptMedian(slow) >= muchSlower*keptMedian(quick) {
		f.Evidence = append(f.Evidence, report.Evidence{What: "usual", Value: float64(keptMedian(quick)), Unit: "ms"})
	} else {
		slow, others = samePages(s.field, slow, others)
		if !muchLonger(slow, others) {
			return f, false
		}
		f.Evidence = append(f.Evidence, report.Evidence{What: "others", Value: float64(keptMedian(others)), Unit: "ms"})
	}
	f.Evidence = append(f.Evidence, statedTimes(&f, first, last)...)
	if grown, ok := growingIn(before, slow, after, a.paceOf(s.field)); ok {
		f.Evidence = append(f.Evidence, grown.evidence()...)
	}
	f.Command = a.newCommand("rows").between(f.First, stamp(last+1)).where(s.field, s.server).flag("--taken", halfOf(keptMedian(slow))).String()
	return f, true
}

// mayBeSlow reports whether the rows that were kept of a site or a host, where there are some, are slower
// than others: most have slow rows of their own, and need no look.
func mayBeSlow(rows []keptRow, of keptRow) bool {
	const some, slower = 5, 2
	its := slices.DeleteFunc(slices.Clone(rows), func(r keptRow) bool { return r.server != of.server })
	return !hasOwnPages(of.field) || len(its) < some || sortedTaken(timingsOf(its))[len(its)*3/4] >= slower*keptMedian(rows)
}

// slowPart parts the rows of a server, in the order of time, into those of the time in which most
// are slow, and those before and after it.
func slowPart(rows []keptRow) (slow, before, after []keptRow) {
	from, until, _ := slowest(timingsOf(rows), leastLonger)
	return rows[from:until], rows[:from], rows[until:]
}

// duringThose are the rows that came while others did, which have an order.
func duringThose(those, rows []keptRow) (during []keptRow) {
	for _, r := range rows {
		if len(those) > 0 && r.second >= those[0].second && r.second <= those[len(those)-1].second {
			during = append(during, r)
		}
	}
	return during
}

func activityOfKept(rows []keptRow) (act activity) {
	for _, r := range rows {
		act = append(act, r.second)
	}
	return act
}

// slowestServer is the one that most of the slow rows are of, and when these came, in order.
func (a *Analysis) slowestServer(of placing) (most keptRow, seconds []int64) {
	came, all := map[string][]int64{}, 0
	for _, r := range a.Times.Rows {
		field, server := of(r.Source, r.Row)
		if server == "" || !ordinary(r.Row, r.Verdict) || r.Row.Taken < a.slowFrom() {
			continue
		}
		all++
		came[server] = append(came[server], r.Row.Second)
		if n := len(came[server]); n > len(came[most.server]) || n == len(came[most.server]) && server <= most.server {
			most.server, most.field = server, field
		}
	}
	seconds = came[most.server]
	if float64(len(seconds)) < ofSlowServer*float64(all) {
		return most, nil
	}
	slices.Sort(seconds)
	return most, seconds
}

// within is the longest part of a span, around the middle of some seconds, that may be looked at.
func (a *Analysis) within(span scan.Span, seconds []int64) (scan.Span, bool) {
	const shortest = 600
	middle := seconds[len(seconds)/2]
	for half := span.Until - span.From; half >= shortest; half /= 2 {
		part := scan.Span{From: max(span.From, middle-half), Until: min(span.Until, middle+half)}
		if n, ok := a.Rows.Size([]scan.Span{part}); ok && n <= a.lookMost() {
			return part, true
		}
	}
	return span, false
}

// byServer are the ordinary rows of a span, those of a server and those of others: all, or where
// they are too many those that a hash of their places chooses.
func (a *Analysis) byServer(ctx context.Context, span scan.Span, server string, of placing) (its, others []keptRow, all bool) {
	type chosen struct {
		keptRow
		depth int
		its   bool
	}
	var rows []chosen
	least := 0
	one := &sought{span: span, see: func(source int, r *parser.Row, v codes.Verdict) {
		const spread = 0x9E3779B97F4A7C15
		depth := bits.LeadingZeros64(uint64(r.Offset) * spread)
		if depth < least || !ordinary(r, v) {
			return
		}
		row := keptRow{timing: timing{second: r.Second, taken: r.Taken}, path: string(scan.Shorten(r.Path()))}
		_, served := of(source, r)
		for rows = append(rows, chosen{row, depth, served == server}); len(rows) > mostTimings; {
			least++
			rows = slices.DeleteFunc(rows, func(c chosen) bool { return c.depth < least })
		}
	}}
	a.look(ctx, []*sought{one})
	slices.SortStableFunc(rows, func(x, y chosen) int { return cmp.Compare(x.second, y.second) })
	for _, c := range rows {
		if c.its {
			its = append(its, c.keptRow)
		} else {
			others = append(others, c.keptRow)
		}
	}
	return its, others, one.all
}

// keptOfServer is how many rows are of a server.
func keptOfServer(rows []keptRow, server string) (n int) {
	for _, r := range rows {
		if r.server == server {
			n++
		}
	}
	return n
}
