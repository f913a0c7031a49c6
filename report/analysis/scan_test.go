package analysis_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/logtest"
)

// TestScansAreTold: who looks for what nobody is served is a scanner in all that it
// missed; crawlers, links that broke and the site's own pages are none.
func TestScansAreTold(t *testing.T) {
	stories := []string{
		"slow-scan", "secrets-refused", "exploits-refused", "crawler-links", "crawler", "own-pages-fail", "browser-files", "many-paths", "innocent-words", "healthy",
	}
	tells(t, logtest.Small, 3, []string{"scan"}, stories...)
	if !testing.Short() {
		tells(t, logtest.Medium, 2, []string{"scan"}, stories...)
	}
}

// TestScansOfAFilter: of a scanner as many requests are told as the report shows.
func TestScansOfAFilter(t *testing.T) {
	story, _ := logtest.StoryNamed("secrets-refused")
	tale := story.Write(logtest.Small, 1)
	dir := t.TempDir()
	require.NoError(t, tale.Save(dir))
	scans := func(codes ...string) (rows []int64) {
		o := options(t)
		if len(codes) > 0 {
			o.Filter.Status = statuses(t, codes...)
		}
		for _, f := range ruled(analysisOf(sourcesAt(t, dir), o).Report(t.Context()), "scan") {
			rows = append(rows, f.Rows)
		}
		return rows
	}
	whole := scans()
	require.Len(t, whole, 1)
	assert.Less(t, scans("403.x")[0], whole[0])
	assert.Empty(t, scans("502"))
}
