package analysis_test

import (
	"testing"

	"github.com/iiswhy/iiswhy/parser/logtest"
)

// TestFormGuessingIsTold: one client posts a form again and again; a program that asks
// an interface, and an office that logs on, do not.
func TestFormGuessingIsTold(t *testing.T) {
	stories := []string{"form-guessed", "form-fails", "form-sprayed", "form-sprayed-in", "api-guessed", "form-sent-back", "form-breaks", "apps-log-on", "api-polled", "office-logs-on", "own-upload", "healthy"}
	tells(t, logtest.Small, 4, []string{"form-guessing"}, stories...)
	if !testing.Short() {
		tells(t, logtest.Medium, 2, []string{"form-guessing"}, stories...)
	}
}
