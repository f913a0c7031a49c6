package render

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report"
)

// attacks are values that a client can get into a log, and what must be shown.
func attacks() [][2]string {
	return [][2]string{
		{"", ""},
		{"/index.html", "/index.html"},
		{`CORP\zoë`, `CORP\zoë`},
		{"张伟", "张伟"},
		{"a\tb\nc\rd", `a\tb\nc\rd`},
		{"nul\x00bell\x07del\x7f", `nul\x00bell\x07del\x7f`},
		{"\x1b[2J\x1b[31mred", `\x1b[2J\x1b[31mred`},              // clear the screen
		{"\x1b]0;owned\x07", `\x1b]0;owned\x07`},                  // set the title
		{"\x1b]8;;http://evil\x1b\\", `\x1b]8;;http://evil\x1b\`}, // a link
		{"\u009b31m", `\u009b31m`},                                // CSI as one C1 character
		{"\x9b31m", `\x9b31m`},                                    // and as a bare byte
		{"a\u202egpj.exe", `a\u202egpj.exe`},                      // right-to-left override
		{"a\u2066b\u2069\u200e\u061c", `a\u2066b\u2069\u200e\u061c`},
		{"ad\u200bmin\u200d\u2060\ufeff", `ad\u200bmin\u200d\u2060\ufeff`}, // without width
		{"soft\u00adhyphen", `soft\u00adhyphen`},
		{"a\u00a0b\u3000c\u2028d\u2029", `a\u00a0b\u3000c\u2028d\u2029`}, // blanks that are none
		{"\u3164\uffa0\u115f\u2800", `\u3164\uffa0\u115f\u2800`},         // letters that look like blanks
		{"\U000e0041\U000e007f", `\U000e0041\U000e007f`},                 // tags
		{"x\ufe0f\U000e0101", `x\ufe0f\U000e0101`},                       // variation selectors
		{"e\u0301", "e\u0301"},                                           // an accent is fine
		{"\u0301a", `\u0301a`},                                           // but not on our own text
		{"a\u0301\u0302\u0303\u0304", "a\u0301\u0302" + `\u0303\u0304`},  // nor a tower of them
		{"\xff\xfe", `\xff\xfe`},
		{"cut \xe5\xbc", `cut \xe5\xbc`},
		{"\xed\xa0\x80", `\xed\xa0\x80`}, // a surrogate
		{"\xc0\xaf", `\xc0\xaf`},         // an overlong slash
		{"\ufffd", "\ufffd"},
		{"\ue000\U0010ffff", `\ue000\U0010ffff`}, // private use, no character
	}
}

func TestVisible(t *testing.T) {
	for _, attack := range attacks() {
		assert.Equal(t, attack[1], visible(attack[0]), "%+q", attack[0])
	}
}

// A report whose every string is an attack must come out clean, whatever part
// of the page shows it.
func TestNothingRawInText(t *testing.T) {
	for _, attack := range attacks() {
		hostile := clean(*rich("en"), func(s string) string { return s + attack[0] })
		hostile.Lang = "en"
		for _, width := range []int{0, 200} {
			assertSafe(t, write(t, &hostile, Text, Options{Width: width}))
		}
	}
}

func assertSafe(t *testing.T, out string) {
	t.Helper()
	assert.True(t, utf8.ValidString(out))
	for _, r := range out {
		if r != '\n' && (hidden(r) || unicode.Is(unicode.Zs, r) && r != ' ') {
			t.Fatalf("raw %U in %+q", r, out)
		}
	}
}

func FuzzVisible(f *testing.F) {
	for _, attack := range attacks() {
		f.Add(attack[0])
	}
	f.Fuzz(func(t *testing.T, s string) {
		assertSafe(t, strings.ReplaceAll(visible(s), "\n", "\x00"))
	})
}

func TestBracesOfALogAreNoBlanks(t *testing.T) {
	r := empty("en")
	r.Findings = []report.Finding{{Rule: "new", Title: "look at {rows} and {"}}
	assert.Contains(t, write(t, r, Text, Options{}), "look at {rows} and {")
}
