package analysis

import (
	"cmp"
	"context"
	"slices"

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
			isOfAll := dim.Place && v.Count == int64(len(sample)) // a server that lacks what others have does so all day
			if isOfAll || one.isFaint && !mayBeFaint || v.Count < faintKept || !a.canBeIncident(field, v.Text, dim) || !a.isIncident(&one, sample, least, longest) {
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
	return value != "" && value != "-" && flag != "" && a.names.Shows(field, value) && a.usualShare(dim, value) < commonToAll
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
