package analysis_test

import (
	"testing"

	"github.com/iiswhy/iiswhy/parser/logtest"
)

// TestSilencesAreTold: a monitor and a site that stop while the log goes on are told; a
// visitor who leaves, a job of the morning, nights and weekends are not.
func TestSilencesAreTold(t *testing.T) {
	stories := []string{"heartbeat-stops", "heartbeat-goes-on", "site-silent", "visitor-leaves", "morning-job", "weekend", "quiet-nights", "healthy"}
	tells(t, logtest.Small, 3, []string{"silence"}, stories...)
	if !testing.Short() { // a client that sends one row in thirty may not be told: too few of its rows are kept
		tells(t, logtest.Medium, 1, []string{"silence"}, stories...)
	}
}
