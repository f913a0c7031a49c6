package main

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestHugePages: some of the heap may be huge pages then.
func TestHugePages(t *testing.T) {
	if _, err := os.Stat("/sys/kernel/mm/transparent_hugepage/enabled"); err != nil {
		t.Skip("this kernel knows no huge pages")
	}
	hugePages()
	maps, err := os.ReadFile("/proc/self/smaps")
	require.NoError(t, err)
	assert.Regexp(t, regexp.MustCompile(`(?m)^VmFlags:.* hg( |$)`), string(maps))
}
