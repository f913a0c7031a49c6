package input

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
)

// isGlob says whether path holds a character that a glob gives a meaning.
func isGlob(path string) bool {
	return strings.ContainsAny(path[len(filepath.VolumeName(path)):], "*?[{")
}

// glob takes the files and directories that match.
func (f *finder) glob(pattern string) {
	base, rest := splitGlob(pattern)
	ways, err := parseGlob(rest)
	if err != nil {
		f.errs = append(f.errs, &Error{
			Source: pattern, Expected: "a file or a glob", Found: err.Error(),
			Hint: "write [[] or [{] for a bracket or brace that is part of a name", Err: err,
		})
		return
	}
	g := &globbing{finder: f, ways: ways, entered: map[string]bool{}}
	g.directory(base, g.starts())
	f.errs = append(f.errs, g.errs...)
	files, failed := f.inFolders(g.folders)
	files = append(g.files, files...)
	f.files(files)
	if len(files) == 0 && !failed && len(g.errs) == 0 && f.ctx.Err() == nil {
		f.errs = append(f.errs, noMatch(pattern, base, len(g.folders)))
	}
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
	rest = path.Clean(filepath.ToSlash(pattern[len(volume):]))
	base = "."
	if strings.HasPrefix(rest, "/") {
		base, rest = "/", rest[1:]
	}
	for {
		first, below, more := strings.Cut(rest, "/")
		if !more || isGlob(first) && !isDirectory(volume+path.Join(base, first)) {
			return filepath.FromSlash(volume + base), rest
		}
		base, rest = path.Join(base, first), below
	}
}

func isDirectory(path string) bool {
	stat, err := os.Stat(path)
	return err == nil && stat.IsDir()
}

// globbing goes through the directories that a glob may match in, once for what
// is still to be matched below: its time is that of a look into each of them.
// Links are followed, except to what is above.
type globbing struct {
	finder *finder
	ways   [][]segment

	files, folders []string // that match
	errs           []error
	entered        map[string]bool // what was to be matched below which directory
}

// place is where a way goes on: the index of the way, and of its next segment.
type place struct{ way, next int }

func (g *globbing) starts() (at []place) {
	for i := range g.ways {
		at = append(at, place{i, 0})
	}
	return at
}

// directory matches what is in a directory.
func (g *globbing) directory(dir string, at []place) {
	if g.finder.interrupted() || !g.enter(dir, &at) {
		return
	}
	entries, ok := g.list(dir, at)
	if !ok {
		return
	}
	var links []fs.DirEntry // later, so that things go by their own names
	for _, e := range entries {
		if e.Type()&(fs.ModeSymlink|fs.ModeIrregular) != 0 { // mount points of Windows are irregular
			links = append(links, e)
			continue
		}
		g.entry(dir, e.Name(), e.IsDir(), at)
	}
	for _, e := range links {
		g.link(dir, e.Name(), at)
	}
}

// enter adds the places after a ** that stands for no directory, and says whether
// a directory was not entered for the same places before.
func (g *globbing) enter(dir string, at *[]place) bool {
	stat, err := os.Stat(dir)
	if err != nil {
		g.failed(dir, err)
		return false
	}
	key := []byte(idOf(dir, stat).key())
	for i := 0; i < len(*at); i++ {
		p := (*at)[i]
		key = append(key, byte(p.way), byte(p.way>>8), byte(p.next), byte(p.next>>8))
		if g.ways[p.way][p.next].anyDepth && p.next+1 < len(g.ways[p.way]) {
			*at = append(*at, place{p.way, p.next + 1})
		}
	}
	if g.entered[string(key)] {
		return false
	}
	g.entered[string(key)] = true
	return true
}

// list returns what is in a directory. Names that are no patterns are not looked
// for: a directory that can be passed may be one that cannot be listed.
func (g *globbing) list(dir string, at []place) ([]fs.DirEntry, bool) {
	var named []fs.DirEntry
	for _, p := range at {
		s := &g.ways[p.way][p.next]
		if s.anyDepth || s.match != nil {
			entries, err := os.ReadDir(dir)
			g.failed(dir, err)
			return entries, true
		}
		if stat, err := os.Lstat(filepath.Join(dir, s.literal)); err == nil {
			named = append(named, fs.FileInfoToDirEntry(stat))
		}
	}
	return named, true
}

// failed notes what could not be read: a glob would pass over it in silence.
func (g *globbing) failed(dir string, err error) {
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
		g.errs = append(g.errs, unreadable(dir, err))
	}
}

// entry matches one name in a directory.
func (g *globbing) entry(dir, name string, isDir bool, at []place) {
	full := filepath.Join(dir, name)
	var below []place
	matched := false
	seen := map[place]bool{}
	for _, p := range at {
		way := g.ways[p.way]
		last := p.next+1 == len(way)
		next := place{p.way, p.next + 1}
		switch {
		case way[p.next].anyDepth:
			matched = matched || last && !isDir
			next = p
		case !way[p.next].matches(name):
			continue
		case last:
			matched = true
			continue
		}
		if isDir && !seen[next] {
			seen[next] = true
			below = append(below, next)
		}
	}
	switch {
	case matched && isDir:
		g.folders = append(g.folders, full)
	case matched:
		g.files = append(g.files, full)
	}
	if len(below) > 0 {
		g.directory(full, below)
	}
}

// link matches a link, and follows it unless it leads to where it is below.
func (g *globbing) link(dir, name string, at []place) {
	full := filepath.Join(dir, name)
	isDir := isDirectory(full)
	if !isDir || !within(realPath(dir), realPath(full)) {
		g.entry(dir, name, isDir, at)
	}
}
