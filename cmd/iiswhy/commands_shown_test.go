package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPrintedCommandsShowTheirRows: whatever command a report prints, typed again it
// shows as many rows as it was printed for.
func TestPrintedCommandsShowTheirRows(t *testing.T) {
	logs, err := filepath.Glob("../../testdata/logs/*.log")
	require.NoError(t, err)
	require.NotEmpty(t, logs)
	tried := 0
	for _, log := range append(logs, "../../testdata/logs/week") {
		tried += tryCommands(t, log)
		tried += tryCommands(t, log, "--uri", "!/api/*", "--method", "!POST")
	}
	for _, name := range []string{"spray-in", "one-server", "pool-off", "own-pages-fail", "some-errors", "directory-away"} {
		story, ok := logtest.StoryNamed(name)
		require.True(t, ok, name)
		tale, dir := story.Write(logtest.Small, 3), t.TempDir()
		require.NoError(t, tale.Save(dir))
		tried += tryCommands(t, dir)
	}
	assert.Greater(t, tried, 100)
}

// tryCommands runs the commands that are printed for a log, and returns how many.
func tryCommands(t *testing.T, args ...string) (tried int) {
	t.Helper()
	try := func(command string, rows int64) {
		if command == "" {
			return
		}
		tried++
		words := wordsOf(command)
		require.Equal(t, []string{"iiswhy", "rows"}, words[:2], command)
		shown := output(t, append(words[1:], "-q", "-f", "ndjson")...)
		if strings.Contains(command, " --status ") && !strings.Contains(command, " --verdict ") {
			// The verdict of some rows takes all of the log; then all verdicts are shown.
			assert.LessOrEqual(t, rows, int64(strings.Count(shown, "\n")), "%v: %s", args, command)
			return
		}
		assert.Equal(t, rows, int64(strings.Count(shown, "\n")), "%v: %s", args, command)
	}
	for _, f := range toldOf(t, append([]string{"report"}, args...)).Findings {
		try(f.Command, f.Rows)
	}
	for _, s := range toldOf(t, append([]string{"spikes"}, args...)).Spikes {
		rows := s.Observed
		if len(s.Causes) > 0 && !s.Causes[0].Even {
			rows = s.Causes[0].Observed
		}
		try(s.Command, rows)
	}
	for _, how := range [][]string{{"--between", "server"}, {"--between", "client"}, {"--between", "file"}, {"--with", "24h"}, {"--at", middleOf(t, args)}} {
		for _, p := range toldOf(t, slices.Concat([]string{"compare"}, how, args)).Comparison.Pairs {
			for _, c := range p.Changes {
				try(c.Command, c.Count)
				try(c.OtherCommand, c.Other)
				for _, path := range c.Paths {
					try(path.Command, shownOf(c.Trend, path))
				}
			}
			for _, path := range p.Paths {
				try(path.Command, path.Count+path.Other)
			}
		}
	}
	return tried
}

// middleOf is a moment in the middle of a log.
func middleOf(t *testing.T, args []string) string {
	period := toldOf(t, append([]string{"report"}, args...)).Period
	return period.First.Add(period.Last.Sub(period.First) / 2).Truncate(time.Second).Format(time.RFC3339)
}

// told is what a report says of commands.
type told struct {
	Period   struct{ First, Last time.Time }
	Findings []struct {
		Command string
		Rows    int64
	}
	Spikes []struct {
		Command  string
		Observed int64
		Causes   []struct {
			Even     bool
			Observed int64
		}
	}
	Comparison struct {
		Pairs []struct {
			Changes []struct {
				Command      string
				OtherCommand string `json:"other_command"`
				Count, Other int64
				Trend        string
				Paths        []comparedPath
			}
			Paths []comparedPath
		}
	}
}

// shownOf is how many rows of a path the command for it shows: those of the side that has
// the change.
func shownOf(trend string, p comparedPath) int64 {
	if trend == report.ChangeGone {
		return p.Other
	}
	return p.Count
}

// comparedPath is a path of a comparison.
type comparedPath struct {
	Command, Trend string
	Count, Other   int64
}

func toldOf(t *testing.T, args []string) (r told) {
	t.Helper()
	if out := output(t, append(args, "-q", "-f", "json", "--lang", "en")...); out != "" {
		require.NoError(t, json.Unmarshal([]byte(out), &r))
	}
	return r
}

func output(t *testing.T, args ...string) string {
	t.Helper()
	var out, complaints bytes.Buffer
	run(t.Context(), args, strings.NewReader(""), &out, &complaints)
	return out.String()
}

// wordsOf splits a command at blanks outside of quotes, as a shell does.
func wordsOf(command string) (words []string) {
	var quote rune
	word, begun := "", false
	for _, r := range command {
		switch {
		case r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, begun = r, true
		case quote == 0 && r == ' ':
			words, word, begun = append(words, word), "", false
		default:
			word, begun = word+string(r), true
		}
	}
	if begun {
		words = append(words, word)
	}
	return words
}
