package analysis

import (
	"cmp"
	"context"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report/contrast"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A code that comes all the time may hold an incident: the health check that failed for a
// day, the partner whose messages fail since Thursday, ninety rows of one quarter of an
// hour. Told with the rest it has the times, the state and the place of the rest. So the
// rows that were kept of an issue are searched for a value, or a time, that has many of
// them close together; a look at that time finds all of them, and they are told as an
// issue of their own, as are those that are left.

const (
	// leastOfValue is the part of an issue's rows that an incident of a value has at least,
	// and longestOfValue the part of its time that it may last; leastOfTime and longestOfTime
	// the same where nothing but the time tells its rows from others.
	leastOfValue, longestOfValue = 0.3, 0.5
	leastOfTime, longestOfTime   = 0.6, 0.1
	// nearlyOfTime is the part of them from which it may last longestNearly: hardly a row came
	// at another time.
	nearlyOfTime, longestNearly = 0.95, 0.4
	// mostlyOfValue is the part of them from which one of a value may last longestMostly: what began
	// long after the others, is nearly all and never came before has its own beginning.
	mostlyOfValue, longestMostly = 0.8, 0.8
	// valueDense and timeDense are how many times as dense as all rows of its kind the least
	// dense stretch of an incident may be: people sleep while something is broken, too, but
	// where the time alone tells, other rows come before and after.
	valueDense, timeDense = 0.25, 2
	// leastFaint is how many rows an incident has that is a small part of an issue's, such as a
	// page that fails for an hour where another always does; faintKept how many of these were
	// kept at least, and longestFaint the part of the issue's time that it may last.
	leastFaint, faintKept, longestFaint = 100, 5, 0.05
	// mostBesides is the part of an incident's rows that may be of its value at other times.
	mostBesides = 0.1
	// leastIncident is how many rows an incident has, and leastMixed for how many seconds
	// rows of the code must have come for some to be an incident among others.
	leastIncident, leastMixed = 20, 3600
	// mostIncidents is how many issues are looked at, those of most rows first, and
	// mostIncidentRows how many rows of one.
	mostIncidents, mostIncidentRows = 4, 1 << 18
)

// incidentFields are what an incident may be of, the most telling first.
var incidentFields = []string{"cs-uri-stem", "c-ip", "cs-username", "s-computername", "s-ip", "s-sitename", "cs-host"}

// faintFields are those of them of which an incident may have few of an issue's rows: one
// client that fails for a while is none.
var faintFields = []string{"cs-uri-stem", "s-computername", "s-ip", "s-sitename", "cs-host"}

// incident is a time in which rows of an issue came close together: those of a value, or
// all.
type incident struct {
	*issue
	field       string   // "" where the time alone tells
	values      []string // one of which its rows have
	of          func(source int, r *parser.Row) string
	from, until int64   // of the rows that were kept
	rate        float64 // rows a second, below which a stretch is none of it
	share       float64 // of the issue's rows, about
	isFaint     bool    // of few of them
}

// is reports whether a row has one of its values.
func (one *incident) is(source int, r *parser.Row) bool {
	return slices.Contains(one.values, one.of(source, r))
}

// incidentRow is a row of an issue that a look finds.
type incidentRow struct {
	second, win32 int64
	is            bool // of the value
	server        string
	values        [scan.NumTopFields]string
}

// split tells the incident in an issue from the rest of it: two issues, none where it has no
// incident or where its rows cannot be read again.
func (a *Analysis) split(ctx context.Context, i *issue, issues []*issue) []*issue {
	one, ok := a.incidentIn(i)
	if !ok {
		return nil
	}
	margin := (one.until-one.from)/2 + a.Minutes.Step
	span := scan.Span{From: max(i.first, one.from-margin), Until: min(i.last, one.until+margin) + 1}
	var rows []incidentRow
	around := &sought{span: span, see: a.gather(one, issues, &rows), wanted: a.wantedOf(i)}
	if a.look(ctx, []*sought{around}); !around.all || len(rows) == mostIncidentRows {
		return nil
	}
	return a.parted(one, rows)
}

// incidentIn finds the incident in an issue by the rows that were kept of it: the one of
// most rows; of a value rather than of a time where it has as many.
func (a *Analysis) incidentIn(i *issue) (found incident, ok bool) {
	sample := slices.DeleteFunc(slices.Clone(a.sampleOf(i)), func(r scan.SampledRow) bool { return r.Row.Second == parser.NoTime })
	if i.rows < leastIncident || i.Code.FTP || i.last-i.first < leastMixed || len(sample) < fewestSampled || a.datesOnly() {
		return found, false
	}
	if act := a.activityOf(func(o *scan.Outcome) bool { return i.has(&a.Subjects[o.Subject]) }); a.recurs(act) {
		return found, false
	}
	slices.SortStableFunc(sample, func(x, y scan.SampledRow) int { return cmp.Compare(x.Row.Second, y.Row.Second) })
	for _, one := range a.incidentsOfValues(i, sample) {
		if one.share > found.share+0.01 {
			found, ok = one, true
		}
	}
	one := incident{issue: i, values: []string{""}, of: func(int, *parser.Row) string { return "" }}
	if a.isIncident(&one, sample, leastOfTime, longestOfTime) && one.share > found.share+mostBesides {
		found, ok = one, true
	}
	return found, ok
}

// incidentsOfValues are the incidents of a value: of that of most rows, or a faint one of any.
func (a *Analysis) incidentsOfValues(i *issue, sample []scan.SampledRow) (all []incident) {
	d := a.dimensions()
	for _, field := range slices.Concat(incidentFields, a.customFields()) {
		dim := d.named(field)
		mayBeFaint := scan.IsCustom(field) || slices.Contains(faintFields, field)
		most, _ := mostCommon(sample, dim)
		for _, v := range commonValues(sample, dim) {
			one := incident{issue: i, field: field, values: []string{v.Text}, of: dim.of}
			least, longest := leastOfValue, longestOfValue
			if one.isFaint = v.Text != most || float64(v.Count) < leastOfValue*float64(len(sample)); one.isFaint {
				least, longest = faintKept/float64(len(sample)), longestFaint
			}
			if one.isFaint && !mayBeFaint || v.Count < faintKept || !a.canBeIncident(field, v.Text, dim) || !a.isIncident(&one, sample, least, longest) {
				continue
			}
			all = append(all, one)
		}
	}
	return all
}

// commonValues are the values that rows have, and how many have each.
func commonValues(rows []scan.SampledRow, d dimension) (all []scan.Value) {
	index, texts := map[string]int{}, []string{}
	for _, r := range rows {
		at := intern(d.of(r.Source, r.Row), index, &texts)
		if at == len(all) {
			all = append(all, scan.Value{Text: texts[at]})
		}
		all[at].Count++
	}
	return all
}

// canBeIncident reports whether a value can be told and shown, and does not hold for nearly all
// rows anyway.
func (a *Analysis) canBeIncident(field, value string, dim dimension) bool {
	flag, _ := flagFor(contrast.Attribute{Dimension: field, Value: value})
	return value != "" && value != "-" && flag != "" && a.names.Shows(field, value) && shareOf(a.Traffic, dim, value) < commonToAll
}

// isIncident reports whether rows of a value came close together, so many of an issue's and
// in so short a part of its time, and notes when.
func (a *Analysis) isIncident(one *incident, sample []scan.SampledRow, least, longest float64) bool {
	var seconds []int64
	for _, r := range sample {
		if one.is(r.Source, r.Row) {
			seconds = append(seconds, r.Row.Second)
		}
	}
	lasts := float64(one.last - one.first)
	dense := valueDense
	if one.field == "" {
		dense = timeDense
	}
	from, until := densestStretch(seconds, dense*float64(len(seconds))/lasts)
	in := float64(until - from)
	if in < 2 {
		return false
	}
	one.from, one.until = seconds[from], seconds[until-1]
	one.share = in / float64(len(sample))
	one.rate = dense * float64(len(seconds)) / float64(len(sample)) * float64(one.rows) / lasts
	if one.field == "" && one.share >= nearlyOfTime {
		longest = longestNearly
	}
	if one.field != "" && !one.isFaint && one.share >= mostlyOfValue && int(in) == len(seconds) {
		longest = longestMostly
	}
	return one.share >= least && float64(one.until-one.from) <= longest*lasts && (one.field == "" || float64(len(seconds))-in <= mostBesides*in)
}

// densestStretch finds the stretch of some seconds, which are in order, that has most of
// them beyond a rate: with each row it gains one, and with time it loses that rate.
func densestStretch(seconds []int64, rate float64) (from, until int) {
	best, sum, begin := 0.0, 0.0, 0
	for n, second := range seconds {
		if n > 0 {
			sum -= rate * float64(second-seconds[n-1])
		}
		if sum <= 0 {
			sum, begin = 0, n
		}
		if sum++; sum > best {
			best, from, until = sum, begin, n+1
		}
	}
	return from, until
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
	part, rest := a.part(one, mine), one.begin()
	part.besides = besides
	rest.rows, rest.first, rest.last, rest.isRest, rest.isFaint = one.rows-n, one.first, one.last, true, one.isFaint
	for w, n := range one.win32 {
		if n -= part.win32[w]; n > 0 {
			rest.win32[w] = n
		}
	}
	rest.sample = slices.DeleteFunc(slices.Clone(a.sampleOf(one.issue)), func(r scan.SampledRow) bool {
		return isPart(incidentRow{second: r.Row.Second, is: one.is(r.Source, r.Row)})
	})
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

// part is an issue of rows of an incident, which are in the order of time.
func (a *Analysis) part(one incident, rows []incidentRow) *issue {
	part := one.begin()
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
