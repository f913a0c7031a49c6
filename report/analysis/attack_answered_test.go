package analysis_test

import (
	"testing"

	"github.com/iiswhy/iiswhy/parser/logtest"
)

// TestAnsweredAttacksAreTold: shells, exploits, secret files and injection that were
// answered are told with who sent them; those that were not there, and editors who post
// files of such names, are not.
func TestAnsweredAttacksAreTold(t *testing.T) {
	stories := []string{"webshell", "proxyshell", "proxylogon", "toolpane", "secret", "injection", "own-upload", "exploits-refused", "own-pages-fail", "healthy"}
	tells(t, logtest.Small, 3, []string{"attack-answered"}, stories...)
	if !testing.Short() {
		tells(t, logtest.Medium, 1, []string{"attack-answered"}, stories...)
	}
}
