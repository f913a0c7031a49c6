package analysis_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
)

// tells holds that what a report says under some rules is what is true of stories: each
// of their claims is told, and nothing else.
func tells(t *testing.T, size logtest.Size, seeds uint64, rules []string, stories ...string) {
	t.Helper()
	for _, name := range stories {
		s, ok := logtest.StoryNamed(name)
		require.True(t, ok, name)
		for seed := range seeds {
			tale := s.Write(size, seed+1)
			got := judged(t, &tale, rules)
			assert.True(t, got.Right(), "%s, seed %d: missed %q, false %q", name, seed+1, got.Missed, got.False)
		}
	}
}

// judged holds the findings of some rules against those claims that they are for.
func judged(t *testing.T, tale *logtest.Tale, rules []string) logtest.Judgement {
	t.Helper()
	text, err := json.Marshal(reportOfTale(t, tale))
	require.NoError(t, err)
	all, err := logtest.ReadFindings(text)
	require.NoError(t, err)
	all = slices.DeleteFunc(all, func(f logtest.StoryFinding) bool { return !slices.Contains(rules, f.Rule) })
	tale.Truth.Claims = slices.DeleteFunc(tale.Truth.Claims, func(c logtest.Claim) bool {
		return !slices.ContainsFunc(c.Rules, func(rule string) bool { return slices.Contains(rules, rule) })
	})
	return tale.Judge(all)
}

func reportOfTale(t *testing.T, tale *logtest.Tale) *report.Report {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, tale.Save(dir))
	sources, _, errs := input.Find([]string{dir}, nil)
	require.Empty(t, errs)
	o := options(t)
	o.Workers, o.Paths = 2, []string{"logs"}
	return analysisOf(sources, o).Report(context.Background())
}

// ruled returns the findings of a rule.
func ruled(r *report.Report, rule string) (all []report.Finding) {
	for _, f := range r.Findings {
		if f.Rule == rule {
			all = append(all, f)
		}
	}
	return all
}

// said is a finding in short: its rule, its rows and its times of the day.
func said(f report.Finding) string {
	return fmt.Sprintf("%s %s %d %s-%s", f.Rule, f.State, f.Rows, f.First.Format("15:04:05"), f.Last.Format("15:04:05"))
}

// isTold reports whether a log, which can be looked at again, has a finding of a rule.
func isTold(t *testing.T, rule, text string) bool {
	t.Helper()
	findings := analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings
	return slices.ContainsFunc(findings, func(f report.Finding) bool { return f.Rule == rule })
}
