package analysis_test

import (
	"testing"

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
