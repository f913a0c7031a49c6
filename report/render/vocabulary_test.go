package render

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

// blanksIn lists the names of the blanks of a template, each once.
func blanksIn(template string) []string {
	var names []string
	for _, found := range regexp.MustCompile(`\{([^}|?]+)`).FindAllStringSubmatch(template, -1) {
		names = append(names, found[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// optionalIn lists the blanks of each optional part of a wording.
func optionalIn(template string) (parts []string) {
	for _, found := range regexp.MustCompile(`\[([^\]]*)\]`).FindAllStringSubmatch(template, -1) {
		parts = append(parts, strings.Join(blanksIn(found[1]), " "))
	}
	return parts
}

func TestEveryLanguageSaysTheSame(t *testing.T) {
	english := vocabularyOf("en")
	for _, lang := range codes.Langs() {
		other := vocabularyOf(string(lang))
		require.NotEmpty(t, other.messages)
		assert.Equal(t, slices.Sorted(maps.Keys(english.messages)), slices.Sorted(maps.Keys(other.messages)), lang)
		for key, template := range english.messages {
			assert.Equal(t, blanksIn(template), blanksIn(other.messages[key]), "%s: %s", lang, key)
		}
		assert.Equal(t, slices.Sorted(maps.Keys(english.findings)), slices.Sorted(maps.Keys(other.findings)), lang)
		for rule, wordings := range english.findings {
			require.Len(t, other.findings[rule], len(wordings), "%s: %s", lang, rule)
			for i, w := range wordings {
				assert.Equal(t, blanksIn(w.title), blanksIn(other.findings[rule][i].title), "%s: %s", lang, rule)
				assert.ElementsMatch(t, optionalIn(w.title), optionalIn(other.findings[rule][i].title), "%s: %s", lang, rule)
				assert.NotContains(t, optionalIn(w.title), "", "%s: %s", lang, rule)
			}
		}
	}
}

// Every line of a table is whole: its cells are filled, trimmed and balanced.
func TestTablesAreWellFormed(t *testing.T) {
	wantCells := map[string]int{"message": 2, "finding": 3}
	for name, want := range wantCells {
		for _, lang := range codes.Langs() {
			raw, err := tables.ReadFile("data/" + name + "." + string(lang) + ".tsv")
			require.NoError(t, err)
			for i, line := range strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n") {
				if strings.HasPrefix(line, "#") {
					continue
				}
				cells := strings.Split(line, "\t")
				assert.Len(t, cells, want, "%s.%s:%d", name, lang, i+1)
				for column, cell := range cells {
					if column < 2 { // a check may be that of the code
						assert.NotEmpty(t, cell, "%s.%s:%d", name, lang, i+1)
					}
					assert.Equal(t, strings.TrimSpace(cell), cell, "%s.%s:%d", name, lang, i+1)
					assert.Equal(t, strings.Count(cell, "{"), strings.Count(cell, "}"), "%s.%s:%d", name, lang, i+1)
					assert.Equal(t, strings.Count(cell, "["), strings.Count(cell, "]"), "%s.%s:%d", name, lang, i+1)
					assert.Equal(t, cell, visible(cell), "%s.%s:%d", name, lang, i+1)
				}
			}
		}
	}
}

func TestNoKeyTwice(t *testing.T) {
	for _, lang := range codes.Langs() {
		rows := readTable("message", string(lang))
		assert.Len(t, vocabularyOf(string(lang)).messages, len(rows), lang)
	}
}

func TestEveryVerdictHasWords(t *testing.T) {
	for _, lang := range codes.Langs() {
		v := vocabularyOf(string(lang))
		for i := range codes.NumVerdicts {
			verdict := codes.Verdict(i).String()
			assert.NotEmpty(t, v.messages["verdict."+verdict], "%s: %s", lang, verdict)
			assert.Contains(t, v.messages["count."+verdict], "{n", "%s: %s", lang, verdict)
		}
		assert.NotEmpty(t, v.findings[anyRule], lang)
	}
}

// Every key that the code asks for is in the tables, and every key of the
// tables is asked for. Keys that end in a dot are completed by the report.
func TestKeysOfCodeAndTablesAgree(t *testing.T) {
	used := keysInCode(t)
	messages := vocabularyOf("en").messages
	for key := range used {
		_, whole := messages[key]
		assert.True(t, whole || strings.HasSuffix(key, ".") && hasPrefix(messages, key), "%s is in no table", key)
	}
	for key := range messages {
		asked := used[key] || slices.ContainsFunc(slices.Collect(maps.Keys(used)), func(u string) bool {
			return strings.HasSuffix(u, ".") && strings.HasPrefix(key, u)
		})
		assert.True(t, asked, "%s is asked for by nobody", key)
	}
}

func hasPrefix(messages map[string]string, prefix string) bool {
	for key := range messages {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

// keysInCode collects the string literals of the package that look like keys.
func keysInCode(t *testing.T) map[string]bool {
	t.Helper()
	like := regexp.MustCompile(`^[a-z0-9]+\.[A-Za-z0-9]*$|^(seen|more|estimated|period|latency|amount)$`)
	keys := map[string]bool{}
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)
		require.NoError(t, err)
		ast.Inspect(parsed, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				if s, err := strconv.Unquote(literal.Value); err == nil && like.MatchString(s) {
					keys[s] = true
				}
			}
			return true
		})
	}
	maps.Copy(keys, keysInForms(t))
	return keys
}

// keysInForms collects what the forms of HTML say.
func keysInForms(t *testing.T) map[string]bool {
	t.Helper()
	keys := map[string]bool{}
	forms, err := filepath.Glob("html/*.tmpl")
	require.NoError(t, err)
	for _, name := range forms {
		form, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, found := range regexp.MustCompile(`{{say "([^"]+)"}}`).FindAllSubmatch(form, -1) {
			keys[string(found[1])] = true
		}
	}
	return keys
}

// unwanted finds words for which the Chinese tables have another: one thing, one
// word, and that of Microsoft's Chinese pages.
var unwanted = regexp.MustCompile(`账户|噪音|封锁|监听|撤销|点击|死链([^接]|$)|请求头|ASP\.NET Core Module|URL Rewrite`)

func TestOneWordForOneThing(t *testing.T) {
	for _, folder := range []string{"data", "../../codes/data"} {
		files, err := filepath.Glob(folder + "/*.zh.tsv")
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			for i, line := range strings.Split(string(text), "\n") {
				assert.NotRegexp(t, unwanted, line, "%s:%d", file, i+1)
			}
		}
	}
}

func TestUnknownLanguageIsEnglish(t *testing.T) {
	assert.Equal(t, vocabularyOf("en"), vocabularyOf("xx"))
	assert.Equal(t, vocabularyOf("en"), vocabularyOf(""))
}

// Things of one kind have a comma of their own in Chinese.
func TestItems(t *testing.T) {
	assert.Equal(t, "2, 5, 7", vocabularyOf("en").items([]string{"2", "5", "7"}))
	assert.Equal(t, "2、5、7", vocabularyOf("zh").items([]string{"2", "5", "7"}))
	assert.Equal(t, "2，5", vocabularyOf("zh").list([]string{"2", "5"}))
	lines := report.Finding{Rule: "guessed", Evidence: []report.Evidence{{What: "lines", Text: "2–4, 7", Value: 4, Unit: "lines"}}}
	assert.Equal(t, "第 2–4、7 行之前没有 #Fields 行；各列根据这些行的格式推断。", vocabularyOf("zh").remark(lines, func(e report.Evidence) string { return e.Text }))
}

func TestPhrase(t *testing.T) {
	rows := report.Evidence{What: "rows", Value: 134, Unit: "rows"}
	client := report.Evidence{What: "client", Text: "203.0.113.7"}
	share := report.Evidence{What: "client-share", Value: 0.91, Unit: "share"}
	f := func(finding report.Finding, title string) {
		t.Helper()
		finding.First, finding.Last = clock(8, 3), clock(8, 9)
		p := builderOfReport(&report.Report{Lang: "en", Period: report.Period{First: clock(6, 0), Last: clock(20, 0)}}, Options{})
		p.wordFinding(&finding)
		assert.Equal(t, title, finding.Title)
	}
	user := report.Evidence{What: "user", Text: `CORP\svc`}
	code, name := report.Evidence{What: "code", Text: "404.0", Unit: "code"}, report.Evidence{What: "name", Text: "Not found"}
	path, pathShare := report.Evidence{What: "path", Text: "/a"}, report.Evidence{What: "path-share", Value: 1, Unit: "share"}
	f(report.Finding{Rule: "auth-guessing", Evidence: []report.Evidence{share, client, user, rows}},
		`203.0.113.7 tried the name CORP\svc again and again: 134 logons refused, between 08:03 and 08:09.`)
	one := func(unit string) report.Evidence { return report.Evidence{What: unit, Value: 1, Unit: unit} }
	f(report.Finding{Rule: "auth-guessing", Evidence: []report.Evidence{one("clients"), client, one("users"), user, rows}},
		`203.0.113.7 tried the name CORP\svc again and again: 134 logons refused, between 08:03 and 08:09.`)
	f(report.Finding{Rule: "auth-guessing", Evidence: []report.Evidence{one("clients"), client, {What: "users", Value: 3, Unit: "users"}, rows}},
		"203.0.113.7 tried 3 user names again and again: 134 logons refused, between 08:03 and 08:09.")
	f(report.Finding{Rule: "not-found", Evidence: []report.Evidence{rows, code, name, path, pathShare}},
		"134 requests ended in 404.0 (Not found): all at /a, between 08:03 and 08:09.")
	f(report.Finding{Rule: "not-found", Evidence: []report.Evidence{{What: "rows", Value: 1}, code, name}}, "1 request ended in 404.0 (Not found), between 08:03 and 08:09.")
	f(report.Finding{Rule: "not-found", Evidence: []report.Evidence{{What: "rows", Value: 1}, code, name, path, client}},
		"1 request ended in 404.0 (Not found): /a from 203.0.113.7 between 08:03 and 08:09.")
	f(report.Finding{Rule: "not-found", Evidence: []report.Evidence{rows, code, name, path, pathShare, client, share}},
		"134 requests ended in 404.0 (Not found): all at /a, 91.0% from 203.0.113.7, between 08:03 and 08:09.")
	f(report.Finding{Rule: "not-found", Rows: 9, Where: report.Values{{Field: "c-ip", Value: "192.0.2.1"}, {Field: "s-computername", Value: "WEB02"}},
		Evidence: []report.Evidence{rows, code, name}}, "134 requests ended in 404.0 (Not found), between 08:03 and 08:09; nearly all on server WEB02.")
	few := []report.Evidence{rows, code, name, {What: "few", Value: 2, Unit: "paths"}, {What: "few-share", Value: 0.98, Unit: "share"}, {What: "path-1", Text: "/a"}, {What: "path-2", Text: "/b"}}
	f(report.Finding{Rule: "few-paths", Rows: 134, Evidence: few},
		"2 paths are behind 98.0% of 134 requests that ended in 404.0 (Not found), between 08:03 and 08:09: /a and /b.")
	f(report.Finding{Rule: "few-paths", Rows: 134, Evidence: few, Where: report.Values{{Field: "s-sitename", Value: "W3SVC5"}}},
		"2 paths are behind 98.0% of 134 requests that ended in 404.0 (Not found), between 08:03 and 08:09: /a and /b; nearly all on site W3SVC5.")
	f(report.Finding{Rule: "logon-failure", Title: "Own words."}, "Own words.")
	f(report.Finding{Rule: "new", Title: "Own words.", Evidence: []report.Evidence{rows}}, "Own words.")
	f(report.Finding{Rule: "new", Evidence: []report.Evidence{rows, {What: "took", Value: 2500, Unit: "ms"}, {What: "sent", Value: 2048, Unit: "bytes"}}},
		"new: rows 134, took 2,500 ms, sent 2.0 KiB, when between 08:03 and 08:09")
	f(report.Finding{Rule: "new"}, "new: when between 08:03 and 08:09")
}

// TestSentencesBegin with a capital where a number that is not known whole stands first, in any script; names are
// written as they are.
func TestSentencesBegin(t *testing.T) {
	f := func(want, lang, sentence string) {
		t.Helper()
		assert.Equal(t, want, vocabularyOf(lang).begun(sentence))
	}
	f("More than 256 clients sent", "en", "more than 256 clients sent")
	f("256 clients sent", "en", "256 clients sent")
	f("mail.example sent more than 3", "en", "mail.example sent more than 3")
	f("超过 256 个", "zh", "超过 256 个")
}
