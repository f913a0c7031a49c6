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

var readmes = []string{"README.md", "testdata/readme/README.zh.md"}

// console finds the blocks that show a command and what it prints.
var console = regexp.MustCompile("(?s)```console\n\\$ (.*?)\n(.*?)```")

// TestReadme runs every console block of the READMEs whose command is iiswhy, and
// compares what it prints: the first page cannot rot. "..." on a line of its own
// stands for any lines. With -update the blocks are written anew, as long as before.
func TestReadme(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	t.Setenv("COLUMNS", "80")
	t.Chdir("../..")
	for _, file := range readmes {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		tried := 0
		fresh := console.ReplaceAllStringFunc(string(text), func(block string) string {
			parts := console.FindStringSubmatch(block)
			args, ok := commandOf(parts[1])
			if !ok {
				return block
			}
			tried++
			got := runArgs(t, args)
			if !*update {
				t.Run(file+": "+parts[1], func(t *testing.T) { requireOutput(t, parts[2], got) })
			}
			return "```console\n$ " + parts[1] + "\n" + asLong(parts[2], got) + "```"
		})
		require.Positive(t, tried, file)
		if *update {
			require.NoError(t, os.WriteFile(file, []byte(fresh), 0o600))
		}
	}
}

// asLong cuts an output as an older one was cut: to its first lines, and the last after
// "...". What was cut more than once is left as it was.
func asLong(old, got string) string {
	parts := strings.Split(old, "...\n")
	lines := strings.SplitAfter(got, "\n")
	lines = lines[:len(lines)-1] // nothing is behind the last line feed
	switch first := strings.Count(parts[0], "\n"); {
	case len(parts) == 1:
		return got
	case len(parts) == 2 && first+strings.Count(parts[1], "\n") <= len(lines):
		return strings.Join(lines[:first], "") + "...\n" + strings.Join(lines[len(lines)-strings.Count(parts[1], "\n"):], "")
	}
	return old
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

// TestQuestions: each command of the tables "you ask, you type" is one that a script runs.
func TestQuestions(t *testing.T) {
	script, err := os.ReadFile("../../testdata/script/questions.txtar")
	require.NoError(t, err)
	for _, file := range readmes {
		text, err := os.ReadFile("../../" + file)
		require.NoError(t, err)
		table := regexp.MustCompile("(?s)\n## (You ask|想问什么).*?\n## ").FindStringSubmatch(string(text))
		require.NotEmpty(t, table, file)
		rows := regexp.MustCompile("(?m)^\\| [^|]+ \\| `(iiswhy [^`]+)` \\|$").FindAllStringSubmatch(table[0], -1)
		require.GreaterOrEqual(t, len(rows), 20, file)
		for _, row := range rows {
			command := strings.TrimSpace(strings.TrimSuffix(row[1], "piece.txt"))
			require.Contains(t, string(script), "exec "+command+"\n", file)
		}
	}
}

// TestRecipes: README.md names each recipe.
func TestRecipes(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	files, err := filepath.Glob("../../testdata/recipes/*")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		require.Contains(t, string(text), "`"+filepath.Base(file)+"`")
	}
}
