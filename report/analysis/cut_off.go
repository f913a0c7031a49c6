package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

const (
	// leastGivenUp is how many requests must have ended after the same time, and
	// leastWait how long that is, in ms.
	leastGivenUp, leastWait = 15, 1900
	// sameTime is how far the times may lie apart, as a part of them, and soManyMore how
	// many times as many rows must end then as at any other time near it.
	sameTime, soManyMore = 0.01, 5
)

// gaveUp reports whether somebody gave up waiting: the client, a proxy in front, or this
// server as a proxy.
func gaveUp(r *parser.Row, v codes.Verdict) bool {
	return r.Taken >= leastWait && r.Second != parser.NoTime && (v == codes.ClientLeft || r.Status == 408 || waitedBehind(r))
}

// waitedBehind reports whether this server waited for one behind it, and gave up. Who could
// not connect, which takes the same two seconds each time, or start a program, did not.
func waitedBehind(r *parser.Row) bool {
	return r.Status == 504 || r.Status == 502 && r.Substatus != 5 && slices.Contains(waitEnds, r.Win32)
}

// waitEnds are the Win32 numbers of waiting that came to its end, or that say nothing.
var waitEnds = []int64{parser.None, 0, 64, 121, 258, 995, 1236, 12002, 0x80070079, 0x80070102, 0x80072EE2}

// cutOffs says after which time clients or a proxy give up.
func (a *Analysis) cutOffs(context.Context) []report.Finding {
	if rows := a.givenUp(); len(rows) > 0 {
		return []report.Finding{a.cutOff(rows)}
	}
	return nil
}

// givenUp are the rows that ended after the same time, in the order of what they took. Visitors
// leave at all kinds of times, so what counts is that many ended after the same.
func (a *Analysis) givenUp() []scan.TimedRow {
	var rows []scan.TimedRow
	for _, r := range a.Times.Rows {
		if gaveUp(r.Row, r.Verdict) {
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(x, y scan.TimedRow) int { return cmp.Compare(x.Row.Taken, y.Row.Taken) })
	from, until := peakOf(rows)
	if until-from < leastGivenUp || !isPeak(rows, from, until) {
		return nil
	}
	return slices.Clone(rows[from:until])
}

// peakOf is the stretch of rows, by the time they took, that holds the most that took
// the same.
func peakOf(rows []scan.TimedRow) (from, until int) {
	begin := 0
	for i := range rows {
		for float64(rows[i].Row.Taken) > float64(rows[begin].Row.Taken)*(1+sameTime) {
			begin++
		}
		if i+1-begin > until-from {
			from, until = begin, i+1
		}
	}
	return from, until
}

// isPeak reports whether many more rows took that long than half or twice as long, as far
// as such rows are there, since often only the longest were kept; and many more than a
// little longer and a little less, since of visitors who leave ever fewer stay.
func isPeak(rows []scan.TimedRow, from, until int) bool {
	at := float64(rows[from].Row.Taken)
	least, most := max(at/2, float64(rows[0].Row.Taken)), min(2*at, float64(rows[len(rows)-1].Row.Taken))
	near, below, above := 0, 0, 0
	for i, r := range rows {
		t := float64(r.Row.Taken) / at
		if i >= from && i < until || t < least/at || t > most/at {
			continue
		}
		near++
		switch {
		case t >= 1-12*sameTime && t < 1-2*sameTime:
			below++
		case t > 1+2*sameTime && t <= 1+12*sameTime:
			above++
		}
	}
	usual := max(1, float64(near)*sameTime*at/max(sameTime*at, most-least), float64(below)/10, float64(above)/10)
	return float64(until-from) >= soManyMore*usual
}

// cutOff tells of rows that took the same; of those of a path, where nearly all are of it.
func (a *Analysis) cutOff(rows []scan.TimedRow) report.Finding {
	f := report.Finding{Rule: "cut-off", Severity: report.Warning}
	after := whoGaveUp(rows)
	if after != "after" {
		f.Severity = report.Note // what its code means is told as well
	}
	f.Where, f.Also = a.inCommon(keptOf(rows), int64(len(rows)))
	var path report.Evidence
	if at := slices.IndexFunc(f.Where, func(v report.FieldValue) bool { return v.Field == "cs-uri-stem" }); at >= 0 {
		path = report.Evidence{What: "path", Text: f.Where[at].Value}
		rows = slices.DeleteFunc(rows, func(r scan.TimedRow) bool { return a.pathOf(r.Row) != path.Text })
	}
	least, most := rows[0].Row.Taken, rows[len(rows)-1].Row.Taken
	slices.SortStableFunc(rows, func(x, y scan.TimedRow) int { return cmp.Compare(x.Row.Second, y.Row.Second) })
	first, last := rows[0].Row.Second, rows[len(rows)-1].Row.Second
	if least >= a.Times.Complete { // all of them were kept
		f.Rows, f.Paths = int64(len(rows)), countPaths(rows)
		f.Share = a.share(f.Rows)
		f.Evidence = append(f.Evidence, report.Evidence{What: "rows", Value: float64(f.Rows), Unit: "rows"})
	} else {
		f.Evidence = append(f.Evidence, report.Evidence{What: "kept", Value: float64(len(rows)), Unit: "rows"})
	}
	waited := secondsOf(least)
	waited.What = after
	f.Evidence = append(f.Evidence, waited)
	a.setTimes(&f, timesOfRows(rows), first, last)
	f.Evidence = append(f.Evidence, statedTimes(&f, first, last)...)
	c := a.newCommand("rows").between(f.First, stamp(last+1))
	if path.What != "" {
		f.Evidence = append(f.Evidence, path)
		c.where("cs-uri-stem", string(scan.Shorten(rows[0].Row.Path())))
	}
	c.flag("--verdict", verdictsOf(rows))
	f.Command = c.flag("--taken", strconv.FormatInt(least, 10)+"ms.."+strconv.FormatInt(most, 10)+"ms").String()
	return f
}

// whoGaveUp names how long somebody waited: this server as a proxy, this server that was to be sent
// something, or else a client or a proxy in front.
func whoGaveUp(rows []scan.TimedRow) string {
	all := func(is func(scan.TimedRow) bool) bool {
		return !slices.ContainsFunc(rows, func(r scan.TimedRow) bool { return !is(r) })
	}
	switch {
	case all(func(r scan.TimedRow) bool { return r.Verdict == codes.Upstream }):
		return "behind-after"
	case all(func(r scan.TimedRow) bool { return r.Row.Status == 408 }):
		return "sent-after"
	}
	return "after"
}

func keptOf(rows []scan.TimedRow) []scan.SampledRow {
	kept := make([]scan.SampledRow, len(rows))
	for i, r := range rows {
		kept[i] = scan.SampledRow{Source: r.Source, Row: r.Row, Rows: 1}
	}
	return kept
}

// pathOf is the path of a row as a report names it.
func (a *Analysis) pathOf(r *parser.Row) string {
	return a.names.Value("cs-uri-stem", string(scan.Shorten(r.Path())))
}

// verdictsOf are the verdicts of rows, between commas.
func verdictsOf(rows []scan.TimedRow) string {
	var all []string
	for v := range codes.Verdict(codes.NumVerdicts) {
		if slices.ContainsFunc(rows, func(r scan.TimedRow) bool { return r.Verdict == v }) {
			all = append(all, v.String())
		}
	}
	return strings.Join(all, ",")
}

// secondsOf is a time as people name a timeout: in whole seconds, or in tenths of a few.
func secondsOf(ms int64) report.Evidence {
	n := math.Round(float64(ms) / 1000)
	if few := int64(10_000); ms < few {
		n = math.Round(float64(ms)/100) / 10
	}
	return report.Evidence{What: "after", Value: n, Unit: "seconds", Text: strconv.FormatFloat(n, 'f', -1, 64) + " s"}
}

func countPaths(rows []scan.TimedRow) int64 {
	paths := map[string]bool{}
	for _, r := range rows {
		paths[string(r.Row.Path())] = true
	}
	return int64(len(paths))
}

func timesOfRows(rows []scan.TimedRow) (act activity) {
	for _, r := range rows {
		act = append(act, r.Row.Second)
	}
	return act
}
