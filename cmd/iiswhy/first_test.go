package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// started is a package that Go began, and its name.
var started = regexp.MustCompile(`(?m)^init (\S+) @`)

// In a process of its own, the program of this test: signals are heard before the packages
// begin that take time, which are those of this module and of others.
func TestSignalsAreHeardFirst(t *testing.T) {
	program, err := os.Executable()
	require.NoError(t, err)
	run := exec.Command(program, "-test.run=^$")
	run.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	told, err := run.CombinedOutput()
	require.NoError(t, err, "%s", told)
	var others []string
	for _, match := range started.FindAllStringSubmatch(string(told), -1) {
		name := match[1]
		if strings.HasSuffix(name, "/cmd/iiswhy/interrupt") {
			assert.LessOrEqual(t, len(others), 1, "%v begin before", others) // one asks what the processor can do
			return
		}
		if first, _, _ := strings.Cut(name, "/"); strings.Contains(first, ".") {
			others = append(others, name)
		}
	}
	t.Fatalf("signals are not heard: %s", told)
}
