package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Whatever a message names, a terminal is not made to obey it.
func TestMessagesHoldNothingThatATerminalObeys(t *testing.T) {
	f := func(wanted string, args ...string) {
		t.Helper()
		var out, complaints bytes.Buffer
		run(t.Context(), args, strings.NewReader(""), &out, &complaints)
		assert.Contains(t, complaints.String(), wanted)
		for _, r := range complaints.String() {
			assert.True(t, r == '\n' || r >= ' ' && r < 0x7f || r > 0xa0 && r != '\u202e', "%q", complaints.String())
		}
	}
	const hostile = "\x1b[31m\a\u009b\u202e"
	const shown = `\x1b[31m`
	f("found --"+shown, "--"+hostile)
	f(shown, "report", filepath.Join(t.TempDir(), hostile))
	f(shown, "report", filepath.Join(t.TempDir(), "nothing"+hostile+".log"))
	f(shown, "explain", hostile)
	f(shown, "daily", "--date", hostile, t.TempDir())
	f(shown, "report", "--config", hostile, t.TempDir())
	f(shown, "report", "--codes", hostile, t.TempDir())
}
