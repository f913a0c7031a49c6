package render

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

func TestRemarksOfEveryLanguageSayTheSame(t *testing.T) {
	english := vocabularyOf("en").remarks
	require.NotEmpty(t, english)
	for _, lang := range codes.Langs() {
		other := vocabularyOf(string(lang)).remarks
		assert.Equal(t, slices.Sorted(maps.Keys(english)), slices.Sorted(maps.Keys(other)), lang)
		for rule, wordings := range english {
			require.Len(t, other[rule], len(wordings), "%s: %s", lang, rule)
			for i, w := range wordings {
				assert.Equal(t, blanksIn(w), blanksIn(other[rule][i]), "%s: %s", lang, rule)
			}
		}
	}
}

// Wordings of one rule: each asks for something that the one before it does not
// have to spare, or it could never be taken.
func TestFullestRemarkComesFirst(t *testing.T) {
	for rule, wordings := range vocabularyOf("en").remarks {
		for i := 1; i < len(wordings); i++ {
			before, now := blanksIn(wordings[i-1]), blanksIn(wordings[i])
			missing := slices.ContainsFunc(before, func(b string) bool { return !slices.Contains(now, b) })
			assert.True(t, missing, "%s: wording %d is never taken", rule, i+1)
		}
	}
}

// Every remark that the report makes has words, and every word a remark.
func TestEveryRemarkHasWords(t *testing.T) {
	files, err := filepath.Glob("../explain/*.go")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var source string
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		source += string(text)
	}
	wordings := vocabularyOf("en").remarks
	made := regexp.MustCompile(`(?:note|remark)\("([a-z0-9-]+)"`).FindAllStringSubmatch(source, -1)
	require.NotEmpty(t, made)
	for _, m := range made {
		words := slices.ContainsFunc(slices.Collect(maps.Keys(wordings)), func(rule string) bool {
			return rule == m[1] || strings.HasSuffix(m[1], "-") && strings.HasPrefix(rule, m[1])
		})
		assert.True(t, words, "%s has no words", m[1])
	}
	for rule := range wordings {
		first, rest, _ := strings.Cut(rule, "-")
		spelled := strings.Contains(source, `"`+rule+`"`) ||
			strings.Contains(source, `"`+first+`-"`) && strings.Contains(source, `"`+rest+`"`) ||
			strings.Contains(source, `"`+first+`"`) && strings.Contains(source, `"-`+rest+`"`) ||
			rule == "nearest-status" || rule == "nearest-class" // the names of a Match
		assert.True(t, spelled, "%s is made by nobody", rule)
	}
}

func TestRemarkTablesAreWellFormed(t *testing.T) {
	for _, lang := range codes.Langs() {
		raw, err := tables.ReadFile("data/remark." + string(lang) + ".tsv")
		require.NoError(t, err)
		for i, line := range strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n") {
			if strings.HasPrefix(line, "#") {
				continue
			}
			cells := strings.Split(line, "\t")
			require.Len(t, cells, 2, "remark.%s:%d", lang, i+1)
			for _, c := range cells {
				assert.Equal(t, strings.TrimSpace(c), c, "remark.%s:%d", lang, i+1)
				assert.NotEmpty(t, c, "remark.%s:%d", lang, i+1)
				assert.Equal(t, c, visible(c), "remark.%s:%d", lang, i+1)
				assert.Equal(t, strings.Count(c, "{"), strings.Count(c, "}"), "remark.%s:%d", lang, i+1)
			}
		}
	}
}

func win32Number(n uint64) *uint64 { return &n }

// answers are explanations made by hand.
func answers(lang string) *report.Explanations {
	return &report.Explanations{
		Schema: report.Schema, Command: "explain", Lang: lang,
		Results: []report.Explanation{
			{Code: "401.1", Win32: win32Number(1326), Hex: "0x0000052E", Symbol: "ERROR_LOGON_FAILURE", Verdict: "logon-failure",
				Attention: true, Confidence: "certain", Name: in(lang, "Wrong password", "密码错误"),
				Meaning: in(lang, "Windows refused the name or the password.", "Windows 拒绝了用户名或密码。"),
				Cause:   in(lang, "A typing error.", "输入错误。"), Check: in(lang, "Count the rows per user.", "按用户统计行数。"),
				Source: "KB1", Match: "pair", Rows: 12, Lines: []int64{2, 5}, File: "u_ex260301.log",
				Remarks: []report.Finding{
					{Rule: "refused-user", Evidence: []report.Evidence{{What: "rows", Value: 12}, {What: "user", Text: "CORP\\anna\x1b[31m"}, {What: "client", Text: "10.0.0.9"}}},
					{Rule: "refused-then-in", Evidence: []report.Evidence{{What: "user", Text: "anna"}, {What: "client", Text: "10.0.0.9"}, {What: "later", Value: 5400, Unit: "later"}, {What: "line", Value: 1234, Unit: "line"}}},
					{Rule: "not-in-any-table", Evidence: []report.Evidence{{What: "taken", Value: 45208, Unit: "taken"}}},
				}},
			{Input: "404.x", Listed: true, Code: "404.0", Verdict: "not-found", Name: in(lang, "Not there", "不存在")},
			{Input: "404.x", Listed: true, Code: "404.2", Verdict: "configuration", Name: in(lang, "Not allowed", "未允许")},
			{Code: "200.0", Win32: win32Number(0), Verdict: "ok", Confidence: "certain", Rows: 3, Lines: []int64{1}, Plain: true},
		},
		Remarks: []report.Finding{{Rule: "cut-short", Evidence: []report.Evidence{{What: "line", Value: 99, Unit: "line"}}}},
	}
}

func explain(t *testing.T, e *report.Explanations, f Format, o Options) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, WriteExplanations(&out, e, f, o))
	return out.String()
}

func TestExplanationGoldens(t *testing.T) {
	f := func(name, lang string, format Format, o Options) {
		t.Helper()
		t.Run(name, func(t *testing.T) { golden(t, name, explain(t, answers(lang), format, o)) })
	}
	f("explain.en.txt", "en", Text, Options{})
	f("explain.zh.txt", "zh", Text, Options{})
	f("explain.color.txt", "en", Text, Options{Color: true})
	f("explain.en.md", "en", Markdown, Options{})
	f("explain.zh.json", "zh", JSON, Options{})
}

func TestExplanationsFitTheWidth(t *testing.T) {
	for _, lang := range codes.Langs() {
		for _, width := range []int{60, 80, 132} {
			for _, line := range strings.Split(explain(t, answers(string(lang)), Text, Options{Width: width}), "\n") {
				assert.LessOrEqual(t, columns(line), width, line)
			}
		}
	}
}

// The JSON has the names of the contract, and never null.
func TestExplanationJSON(t *testing.T) {
	var document struct {
		Schema, Command, Lang string
		Notes                 []string
		Results               []map[string]any
	}
	text := explain(t, answers("en"), JSON, Options{})
	require.NoError(t, json.Unmarshal([]byte(text), &document))
	assert.Equal(t, "explain", document.Command)
	assert.NotContains(t, text, "null")
	first := document.Results[0]
	for _, name := range []string{
		"input", "code", "win32", "hex", "symbol", "verdict", "attention", "confidence", "name", "meaning", "cause", "check", "source", "rows", "lines", "notes",
	} {
		assert.Contains(t, first, name)
	}
	assert.Equal(t, "anna got in from 10.0.0.9 90 min later (line 1234).", first["notes"].([]any)[1])
	assert.Equal(t, []string{"Line 99 ends within a row and was not used: the log was still being written, or not all of it was copied."}, document.Notes)
	assert.Contains(t, explain(t, &report.Explanations{}, JSON, Options{}), `"results": []`)
}

func TestExplanationsKeepTheirInput(t *testing.T) {
	e, same := answers("en"), answers("en")
	explain(t, e, Text, Options{})
	explain(t, e, JSON, Options{})
	assert.Equal(t, same, e)
}

func TestExplanationFormats(t *testing.T) {
	var out bytes.Buffer
	assert.ErrorContains(t, WriteExplanations(&out, answers("en"), CSV, Options{}), "expected for explain one of text, markdown, json")
	assert.Empty(t, out.String())
}

func TestLapse(t *testing.T) {
	f := func(seconds int64, want string) {
		t.Helper()
		assert.Equal(t, want, strings.ReplaceAll(vocabularyOf("en").lapse(seconds), nbsp, " "))
	}
	f(0, "less than 1 s")
	f(1, "1 s")
	f(54, "54 s")
	f(119, "119 s")
	f(150, "3 min")
	f(5400, "90 min")
	f(7200, "2 h")
	f(2*86400, "2 days")
}

func TestTablesOfCodes(t *testing.T) {
	zero := 0
	texts := report.Texts{Name: "Name|1", Meaning: "=Meaning", Cause: "Cause", Check: "Check", Source: "KB1"}
	all := &report.Tables{
		Lang: "en", Codes: []report.CodeEntry{{Code: "404.0", Status: 404, Substatus: &zero, Verdict: "not-found", Texts: texts}},
		Win32:   []report.Win32Entry{{Code: 5, Hex: "0x00000005", Symbol: "ERROR_ACCESS_DENIED", Texts: texts}},
		Reasons: []report.ReasonEntry{{Reason: "QueueFull", Verdict: "capacity", Texts: texts}},
		FTP:     []report.CodeEntry{{Code: "530", Status: 530, Verdict: "logon-failure", Texts: texts}},
		Pairs:   []report.PairEntry{{Code: "401.1", Win32: 5, Hex: "0x00000005", Verdict: "logon-failure", Texts: texts}},
		Noise:   []report.NoiseEntry{{Family: "own", Texts: report.Texts{Name: "own"}}},
	}
	write := func(f Format) string {
		var out bytes.Buffer
		require.NoError(t, WriteTables(&out, all, f, Options{}))
		return out.String()
	}
	text := write(Text)
	for _, line := range []string{"Status codes (1)", "Codes with a Win32 number (1)", "Win32 numbers (1)", "Reasons of HTTP.sys (1)", "FTP replies (1)", "Noise families (1)"} {
		assert.Contains(t, text, line+"\n")
	}
	assert.Contains(t, write(Markdown), `| 404.0 | Name\|1: =Meaning | Cause | Check | KB1 |`)
	assert.Contains(t, write(CSV), "pair,401.1 5,5,logon-failure,Name|1,'=Meaning,Cause,Check,KB1\r\n")
	var document map[string]any
	require.NoError(t, json.Unmarshal([]byte(write(JSON)), &document))
	assert.Len(t, document["codes"], 1)
	assert.Len(t, document["ftp"], 1)
	few := &report.Tables{Lang: "zh", Codes: all.Codes}
	var out bytes.Buffer
	require.NoError(t, WriteTables(&out, few, Text, Options{}))
	assert.Contains(t, out.String(), "排查")
}
