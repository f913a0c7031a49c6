package analysis_test

import (
	"context"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/analysis"
	"github.com/iiswhy/iiswhy/report/scan"
)

// places are where lines stand: behind what was skipped they are told in bytes.
var places = regexp.MustCompile(`"(line|byte)": ?\d+,?`)

// A report on a part of the time is the same whether the rest is skipped or read, but for
// the account of what was read: of every story, which plants what looks beyond it.
func TestReportsOfWhatWasNotSkipped(t *testing.T) {
	skipped := 0
	for _, story := range logtest.Stories() {
		tale, dir := story.Write(logtest.Small, 5), t.TempDir()
		require.NoError(t, tale.Save(dir))
		sources, _, errs := input.Find([]string{dir}, nil)
		require.Empty(t, errs)
		o := options(t)
		o.MarksApart, o.Workers = 16<<10, 2
		o.telling.Paths = []string{"logs"}
		whole := analysisOf(sources, o)
		begin, end := whole.Earliest, whole.Latest
		from := begin + (end-begin)*int64(len(story.Name)%7)/8 // of the story alone, whatever others there are
		if askedFor(t, sources, o, from, from+(end-begin)/5+600, story.Name) {
			skipped++
		}
	}
	assert.Greater(t, skipped, 20)
}

// askedFor holds that of a report and of a comparison, and reports whether anything was
// skipped.
func askedFor(t *testing.T, sources []input.Source, o settings, from, until int64, name string) bool {
	t.Helper()
	tell := func(whole bool) (told []string, skipped int64) {
		o := o
		o.Whole = whole
		o.Filter.Since, o.Filter.Until = time.Unix(from, 0), time.Unix(until, 0)
		ofTime := analysisOf(sources, o).Report(context.Background())
		o.Filter.Since, o.Filter.Until = time.Time{}, time.Time{}
		middle := (from + until) / 2
		o.Compare, o.Sides = true, &scan.Sides{}
		o.Spans = []scan.Span{{From: from, Until: middle, Shown: true}, {From: middle, Until: until, Shown: true}}
		ofSides := analysisOf(sources, o).CompareReport(context.Background(), analysis.Comparing{Mode: report.ModeAt, At: time.Unix(middle, 0)})
		for _, r := range []*report.Report{ofTime, ofSides} {
			skipped += r.Input.Skipped
			r.Input = report.Input{}
			told = append(told, places.ReplaceAllString(jsonOf(t, r), ""))
		}
		return told, skipped
	}
	want, none := tell(true)
	told, skipped := tell(false)
	assert.Zero(t, none)
	for i := range want {
		sameText(t, want[i], told[i], name)
	}
	return skipped > 0
}
