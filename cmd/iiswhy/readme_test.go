package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestReadme runs every console block of README.md whose command is iiswhy, and
// compares what it prints: the first page cannot rot. "..." on a line of its own
// stands for any lines.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	blocks := regexp.MustCompile("(?s)```console\n\\$ (.*?)\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, blocks)
	t.Setenv("LC_ALL", "C")
	t.Setenv("COLUMNS", "80")
	t.Chdir("../..")
	tried := 0
	for _, block := range blocks {
		command, want := block[1], block[2]
		args, ok := commandOf(command)
		if !ok {
			continue
		}
		tried++
		t.Run(command, func(t *testing.T) { requireOutput(t, want, runArgs(t, args)) })
	}
	require.Positive(t, tried)
}

// commandOf returns the arguments of a line that runs the program.
func commandOf(line string) ([]string, bool) {
	for _, name := range []string{"go run ./cmd/iiswhy", "iiswhy"} {
		if rest, ok := strings.CutPrefix(line, name+" "); ok && !strings.ContainsAny(rest, "|<>\\") {
			return strings.Fields(rest), true
		}
	}
	return nil, false
}

func runArgs(t *testing.T, args []string) string {
	t.Helper()
	for i, arg := range args {
		if found, _ := filepath.Glob(arg); len(found) == 1 {
			args[i] = found[0]
		}
	}
	var out, errs bytes.Buffer
	run(context.Background(), args, strings.NewReader(""), &out, &errs)
	return out.String() + errs.String()
}

// requireOutput compares two texts, where "..." stands for any lines.
func requireOutput(t *testing.T, want, got string) {
	t.Helper()
	rest := got
	for i, part := range strings.Split(want, "...\n") {
		at := strings.Index(rest, part)
		require.GreaterOrEqual(t, at, 0, "expected in the output:\n%s\nfound:\n%s", part, got)
		require.False(t, i == 0 && at > 0, "expected at the start of the output:\n%s\nfound:\n%s", part, got)
		rest = rest[at+len(part):]
	}
	if !strings.HasSuffix(want, "...\n") {
		require.Empty(t, rest)
	}
}

// TestRecipes holds the recipes of README.md to the files that the scripts run.
func TestRecipes(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	files, err := filepath.Glob("../../testdata/recipes/*")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		recipe, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Contains(t, string(text), "\n"+strings.ReplaceAll(string(recipe), "\r\n", "\n")+"```\n", file)
	}
}
