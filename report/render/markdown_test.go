package render

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

func TestInline(t *testing.T) {
	f := func(sentence, want, inTable string) {
		t.Helper()
		assert.Equal(t, want, inline(sentence))
		assert.Equal(t, inTable, cell(sentence))
	}
	same := func(sentence, want string) { t.Helper(); f(sentence, want, want) }
	same("", "")
	same("Read web.config first.", "Read web.config first.")
	same("ERROR_LOGON_FAILURE", `ERROR\_LOGON\_FAILURE`)
	same("*a* <b> [c](d) # ~e~ a|b `f` \\ &lt; !", "\\*a\\* \\<b\\> \\[c\\](d) \\# \\~e\\~ a\\|b \\`f\\` \\\\ \\&lt; \\!")
	same("see http://evil.example/x, or www.evil.example", "see `http://evil.example/x,` or `www.evil.example`")
	same("by @everyone and a@b.example for #12, costs $5", "by `@everyone` and `a@b.example` for `#12,` costs `$5`")
	same("给 张伟@例子 看", "给 张伟`@`例子 看")
	same("from "+quote("203.0.113.7")+" on", "from `203.0.113.7` on")
	same(quote(""), "`\"\"`")
	same(quote("a`b``c"), "```a`b``c```")
	same(quote("`"), "`` ` ``")
	same(quote(`*_[]<>#@everyone http://x`), "`*_[]<>#@everyone http://x`")
	f(quote("a|b"), "`a|b`", "`a\\|b`")
	f(quote(`a\|b`), "`a\\|b`", "`a\\\\\\|b`")
	f(quote(`a\\|b`), "`a\\\\|b`", "`a\\\\\\|b`")
	f("see http://a|b", "see `http://a|b`", "see `http://a\\|b`")
}

// stripped is Markdown without code and escapes: what is left of markup is ours.
func stripped(line string) string {
	var out strings.Builder
	for line != "" {
		switch {
		case line[0] == '\\' && len(line) > 1:
			out.WriteByte('.')
			line = line[2:]
		case line[0] == '`':
			fence := len(line) - len(strings.TrimLeft(line, "`"))
			end := fenceEnd(line[fence:], fence)
			if end < 0 {
				return out.String() + line
			}
			out.WriteByte('.')
			line = line[fence+end:]
		default:
			out.WriteByte(line[0])
			line = line[1:]
		}
	}
	return out.String()
}

// fenceEnd is where the first run of exactly so many backticks ends, or -1.
func fenceEnd(s string, n int) int {
	for _, run := range regexp.MustCompile("`+").FindAllStringIndex(s, -1) {
		if run[1]-run[0] == n {
			return run[1]
		}
	}
	return -1
}

func TestStripped(t *testing.T) {
	assert.Equal(t, "a . b . |", stripped("a `x|*` b \\| |"))
	assert.Equal(t, "a . b", stripped("a `` x`y `` b"))
	assert.Equal(t, "a `b", stripped("a `b"))
}

// Whatever a log holds, the only markup is that of the document: headings,
// quotes, lists, bold labels and the bars of its tables.
func TestAttacksMakeNoMarkup(t *testing.T) {
	// A reader cuts the cells before it looks for code, so bars count there too.
	bar := regexp.MustCompile(`(?:^|[^\\])(?:\\\\)*\|`)
	shape := regexp.MustCompile(`^(#{1,3} |> |(  )?- |  )?`)
	hostiles(t, func(t *testing.T, attack string, r *report.Report) {
		out := write(t, r, Markdown, Options{})
		heads := 0
		for _, line := range strings.Split(out, "\n") {
			left := strings.ReplaceAll(stripped(line), "**", "")
			if !strings.HasPrefix(left, "|") {
				heads = 0
				assert.NotContains(t, left, "|", "%q in %q", attack, line)
			} else if bars := len(bar.FindAllString(line, -1)); heads == 0 {
				heads = bars
			} else {
				assert.Equal(t, heads, bars, "%q in %q", attack, line)
			}
			left = shape.ReplaceAllString(left, "")
			assert.NotRegexp(t, "[][`*_<>~#&$@]|://|(?i)www\\.", left, "%q in %q", attack, line)
		}
	})
}

func TestMarkdownParts(t *testing.T) {
	out := write(t, rich("en"), Markdown, Options{Location: zurich})
	for _, part := range []string{
		"# 2.1% of requests need attention", "> **PARTIAL: ", "## Findings\n\n1. **CRITICAL** ", "| configuration faults | yes | 3,101 | 1.6% |",
		"### 500.19: Configuration cannot be used\n", "- **Meaning**: ", "- **Cause**: ", "- **Check**: ", "| `/shop/` | 2,900 |",
		"## HTTP.sys: reasons that need attention", "| `W3SVC2` | `/` | 12,899 | 12 | 0 |", "## Timeline, 2026-11-21 01:00 to", "## Ledger\n",
	} {
		assert.Contains(t, out, part)
	}
	assert.NotContains(t, out, nbsp)
	assert.NotContains(t, out, "\n\n\n")
	assert.NotRegexp(t, `[^\\]<`, out, "no HTML")
	require.True(t, strings.HasSuffix(out, "\n"))
}

func TestMarkdownTop(t *testing.T) {
	assert.NotContains(t, write(t, rich("en"), Markdown, Options{}), "/never-shown")
	assert.Contains(t, write(t, rich("en"), Markdown, Options{Top: 4}), "/never-shown")
}
