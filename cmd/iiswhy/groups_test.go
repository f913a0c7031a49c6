package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Groups for which there is no room are no wrong usage: no report could be made.
func TestGroupsWithoutRoomOnDisk(t *testing.T) {
	var log, errs bytes.Buffer
	log.WriteString("#Fields: date time cs-uri-stem c-ip sc-status\n")
	for i := range 200_000 {
		fmt.Fprintf(&log, "2026-11-20 00:00:00 /%d 192.0.2.1 404\n", i)
	}
	file := filepath.Join(t.TempDir(), "u_ex261120.log")
	require.NoError(t, os.WriteFile(file, log.Bytes(), 0o600))
	for _, variable := range []string{"TMPDIR", "TMP", "TEMP", "USERPROFILE"} {
		t.Setenv(variable, filepath.Join(file, "none"))
	}
	status := run(t.Context(), []string{file, "--by", "uri", "--lang", "en"}, strings.NewReader(""), new(bytes.Buffer), &errs)
	assert.Equal(t, exitPartial, status)
	assert.Contains(t, errs.String(), "iiswhy: --by: expected to write groups to a temporary file: ")
	assert.NotContains(t, errs.String(), "--help")
}
