package analysis_test

import (
	"testing"

	"github.com/iiswhy/iiswhy/parser/logtest"
)

// TestServersAreTold: one server fails and the others do not; a page that fails on all,
// and a server that is busier than the others, are none of that.
func TestServersAreTold(t *testing.T) {
	stories := []string{"one-server", "one-server-ip", "all-servers", "busy-server", "outage-errors", "healthy"}
	tells(t, logtest.Small, 3, []string{"server"}, stories...)
	if !testing.Short() {
		tells(t, logtest.Medium, 2, []string{"server"}, stories...)
	}
}
