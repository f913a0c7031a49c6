package analysis

import (
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// notes are the findings that explain the numbers rather than alarm: what the
// log does not say, and what looks bad and is not.
func (a *Analysis) notes() []report.Finding {
	all := append(a.LeftOut(), a.absentFields()...)
	all = append(all, a.missingFields()...)
	if f, ok := a.handshakes(); ok {
		all = append(all, f)
	}
	if f, ok := a.probes(); ok {
		all = append(all, f)
	}
	if f, ok := a.kernelAnswers(); ok {
		all = append(all, f)
	}
	return all
}

// absentFields names the fields that flags ask for and no row had.
func (a *Analysis) absentFields() (all []report.Finding) {
	for _, f := range a.Absent {
		all = append(all, report.Finding{Rule: "absent-field", Severity: report.Note, Evidence: []report.Evidence{
			{What: "field", Text: f.Field}, {What: "flag", Text: f.Flag},
		}})
	}
	return all
}

// kernelAnswers says how many requests HTTP.sys answered by itself: a log of a
// site that looks calm meanwhile is not.
func (a *Analysis) kernelAnswers() (report.Finding, bool) {
	var rows int64
	for i := range a.Outcomes {
		if o := &a.Outcomes[i]; o.Log == codes.HTTPERR && o.Verdict.Attention() {
			rows += o.Rows
		}
	}
	return report.Finding{Rule: "httperr", Severity: report.Note, Evidence: []report.Evidence{
		{What: "rows", Value: float64(rows), Unit: "rows"},
	}}, rows > 0
}

// missingFields names each field without which rows could not be told.
func (a *Analysis) missingFields() []report.Finding {
	lacking := map[lack]int64{}
	for i := range a.Outcomes {
		o := &a.Outcomes[i]
		if o.Verdict != codes.Unknown || o.Log != codes.Web {
			continue
		}
		switch {
		case o.Code.Status == codes.None: // a finding of its own says so
		case !a.lacks(o): // the column is there and the row has no value
		case o.Code.Substatus == codes.None:
			lacking[lack{parser.Substatus, a.fixedForm(o)}] += o.Rows
		case o.Win32 == codes.None:
			lacking[lack{parser.Win32, a.fixedForm(o)}] += o.Rows
		}
	}
	var all []report.Finding
	for _, c := range []parser.Column{parser.Substatus, parser.Win32} {
		for _, form := range []parser.Form{parser.W3C, parser.IIS, parser.NCSA} {
			if rows := lacking[lack{c, form}]; rows > 0 {
				all = append(all, missingField(c, form, rows))
			}
		}
	}
	return all
}

// lack is a field that rows lack, and the form that has no room for it; W3C has.
type lack struct {
	column parser.Column
	form   parser.Form
}

func missingField(c parser.Column, form parser.Form, rows int64) report.Finding {
	f := report.Finding{Rule: "missing-field", Severity: report.Note, Evidence: []report.Evidence{
		{What: "field", Text: c.String()}, {What: "rows", Value: float64(rows), Unit: "rows"},
	}}
	if form != parser.W3C {
		f.Evidence = append(f.Evidence, report.Evidence{What: "form", Text: form.String()})
	}
	return f
}

// fixedForm is the form of rows of an outcome where that has fixed fields, else W3C.
func (a *Analysis) fixedForm(o *scan.Outcome) parser.Form {
	if o.Subject >= len(a.SubjectRows) || len(a.SubjectRows[o.Subject]) == 0 {
		return parser.W3C
	}
	form := a.SubjectRows[o.Subject][0].Row.Layout.Form
	other := func(r scan.SampledRow) bool { return r.Row.Layout.Form != form }
	if form != parser.IIS && form != parser.NCSA || slices.ContainsFunc(a.SubjectRows[o.Subject], other) {
		return parser.W3C
	}
	return form
}

// lacks reports whether the logs that rows of an outcome stand in really have no column
// for what is missing.
func (a *Analysis) lacks(o *scan.Outcome) bool {
	column := parser.Win32
	if o.Code.Substatus == codes.None {
		column = parser.Substatus
	}
	if o.Subject >= len(a.SubjectRows) {
		return true
	}
	return !slices.ContainsFunc(a.SubjectRows[o.Subject], func(r scan.SampledRow) bool { return r.Row.Layout.Index(column) >= 0 })
}

// fewHealthy is the part of all 401s of which the healthy ones are too few for a word.
const fewHealthy = 0.05

// handshakes says how many of the 401s were healthy, where that explains some of them.
func (a *Analysis) handshakes() (report.Finding, bool) {
	var legs, ofWindows, all int64
	for i := range a.Outcomes {
		o := &a.Outcomes[i]
		if o.Code.Status != 401 {
			continue
		}
		all += o.Rows
		if o.Verdict == codes.Handshake {
			legs += o.Rows
			if o.Code.Substatus != 0 {
				ofWindows += o.Rows
			}
		}
	}
	what := "rows"
	if float64(ofWindows) < nearlyAll*float64(legs) {
		what = "legs" // 401.0 is of an application, which may ask for a token
	}
	return report.Finding{Rule: "handshake", Severity: report.Note, Evidence: []report.Evidence{
		{What: what, Value: float64(legs), Unit: "rows"}, {What: "all", Value: float64(all), Unit: "rows"},
	}}, legs > 0 && float64(legs) >= fewHealthy*float64(all)
}

// probes says how many rows are noise, besides those of the scanners that are told.
func (a *Analysis) probes() (report.Finding, bool) {
	var rows, told int64
	for i := range a.Outcomes {
		if o := &a.Outcomes[i]; o.Verdict == codes.Probe {
			rows += o.Rows
		}
	}
	each, together := a.toldScanners()
	for _, s := range slices.Concat(each, together) {
		told += s.Misses
	}
	what := "rows"
	if told > 0 {
		what = "others"
	}
	return report.Finding{Rule: "probe", Severity: report.Note, Evidence: []report.Evidence{
		{What: what, Value: float64(rows - told), Unit: "rows"},
	}}, rows > told
}
