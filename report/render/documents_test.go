package render

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

func TestFormatsOfCommands(t *testing.T) {
	assert.Equal(t, []Format{Text, Markdown, JSON, CSV, HTML}, Formats("report"))
	assert.Equal(t, Formats("report"), Formats("daily"))
	assert.Equal(t, Formats("report"), Formats("spikes"))
	assert.Equal(t, []Format{Text, Markdown, JSON, HTML}, Formats("explain"))
	assert.Equal(t, Formats("report"), Formats("codes"))
	assert.Equal(t, Formats("report"), Formats(""))
}

// Every writer knows every block, also those of documents that are not written in
// its format today.
func TestEveryWriterKnowsEveryBlock(t *testing.T) {
	explained := func() *builder {
		b := newBuilder("en", nil, Options{})
		b.explanations = clean(*answers("en"), visible)
		return b
	}
	page, err := encodeHTML(explained(), kindOf("explain"))
	require.NoError(t, err)
	for _, part := range []string{
		"401.1 with Win32 1326: refused logon (certain)", "<td>Windows refused the name or the password.</td>", `CORP\anna\x1b[31m`,
		"<td>404.2</td>", "other rows need", "Line 99 ends within a row", "<td>KB1</td>",
	} {
		assert.Contains(t, strings.ReplaceAll(string(page), nbsp, " "), part)
	}
	entries := newBuilder("en", nil, Options{})
	entries.tables = report.Tables{Codes: []report.CodeEntry{{Code: "404.0", Verdict: "not-found", Texts: report.Texts{Name: "Not <b>found"}}}}
	page, err = encodeHTML(entries, kindOf("codes"))
	require.NoError(t, err)
	assert.Contains(t, string(page), "<p>Not &lt;b&gt;found</p>")
}

// The tag of a document is that of its language.
func TestEveryLanguageHasATag(t *testing.T) {
	tags := map[string]bool{}
	for _, lang := range codes.Langs() {
		tag := vocabularyOf(string(lang)).say("html.lang")
		assert.Regexp(t, `^[a-z]{2,3}(-[A-Za-z0-9]+)*$`, tag)
		assert.True(t, strings.HasPrefix(tag, string(lang)), tag)
		assert.Contains(t, write(t, empty(string(lang)), HTML, Options{}), `<html lang="`+tag+`">`)
		tags[tag] = true
	}
	assert.Len(t, tags, len(codes.Langs()))
}

// Chinese has no space before a name in Chinese, unless it is set apart as code.
func TestSpaceBeforeValues(t *testing.T) {
	filled, _ := fill("用户 {x} 被拒绝", []blank{word("x", quote("张伟"))})
	assert.Equal(t, "用户张伟 被拒绝", (&textWriter{width: 80}).shown(filled))
	assert.Equal(t, "用户 `张伟` 被拒绝", inline(filled))
	assert.Equal(t, phrase{Text: "用户 "}, phrases(filled)[0])
	filled, _ = fill("用户 {x} 被拒绝", []blank{word("x", quote("anna"))})
	assert.Equal(t, "用户 anna 被拒绝", (&textWriter{width: 80}).shown(filled))
}
