package analysis

import (
	"slices"
	"strconv"
	"time"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// newFinding begins a finding on rows of an issue: what they are, how many, when they
// came, what they have in common, and how to see them.
func (a *Analysis) newFinding(rule, severity string, i *issue, rows int64) report.Finding {
	f := report.Finding{
		Rule: rule, Severity: severity, Rows: rows, Share: a.share(rows), Code: i.Code.String(),
		Verdict: i.Verdict.String(), Reason: i.Reason, Evidence: a.identity(i, rows),
	}
	return f
}

// setTimes says when the rows of a finding came, in seconds; first > last where none
// has a time.
func (a *Analysis) setTimes(f *report.Finding, act activity, first, last int64) {
	if first > last {
		return
	}
	f.First, f.Last = stamp(first), stamp(last)
	f.State = a.state(act, first, last, f.Rows)
}

// rowsCommand shows the rows of an issue that came from first to last; narrow adds
// what chooses some of them.
func (a *Analysis) rowsCommand(f *report.Finding, i *issue, narrow func(*command)) string {
	c := a.newCommand("rows")
	if !f.First.IsZero() {
		c.between(f.First, f.Last.Add(time.Second))
	}
	c.kind(i.Code.String(), i.Reason, i.Verdict.String())
	if i.Win32 != scan.AnyWin32 {
		c.flag("--win32", strconv.FormatInt(i.Win32, 10))
	}
	if narrow != nil {
		narrow(c)
	}
	return c.String()
}

// attackedPaths are the paths of attacks that were answered with the code of an issue,
// whose rows are not its own: none where it has rows of such a path as well, or where
// they are too many to name.
func (a *Analysis) attackedPaths(i *issue) (paths []string) {
	attacked, estimated := a.AllOf(i.Code, scan.FieldPath, func(s *scan.Subject) bool {
		other := s.OfAllSpans()
		attack := other.Attack != i.Attack
		other.Attack = i.Attack
		return attack && other == i.Subject
	})
	if len(attacked) == 0 || estimated || len(attacked) > mostOfLine {
		return nil
	}
	own, estimated := a.AllOf(i.Code, scan.FieldPath, i.has)
	for _, v := range attacked {
		if estimated || slices.ContainsFunc(own, func(o scan.Value) bool { return o.Text == v.Text }) {
			return nil
		}
		paths = append(paths, v.Text)
	}
	slices.Sort(paths)
	return paths
}

// sampleOf are the rows that were kept of an issue, in the order of the input.
func (a *Analysis) sampleOf(i *issue) (rows []scan.SampledRow) {
	if i.isPart {
		return i.sample
	}
	for s := range a.Subjects {
		if s < len(a.SubjectRows) && i.has(&a.Subjects[s]) {
			rows = append(rows, a.SubjectRows[s]...)
		}
	}
	return rows
}
