package input

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// walker looks through a directory for files that are logs by their names.
type walker struct {
	root    string
	files   []string // as found
	skipped []string // the others, in natural order
	errs    []error  // what could not be read

	top     string          // real path of root
	visited map[string]bool // real paths of directories, and of files once there are links
	links   []string        // looked at last, so that things go by their own names
}

func newWalker(root string) *walker {
	return &walker{root: root, top: realPath(root), visited: map[string]bool{}}
}

// all looks at everything below root.
func (w *walker) all() {
	w.directory(w.root)
	if len(w.links) > 0 {
		for _, file := range w.files {
			w.visited[realPath(file)] = true
		}
	}
	for len(w.links) > 0 {
		link := w.links[0]
		w.links = w.links[1:]
		w.link(link)
	}
	slices.SortFunc(w.skipped, natural)
}

// directory looks at what is in a directory that was not visited.
func (w *walker) directory(path string) {
	real := realPath(path)
	if w.visited[real] {
		return
	}
	w.visited[real] = true
	entries, err := os.ReadDir(path)
	if err != nil {
		w.errs = append(w.errs, unreadable(path, err))
	}
	for _, e := range entries {
		path := filepath.Join(path, e.Name())
		if e.Type()&(fs.ModeSymlink|fs.ModeIrregular) != 0 { // mount points of Windows are irregular
			w.links = append(w.links, path)
			continue
		}
		w.add(path, e.Type())
	}
}

// link follows a link, unless it leads to what was visited, or above where the
// walk began: either could go round in circles.
func (w *walker) link(path string) {
	stat, err := os.Stat(path)
	real := realPath(path)
	switch {
	case err == nil && w.visited[real]:
	case err == nil && !within(w.top, real):
		w.visited[real] = !stat.IsDir() // directories are marked when they are entered
		w.add(path, stat.Mode())
	case err != nil && isLogName(filepath.Base(path)):
		w.errs = append(w.errs, unreadable(path, err))
	default:
		w.skipped = append(w.skipped, path)
	}
}

// add takes or skips what is at path.
func (w *walker) add(path string, mode fs.FileMode) {
	switch {
	case mode.IsDir():
		w.directory(path)
	case mode.IsRegular() && isLogName(filepath.Base(path)):
		w.files = append(w.files, path)
	default:
		w.skipped = append(w.skipped, path)
	}
}
