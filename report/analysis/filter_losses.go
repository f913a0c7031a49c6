package analysis

import (
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// LeftOut says of each part of a filter that left no row how many it took away, and
// what the log has in its place.
func (a *Analysis) LeftOut() (all []report.Finding) {
	if a.rows > 0 {
		return nil
	}
	for i := range a.options.Losses {
		if l := &a.options.Losses[i]; l.Rows > 0 {
			all = append(all, a.leftOut(l))
		}
	}
	return all
}

// RowNotes are what must be said when rows are shown, or when there are none.
func (a *Analysis) RowNotes() []report.Finding { return append(a.LeftOut(), a.absentFields()...) }

func (a *Analysis) leftOut(l *scan.FilterLoss) report.Finding {
	f := report.Finding{Rule: "left-out", Severity: report.Note, Evidence: []report.Evidence{
		{What: "filter", Text: a.filterOf(l.Flag)},
		{What: "rows", Value: float64(l.Rows), Unit: "rows"},
		{What: "all", Value: float64(l.All), Unit: "rows"},
	}}
	text := func(what, value string) {
		if value != "" {
			f.Evidence = append(f.Evidence, report.Evidence{What: what, Text: value})
		}
	}
	if first, last, ok := l.Period(); ok && l.Rows == l.All {
		form := "2006-01-02 15:04"
		text("first", first.In(a.location()).Format(form))
		text("last", last.In(a.location()).Format(form)+zoneSuffix(last.In(a.location())))
	}
	text("near", a.shownValues(l.Flag, l.Near))
	text("has", a.shownValues(l.Flag, l.Has))
	return f
}

func zoneSuffix(t time.Time) string { return t.Format(" MST") }

// filterOf is a part of the filter as it was typed.
func (a *Analysis) filterOf(flag string) string {
	var parts []string
	for _, f := range a.filters() {
		name, _, _ := strings.Cut(strings.TrimPrefix(f, "--"), " ")
		if name == flag || flag == "since" && slices.Contains([]string{"until", "last"}, name) {
			parts = append(parts, f)
		}
	}
	return strings.Join(parts, " ")
}

// shownValues lists values of the field of a flag, "" where they must not be shown.
func (a *Analysis) shownValues(flag string, values []string) string {
	var shown []string
	for _, v := range values {
		if f, ok := scan.FilterFlagOf(flag); ok && a.names.Shows(f.FieldOf(v)) {
			shown = append(shown, v)
		}
	}
	return strings.Join(shown, ", ")
}
