package scan

import (
	"bufio"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/iiswhy/iiswhy/parser"
)

// keptFile is what all who keep rows share: the layouts of the rows, and the
// temporary file, which is made when somebody needs it.
type keptFile struct {
	mu        sync.Mutex
	dir       string
	file      *tempFile
	size      int64
	err       error       // of writing; the first
	mayGiveUp bool        // rows can be read again
	gaveUp    atomic.Bool // and will be: no more are kept
	layouts   []*parser.Layout
	index     map[string]int
}

func newKeptFile(k *Keep) *keptFile {
	if k == nil {
		return nil
	}
	return &keptFile{dir: k.Dir, index: map[string]int{}}
}

// layout returns the index of a layout. Layouts of the same fields are one.
func (f *keptFile) layout(l *parser.Layout) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := strings.Join(l.Names, " ")
	i, ok := f.index[key]
	if !ok {
		i = len(f.layouts)
		f.index[key] = i
		f.layouts = append(f.layouts, l)
	}
	return i
}

// write writes some rows in their order, and returns where they stand. What failed
// is told when the rows are read.
func (f *keptFile) write(text *keptText, rows []keptAt) keptRun {
	f.mu.Lock()
	defer f.mu.Unlock()
	run := keptRun{from: f.size}
	if f.file == nil && f.err == nil {
		f.file, f.err = createTemp(f.dir, "iiswhy-rows-*")
	}
	if f.err != nil {
		return run
	}
	out := bufio.NewWriterSize(f.file, 1<<20)
	for i := range rows {
		record := text.record(rows[i].at)
		run.size += int64(len(record))
		_, _ = out.Write(record) // the error stays until Flush
	}
	if err := out.Flush(); err != nil {
		f.err = fmt.Errorf("expected to write rows to a temporary file: %w", err)
	}
	f.size += run.size
	return run
}

// close removes the file.
func (f *keptFile) close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	file := f.file
	f.file = nil
	return file.remove()
}
