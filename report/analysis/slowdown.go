package analysis

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Slowness of everything, or of a server, is seen in the rows that were kept of all
// traffic: half of them are slow, or a third.
const (
	// leastKept is how many of the kept rows must be slow, and how many must not be.
	leastKept = 20
	// leastLonger is how much longer the middle request must take, in ms.
	leastLonger = 300
	// mostSlowElsewhere is the share of slow rows at other times, or of other servers.
	mostSlowElsewhere = 0.25
)

// keptRow is a row of the sample of all traffic.
type keptRow struct {
	timing
	path, server, field string
}

// slowdowns says since when everything takes far longer, or which server takes far
// longer than the others.
func (a *Analysis) slowdowns(ctx context.Context) (all []slowTold) {
	rows := a.keptRows(a.serverOf)
	if f, ok := a.slowServer(ctx, rows, a.serverOf); ok {
		return []slowTold{{Finding: f}}
	}
	if all = a.slowSpells(ctx, rows); len(all) > 0 {
		return all
	}
	for _, some := range [][]keptRow{rows, pagesAlone(rows)} { // pictures and style sheets may be quick all the time
		if f, ok := a.slowdown(ctx, some, nil); ok {
			return []slowTold{{Finding: f}}
		}
		if all = a.slowPlaces(ctx, some, a.serverOf); len(all) > 0 {
			return all
		}
	}
	for _, of := range []placing{a.siteNamed, a.hostNamed} {
		rows = a.keptRows(of)
		if all = a.slowPlaces(ctx, rows, of); len(all) > 0 {
			return all
		}
		if f, ok := a.slowServer(ctx, rows, of); ok {
			return []slowTold{{Finding: f}}
		}
	}
	return a.slowNights(ctx)
}

// pagesAlone are the rows of pages alone.
func pagesAlone(rows []keptRow) []keptRow {
	return slices.DeleteFunc(slices.Clone(rows), func(r keptRow) bool { return isPart([]byte(r.path)) })
}

// slowPlaces says which servers, sites or hosts take far longer for a time.
func (a *Analysis) slowPlaces(ctx context.Context, rows []keptRow, of placing) (all []slowTold) {
	for _, value := range serversOf(rows) {
		if n := keptOfServer(rows, value.server); n < 2*leastKept || n == len(rows) {
			continue
		}
		its := slices.DeleteFunc(slices.Clone(rows), func(r keptRow) bool { return r.server != value.server })
		if f, ok := a.slowdown(ctx, its, report.Values{{Field: value.field, Value: value.server}}); ok {
			all = append(all, slowTold{Finding: f})
		}
	}
	if f, ok := a.slowOfMany(ctx, rows, of); ok && len(all) == 0 {
		return []slowTold{{Finding: f}}
	}
	return all
}

// placing says where a row was served, and the field that names that.
type placing func(source int, r *parser.Row) (field, value string)

const siteField, hostField = "s-sitename", "cs-host"

// siteNamed is the site of a row, as serverOf is its server.
func (a *Analysis) siteNamed(source int, r *parser.Row) (field, value string) {
	return siteField, a.siteOf(source, r)
}

// hostNamed is the host that a row asks for, as serverOf is its server.
func (a *Analysis) hostNamed(_ int, r *parser.Row) (field, value string) {
	return hostField, strings.ToLower(string(scan.Shorten([]byte(hostOf(r)))))
}

// placedBy says where rows were served by a field.
func (a *Analysis) placedBy(field string) placing {
	switch field {
	case siteField:
		return a.siteNamed
	case hostField:
		return a.hostNamed
	case clientField:
		return a.clientNamed
	case userField:
		return a.userNamed
	}
	return a.serverOf
}

// placeTold names a server, a site or a host in evidence.
func placeTold(field, name string) report.Evidence {
	switch field {
	case siteField:
		return report.Evidence{What: "site", Text: name}
	case hostField:
		return report.Evidence{What: "host", Text: name}
	case clientField, userField:
		return report.Evidence{What: "slow-of", Text: name, Unit: field}
	}
	return report.Evidence{What: "server", Text: name}
}

// keptRows are the ordinary rows that were kept of all traffic, by time, and where they were served.
func (a *Analysis) keptRows(of placing) (rows []keptRow) {
	for _, s := range a.FewTraffic() {
		if r := s.Row; r.Status == 200 && r.Win32 <= 0 && ordinary(r, codes.OK) {
			field, server := of(s.Source, r)
			rows = append(rows, keptRow{timing{second: r.Second, taken: r.Taken}, string(scan.Shorten(r.Path())), server, field})
		}
	}
	slices.SortStableFunc(rows, func(x, y keptRow) int { return cmp.Compare(x.second, y.second) })
	return rows
}

// serversOf are the servers that rows come from, one row of each, by name.
func serversOf(rows []keptRow) (all []keptRow) {
	for _, r := range rows {
		if r.server != "" && !slices.ContainsFunc(all, func(o keptRow) bool { return o.server == r.server }) {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(x, y keptRow) int { return cmp.Compare(x.server, y.server) })
	return all
}

// ends returns the times of the first and the last row that is so, of which some were
// kept: those of the kept ones where a look at what lies beyond them would be too long.
func (a *Analysis) ends(ctx context.Context, kept []keptRow, is func(int, *parser.Row) bool) (first, last int64) {
	first, last = kept[0].second, kept[len(kept)-1].second
	begin, end, _ := a.Period()
	see := func(source int, r *parser.Row, _ codes.Verdict) {
		if is(source, r) {
			first, last = min(first, r.Second), max(last, r.Second)
		}
	}
	a.look(ctx, []*sought{{span: scan.Span{From: begin, Until: first + 1}, see: see}, {span: scan.Span{From: last, Until: end + 1}, see: see}})
	return first, last
}

// slowdown tells since when, or from when to when, rows take far longer.
func (a *Analysis) slowdown(ctx context.Context, rows []keptRow, where report.Values) (f report.Finding, ok bool) {
	from, until, _ := slowest(timingsOf(rows), leastLonger)
	inside, outside := rows[from:until], slices.Concat(rows[:from], rows[until:])
	field := ""
	if len(where) > 0 {
		field = where[0].Field
	}
	grown, grows := growingIn(rows[:from], inside, rows[until:], a.paceOf(field))
	if !muchLonger(inside, outside) && !(grows && longerBy(grownLonger, inside, outside)) {
		return f, false
	}
	around := scan.Span{From: inside[0].second, Until: inside[len(inside)-1].second + 1}
	if from > 0 {
		around.From = rows[from-1].second
	}
	if until < len(rows) {
		around.Until = rows[until].second + 1
	}
	if from < leastPast { // some quick rows there are in any time
		around.From = rows[0].second
	}
	if len(rows)-until < leastPast {
		around.Until = rows[len(rows)-1].second + 1
	}
	pages := !slices.ContainsFunc(rows, func(r keptRow) bool { return isPart([]byte(r.path)) })
	act, ok := a.confirmSlow(ctx, around, inside, where, pages)
	if !ok {
		return f, false
	}
	one := slowTime{act: act, kept: len(inside), taken: keptMedian(inside), usual: keptMedian(outside), where: where, state: report.GoingOn}
	if quick := len(rows) - until; quick >= leastPast || quick > 0 && a.state(act, act[0], act[len(act)-1], int64(len(act))) == report.Over {
		one.state = report.Over
	}
	f = a.toldSlowdown(one)
	if grows {
		f.Evidence = append(f.Evidence, grown.evidence()...)
	}
	a.tellWhoCame(&f)
	a.tellLoad(&f)
	return f, true
}

// slowTime is a time in which rows took far longer than usual.
type slowTime struct {
	act          activity      // seconds of its rows
	kept         int           // rows that tell, where these are not all
	taken, usual int64         // ms
	where        report.Values // the server, none for all
	state        string
}

func (a *Analysis) toldSlowdown(one slowTime) report.Finding {
	first, last := one.act[0], one.act[len(one.act)-1]
	f := report.Finding{Rule: "slow", Severity: report.Warning, State: one.state, First: stamp(first), Last: stamp(last)}
	for _, v := range one.where {
		v.Value = a.names.Value(v.Field, v.Value)
		f.Where = append(f.Where, v)
		f.Evidence = append(f.Evidence, placeTold(v.Field, v.Value))
	}
	if one.kept > 0 {
		f.Evidence = append(f.Evidence, report.Evidence{What: "kept", Value: float64(one.kept), Unit: "rows"})
	}
	f.Evidence = append(append(f.Evidence, report.Evidence{What: "taken", Value: float64(one.taken), Unit: "ms"},
		report.Evidence{What: "usual", Value: float64(one.usual), Unit: "ms"}), statedTimes(&f, first, last)...)
	c := a.newCommand("rows").between(f.First, stamp(last+1))
	for _, v := range one.where {
		c.where(v.Field, v.Value)
	}
	f.Command = c.flag("--taken", halfOf(one.taken)).String()
	return f
}

// confirmSlow looks at all rows around those that were kept and are slow: whether most of
// them are, whatever the page, and when. A page that is quick and often asked for can be
// missing among the kept ones. Where that is too much to look at, the kept ones tell.
func (a *Analysis) confirmSlow(ctx context.Context, around scan.Span, kept []keptRow, where report.Values, pages bool) (act activity, ok bool) {
	var rows []timing
	of := a.serverOf
	if len(where) > 0 {
		of = a.placedBy(where[0].Field)
	}
	see := func(source int, r *parser.Row, v codes.Verdict) {
		if len(rows) == mostTimings || !around.Holds(r.Second) || !measured(r, v) || pages && isPart(r.Path()) {
			return
		}
		if _, server := of(source, r); (len(where) == 0 || server == where[0].Value) && ordinary(r, v) {
			rows = append(rows, timing{second: r.Second, taken: r.Taken})
		}
	}
	all := &sought{span: around, see: see}
	if a.look(ctx, []*sought{all}); !all.all || len(rows) == mostTimings {
		for _, r := range kept {
			act = append(act, r.second)
		}
		return act, true
	}
	slices.SortStableFunc(rows, func(x, y timing) int { return cmp.Compare(x.second, y.second) })
	limit := keptMedian(kept) / 2
	isSlow := func(t timing) bool { return t.taken >= limit }
	from, until := densest(rows, isSlow)
	for _, t := range rows[from:until] {
		act = append(act, t.second)
	}
	return act, 2*len(act) >= len(kept) && float64(count(rows[from:until], isSlow)) >= leastSlowNow*float64(len(act))
}

// halfOf is the range of what takes at least half as long as the middle request.
func halfOf(taken int64) string { return strconv.FormatInt(taken/2, 10) + "ms.." }

// muchLonger reports whether some rows take far longer than others, path by path where
// both hold the same ones: other pages may be asked at night, or of another server.
func muchLonger(slow, fast []keptRow) bool { return longerBy(muchSlower, slow, fast) }

// longerBy is the same for so many times as long.
func longerBy(times int64, slow, fast []keptRow) bool {
	if len(slow) < leastKept || len(fast) < leastKept {
		return false
	}
	now, usual := keptMedian(slow), keptMedian(fast)
	if now < times*usual || now < usual+leastLonger {
		return false
	}
	high := 0
	for _, r := range fast {
		if 2*r.taken >= now {
			high++
		}
	}
	return float64(high) <= mostSlowElsewhere*float64(len(fast)) && slowerPaths(slow, fast)
}

// slowerPaths reports whether most of the paths that both hold got slower.
func slowerPaths(slow, fast []keptRow) bool {
	now, usual := byPath(slow), byPath(fast)
	slower, all := 0, 0
	for path, rows := range now {
		if other := usual[path]; len(other) > 0 {
			if all++; keptMedian(rows) > 2*keptMedian(other) {
				slower++
			}
		}
	}
	return all >= 3 && 3*slower >= 2*all
}

func byPath(rows []keptRow) map[string][]keptRow {
	all := map[string][]keptRow{}
	for _, r := range rows {
		all[r.path] = append(all[r.path], r)
	}
	return all
}

func keptMedian(rows []keptRow) int64 { return medianOf(timingsOf(rows)) }

func timingsOf(rows []keptRow) []timing {
	times := make([]timing, len(rows))
	for i, r := range rows {
		times[i] = r.timing
	}
	return times
}
