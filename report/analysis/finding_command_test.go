package analysis_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
)

// TestCommandsOfFindingsShowTheirRows: the printed command of each finding of each story
// shows as many rows as the finding has. What came before and after an incident of the same
// code has none: no filter leaves out a time in the middle.
func TestCommandsOfFindingsShowTheirRows(t *testing.T) {
	wrong, around := 0, 0
	for _, s := range logtest.Stories() {
		tale := s.Write(logtest.Small, 2)
		dir := t.TempDir()
		assert.NoError(t, tale.Save(dir))
		find := func() []input.Source {
			sources, _, errs := input.Find([]string{dir}, nil)
			assert.Empty(t, errs)
			return sources
		}
		for _, f := range analysisOf(find(), options(t)).Report(t.Context()).Findings {
			if f.Rows == 0 {
				continue
			}
			if f.Command == "" && isAround(f) {
				around++
				continue
			}
			if f.Command == "" {
				t.Logf("%s %s: no command", s.Name, f.Rule)
				wrong++
				continue
			}
			o := options(t)
			o.Filter = filterOf(t, f.Command)
			if n := analysisOf(find(), o).RowsShown(); n != f.Rows {
				t.Logf("%s %s: %d rows shown for %d: %s", s.Name, f.Rule, n, f.Rows, f.Command)
				wrong++
			}
		}
	}
	assert.Zero(t, wrong)
	assert.LessOrEqual(t, around, 1, "burst-among-others has such rows")
}

// isAround reports whether a finding is of the rows around an incident that is told apart.
func isAround(f report.Finding) bool {
	return slices.ContainsFunc(f.Evidence, func(e report.Evidence) bool { return e.What == "others" })
}
