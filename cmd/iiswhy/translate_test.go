package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/iiswhy/iiswhy/report/render"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEveryMessageIsTranslated finds every error and note in the source, and says it in
// Chinese: none may keep an English word.
func TestEveryMessageIsTranslated(t *testing.T) {
	all, sources := messages(t)
	require.Greater(t, len(all), 150)
	chinese := render.NewTranslator("zh")
	for _, m := range all {
		told := chinese.Text(m.text)
		assert.True(t, strings.ContainsFunc(told, func(r rune) bool { return unicode.Is(unicode.Han, r) }), "%s: %s", m.file, told)
		assert.Empty(t, englishWords.FindString(flagForm.ReplaceAllString(told, "")), "%s: %q is said as %q; add it to translation.tsv", m.file, m.text, told)
	}
	// What the table has is said somewhere, but for what the system says.
	table, err := os.ReadFile("../../report/render/data/translation.tsv")
	require.NoError(t, err)
	ours, _, _ := strings.Cut(string(table), "# the system\n")
	for line := range strings.Lines(ours) {
		english, other, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(english, "#") || english == "en" {
			continue
		}
		assert.NotEmpty(t, other, english)
		assert.Equal(t, blanksOf(english), blanksOf(other), english)
		for _, part := range partForm.Split(english, -1) {
			assert.Contains(t, sources, part, "nothing says %q", english)
		}
	}
}

// partForm parts a sentence where the source may put it together.
var partForm = regexp.MustCompile(`\{[^}]*\}|expected |, found |; |found `)

// englishWords are words that no Chinese message has, whatever the names in it.
var englishWords = regexp.MustCompile(`\b(expected|found|the|that|which|was|were|not|with|has|have|no|did|you|to|of|and|or|a|an)\b`)

// blanksOf lists the blanks of a template, sorted.
func blanksOf(template string) (names []string) {
	for _, found := range regexp.MustCompile(`\{"?#?([a-z0-9]+)(?:\.\.\.)?"?\}`).FindAllStringSubmatch(template, -1) {
		names = append(names, found[1])
	}
	slices.Sort(names)
	return names
}

// message is what an error or a note of the source says, with v for each value.
type message struct{ file, text string }

// messages finds them in all packages whose errors are shown.
func messages(t *testing.T) (all []message, sources string) {
	t.Helper()
	var text strings.Builder
	err := filepath.WalkDir("../..", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") ||
			strings.Contains(file, "logtest") || strings.Contains(file, "mklog") {
			return err
		}
		source, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		text.WriteString(strings.NewReplacer("%%", "%", `\"`, `"`).Replace(string(source)))
		parsed, err := parser.ParseFile(token.NewFileSet(), file, source, 0)
		if err != nil {
			return err
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			for _, text := range saidBy(n, strings.Contains(file, "parser/input/") || strings.Contains(file, "codes/query")) {
				if wordForm.MatchString(flagForm.ReplaceAllString(text, "")) && !slices.Contains(inParts, text) {
					all = append(all, message{file, text})
				}
			}
			return true
		})
		return nil
	})
	require.NoError(t, err)
	return all, text.String()
}

// saidBy returns what a node of the source says: the call that makes an error or a note,
// and what an *input.Error is filled with.
func saidBy(n ast.Node, inInput bool) (texts []string) {
	switch n := n.(type) {
	case *ast.CallExpr:
		format := map[string]int{"Errorf": 0, "errors.New": 0, "errorf": 0, "note": 1, "fault": 0}
		if at, ok := format[nameOf(n.Fun)]; ok && at < len(n.Args) {
			if text := sampleOf(n.Args[at]); text != "v" {
				texts = append(texts, text)
			}
		}
		if inInput && nameOf(n.Fun) == "notText" {
			texts = append(texts, sampleOf(n.Args[1]), sampleOf(n.Args[2]))
		}
	case *ast.KeyValueExpr:
		if key := nameOf(n.Key); inInput && (key == "Expected" || key == "Found" || key == "Hint") {
			texts = append(texts, sampleOf(n.Value))
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if key := nameOf(left); inInput && len(n.Lhs) == len(n.Rhs) && (key == "Expected" || key == "Found" || key == "Hint") {
				texts = append(texts, sampleOf(n.Rhs[i]))
			}
		}
	case *ast.ValueSpec:
		for _, value := range n.Values {
			if literal, ok := value.(*ast.BasicLit); ok && inInput && literal.Kind == token.STRING && strings.Contains(literal.Value, " ") {
				texts = append(texts, sampleOf(value))
			}
		}
	}
	return texts
}

var (
	flagForm = regexp.MustCompile(`--[a-z-]+`)
	wordForm = regexp.MustCompile(`[a-z]{2,}`)
	inParts  = []string{"expected v, v"} // both of them are said elsewhere
)

func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		if e.Sel.Name == "New" {
			return nameOf(e.X) + ".New"
		}
		return e.Sel.Name
	}
	return ""
}

var verbForm = regexp.MustCompile(`%[-+.\d]*[a-zA-Z]`)

// sampleOf is a text with values in place of what is not written in the source. A %s
// right behind another is a question that may be missing.
func sampleOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		if err != nil || e.Kind != token.STRING {
			return "v"
		}
		for _, behind := range []string{"%q%s", "%s%s", "%w%s"} {
			text = strings.ReplaceAll(text, behind, behind[:2])
		}
		text = verbForm.ReplaceAllStringFunc(text, func(verb string) string {
			switch verb[len(verb)-1] {
			case 'q':
				return `"v"`
			case 'd', 'g':
				return "7"
			}
			return "v"
		})
		return strings.ReplaceAll(text, "%%", "%")
	case *ast.BinaryExpr:
		return sampleOf(e.X) + sampleOf(e.Y)
	case *ast.CallExpr:
		if nameOf(e.Fun) == "Sprintf" {
			return sampleOf(e.Args[0])
		}
	}
	return "v"
}

// TestHelpIsWhole: every command and flag has its text in every language, of the same
// paragraphs and examples.
func TestHelpIsWhole(t *testing.T) {
	english, chinese := helpIn("en"), helpIn("zh")
	require.Equal(t, english.keys, chinese.keys)
	a := &app{getenv: os.Getenv}
	a.speak("zh")
	root := a.rootCommand(io.Discard)
	require.True(t, english.has("iiswhy.long"))
	for _, c := range root.Commands() {
		assert.True(t, english.has(c.Name()+".short"), c.Name())
		assert.True(t, c.Name() == "help" || c.Name() == "report" || english.has(c.Name()+".example"), c.Name())
	}
	for _, name := range flagNames(root) {
		assert.True(t, english.has("flag."+name), "help.tsv lacks flag.%s", name)
	}
	for _, key := range english.keys {
		require.Len(t, chinese.paragraphs[key], len(english.paragraphs[key]), key)
		for i, text := range english.paragraphs[key] {
			other := chinese.paragraphs[key][i]
			assert.NotEmpty(t, text, key)
			assert.NotEmpty(t, other, key)
			assert.Equal(t, quotedIn(text), quotedIn(other), key)
			if strings.HasSuffix(key, ".example") {
				command, _, _ := strings.Cut(text, " # ")
				assert.True(t, strings.HasPrefix(other, command+" # "), "%s: %s", key, other)
			}
		}
	}
}

func quotedIn(text string) []string {
	return regexp.MustCompile("`[A-Z]+`|\\{[a-z]+\\}").FindAllString(text, -1)
}

// TestHelpFits: no line of any help is wider than 80 columns, but for commands.
func TestHelpFits(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		for _, command := range []string{"", "report", "daily", "spikes", "rows", "explain", "codes", "completion", "help"} {
			args := []string{"--help", "--lang", lang}
			if command != "" {
				args = append([]string{command}, args...)
			}
			for _, line := range strings.Split(output(t, args...), "\n") {
				assert.True(t, render.Columns(line) <= 80 || strings.HasPrefix(line, "  iiswhy "), "%s %s: %s", lang, command, line)
			}
		}
	}
}
