package render

import (
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

// markup are values that mean something to a browser, to Markdown or to a
// spreadsheet. Those of visible_test.go mean something to a terminal.
func markup() []string {
	return []string{
		`<script>document.title="owned"</script>`, `</title><h1>owned`, `</style><style>*{display:none}`,
		`" onmouseover="alert(1)" x="`, `' autofocus onfocus='alert(1)`, `<img src=x onerror=alert(1)>`,
		`<svg/onload=alert(1)>`, `<!--`, `-->`, `]]>`, `&lt;script&gt;`, `&#60;b&#62;`, `{{.Title}}`, `javascript:alert(1)`,
		`a|b`, `a\|b`, `a\\|b|`, `|`, "`", "a`b``c", "``` ", `\`, `*bold*`, `_it_`, `~~gone~~`, `# head`, `#1`, `- item`, `> quote`,
		`[text](http://evil.example)`, `![alt](http://evil.example/x.png)`, `[[wiki]]`, `<http://evil.example>`, `[ref]: http://evil.example`,
		`http://evil.example`, `HTTPS://evil.example/a|b`, `www.evil.example`, `mail@evil.example`, `@everyone`, `org/repo#12`, `$x^2$`, `:tada:`,
		`=1+1`, `+1`, `-1`, `@SUM(A1)`, `=cmd|' /C calc'!A0`, `=HYPERLINK("http://evil.example","x")`, "\t=1+1", "\r=1+1", "\n=1+1",
		`;=1+1`, `,@SUM(A1)`, `"=1+1"`, `＝1+1`, `＋1`, `－1`, `＠SUM(A1)`, `a"b`, `"`, `a,b;c`,
		`%3Cscript%3Ealert(1)%3C/script%3E`, `%0d%0a=1+1`, `%00%1b[2J`, `%e2%80%ae`, `%7C%60`, `%253Cb%253E`,
	}
}

// everyAttack is all of them, as they are written in a log.
func everyAttack() []string {
	all := markup()
	for _, attack := range attacks() {
		if attack[0] != "" {
			all = append(all, attack[0])
		}
	}
	return all
}

// hostile is the rich report with an attack in every string, before or behind.
func hostile(attack string, before bool) *report.Report {
	return hostileTo(rich("en"), attack, before)
}

// hostileTo has an attack in every string of a report but its command.
func hostileTo(victim *report.Report, attack string, before bool) *report.Report {
	r := clean(*victim, func(s string) string {
		if before {
			return attack + s
		}
		return s + attack
	})
	r.Command, r.Lang = victim.Command, "en"
	return &r
}

// hostiles calls f with every attack in both places.
func hostiles(t *testing.T, f func(t *testing.T, attack string, r *report.Report)) {
	t.Helper()
	for _, attack := range everyAttack() {
		for _, before := range []bool{true, false} {
			f(t, attack, hostile(attack, before))
			f(t, attack, hostileTo(richSpikes("en"), attack, before))
			f(t, attack, hostileTo(richDays("en"), attack, before))
		}
	}
}

func TestNothingHiddenInAnyFormat(t *testing.T) {
	hostiles(t, func(t *testing.T, attack string, r *report.Report) {
		for _, f := range []Format{Text, Markdown, CSV, HTML} {
			out := write(t, r, f, Options{})
			if f == CSV {
				out = strings.ReplaceAll(out, "\r\n", "\n")
			}
			assertSafe(t, strings.ReplaceAll(out, nbsp, " "))
		}
	})
}

// What a log holds encoded stays so.
func TestNothingIsDecoded(t *testing.T) {
	for _, encoded := range []string{"%3Cscript%3E", "%0d%0a", "%253Cb", "&lt;b&gt;", `\u003cb\u003e`} {
		r := &report.Report{Lang: "en", Codes: []report.Code{{Code: "404.0", Class: "4xx", Count: 1, Verdicts: map[string]int64{"not-found": 1},
			Top: map[string][]report.Key{"cs-uri-stem": {{Key: "/" + encoded, Count: 1}}}}}}
		for _, f := range []Format{Text, Markdown, CSV, JSON} {
			escaped := encoded
			if f == JSON {
				escaped = strings.ReplaceAll(encoded, `\`, `\\`)
			}
			assert.Contains(t, write(t, r, f, Options{}), "/"+escaped, f)
		}
		assert.Contains(t, write(t, r, HTML, Options{}), "/"+strings.ReplaceAll(encoded, "&", "&amp;"))
	}
}

var (
	tagInHTML   = regexp.MustCompile(`<[^>]*>`)
	valueInHTML = regexp.MustCompile(`="[^"]*"`)
)

// tags are the elements and the names of their attributes, in order.
func tags(document string) []string {
	found := tagInHTML.FindAllString(document, -1)
	for i, tag := range found {
		found[i] = valueInHTML.ReplaceAllString(tag, "")
	}
	return found
}

// An attack makes no element and no attribute: the tags are those of a report
// with an x in its place.
func TestAttacksMakeNoElements(t *testing.T) {
	for _, victim := range []*report.Report{rich("en"), richSpikes("en"), richDays("en")} {
		for _, before := range []bool{true, false} {
			want := tags(write(t, hostileTo(victim, "x", before), HTML, Options{}))
			require.Greater(t, len(want), 300)
			for _, attack := range everyAttack() {
				assert.Equal(t, want, tags(write(t, hostileTo(victim, attack, before), HTML, Options{})), "%q", attack)
			}
		}
	}
}

func TestAttacksMakeNoCells(t *testing.T) {
	hostiles(t, func(t *testing.T, attack string, r *report.Report) {
		for _, delimiter := range []rune{',', ';', '\t'} {
			for _, groups := range [][]report.Group{nil, r.Groups} {
				r := *r
				r.Groups = groups
				assertTidy(t, write(t, &r, CSV, Options{Delimiter: delimiter}), delimiter)
			}
		}
	})
}

var (
	formula  = regexp.MustCompile("^[=+\\-@\t\r\n＝＋－＠]|[;,\t][=@]")
	negative = regexp.MustCompile(`^-[0-9]+(\.[0-9]+)?$`)
)

func assertTidy(t *testing.T, out string, delimiter rune) {
	t.Helper()
	reader := csv.NewReader(strings.NewReader(out))
	reader.Comma = delimiter
	records, err := reader.ReadAll() // fails on lines of different lengths
	require.NoError(t, err)
	for _, cell := range slices.Concat(records...) {
		require.False(t, formula.MatchString(cell) && !negative.MatchString(cell), "%q", cell)
	}
}
