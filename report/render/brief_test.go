package render

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

func brief(t *testing.T, r *report.Report, width int) string {
	t.Helper()
	return writeAsAsked(t, r, Text, Options{Width: width, Location: zurich})
}

func TestBriefGoldens(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		for name, made := range map[string]func(string) *report.Report{
			"rich": rich, "calm": calm, "empty": empty, "daily.rich": richDays, "spikes.rich": richSpikes} {
			golden(t, name+"."+lang+".brief.txt", brief(t, made(lang), 80))
		}
	}
}

// withFindings is a report of so many urgent findings and notes, without groups.
func withFindings(urgent, notes int) *report.Report {
	r := rich("en")
	r.Groups, r.Findings, r.Input.Problems, r.Input.Partial, r.Input.Sources = nil, nil, nil, false, nil
	for i := range urgent + notes {
		f := report.Finding{Rule: "own", Severity: report.Warning, Title: fmt.Sprintf("Something (%d) is so.", i+1),
			Check: strings.Repeat("Look there. ", 12), Command: fmt.Sprintf("iiswhy rows --status %d", i+1)}
		if i >= urgent {
			f.Severity = report.Note
		}
		r.Findings = append(r.Findings, f)
	}
	return r
}

// A report of which there is little to say ends within a screen, at any width.
func TestBriefReportFitsAScreen(t *testing.T) {
	for urgent := range 5 {
		for _, width := range []int{80, 100, 120, 200} {
			text := brief(t, withFindings(urgent, 6), width)
			assert.LessOrEqual(t, strings.Count(text, "\n"), screen, "%d at %d columns:\n%s", urgent, width, text)
		}
	}
}

// What is left out is counted, the gravest is never among it, and the full text has all.
func TestBriefReportCountsWhatItLeavesOut(t *testing.T) {
	for _, n := range []int{0, 1, 4, 20} {
		r := withFindings(n, n)
		text, full := brief(t, r, 80), write(t, r, Text, Options{})
		findings := regexp.MustCompile(`(?m)^  +\d+  (WARNING|NOTE) `)
		shown := len(findings.FindAllString(text, -1))
		assert.Len(t, findings.FindAllString(full, -1), 2*n)
		assert.Regexp(t, fmt.Sprintf(`"more_findings": %d\b`, 2*n-shown), write(t, r, JSON, Options{}))
		if n > 0 {
			assert.Contains(t, text, "Something (1)")
			assert.Contains(t, text, "\n  iiswhy rows --status 1\n", "the requests of the first finding")
		}
		if more := 2*n - shown; more > 0 {
			assert.Contains(t, strings.ReplaceAll(text, "\n", " "), fmt.Sprintf("%d more finding", more))
		}
		assert.GreaterOrEqual(t, shown, min(n, usualItems), "no urgent one gives way as long as they are few")
	}
}

// Of thousands of findings a brief text words those that it shows alone. Only a report has
// findings in its text: rises that fit on a screen are told in full, whatever findings there
// are besides.
func TestBriefTextOfManyFindings(t *testing.T) {
	allocations := func(n int) float64 {
		r := withFindings(n, 0)
		return testing.AllocsPerRun(1, func() { brief(t, r, 80) })
	}
	assert.Less(t, allocations(4000), allocations(100)+25*4000, "a few for each, which is copied")
	calm := &report.Report{Command: "spikes", Lang: "en", Findings: withFindings(3*screen, 0).Findings, Spikes: []report.Spike{}}
	assert.Equal(t, write(t, calm, Text, Options{Width: 80}), brief(t, calm, 80))
}

// What was wrong with the input is told however brief the rest is.
func TestBriefReportKeepsTheLedgerWhereItMatters(t *testing.T) {
	r := withFindings(20, 0)
	assert.NotContains(t, brief(t, r, 80), "Ledger")
	r.Input.Problems = []report.Problem{{Reason: "too-few-values", Refused: true, Count: 3, First: []report.Place{{Source: "u_ex.log", Line: 7, Text: "torn"}}}}
	assert.Contains(t, brief(t, r, 80), "u_ex.log:7: torn")
}

// tryAll is encodeBrief that tries all ways, one after the other.
func tryAll(t *testing.T, b *builder, k documentKind) (out []byte) {
	b.brevity = brevity{items: len(b.report.Findings), checks: len(b.report.Findings)}
	out, err := textOf(b, k.build(b))
	for _, v := range brevities(b.urgent()) {
		if linesOf(out) <= screen {
			break
		}
		assert.NoError(t, err)
		b.brevity = v
		out, err = textOf(b, k.brief(b))
	}
	return out
}

// That some ways are not tried makes no difference: not to what is written, nor to how much is
// said to be left out.
func TestBriefReportIsTheFullestThatFits(t *testing.T) {
	kind, random := kindOf("report"), rand.New(rand.NewPCG(1, 1))
	ways := map[brevity]int{}
	for range 150 {
		r := withFindings(random.IntN(9), random.IntN(9))
		for i := range r.Findings {
			r.Findings[i].Check = strings.Repeat([]string{"Look there. ", "Ask them. "}[random.IntN(2)], random.IntN(3)*random.IntN(8))
			r.Findings[i].Title = strings.Repeat("Something is so. ", 1+random.IntN(9))
		}
		short := func(n int) int { return random.IntN(n + 1) }
		r.Codes, r.Links, r.Classes = r.Codes[:short(len(r.Codes))], r.Links[:short(len(r.Links))], r.Classes[:short(len(r.Classes))]
		r.Verdicts, r.Noise, r.Spikes = r.Verdicts[:short(len(r.Verdicts))], r.Noise[:short(len(r.Noise))], nil
		if random.IntN(2) == 0 { // all may fit
			r.Timeline, r.Latency, r.Slow, r.Reasons, r.Codes = nil, nil, nil, nil, r.Codes[:min(1, len(r.Codes))]
			r.Findings = r.Findings[:min(3, len(r.Findings))]
		}
		if random.IntN(4) == 0 {
			r.Spikes = richSpikes("en").Spikes
		}
		o := Options{Width: []int{60, 80, 200}[random.IntN(3)], Location: zurich}
		b, all := builderOfReport(r, o), builderOfReport(r, o)
		out, err := encodeBrief(b, kind)
		assert.NoError(t, err)
		if !assert.Equal(t, string(tryAll(t, all, kind)), string(out)) {
			return
		}
		assert.Equal(t, max(0, len(r.Findings)-all.brevity.items), max(0, len(r.Findings)-b.brevity.items))
		ways[b.brevity]++
	}
	assert.Greater(t, len(ways), 8, "all ways are met: %v", ways)
}
