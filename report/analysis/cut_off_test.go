package analysis_test

import (
	"testing"

	"github.com/iiswhy/iiswhy/parser/logtest"
)

// TestCutOffsAreTold: many requests that end after the same time are cut off; visitors
// who leave when they like are not.
func TestCutOffsAreTold(t *testing.T) {
	stories := []string{"cut-off", "hang-ups", "long-by-nature", "big-downloads", "slow-page", "healthy"}
	tells(t, logtest.Small, 3, []string{"cut-off"}, stories...)
	if !testing.Short() {
		tells(t, logtest.Medium, 2, []string{"cut-off"}, stories...)
	}
}
