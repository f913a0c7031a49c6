package analysis

import (
	"cmp"
	"maps"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// An incident is told once. Some findings are on rows of several codes: an outage, an
// attack that was answered, broken links. What they tell of an issue is noted here. An
// issue that they tell as a whole gets no finding of its own; of another its finding
// says how many of its rows are theirs, and is as grave as the others are.

// toldRows counts the rows of issues that findings on other matters tell.
type toldRows map[scan.Subject]*toldOf

// toldOf are the rows of one issue, by what tells them. No row is of two.
type toldOf struct{ outage, attack, links, limit int64 }

// isNone reports whether nothing else tells any rows of an issue.
func (t *toldOf) isNone() bool { return t == nil || t.outage+t.attack+t.limit == 0 }

func (t toldRows) of(s scan.Subject) *toldOf {
	if t[s] == nil {
		t[s] = &toldOf{}
	}
	return t[s]
}

// left is how many rows of an issue nothing else tells.
func (t toldRows) left(i *issue) int64 {
	told := t[i.Subject]
	if told == nil {
		return i.rows
	}
	return max(0, i.rows-told.outage-told.attack-told.limit)
}

// note says in the finding of an issue which of its rows others tell.
func (t toldRows) note(f *report.Finding, i *issue) {
	told := t[i.Subject]
	if told == nil || i.isPart { // of a part nobody knows which rows are theirs
		return
	}
	for _, part := range []struct {
		what string
		rows int64
	}{{"outage-rows", told.outage}, {"link-rows", told.links}} {
		if part.rows > 0 {
			f.Evidence = append(f.Evidence, report.Evidence{What: part.what, Value: float64(part.rows), Unit: "rows"})
		}
	}
}

// issueIn finds the issue that counts a row, nil for none. attack is the family of
// attacks that it is of and was answered, "" for none.
func (a *Analysis) issueIn(issues []*issue, r *parser.Row, v codes.Verdict, attack string) (found *issue) {
	o := a.Counted(scan.OutcomeOf(r))
	for _, i := range issues {
		if i.Code != o.Code() || i.Verdict != v || i.Attack != attack || i.win32[o.Win32] == 0 {
			continue
		}
		if i.Reason == o.Reason {
			return i
		}
		if i.Reason == "" { // one that the tables do not know
			found = i
		}
	}
	return found
}

// pointToFindings notes of each code and reason which findings are on its rows.
func pointToFindings(r *report.Report) {
	of := func(label string) (all []int) {
		for i, f := range r.Findings {
			if label != "" && (f.Code == label || f.Reason == label || slices.Contains(f.Codes, label)) {
				all = append(all, i+1)
			}
		}
		return all
	}
	for i := range r.Codes {
		r.Codes[i].Findings = of(r.Codes[i].Code)
	}
	for i := range r.Reasons {
		r.Reasons[i].Findings = of(r.Reasons[i].Reason)
	}
}

// codesOf are the codes and reasons of issues that a finding tells rows of, those of most
// rows first.
func codesOf(rows map[*issue]int64) (all []string) {
	issues := slices.SortedFunc(maps.Keys(rows), func(x, y *issue) int {
		return cmp.Or(cmp.Compare(rows[y], rows[x]), x.Code.Compare(y.Code), cmp.Compare(x.Reason, y.Reason))
	})
	for _, i := range issues {
		if all = withValue(all, i.Code.String()); i.Reason != "" {
			all = withValue(all, i.Reason)
		}
	}
	return all
}
