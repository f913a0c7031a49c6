package render

import (
	"strings"
	"testing"
	"unicode"

	"github.com/rivo/uniseg"
	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/report"
)

func TestWrap(t *testing.T) {
	f := func(s string, width int, want ...string) { t.Helper(); assert.Equal(t, want, wrap(s, width)) }
	f("", 10, "")
	f("one two three", 9, "one two", "three")
	f("one two three", 7, "one two", "three")
	f("see appcmd --list /x/y/z now", 12, "see appcmd", "--list", "/x/y/z now")
	f("2.1"+nbsp+"% of rows", 5, "2.1"+nbsp+"%", "of", "rows")
	f("abcdefghij kl", 4, "abcd", "efgh", "ij", "kl")
	f("账户被锁定。", 10, "账户被锁", "定。") // a full stop begins no line
	f("（账户）", 4, "（账", "户）")
	f("状态 401.1 与 1326", 9, "状态", "401.1 与", "1326")
	f("张", 1, "张") // no line is narrower than a character
}

func TestMiddle(t *testing.T) {
	f := func(s string, width int, want string) { t.Helper(); assert.Equal(t, want, middle(s, width)) }
	f("abcdef", 6, "abcdef")
	f("abcdefg", 6, "abc…fg")
	f("/购物车/结算.aspx", 12, "/购物….aspx")
	f("abc", 1, "…")
	f("", 0, "")
}

func TestCut(t *testing.T) {
	assert.Equal(t, "abcdef", cut("abcdef", 6))
	assert.Equal(t, "abcde…", cut("abcdefg", 6))
	assert.Equal(t, "购物…", cut("购物车/", 6))
}

func TestChineseIsTwoColumnsAndTheRestOne(t *testing.T) {
	assert.Equal(t, 4, columns("张伟"))
	assert.Equal(t, 6, columns("é…“”·▁"))
	assert.Equal(t, 3, columns("<0.1"+nbsp+"%")-3)
}

// What is measured without UAX #29 is as it says, beside whatever character.
func TestSimpleWidths(t *testing.T) {
	simple := 0
	for r := rune(1); r <= unicode.MaxRune; r++ {
		wide := simpleWidth(r)
		if wide == 0 {
			continue
		}
		simple++
		for _, s := range []string{string(r), "a" + string(r), string(r) + "中", string(r) + string(r)} {
			assert.Equal(t, uniseg.StringWidth(s), columns(s), "%U", r)
		}
		for _, joins := range []string{"\u0301", "\ufe0f", "\u200d", "\ufe0f\u20e3"} {
			assert.Equal(t, uniseg.StringWidth(string(r)+joins+"x"), columns(string(r)+joins+"x"), "%U", r)
		}
	}
	assert.Greater(t, simple, 20000)
	for _, s := range []string{"", "é…“a", "状态 401.1 与 1326", "a\u0301中", "\xff", "a\tb"} {
		for width := range 12 {
			assert.LessOrEqual(t, columns(head(s, width)), width, s)
			assert.LessOrEqual(t, columns(tail(s, width)), width, s)
			if columns(s) <= width {
				assert.Equal(t, s, head(s, width))
				assert.Equal(t, s, tail(s, width))
			}
		}
	}
	assert.Equal(t, "中", head("中中", 3))
	assert.Equal(t, "中", tail("中中", 3))
}

// No line of any report is wider than the terminal.
func TestNothingIsTooWide(t *testing.T) {
	long := func(s string) string { return s + strings.Repeat("/very+long", 40) + strings.Repeat("很长", 40) }
	for _, lang := range codes.Langs() {
		for _, width := range []int{0, 60, 72, 80, 100, 132, 139, 140, 200, 300} {
			for _, r := range []*report.Report{rich(string(lang)), calm(string(lang)), empty(string(lang)), stretched(string(lang), long)} {
				assertWidth(t, write(t, r, Text, Options{Width: width, Location: zurich}), width)
			}
		}
	}
}

// stretched is the rich report with overlong values wherever a log may put
// them. Words of closed lists, such as verdicts and severities, stay.
func stretched(lang string, long cleaner) *report.Report {
	words := rich(lang)
	r := clean(*words, long)
	r.Lang, r.Classes, r.Verdicts, r.Timeline = words.Lang, words.Classes, words.Verdicts, words.Timeline
	for i, c := range words.Codes {
		r.Codes[i].Class, r.Codes[i].Match, r.Codes[i].Verdicts = c.Class, c.Match, c.Verdicts
	}
	for i, reason := range words.Reasons {
		r.Reasons[i].Verdict = reason.Verdict
	}
	for i, f := range words.Findings {
		r.Findings[i].Severity, r.Findings[i].Rule = f.Severity, f.Rule
		r.Findings[i].Command = f.Command // a command is on one line, however long, to be copied
		for j, e := range f.Evidence {
			r.Findings[i].Evidence[j].What = e.What
		}
	}
	return &r
}

func assertWidth(t *testing.T, out string, width int) {
	t.Helper()
	if width == 0 {
		width = defaultWidth
	}
	for i, line := range strings.Split(out, "\n") {
		assert.LessOrEqual(t, columns(line), width, "line %d at width %d: %s", i+1, width, line)
		assert.Equal(t, strings.TrimRight(line, " "), line, "line %d ends in blanks", i+1)
	}
}
