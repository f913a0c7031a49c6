package analysis_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report/render"
)

// tally sums judgements.
type tally struct{ stories, right, claims, told, wrong int }

func (n *tally) add(j logtest.Judgement, claims int) {
	n.stories++
	n.claims += claims
	n.told += len(j.Told)
	n.wrong += len(j.False)
	if j.Right() {
		n.right++
	}
}

// TestEvalStories measures how many of the planted stories are told, and how many
// false sentences there are: all small, with two seeds, and some medium. With -v it
// prints each; IISWHY_STORY chooses one.
func TestEvalStories(t *testing.T) {
	var all tally
	for _, s := range logtest.Stories() {
		if only := os.Getenv("IISWHY_STORY"); only != "" && only != s.Name {
			continue
		}
		for seed := range uint64(2) {
			all.add(judgeStory(t, s, logtest.Small, seed+1))
		}
		if len(s.Name)%4 == 0 {
			all.add(judgeStory(t, s, logtest.Medium, 3))
		}
	}
	t.Log(all)
	assert.Equal(t, all.claims, all.told, "claims told")
	assert.Zero(t, all.wrong, "false sentences")
}

// TestEvalStoriesInPieces: a log of one file a day, or an hour, tells the same story: each small
// one is cut into four files.
func TestEvalStoriesInPieces(t *testing.T) {
	var all tally
	for _, s := range logtest.Stories() {
		if only := os.Getenv("IISWHY_STORY"); only != "" && only != s.Name {
			continue
		}
		tale := s.Write(logtest.Small, 1)
		var logs []logtest.Log
		for _, l := range tale.Logs {
			logs = append(logs, pieces(l, 4)...)
		}
		tale.Logs = logs
		all.add(judgeTale(t, s.Name+" in pieces", tale))
	}
	t.Log(all)
	assert.Equal(t, all.claims, all.told, "claims told")
	assert.Zero(t, all.wrong, "false sentences")
}

// pieces cuts a log into files of about as many lines, each with the directives in force.
func pieces(l logtest.Log, n int) (all []logtest.Log) {
	lines := bytes.SplitAfter(l.Text, []byte("\n"))
	var head [][]byte // the latest directives
	for i := range n {
		text := slices.Concat(head...)
		for _, line := range lines[i*len(lines)/n : (i+1)*len(lines)/n] {
			if bytes.HasPrefix(line, []byte("#")) {
				if bytes.HasPrefix(line, []byte("#Software")) {
					head = nil
				}
				head = append(head, line)
			}
			text = append(text, line...)
		}
		name := strings.TrimSuffix(l.Name, ".log")
		all = append(all, logtest.Log{Name: fmt.Sprintf("%s_x%d.log", name, i), Text: text})
	}
	return all
}

func (n tally) String() string {
	return fmt.Sprintf("%d of %d logs are told right; %d of %d claims are told; %d false sentences", n.right, n.stories, n.told, n.claims, n.wrong)
}

// judge writes a story, reads it, and holds what is said of it against what is true.
func judgeStory(t *testing.T, s logtest.Story, size logtest.Size, seed uint64) (logtest.Judgement, int) {
	return judgeTale(t, fmt.Sprint(s.Name, " ", size, " ", seed), s.Write(size, seed))
}

func judgeTale(t *testing.T, name string, tale logtest.Tale) (logtest.Judgement, int) {
	dir := t.TempDir()
	require.NoError(t, tale.Save(dir))
	findings, err := logtest.ReadFindings(storyReport(t, dir))
	require.NoError(t, err)
	j := tale.Judge(findings)
	t.Logf("%s: %d of %d told, %d false", name, len(j.Told), len(tale.Truth.Claims), len(j.False))
	for _, missed := range j.Missed {
		t.Logf("    missed %s", missed)
	}
	for _, wrong := range j.False {
		t.Logf("    false  %s", wrong)
	}
	if !j.Right() {
		for _, f := range findings {
			t.Logf("    | %s %s %d rows: %s", f.Severity, f.Rule, f.Rows, f.Title)
		}
	}
	return j, len(tale.Truth.Claims)
}

// storyReport is the report on a directory, as JSON.
func storyReport(t *testing.T, dir string) []byte {
	sources, _, errs := input.Find([]string{dir}, nil)
	require.Empty(t, errs)
	o := options(t)
	o.Paths = []string{filepath.Base(dir)}
	var out bytes.Buffer
	require.NoError(t, render.Write(&out, analysisOf(sources, o).Report(t.Context()), render.JSON, render.Options{}))
	return []byte(strings.ToValidUTF8(out.String(), "?"))
}
