package analysis

import (
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// input tells the ledger: what was read, what was used, and what was refused.
func (a *Analysis) input() report.Input {
	in := report.Input{Sources: []report.Source{}, Problems: []report.Problem{}, Partial: a.Interrupted, Coarse: a.Coarse}
	for i := range a.Sources {
		addSource(&in, &a.Sources[i])
	}
	for _, t := range a.Twins() {
		in.Sources[t.Source].BeginsAs = in.Sources[t.Of].Name
	}
	in.Apart = a.options.Apart
	for _, s := range a.options.Unread {
		in.Files++
		in.Partial = true
		in.Sources = append(in.Sources, s)
	}
	for _, f := range a.Faults {
		p := report.Problem{Reason: f.Kind.String(), Refused: f.Kind.Refused(), Count: f.Lines, First: []report.Place{}}
		for _, at := range f.First {
			p.First = append(p.First, a.place(at))
		}
		in.Problems = append(in.Problems, p)
	}
	return in
}

func addSource(in *report.Input, from *scan.Source) {
	s := report.Source{Name: from.Name, Bytes: from.Bytes, Skipped: from.Skipped, Rows: from.Rows, Malformed: from.Refused}
	for _, f := range from.Forms {
		s.Forms = append(s.Forms, f.String())
	}
	if from.Err != nil {
		s.Error = from.Reason()
		in.Partial = true
	}
	in.Files++
	in.Bytes += from.Bytes
	in.Skipped += from.Skipped
	in.Lines += from.Lines
	in.Rows += from.Rows
	in.Filtered += from.Filtered
	in.Malformed += from.Refused
	in.Directives += from.Directives
	in.Blank += from.Blank
	in.Sources = append(in.Sources, s)
}

// place is a line as a report shows it.
func (a *Analysis) place(at scan.Place) report.Place {
	p := report.Place{Source: a.Sources[at.Source].Name, Line: at.Line, Text: a.names.Line(at.Text)}
	if p.Line == 0 {
		p.Byte = at.Offset
	}
	return p
}
