package render

import (
	"strings"

	"github.com/iiswhy/iiswhy/report/form"
)

// What a log holds must stay text, whatever reads the Markdown. Values stand as
// code, where nothing is markup: not even @names and addresses, which GitHub
// turns into mentions and links after all backslashes are gone. Around them,
// characters of markup get a backslash, and words that would become a link, a
// mention or a formula become code too.

// inline writes a sentence with values between marks (see spans).
func inline(sentence string) string { return withCode(sentence, codeSpan) }

// cell is inline for a cell of a table, where a pipe would end the cell even in
// code.
func cell(sentence string) string {
	return withCode(sentence, func(value string) string { return escapePipes(codeSpan(value)) })
}

// withCode writes values as code. All between two of them is escaped as a whole,
// as a link may begin in words of ours and end in some of a log.
func withCode(sentence string, code func(string) string) string {
	var out, words strings.Builder
	for _, s := range spans(sentence) {
		switch s.Kind {
		case plainSpan:
			words.WriteString(unmarked(strings.ReplaceAll(s.Text, string(softBlank), " ")))
		case nameSpan:
			words.WriteString(middle(s.Text, proseWidth/2))
		case lineSpan:
			words.WriteString(middle(s.Text, proseWidth))
		default:
			out.WriteString(escaped(words.String(), code) + code(s.shortened()))
			words.Reset()
		}
	}
	return out.String() + escaped(words.String(), code)
}

// linking is a word that a reader of Markdown may turn into something else: an
// address, a mention, the number of an issue, a formula.
var linking = form.Of(`(?i)[!-~]*(?:://|www\.|@|\$|#[0-9])[!-~]*`)

// escaped writes words of ours, which may hold some of a log all the same.
func escaped(s string, code func(string) string) string {
	var out strings.Builder
	for s != "" {
		at := linking().FindStringIndex(s)
		if at == nil {
			at = []int{len(s), len(s)}
		}
		out.WriteString(backslashed(s[:at[0]]))
		if at[0] < at[1] {
			out.WriteString(code(s[at[0]:at[1]]))
		}
		s = s[at[1]:]
	}
	return out.String()
}

func backslashed(s string) string {
	var out strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\`*_{}[]<>#|~&!", r) {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}

var backticks = form.Of("`+")

// codeSpan fences a value with more backticks than it holds in a row. Nothing
// in code is said to be nothing.
func codeSpan(value string) string {
	if value == "" {
		value = `""`
	}
	fence := "`"
	for _, run := range backticks().FindAllString(value, -1) {
		if len(run) >= len(fence) {
			fence = run + "`"
		}
	}
	if strings.Trim(value, "` ") != value {
		value = " " + value + " "
	}
	return fence + value + fence
}

var pipes = form.Of(`\\*\|`)

// escapePipes puts an odd number of backslashes before every pipe: some readers
// pair them, others look at the last one only.
func escapePipes(code string) string {
	return pipes().ReplaceAllStringFunc(code, func(run string) string {
		if len(run)%2 == 0 {
			return `\` + `\` + run
		}
		return `\` + run
	})
}
