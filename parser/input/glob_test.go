package input

import (
	"context"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestGlobTime has globs whose matching would take years if each star, brace or **
// multiplied the work.
func TestGlobTime(t *testing.T) {
	f := func(glob, want string) {
		t.Helper()
		name := strings.Repeat("a", 200)
		dir := plant(t, name, "d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/x.log", "bbbbbbbbbbbb")
		sources, _, errs := Find([]string{filepath.Join(dir, glob)}, nil)
		assert.Equal(t, words(want), append([]string{}, bases(sources)...), glob)
		if want == "" {
			require.Len(t, errs, 1)
			assert.ErrorContains(t, errs[0], "found none")
		}
	}
	f(strings.Repeat("*a", 100)+"*b", "")
	f(strings.Repeat("*?", 60)+"*c", "")
	f(strings.Repeat("{a,b,c,d}", 12), "bbbbbbbbbbbb")
	f(strings.Repeat("{a*,*a,b*,*b}", 12), strings.Repeat("a", 200)+" bbbbbbbbbbbb")
	f(strings.Repeat("**/", 40)+"*.log", "x.log")
	f(strings.Repeat("**/*/", 15)+"*.log", "x.log")
	f(strings.Repeat("**/d/", 15)+"*.nope", "")
}

func bases(sources []Source) (all []string) {
	for _, s := range sources {
		all = append(all, filepath.Base(s.Name))
	}
	return all
}

func TestGlobRefused(t *testing.T) {
	f := func(glob, found string) {
		t.Helper()
		_, _, errs := Find([]string{glob}, nil)
		require.Len(t, errs, 1, glob)
		assert.ErrorContains(t, errs[0], "expected a file or a glob, found "+found)
	}
	f("[", "a bracket that is not closed")
	f("a[]", "a bracket that is not closed")
	f("[^]", "a bracket that is not closed")
	f("{a,[}", "a bracket that is not closed")
	f("{a,{b}", "a brace that is not closed")
	f("[z-a]*", "brackets with a range that runs backwards")
	f(strings.Repeat("{a/,b/}", 12)+"*", "braces that stand for more than 1000 paths")
	f(strings.Repeat("*", maxGlob+1), "one of more than 32768 bytes")
}

func TestSegment(t *testing.T) {
	f := func(pattern, matching, other string) {
		t.Helper()
		s, err := parseSegment(pattern)
		require.NoError(t, err)
		for _, name := range words(matching) {
			assert.True(t, s.matches(name), "%s %s", pattern, name)
		}
		for _, name := range words(other) {
			assert.False(t, s.matches(name), "%s %s", pattern, name)
		}
	}
	f("a.log", "a.log", "axlog a.log1 xa.log")
	f("*.log", ".log a.log ä日.log \xff.log", "a.log.gz alog")
	f("a?c", "abc aßc a\xffc", "ac abbc")
	f("[a-c]x[^0-9][!x]", "axzz cxaa", "dxzz ax0z axzx ax")
	f("[]a]", "] a", "b [")
	f("[[]1]", "[1]", "1 []")
	f("[a-]", "a -", "b")
	f("u{,_ex}[0-9]{.log,.{gz,zst}}", "u1.log u_ex2.gz u3.zst", "u1 u_e2.log u.log")
	f("a,b}c+(d)$", "a,b}c+(d)$", "abc")
	if !onWindows {
		f(`\*a\[`, "*a[", "aa[")
		f("A", "A", "a")
	}
}

// TestGlobBraces holds that braces may hold directories.
func TestGlobBraces(t *testing.T) {
	dir := plant(t, "a/b/x.log", "c/y.log", "c/d/z.log", "e/w.log")
	sources, _, errs := Find([]string{filepath.Join(dir, "{a/b,c{,/d}}/*.log")}, nil)
	require.Empty(t, errs)
	assert.Equal(t, words("a/b/x.log c/d/z.log c/y.log"), below(dir, names(sources)))
}

// fewChecks is a context that ends after it was asked a number of times.
type fewChecks struct {
	context.Context
	left int
}

func (c *fewChecks) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// TestFindInterrupted ends a search at each point, and holds that what is not
// looked for is told.
func TestFindInterrupted(t *testing.T) {
	dir := plant(t, "a/1.log", "a/2.log", "b/c/3.log", "b/4.log", "5.log")
	for _, path := range []string{dir, filepath.Join(dir, "**", "*.log"), filepath.Join(dir, "*")} {
		whole := 0
		for checks := 0; whole < 5; checks++ {
			require.Less(t, checks, 200)
			sources, _, errs := FindContext(&fewChecks{context.Background(), checks}, []string{path, filepath.Join(dir, "5.log")}, nil)
			if whole = len(sources); whole == 5 {
				continue
			}
			require.NotEmpty(t, errs)
			assert.ErrorContains(t, errs[len(errs)-1], "expected time to look for its files, found an interrupt")
		}
	}
}

// FuzzGlob holds that no pattern panics, and that those which package path knows
// match as it says.
func FuzzGlob(f *testing.F) {
	for _, pattern := range words(`*.log u_ex[0-9]?.* {a,b{c,d}} **/x [!a]* \* [ { [] a{/b,}c [a-z`) {
		f.Add(pattern, "u_ex1x.log")
	}
	f.Fuzz(func(t *testing.T, pattern, name string) {
		if _, err := parseGlob(pattern); err != nil || strings.ContainsAny(pattern, "{}[]!\\/") || strings.Contains(name, "/") {
			return
		}
		s, err := parseSegment(pattern)
		if err != nil || s.anyDepth {
			return
		}
		if want, err := path.Match(pattern, name); err == nil && want != s.matches(name) {
			t.Fatalf("%q %q: want %v", pattern, name, want)
		}
	})
}
