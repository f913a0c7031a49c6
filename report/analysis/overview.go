package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// overview tells what was read. command is the one that asked.
//
// Names that hide values are given in the order of these lines: filters first, then
// what each code was seen with, most frequent first.
func (a *Analysis) overview(ctx context.Context, command string) *report.Report {
	r := a.frame(command)
	tables := func() {
		r.Reasons, r.Noise, r.Timeline, r.Latency = a.reasons(), a.noise(), a.timeline(), a.latency()
		r.Codes = a.codes()
		r.Groups = a.groups()
		r.Links = a.links()
		r.Slow = a.slowTable()
	}
	var ofIssues, others []report.Finding
	parts := []func(){tables, func() { ofIssues = a.findingsOfIssues(ctx) }, func() { others = a.otherFindings(ctx) }}
	if command != "report" && !a.takesTurns() { // else they are told in their turn
		parts = append(parts, func() { a.codeSpikes(ctx) })
	}
	a.atOnce(parts...)
	r.Findings = inOrder(ofIssues, others)
	pointToFindings(r)
	return r
}

// atOnce makes parts of a report that need nothing of each other, at once where it makes no
// difference which is first.
func (a *Analysis) atOnce(parts ...func()) {
	var all sync.WaitGroup
	for _, part := range parts {
		if all.Go(part); a.takesTurns() {
			all.Wait()
		}
	}
	all.Wait()
}

// takesTurns reports whether it makes a difference which part of a report is made first: it
// does to the names that hide values, and to an engine, that is asked one thing after the other.
func (a *Analysis) takesTurns() bool { return a.options.Redact.Any() || a.options.Engine != "" }

// frame is a report of which only what was read and its sums are told.
func (a *Analysis) frame(command string) *report.Report {
	return &report.Report{
		Schema: report.Schema, Command: command, Lang: string(a.options.Book.Lang()), Timezone: a.location().String(),
		Input: a.input(), Made: a.made(), Filters: a.filters(), Period: a.period(), Read: a.readPeriod(), DatesOnly: a.datesOnly(), Total: a.total(),
		Classes: a.classes(), Verdicts: a.verdicts(), Codes: []report.Code{}, Reasons: []report.Reason{}, Findings: []report.Finding{},
	}
}

// filters returns the filters in force without what they give away: a value of a
// filter flag can give away what the field that it chooses by can.
func (a *Analysis) filters() []string {
	shown := slices.Clone(a.options.Filters)
	for i, f := range shown {
		name, value, _ := strings.Cut(f, " ")
		flag, ok := scan.FilterFlagOf(strings.TrimPrefix(name, "--"))
		if ok && !a.showsAll(flag, value) {
			shown[i] = name + " …"
		}
	}
	return shown
}

// showsAll reports whether values of a flag, between commas, are shown as they are.
func (a *Analysis) showsAll(flag scan.FilterFlag, values string) bool {
	if flag.Fields != nil {
		return a.names.Shows(flag.FieldOf(values))
	}
	return !slices.ContainsFunc(strings.Split(values, ","), func(v string) bool { return !a.names.Shows(flag.FieldOf(v)) })
}

func (a *Analysis) period() report.Period {
	first, last, ok := a.Period()
	if !ok {
		return report.Period{}
	}
	return report.Period{First: stamp(first), Last: stamp(last)}
}

// readPeriod is the period of all rows in the time asked for, where it is longer than
// that of those that are shown.
func (a *Analysis) readPeriod() report.Period {
	first, last, ok := a.readTimes()
	if shown, until, _ := a.Period(); !ok || first == shown && last == until {
		return report.Period{}
	}
	return report.Period{First: stamp(first), Last: stamp(last)}
}

// readTimes are the times of the first and the last row in the time asked for, whatever
// filters leave out: what ended there may go on no longer, though all that is shown ends.
func (a *Analysis) readTimes() (first, last int64, ok bool) {
	first, last, ok = a.Period()
	if !ok || a.Earliest > a.Latest {
		return first, last, ok
	}
	from, until := a.asked()
	return min(first, max(a.Earliest, from)), max(last, min(a.Latest, until-1)), true
}

// asked returns the time asked for, in seconds: from the first until before the second.
func (a *Analysis) asked() (from, until int64) {
	from, until = math.MinInt64, math.MaxInt64
	if !a.Filter.Since.IsZero() {
		from = a.Filter.Since.Unix()
	}
	if !a.Filter.Until.IsZero() {
		until = a.Filter.Until.Unix()
	}
	for i, s := range a.shownSpans() {
		if i == 0 {
			from, until = max(from, s.From), s.Until
		}
		until = max(until, s.Until)
	}
	return from, until
}

// shownSpans are the spans that the report is about, in order; none where it is about all
// time.
func (a *Analysis) shownSpans() []scan.Span {
	return slices.DeleteFunc(slices.Clone(a.Spans), func(s scan.Span) bool { return !s.Shown })
}

func (a *Analysis) total() report.Total {
	t := report.Total{Rows: a.rows}
	for i := range a.Outcomes {
		o := &a.Outcomes[i]
		if o.Code.IsError() {
			t.Errors += o.Rows
		}
		if o.Verdict.Attention() {
			t.Attention += o.Rows
		}
	}
	return t
}

// classNames are the classes in the order of a report.
var classNames = []string{"1xx", "2xx", "3xx", "4xx", "5xx", "-"}

func (a *Analysis) classes() []report.ClassCount {
	counts := map[string]int64{}
	for i := range a.Outcomes {
		counts[a.Outcomes[i].Code.Class()] += a.Outcomes[i].Rows
	}
	return classCounts(counts, a.rows)
}

// classCounts lists the classes that some of all rows have.
func classCounts(counts map[string]int64, rows int64) []report.ClassCount {
	all := []report.ClassCount{}
	for _, class := range classNames {
		if n := counts[class]; n > 0 {
			all = append(all, report.ClassCount{Class: class, Count: n, Share: float64(n) / float64(rows)})
		}
	}
	return all
}

// verdictRows counts rows by verdict.
type verdictRows [codes.NumVerdicts]int64

// most returns the verdict of most rows; of equal ones, the first in the list.
func (v *verdictRows) most() (most codes.Verdict) {
	for i, n := range v {
		if n > v[most] {
			most = codes.Verdict(i)
		}
	}
	return most
}

func (a *Analysis) verdicts() []report.VerdictCount {
	var counts verdictRows
	for i := range a.Outcomes {
		counts[a.Outcomes[i].Verdict] += a.Outcomes[i].Rows
	}
	return counts.list(a.rows)
}

// list lists the verdicts that some of all rows have, in the order of codes.Verdict.
func (v *verdictRows) list(rows int64) []report.VerdictCount {
	all := []report.VerdictCount{}
	for i, n := range v {
		if verdict := codes.Verdict(i); n > 0 {
			all = append(all, report.VerdictCount{
				Verdict: verdict.String(), Count: n, Share: float64(n) / float64(rows), Attention: verdict.Attention(),
			})
		}
	}
	return all
}

func (a *Analysis) latency() *report.Latency {
	t := a.Taken
	if t.Rows == 0 {
		return nil
	}
	return &report.Latency{Rows: t.Rows, P50: t.P50, P95: t.P95, P99: t.P99, Max: t.Max}
}

// noise lists the families of probes by rows.
func (a *Analysis) noise() []report.Noise {
	counts := map[int]int64{}
	for i := range a.Outcomes {
		if o := &a.Outcomes[i]; o.Family >= 0 && !o.Attack && o.Rows > 0 {
			counts[o.Family] += o.Rows
		}
	}
	all := make([]report.Noise, 0, len(counts))
	for family, n := range counts {
		name := a.options.Noise.Name(family)
		text, _ := a.options.Book.Noise(name)
		all = append(all, report.Noise{Family: name, Name: text.Name, Meaning: text.Meaning, Check: text.Check, Count: n})
	}
	slices.SortFunc(all, func(x, y report.Noise) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Family, y.Family))
	})
	return all
}
