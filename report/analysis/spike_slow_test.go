package analysis_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
)

// TestSlownessRises: what takes far longer for a time is a rise of its own; what lasts by
// nature, large files and a start in the morning are none.
func TestSlownessRises(t *testing.T) {
	slow := func(name string) (all []report.Spike) {
		story, ok := logtest.StoryNamed(name)
		require.True(t, ok)
		tale := story.Write(logtest.Small, 2)
		dir := t.TempDir()
		require.NoError(t, tale.Save(dir))
		o := options(t)
		o.Compare = true
		for _, s := range spikesIn(t, o, dir).Spikes {
			if s.Taken > 0 {
				all = append(all, s)
			}
		}
		return all
	}
	page := slow("slow-page")
	require.Len(t, page, 1)
	assert.Equal(t, "cs-uri-stem", page[0].Causes[0].Where[0].Field)
	assert.Greater(t, page[0].Taken, 5*page[0].UsualTaken)
	assert.NotEmpty(t, page[0].Findings, "the finding that says what to do")
	assert.True(t, page[0].Attention)
	assert.Len(t, slow("slow-since"), 1)
	for _, lure := range []string{"long-by-nature", "big-downloads", "cold-start", "healthy", "slow-server"} {
		assert.Empty(t, slow(lure), lure)
	}
}
