package render

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

func TestJSONGivesTheReportBack(t *testing.T) {
	r := rich("en")
	out := write(t, r, JSON, Options{})
	assert.True(t, strings.HasSuffix(out, "}\n"))
	var back report.Report
	decoder := json.NewDecoder(strings.NewReader(out))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&back))
	assert.False(t, decoder.More(), "one document")
	want := clean(*r, func(s string) string { return s })
	for i := range want.Findings {
		builderOfReport(r, Options{}).wordFinding(&want.Findings[i])
	}
	for _, c := range want.Codes {
		nameAgents(c.Top[agentField])
	}
	want.MoreFindings = builderOfReport(r, Options{}).leftOut()
	assert.Equal(t, want, clean(back, func(s string) string { return s }))
}

func TestJSONHasNoNull(t *testing.T) {
	bare := &report.Report{
		Codes:    []report.Code{{Top: map[string][]report.Key{"c-ip": nil}}},
		Findings: []report.Finding{{Rule: "new"}},
		Timeline: &report.Timeline{},
		Groups:   []report.Group{{}},
		Input:    report.Input{Problems: []report.Problem{{}}},
	}
	for _, r := range []*report.Report{{}, bare, empty("zh"), rich("en")} {
		assert.NotContains(t, write(t, r, JSON, Options{}), "null")
	}
	assert.Contains(t, write(t, &report.Report{}, JSON, Options{}), `"codes": []`)
}

func TestJSONStrings(t *testing.T) {
	f := func(key, want string) {
		t.Helper()
		r := &report.Report{Codes: []report.Code{{Top: map[string][]report.Key{"c-ip": {{Key: key}}}}}}
		out := write(t, r, JSON, Options{})
		assert.Contains(t, out, `"key": "`+want+`"`)
		assert.True(t, utf8.ValidString(out))
		assert.True(t, json.Valid([]byte(out)))
	}
	f("<a&b>", "<a&b>")
	f("cut \xe5\xbc", "cut \ufffd")
	f("张伟", "张伟")
	f("\x1b[2J", `\u001b[2J`)
	f("\u009b2J\x7f", `\u009b2J\u007f`)
	f("\u202e\U000e0041", `\u202e\udb40\udc41`)
}

func TestJSONFillsTitlesOnlyWhereEmpty(t *testing.T) {
	f := func(lang, title, want string) {
		t.Helper()
		r := &report.Report{Lang: lang, Findings: []report.Finding{{Rule: "probe", Title: title,
			Evidence: []report.Evidence{{What: "rows", Value: 2, Unit: "rows"}}}}}
		assert.Contains(t, write(t, r, JSON, Options{}), `"title": "`+want+`"`)
		assert.Equal(t, title, r.Findings[0].Title, "the report is not changed")
	}
	f("en", "", "2 requests of scanners and bots found nothing; they are counted separately.")
	f("zh", "", "扫描器和爬虫的 2 个请求均未命中，已单独统计。")
	f("en", "Own words.", "Own words.")
}

func TestJSONTimesAreUTC(t *testing.T) {
	moment := time.Date(2026, 11, 21, 9, 0, 0, 0, zurich)
	out := write(t, &report.Report{Period: report.Period{First: moment, Last: moment}}, JSON, Options{Location: zurich})
	assert.Contains(t, out, `"first": "2026-11-21T08:00:00Z"`)
	assert.NotContains(t, write(t, &report.Report{}, JSON, Options{}), `"period"`)
}
