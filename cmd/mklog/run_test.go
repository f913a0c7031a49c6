package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWritesLogAndTruth(t *testing.T) {
	dir := t.TempDir()
	log, truth := filepath.Join(dir, "a.log"), filepath.Join(dir, "a.json")
	var stdout, stderr bytes.Buffer
	status := run([]string{"-k", "incidents", "--size", "1MiB", "--seed", "7", "-o", log, "--truth", truth}, &stdout, &stderr)
	require.Equal(t, exitDone, status, stderr.String())
	assert.Empty(t, stdout.String())

	text, err := os.ReadFile(log)
	require.NoError(t, err)
	raw, err := os.ReadFile(truth)
	require.NoError(t, err)
	var s logtest.Summary
	require.NoError(t, json.Unmarshal(raw, &s))
	assert.EqualValues(t, len(text), s.Bytes)
	assert.EqualValues(t, bytes.Count(text, []byte("\n")), s.Rows+s.Directives)
	assert.NotEmpty(t, s.Truths)
}

func TestKinds(t *testing.T) {
	seen := map[string]string{}
	for _, kind := range []string{"bench", "auth", "hostile", "quiet", "incidents"} {
		var stdout, stderr bytes.Buffer
		require.Equal(t, exitDone, run([]string{"-k", kind, "-s", "64KiB"}, &stdout, &stderr), stderr.String())
		text := stdout.String()
		assert.True(t, strings.HasPrefix(text, "#Software: "), kind)
		assert.Empty(t, seen[text], kind)
		seen[text] = kind
	}
}

func TestStory(t *testing.T) {
	dir := t.TempDir()
	truth := filepath.Join(dir, "truth.json")
	var stdout, stderr bytes.Buffer
	require.Equal(t, exitDone, run([]string{"--story", "brute-in", "--seed", "3", "--truth", truth}, &stdout, &stderr), stderr.String())
	raw, err := os.ReadFile(truth)
	require.NoError(t, err)
	var tale logtest.Tale
	require.NoError(t, json.Unmarshal(raw, &tale))
	assert.Equal(t, "brute-in", tale.Story)
	assert.Equal(t, tale.Rows+4, strings.Count(stdout.String(), "\n"))
	assert.NotEmpty(t, tale.Truth.Claims)
}

func TestStoryOfSeveralLogs(t *testing.T) {
	dir := t.TempDir()
	var stdout, stderr bytes.Buffer
	require.Equal(t, exitDone, run([]string{"--story", "one-server", "-s", "small", "-o", dir}, &stdout, &stderr), stderr.String())
	logs, err := filepath.Glob(filepath.Join(dir, "*", "W3SVC*", "u_ex*.log"))
	require.NoError(t, err)
	assert.Len(t, logs, 3)
}

func TestStoriesAreListed(t *testing.T) {
	var stdout, stderr bytes.Buffer
	require.Equal(t, exitDone, run([]string{"--stories"}, &stdout, &stderr), stderr.String())
	assert.Equal(t, len(logtest.Stories()), strings.Count(stdout.String(), "\n"))
	assert.Contains(t, stdout.String(), "(looks like spray)")
}

func TestSeed(t *testing.T) {
	f := func(seed string) string {
		var stdout bytes.Buffer
		require.Equal(t, exitDone, run([]string{"-s", "64KiB", "--seed", seed}, &stdout, &stdout))
		return stdout.String()
	}
	assert.Equal(t, f("5"), f("5"))
	assert.NotEqual(t, f("5"), f("6"))
}

func TestExitStatuses(t *testing.T) {
	f := func(want int, message string, args ...string) {
		t.Helper()
		var stdout, stderr bytes.Buffer
		assert.Equal(t, want, run(args, &stdout, &stderr), args)
		if want == exitDone {
			assert.Contains(t, stdout.String(), message)
			return
		}
		assert.Contains(t, stderr.String(), message)
		assert.True(t, strings.HasPrefix(stderr.String(), "mklog: "), stderr.String())
	}
	f(exitDone, "--truth", "--help")
	f(exitUsage, "unknown flag", "--sise", "1")
	f(exitUsage, `found "extra"`, "extra")
	f(exitUsage, `found "flood"`, "-k", "flood")
	f(exitUsage, `found "0"`, "-s", "0")
	f(exitUsage, "expected a file", "--truth", "-")
	f(exitUsage, `found "no-such"`, "--story", "no-such")
	f(exitUsage, "expected small, medium or large", "--story", "spray", "--size", "1MiB")
	f(exitUsage, "expected a directory", "--story", "one-server")
	f(exitWrite, "no/such", "-s", "64KiB", "-o", filepath.Join(t.TempDir(), "no/such/file.log"))
	f(exitWrite, "no/such", "-s", "64KiB", "-o", filepath.Join(t.TempDir(), "a"), "--truth", filepath.Join(t.TempDir(), "no/such/file"))
}

func TestParseSize(t *testing.T) {
	for text, want := range map[string]int64{
		"1": 1, "1048576": 1 << 20, "64MiB": 64 << 20, "2GiB": 2 << 30, "3kb": 3000, "1 MB": 1e6, "7B": 7, "1g": 1 << 30,
	} {
		got, err := parseSize(text)
		assert.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "MiB", "-1", "1.5MiB", "1TiB", "9999999999GiB", "99999999999999999999"} {
		_, err := parseSize(text)
		assert.ErrorContains(t, err, "expected a size such as 64MiB", text)
	}
}
