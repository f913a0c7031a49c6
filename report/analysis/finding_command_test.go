package analysis_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
)

// TestCommandsOfFindingsShowTheirRows: the printed command of each finding of each story
// shows as many rows as the finding has.
func TestCommandsOfFindingsShowTheirRows(t *testing.T) {
	wrong := 0
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
}
