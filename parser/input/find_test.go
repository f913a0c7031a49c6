package input

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// plant makes files in a new directory and returns it. A name that ends in "/"
// is a directory, "a -> b" a link. The content is the name.
func plant(t *testing.T, names ...string) string {
	dir := t.TempDir()
	for _, name := range names {
		from, to, isLink := strings.Cut(name, " -> ")
		path := filepath.Join(dir, filepath.FromSlash(from))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		switch {
		case isLink:
			if err := os.Symlink(filepath.FromSlash(to), path); err != nil {
				t.Skip("no links here: ", err)
			}
		case strings.HasSuffix(name, "/"):
			require.NoError(t, os.MkdirAll(path, 0o700))
		default:
			require.NoError(t, os.WriteFile(path, []byte(name), 0o600))
		}
	}
	return dir
}

// below returns paths relative to dir, with slashes.
func below(dir string, paths []string) (rel []string) {
	for _, path := range paths {
		r, err := filepath.Rel(dir, path)
		if err != nil {
			r = path
		}
		rel = append(rel, filepath.ToSlash(r))
	}
	return rel
}

func names(sources []Source) (all []string) {
	for _, s := range sources {
		all = append(all, s.Name)
	}
	return all
}

func words(s string) []string { return strings.Fields(s) }

func TestFind(t *testing.T) {
	tree := words("u_ex240116.log u_ex240115.log u_ex9.log u_ex10.log A.LOG.gz x.log.1 x.zst readme.txt web.config " +
		"W3SVC10/a.log W3SVC2/b.log W3SVC2/deep/c.Log W3SVC2/deep/._c.log none/x.txt empty/ log[1].txt log1.txt d[1]/e.log ._a.gz {x}/f.log")
	const all = "A.LOG.gz d[1]/e.log u_ex9.log u_ex10.log u_ex240115.log u_ex240116.log W3SVC2/b.log W3SVC2/deep/c.Log W3SVC10/a.log x.log.1 x.zst {x}/f.log"
	for _, c := range []struct{ paths, want, skipped, errs string }{
		{paths: "u_ex9.log", want: "u_ex9.log"},
		{paths: "u_ex9.log A.LOG.gz u_ex9.log ./u_ex9.log none/../u_ex9.log", want: "u_ex9.log A.LOG.gz"},
		{paths: "readme.txt", want: "readme.txt"},
		{paths: ".", want: all, skipped: "._a.gz log1.txt log[1].txt none/x.txt readme.txt W3SVC2/deep/._c.log web.config"},
		{paths: "W3SVC2 W3SVC2/deep", want: "W3SVC2/b.log W3SVC2/deep/c.Log", skipped: "W3SVC2/deep/._c.log"},
		{paths: "W3SVC2/deep W3SVC2", want: "W3SVC2/deep/c.Log W3SVC2/b.log", skipped: "W3SVC2/deep/._c.log"},
		{paths: "none none/x.txt", want: "none/x.txt", errs: "none: expected a directory with logs"},
		{paths: "none/x.txt W3SVC2/b.log none", want: "none/x.txt W3SVC2/b.log", errs: "none: expected a directory with logs"},
		{paths: "empty", errs: "empty: expected a directory with logs"},
		{paths: "u_ex*.log", want: "u_ex9.log u_ex10.log u_ex240115.log u_ex240116.log"},
		{paths: "u_ex?.log", want: "u_ex9.log"},
		{paths: "u_ex24011[5-7].log", want: "u_ex240115.log u_ex240116.log"},
		{paths: "{x.zst,readme.*}", want: "readme.txt x.zst"},
		{paths: "**/*.log", want: "d[1]/e.log u_ex9.log u_ex10.log u_ex240115.log u_ex240116.log W3SVC2/b.log W3SVC2/deep/._c.log W3SVC10/a.log {x}/f.log"},
		{paths: "W3SVC2/**", want: "W3SVC2/b.log W3SVC2/deep/._c.log W3SVC2/deep/c.Log"},
		{paths: "W3SVC*", want: "W3SVC2/b.log W3SVC2/deep/c.Log W3SVC10/a.log", skipped: "W3SVC2/deep/._c.log"},
		{paths: "W3SVC*/*.log", want: "W3SVC2/b.log W3SVC10/a.log"},
		{paths: "W3SVC2/./d*/../b*", want: "W3SVC2/b.log"},
		{paths: "log[1].txt", want: "log[1].txt"},
		{paths: "log[1].tx?", want: "log1.txt"},
		{paths: "d[1]/*.log", want: "d[1]/e.log"},
		{paths: "{x}/*.log", want: "{x}/f.log"},
		{paths: "missing.log u_ex9.log", want: "u_ex9.log", errs: "missing.log: expected a file or directory that can be read, found nothing of that name"},
		{paths: "u_ex9.log/x u_ex9.log", want: "u_ex9.log", errs: "u_ex9.log/x: expected a file or directory that can be read, found nothing of that name"},
		{paths: "*.nope u_ex9.log", want: "u_ex9.log", errs: "*.nope: expected files that match, found none"},
		{paths: "nowhere/*.log", errs: "nowhere/*.log: expected files that match, found no directory "},
		{paths: "e*y", errs: "e*y: expected files that match, found only directories without logs"},
		{paths: "log[1", errs: "log[1: expected a file or a glob, found a bracket that is not closed"},
		{paths: "u_ex9.log/*", errs: "u_ex9.log/*: expected files that match, found none"},
	} {
		t.Run(c.paths, func(t *testing.T) {
			if onWindows && c.paths == "**/*.log" {
				c.want = strings.Replace(c.want, "._c.log", "c.Log W3SVC2/deep/._c.log", 1) // in any case
			}
			dir := plant(t, tree...)
			var paths []string
			for _, p := range words(c.paths) {
				paths = append(paths, dir+string(filepath.Separator)+filepath.FromSlash(p))
			}
			sources, skipped, errs := Find(paths, nil)
			assert.Equal(t, words(c.want), append([]string{}, below(dir, names(sources))...))
			assert.Equal(t, words(c.skipped), append([]string{}, below(dir, skipped)...))
			if c.errs == "" {
				assert.Empty(t, errs)
				return
			}
			require.Len(t, errs, 1)
			var e *Error
			require.ErrorAs(t, errs[0], &e)
			assert.Contains(t, filepath.ToSlash(e.Error()), filepath.ToSlash(dir)+"/"+c.errs)
			assert.NotEmpty(t, e.Hint)
		})
	}
}

func TestFindRelative(t *testing.T) {
	t.Chdir(plant(t, "a.log", "b/c.log"))
	sources, _, errs := Find([]string{"*.log", "b", "**/c*", "b/../a.log"}, nil)
	require.Empty(t, errs)
	assert.Equal(t, []string{"a.log", filepath.Join("b", "c.log")}, names(sources))
	for _, s := range sources {
		text, err := readAll(s)
		require.NoError(t, err)
		assert.Equal(t, filepath.ToSlash(s.Name), text)
		assert.Equal(t, int64(len(text)), s.Size)
	}
	_, _, errs = Find([]string{""}, nil)
	assert.Len(t, errs, 1)
}

func TestFindLinks(t *testing.T) {
	for name, c := range map[string]struct{ tree, path, want, skipped, errs string }{
		"a file":               {"logs/u.log, logs/now.log -> u.log", "logs", "logs/u.log", "", ""},
		"a file elsewhere":     {"x.log, logs/a.log -> ../x.log", "logs", "logs/a.log", "", ""},
		"by another name":      {"x, logs/a.log -> ../x, logs/b -> ../x, logs/c.log", "logs", "logs/a.log logs/c.log", "", ""},
		"a directory":          {"x/a.log, logs/s -> ../x", "logs", "logs/s/a.log", "", ""},
		"a directory inside":   {"logs/a -> b, logs/b/x.log", "logs", "logs/b/x.log", "", ""},
		"the root is one":      {"x/a.log, logs -> x", "logs", "logs/a.log", "", ""},
		"a loop":               {"logs/a.log, logs/up -> .", "logs", "logs/a.log", "", ""},
		"a loop from deep":     {"logs/a.log, logs/b/up -> ../../logs", "logs", "logs/a.log", "", ""},
		"above":                {"logs/a.log, logs/up -> .., other/b.log", "logs", "logs/a.log", "logs/up", ""},
		"two that cross":       {"logs/a/x -> ../b, logs/b/y -> ../a, logs/b/c.log", "logs", "logs/b/c.log", "", ""},
		"two that are a loop":  {"logs/a.log, logs/x.log -> y.log, logs/y.log -> x.log", "logs", "logs/a.log", "", "logs/x.log logs/y.log"},
		"nowhere, no log":      {"logs/a.log, logs/x -> nothing", "logs", "logs/a.log", "logs/x", ""},
		"nowhere":              {"logs/a.log, logs/x.log -> nothing", "logs", "logs/a.log", "", "logs/x.log"},
		"named, nowhere":       {"x.log -> nothing", "x.log", "", "", "x.log"},
		"glob, loop":           {"logs/a.log, logs/up -> .", "logs/**/*.log", "logs/a.log", "", ""},
		"glob, loops":          {"logs/a/x -> .., logs/a/y -> .., logs/b/x -> .., logs/b/y -> ../a, logs/b/c.log", "logs/**/*.log", "logs/b/c.log", "", ""},
		"glob, directory":      {"x/a.log, logs/s -> ../x", "logs/*/*.log", "logs/s/a.log", "", ""},
		"glob, deep directory": {"x/y/a.log, logs/s -> ../x", "logs/**/*.log", "logs/s/y/a.log", "", ""},
		"glob, nowhere":        {"logs/a.log, logs/x.log -> nothing", "logs/*.log", "logs/a.log", "", "logs/x.log"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := plant(t, strings.Split(c.tree, ", ")...)
			sources, skipped, errs := Find([]string{filepath.Join(dir, filepath.FromSlash(c.path))}, nil)
			assert.Equal(t, words(c.want), append([]string{}, below(dir, names(sources))...))
			assert.Equal(t, words(c.skipped), append([]string{}, below(dir, skipped)...))
			var failed []string
			for _, err := range errs {
				var e *Error
				require.ErrorAs(t, err, &e)
				failed = append(failed, e.Source)
			}
			assert.Equal(t, words(c.errs), append([]string{}, below(dir, failed)...))
		})
	}
}

func TestFindUnreadable(t *testing.T) {
	if os.Getuid() <= 0 {
		t.Skip("needs a user whom permissions bind")
	}
	dir := plant(t, "a.log", "shut/b.log", "c.log")
	shut, secret := filepath.Join(dir, "shut"), filepath.Join(dir, "c.log")
	require.NoError(t, os.Chmod(shut, 0))
	require.NoError(t, os.Chmod(secret, 0))
	t.Cleanup(func() { _ = os.Chmod(shut, 0o700) })
	for _, path := range []string{dir, filepath.Join(dir, "**")} {
		sources, _, errs := Find([]string{path}, nil)
		assert.Equal(t, []string{"a.log"}, below(dir, names(sources)))
		require.NotEmpty(t, errs)
		for _, err := range errs {
			assert.ErrorContains(t, err, "found no permission; run it as a user who may")
		}
	}
}

func TestFindZip(t *testing.T) {
	log := logText(50)
	for name, c := range map[string]struct{ stored, want, skipped, errs string }{
		"natural order":  {zipOf("b.log", log, "W3SVC10/a.log", log, "W3SVC2/a.log", log), "b.log W3SVC2/a.log W3SVC10/a.log", "", ""},
		"directories":    {zipOf("a/", "", "b\\", "", "a/b.log", log), "a/b.log", "", ""},
		"not all logs":   {zipOf("web.config", "<x/>", "a.gz", gz(log), "__MACOSX/._a.gz", "?"), "a.gz", "__MACOSX/._a.gz web.config", ""},
		"no log by name": {zipOf("access", log, "b.txt", log), "access b.txt", "", ""},
		"stored":         {zipSized("a.log", log), "a.log", "", ""},
		"by bzip2":       {zipSizedBy(12, bz2(t), bz2Text), "a.log", "", ""},
		"by zstd":        {zipSizedBy(93, zst(log), log), "a.log", "", ""},
		"empty":          {zipOf(), "", "", ": expected a zip archive with logs in it, found an empty one"},
		"only folders":   {zipOf("a/", ""), "", "", ": expected a zip archive with logs in it, found an empty one"},
		"locked":         {lockedZip(), "b.log", "", "/a.log: expected a zip archive that can be read, found an entry locked with a password; unpack it first"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.log") // the name says nothing
			require.NoError(t, os.WriteFile(path, []byte(c.stored), 0o600))
			sources, skipped, errs := Find([]string{path}, nil)
			assert.Equal(t, words(c.want), append([]string{}, below(path, names(sources))...))
			assert.Equal(t, words(c.skipped), append([]string{}, below(path, skipped)...))
			if c.errs != "" {
				require.Len(t, errs, 1)
				assert.EqualError(t, errs[0], path+c.errs)
			} else {
				assert.Empty(t, errs)
			}
			for _, s := range sources {
				text, err := readAll(s)
				require.NoError(t, err)
				assert.Contains(t, text, "#Fields: ")
			}
		})
	}
}

// TestFindByName holds that a file which IIS named is not opened to find it, and is
// read as what it is all the same.
func TestFindByName(t *testing.T) {
	f := func(name string, want int) {
		t.Helper()
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, []byte(zipOf("a.log", logText(50), "b.log", logText(60))), 0o600))
		sources, _, errs := Find([]string{path}, nil)
		require.Empty(t, errs)
		require.Len(t, sources, want, name)
		rows := 0
		for _, source := range sources {
			text, err := readAll(source)
			require.NoError(t, err)
			rows += strings.Count(text, "\n")
		}
		assert.Equal(t, strings.Count(logText(50)+logText(60), "\n"), rows, name)
	}
	f("u_ex261121.log", 1)
	f("U_EX2611.gz", 1)
	f("u_ex2611.ZIP", 2)
	f("u_extend1.log", 2)
	f("httperr1.log", 2)
}

func lockedZip() string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	_, _ = w.CreateRaw(&zip.FileHeader{Name: "a.log", Flags: 1})
	f, _ := w.Create("b.log")
	_, _ = io.WriteString(f, header)
	_ = w.Close()
	return b.String()
}

// TestZipAtOnce reads the entries of one archive side by side, and holds that
// the file is closed after the last.
func TestZipAtOnce(t *testing.T) {
	var pairs []string
	for i := range 20 {
		pairs = append(pairs, string(rune('a'+i))+".log", logText(200+i))
	}
	path := filepath.Join(t.TempDir(), "x.zip")
	require.NoError(t, os.WriteFile(path, []byte(zipOf(pairs...)), 0o600))
	sources, _, errs := Find([]string{path}, nil)
	require.Empty(t, errs)
	require.Len(t, sources, 20)
	var all sync.WaitGroup
	texts := make([]string, len(sources))
	for i, s := range sources {
		all.Go(func() { texts[i], _ = readAll(s) })
	}
	all.Wait()
	for i := range sources {
		assert.Equal(t, logText(200+i), texts[i])
	}
	in := sources[0].from.(*entry).in
	assert.Nil(t, in.file)
	assert.Zero(t, in.used)

	first, err := sources[0].Open()
	require.NoError(t, err)
	second, err := sources[1].Open()
	require.NoError(t, err)
	require.NoError(t, first.Close())
	require.NoError(t, first.Close(), "again")
	text, err := io.ReadAll(second)
	require.NoError(t, err)
	assert.Equal(t, logText(201), string(text))
	require.NoError(t, second.Close())
	assert.Nil(t, in.file)
}

// TestFileGone holds that a source whose file went away since says so.
func TestFileGone(t *testing.T) {
	dir := plant(t, "a.log")
	path := filepath.Join(dir, "b.zip")
	require.NoError(t, os.WriteFile(path, []byte(zipOf("c.log", "c\n")), 0o600))
	sources, _, _ := Find([]string{dir}, nil)
	require.Len(t, sources, 2)
	require.NoError(t, os.Remove(path))
	require.NoError(t, os.Remove(filepath.Join(dir, "a.log")))
	for _, s := range sources {
		_, err := s.Open()
		assert.EqualError(t, err, s.Name+": expected a file or directory that can be read, found nothing of that name; check the spelling and the current directory")
		assert.ErrorIs(t, err, os.ErrNotExist)
	}
}

func TestCentralBinary(t *testing.T) {
	dir := plant(t, "ra240101.ibl", "a.log")
	sources, skipped, errs := Find([]string{dir}, nil)
	require.Empty(t, errs)
	assert.Equal(t, []string{"a.log"}, below(dir, names(sources)))
	assert.Equal(t, []string{"ra240101.ibl"}, below(dir, skipped))
	sources, _, _ = Find([]string{skipped[0]}, nil)
	require.Len(t, sources, 1)
	_, err := sources[0].Open()
	assert.ErrorContains(t, err, "found a central binary log of IIS; convert it with Log Parser")
}

func TestNatural(t *testing.T) {
	ordered := []string{
		"", "a/b.log", "a.log", "a1", "a01", "a1b", "a02", "a2", "a10", "a10b", "A11", "b/x", "b-c/x",
		"u_ex9.log", "u_ex240115.log", "u_ex240115.log.1", "u_ex240115.log.9", "u_ex240115.log.10", "u_ex240115_x.log",
		"u_ex99999999999999999999998", "u_ex99999999999999999999999", "W3SVC2/z.log", "W3SVC10/a.log",
	}
	for i, a := range ordered {
		for j, b := range ordered {
			got := natural(a, b)
			switch {
			case a == "a1" && b == "a01", a == "a01" && b == "a1", a == "a02" && b == "a2", a == "a2" && b == "a02":
				assert.Equal(t, strings.Compare(a, b), got)
			case i < j:
				assert.Equal(t, -1, got, "%q %q", a, b)
			case i > j:
				assert.Equal(t, 1, got, "%q %q", a, b)
			default:
				assert.Zero(t, got)
			}
		}
	}
	again := slices.Clone(ordered)
	slices.Reverse(again)
	slices.SortFunc(again, natural)
	assert.True(t, slices.IsSortedFunc(again, natural))
}

func TestIsLogName(t *testing.T) {
	for name, want := range map[string]bool{
		"u_ex240101.log": true, "x.log.1": true, "x.LOG.gz": true, "httperr1.log": true, "a.GZ": true, "a.zst": true,
		"a.Bz2": true, "a.zip": true, "u_ex240101.log-old": true,
		"web.config": false, "log": false, "a.txt": false, "gz": false, "a.zip.part": false, "._a.log": false,
	} {
		assert.Equal(t, want, isLogName(name), name)
	}
}

func TestSplitGlob(t *testing.T) {
	t.Chdir(plant(t, "a/b[1]/c.log"))
	for pattern, want := range map[string][2]string{
		"*.log":         {".", "*.log"},
		"a/*.log":       {"a", "*.log"},
		"a//./*.log":    {"a", "*.log"},
		"a/b[1]/*.log":  {"a/b[1]", "*.log"},
		"a/b[1]/x/*":    {"a/b[1]/x", "*"},
		"a/b[2]/*.log":  {"a", "b[2]/*.log"},
		"../x/**/*.log": {"../x", "**/*.log"},
		"/*.log":        {"/", "*.log"},
		"/x/y?/z":       {"/x", "y?/z"},
	} {
		base, rest := splitGlob(pattern)
		assert.Equal(t, want, [2]string{filepath.ToSlash(base), rest}, pattern)
	}
	if runtime.GOOS == "windows" {
		base, rest := splitGlob(`C:\*.log`)
		assert.Equal(t, [2]string{`C:\`, "*.log"}, [2]string{base, rest})
		base, rest = splitGlob(`\\?\C:\logs\*.log`)
		assert.Equal(t, [2]string{`\\?\C:\logs`, "*.log"}, [2]string{base, rest})
	}
}
