package scan

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestGlobFold(t *testing.T) {
	f := func(glob, value string, want bool) {
		t.Helper()
		assert.Equal(t, want, globFold(glob, []byte(value)), "%q and %q", glob, value)
	}
	f("", "", true)
	f("", "a", false)
	f("*", "", true)
	f("*", "/a/b", true)
	f("/a", "/A", true)
	f("/A?", "/ab", true)
	f("/A?", "/a", false)
	f("*.aspx", "/x/y.ASPX", true)
	f("*.aspx", "/x/y.aspx.txt", false)
	f("/a/*/z", "/a/b/c/z", true)
	f("/a/*/z", "/a/z", false)
	f("*a*b*c*", "xxaxxbxxcxx", true)
	f("*a*b*c*", "xxaxxcxxbxx", false)
	f("**", "x", true)
	f("a*a*a", "aa", false)
	f("[ab]", "a", false)
	f("É", "é", false) // case is that of ASCII
	f("É", "É", true)
}

// inParts is globFold as it is for long globs.
func inParts(glob, value string) bool {
	return globParts(strings.Split(string(lowered([]byte(glob))), "*"), lowered([]byte(value)))
}

// slowGlob is what globFold means, as plainly as it can be said.
func slowGlob(glob, value string) bool {
	switch {
	case glob == "":
		return value == ""
	case glob[0] == '*':
		return slowGlob(glob[1:], value) || value != "" && slowGlob(glob, value[1:])
	case value == "":
		return false
	}
	return (glob[0] == '?' || asciiLower(glob[0]) == asciiLower(value[0])) && slowGlob(glob[1:], value[1:])
}

func asciiLower(c byte) byte {
	if c >= 0x80 {
		return c
	}
	return strings.ToLower(string(rune(c)))[0]
}

// Every glob and every value of a few letters.
func TestGlobFoldAgreesWithSlowGlob(t *testing.T) {
	globs, values := words("*?aB", 5), words("aAb", 5)
	for _, g := range globs {
		for _, v := range values {
			if got, want := inParts(g, v), slowGlob(g, v); got != want {
				t.Fatalf("%q in parts and %q: got %v, want %v", g, v, got, want)
			}
			if got, want := globFold(g, []byte(v)), slowGlob(g, v); got != want {
				t.Fatalf("%q and %q: expected %v, found %v", g, v, want, got)
			}
		}
	}
}

// words are all words of up to n letters.
func words(letters string, n int) []string {
	all := []string{""}
	for from := 0; n > 0; n-- {
		for _, w := range all[from:] {
			from++
			for _, c := range letters {
				all = append(all, w+string(c))
			}
		}
	}
	return all
}

func FuzzGlobFold(f *testing.F) {
	f.Add("*.aspx", "/a/B.ASPX")
	f.Add("/a?c*", "/abcd")
	f.Add("*\xff*", "a\xffb")
	f.Fuzz(func(t *testing.T, glob, value string) {
		if len(value) > 24 || len(glob) > 24 || strings.Count(glob, "*") > 5 {
			return // the slow one is slow
		}
		if got, want := inParts(glob, value), slowGlob(glob, value); got != want {
			t.Fatalf("%q in parts and %q: got %v, want %v", glob, value, got, want)
		}
		if got, want := globFold(glob, []byte(value)), slowGlob(glob, value); got != want {
			t.Errorf("%q and %q: expected %v, found %v", glob, value, want, got)
		}
	})
}

// The worst glob takes time that grows with glob times value, not faster.
func TestGlobFoldIsNotExponential(t *testing.T) {
	glob := strings.Repeat("a*", 200) + "b"
	assert.False(t, globFold(glob, bytes.Repeat([]byte("a"), 20_000)))
}
