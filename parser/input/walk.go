package input

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// walker looks through directories for files that are logs by their names, and for
// exports of logs.
type walker struct {
	ctx     context.Context
	files   []string // as found
	skipped []string // the others, in natural order
	errs    []error  // what could not be read

	top     string          // real path of the directory where the walk began
	visited map[fileID]bool // directories, and files once there are links
	links   []string        // looked at last, so that things go by their own names
}

func newWalker(ctx context.Context) *walker { return &walker{ctx: ctx, visited: map[fileID]bool{}} }

// all looks at everything below a directory.
func (w *walker) all(root string) {
	w.top = realPath(root)
	from := len(w.files)
	w.directory(root)
	if len(w.links) > 0 {
		for _, file := range w.files[from:] {
			if stat, err := os.Stat(file); err == nil {
				w.visited[idOf(file, stat)] = true
			}
		}
	}
	for len(w.links) > 0 && w.ctx.Err() == nil {
		link := w.links[0]
		w.links = w.links[1:]
		w.link(link)
	}
	slices.SortFunc(w.skipped, natural)
}

// directory looks at what is in a directory that was not visited.
func (w *walker) directory(path string) {
	stat, err := os.Stat(path)
	if err == nil {
		id := idOf(path, stat)
		if w.visited[id] || w.ctx.Err() != nil {
			return
		}
		w.visited[id] = true
	}
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
	switch {
	case err == nil && w.visited[idOf(path, stat)]:
	case err == nil && !within(w.top, realPath(path)):
		w.visited[idOf(path, stat)] = !stat.IsDir() // directories are marked when they are entered
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
	case mode.IsRegular() && (isLogName(filepath.Base(path)) || isExportName(path) && isExport(path)):
		w.files = append(w.files, path)
	default:
		w.skipped = append(w.skipped, path)
	}
}
