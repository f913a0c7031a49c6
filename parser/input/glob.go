package input

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/bmatcuk/doublestar/v4"
)

// isGlob says whether path holds a character that a glob gives a meaning.
func isGlob(path string) bool {
	return strings.ContainsAny(path[len(filepath.VolumeName(path)):], "*?[{")
}

// glob takes the files and directories that match.
func (f *finder) glob(pattern string) {
	base, rest := splitGlob(pattern)
	dir := &tree{base: base}
	matches, err := doublestar.Glob(dir, rest, globOptions()...)
	if err != nil {
		f.errs = append(f.errs, &Error{
			Source: pattern, Expected: "a file or a glob", Found: "a bracket that is not closed",
			Hint: "write [[] for a bracket that is part of a name", Err: err,
		})
		return
	}
	f.errs = append(f.errs, dir.errs...)
	files, folders, failed := f.matches(base, matches)
	f.files(files)
	if len(files) == 0 && !failed && len(dir.errs) == 0 {
		f.errs = append(f.errs, noMatch(pattern, base, folders))
	}
}

// matches returns the files that were matched below base and those in matched
// directories, how many of the latter there are, and whether some part could not
// be read.
func (f *finder) matches(base string, names []string) (files []string, folders int, failed bool) {
	for _, name := range names {
		path := filepath.Join(base, filepath.FromSlash(name))
		if !isDirectory(path) {
			files = append(files, path)
			continue
		}
		inside, bad := f.walk(path)
		files, folders, failed = append(files, inside...), folders+1, failed || bad
	}
	return files, folders, failed
}

// noMatch tells of a glob that led to no log.
func noMatch(pattern, base string, folders int) *Error {
	e := &Error{
		Source: pattern, Expected: "files that match", Found: "none",
		Hint: "check the directory and the pattern", Err: fs.ErrNotExist,
	}
	if folders > 0 {
		e.Found = "only directories without logs"
	} else if _, err := os.Stat(base); err != nil {
		e.Found = "no directory " + base
	}
	return e
}

// splitGlob returns the directory where a glob begins and what is to match below
// it, with slashes. Directories that literally exist belong to the first, even
// if their names could be patterns.
func splitGlob(pattern string) (base, rest string) {
	volume := filepath.VolumeName(pattern)
	base, rest = doublestar.SplitPattern(path.Clean(filepath.ToSlash(pattern[len(volume):])))
	for {
		first, below, more := strings.Cut(rest, "/")
		if !more || !isDirectory(volume+path.Join(base, first)) {
			return filepath.FromSlash(volume + base), rest
		}
		base, rest = path.Join(base, first), below
	}
}

func isDirectory(path string) bool {
	stat, err := os.Stat(path)
	return err == nil && stat.IsDir()
}

func globOptions() []doublestar.GlobOption {
	if onWindows {
		return []doublestar.GlobOption{doublestar.WithCaseInsensitive()}
	}
	return nil
}

// tree is a directory as a glob sees it: links that lead back up are empty, for
// "**" would follow them round and round, and what cannot be read is noted, for
// a glob would pass over it in silence.
type tree struct {
	base string
	errs []error
	bad  map[string]bool // directories in errs
}

func (t *tree) path(name string) string { return filepath.Join(t.base, filepath.FromSlash(name)) }

// Open implements fs.FS.
func (t *tree) Open(name string) (fs.File, error) { return os.Open(t.path(name)) }

// Stat implements fs.StatFS.
func (t *tree) Stat(name string) (fs.FileInfo, error) { return os.Stat(t.path(name)) }

// ReadDir implements fs.ReadDirFS.
func (t *tree) ReadDir(name string) ([]fs.DirEntry, error) {
	if t.leadsUp(name) {
		return nil, nil
	}
	dir := t.path(name)
	entries, err := os.ReadDir(dir)
	missing := errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
	if err != nil && !missing && !t.bad[dir] {
		if t.bad == nil {
			t.bad = map[string]bool{}
		}
		t.bad[dir] = true
		t.errs = append(t.errs, unreadable(dir, err))
	}
	return entries, nil
}

// leadsUp says whether a directory below base is, by a link, one that it is
// itself below.
func (t *tree) leadsUp(name string) bool {
	if name == "." {
		return false
	}
	real := realPath(t.path(name))
	for up := path.Dir(name); ; up = path.Dir(up) {
		if within(realPath(t.path(up)), real) {
			return true
		}
		if up == "." {
			return false
		}
	}
}
