package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestExplainStatus holds what the number at the end says, which is all that a
// script sees.
func TestExplainStatus(t *testing.T) {
	row := "2024-03-01 08:00:00 10.0.0.1 GET /a - 443 - 10.0.0.8 UA - 500 19 33 15\n"
	log := filepath.Join(t.TempDir(), "rows")
	require.NoError(t, os.WriteFile(log, []byte(row), 0o600))
	f := func(want int, stdin string, args ...string) {
		t.Helper()
		var out, errs bytes.Buffer
		got := run(t.Context(), append([]string{"explain", "--lang", "en"}, args...), strings.NewReader(stdin), &out, &errs)
		assert.Equal(t, want, got, "%v: %s", args, errs.String())
		assert.Equal(t, want == exitUsage || want == exitPartial && out.Len() == 0, out.Len() == 0, args)
	}
	f(exitDone, "", "401.1")
	f(exitDone, "", log)
	f(exitDone, row)
	f(exitDone, row, "-")
	f(exitDone, row, "-", "401.1")
	f(exitDone, "401.1 1326\n")
	f(exitDone, "", "401.1", "nonsense")
	f(exitUsage, "", "nonsense")
	f(exitUsage, "")
	f(exitUsage, "nonsense\n")
	f(exitUsage, row, "-", "-f", "csv")
	f(exitPartial, "", "missing.log")
	f(exitPartial, "", "missing.log", "401.1")
	f(exitPartial, "", log, "missing.log")
}

func TestCodesStatus(t *testing.T) {
	f := func(want int, args ...string) {
		t.Helper()
		var out, errs bytes.Buffer
		got := run(t.Context(), append([]string{"codes", "--lang", "en"}, args...), nil, &out, &errs)
		assert.Equal(t, want, got, "%v: %s", args, errs.String())
	}
	f(exitDone)
	f(exitDone, "401.x")
	f(exitDone, "zzzz", "401.x")
	f(exitUsage, "zzzz")
	f(exitUsage, "--table", "zzzz")
}
