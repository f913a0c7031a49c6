package input

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Find expands the paths of a command line into sources, in the order given. A
// path is
//
//   - a file, whatever its name; a zip archive gives a source for each entry;
//   - a directory: the logs in it and below it, by their names: those that hold
//     ".log" and those that end in .gz, .zst, .bz2 or .zip, in any case; and of those
//     that end in .csv, .tsv, .json, .jsonl or .ndjson the exports of logs;
//   - a glob with *, ?, [a-z], [^a-z], {a,b} and ** (any number of directories),
//     where nothing literally has that name; matches are files, whatever their names,
//     or directories; on Windows in any case, and a backslash separates;
//   - "-", which is stdin; an *os.File that is a regular file is read like one.
//
// What comes from one directory, glob or archive is in natural order of its
// path, digits by value. A file that is reached twice, also by links, hard ones
// too (but on Windows), is taken once. Links are followed, except to a directory that was visited or is above.
//
// What is in directories and archives and does not look like a log is listed in
// skipped. Each error is an [*Error] for one path that could not be used; the
// others go on. Nothing is held open, and only regular files are opened, for
// their first bytes, when their names tell no Span, end in .zip or may be exports: years of logs
// are found by their names alone.
func Find(paths []string, stdin io.Reader) (sources []Source, skipped []string, errs []error) {
	return FindContext(context.Background(), paths, stdin)
}

// FindContext is Find until ctx ends: then it returns what was found until then,
// and an error for the path that was not looked through to its end, which says how
// many come after it. A system call that hangs, such as one to a share that is
// gone, is waited for.
func FindContext(ctx context.Context, paths []string, stdin io.Reader) (sources []Source, skipped []string, errs []error) {
	f := &finder{ctx: ctx, stdin: stdin, taken: map[fileID]bool{}}
	for i, path := range paths {
		f.path(path)
		if f.interrupted() {
			f.errs = append(f.errs, interruption(ctx, path, len(paths)-i-1))
			break
		}
	}
	return f.sources, f.passed(), f.errs
}

func interruption(ctx context.Context, path string, more int) *Error {
	e := &Error{Source: path, Expected: "time to look for its files", Found: "an interrupt", Err: context.Cause(ctx)}
	if more > 0 {
		e.Hint = fmt.Sprintf("%d more paths were not looked at", more)
	}
	return e
}

// finder collects what Find returns.
type finder struct {
	ctx     context.Context
	stdin   io.Reader
	sources []Source
	skipped []string
	errs    []error

	taken    map[fileID]bool // files
	input    bool            // "-" was taken
	oddNames bool            // a file was taken whose name a directory would pass over
}

func (f *finder) interrupted() bool { return f.ctx.Err() != nil }

func (f *finder) path(path string) {
	if f.interrupted() {
		return
	}
	if onWindows {
		path = strings.TrimSuffix(path, `"`) // "C:\logs\" arrives with the last quote in it
	}
	if path == "-" {
		f.standardInput()
		return
	}
	stat, err := os.Stat(path)
	switch {
	case err == nil && stat.IsDir():
		f.directory(path)
	case err == nil:
		f.file(path, stat)
	case isGlob(path):
		f.glob(path)
	default:
		f.errs = append(f.errs, unreadable(path, err))
	}
}

func (f *finder) standardInput() {
	if f.input {
		return
	}
	f.input = true
	if f.stdin == nil {
		f.errs = append(f.errs, &Error{Source: Stdin, Expected: "standard input", Found: "none"})
		return
	}
	source := From(Stdin, f.stdin)
	if file, ok := f.stdin.(*os.File); ok {
		if stat, err := file.Stat(); err == nil && stat.Mode().IsRegular() {
			if at, err := file.Seek(0, io.SeekCurrent); err == nil {
				source.Size = max(0, stat.Size()-at)
				source.from = &redirected{file: file, start: at, seen: sighting{size: stat.Size()}}
			}
		}
	}
	f.sources = append(f.sources, source)
}

// file takes a file, unless it was taken before.
func (f *finder) file(path string, stat fs.FileInfo) {
	id := idOf(path, stat)
	if f.taken[id] {
		return
	}
	f.taken[id] = true
	f.oddNames = f.oddNames || !isLogName(filepath.Base(path))
	if !stat.Mode().IsRegular() {
		f.sources = append(f.sources, Source{Name: path, Size: -1, from: special{path}})
		return
	}
	archived, err := isZip(path)
	switch {
	case err != nil:
		f.errs = append(f.errs, unreadable(path, err))
	case archived:
		f.zip(path, stat)
	default:
		f.sources = append(f.sources, Source{Name: path, Size: stat.Size(), from: newDisk(path, stat)})
	}
}

// isZip looks at a regular file, unless its name is that of a log.
func isZip(path string) (bool, error) {
	if !strings.EqualFold(filepath.Ext(path), ".zip") && (Source{Name: path}).Span().Known() {
		return false, nil
	}
	return beginsAsZip(path)
}

// beginsAsZip looks at the first bytes of a regular file.
func beginsAsZip(path string) (bool, error) {
	file, err := openShared(path)
	if err != nil {
		return false, err
	}
	defer file.Close()
	head := make([]byte, 4)
	n, err := io.ReadFull(file, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return packing(head[:n]) == zipped, err
}

// zip takes the entries of an archive.
func (f *finder) zip(name string, stat fs.FileInfo) {
	in := &archive{path: name, seen: sighting{size: stat.Size()}}
	entries, err := in.list()
	switch {
	case errors.Is(err, zip.ErrFormat), errors.Is(err, errIndex):
		f.errs = append(f.errs, damaged(name, "a zip archive", err))
		return
	case err != nil:
		f.errs = append(f.errs, unreadable(name, err))
		return
	case len(entries) == 0:
		f.errs = append(f.errs, emptyZip(name))
		return
	}
	logs, others := logsAmong(entries)
	for _, e := range others {
		f.skipped = append(f.skipped, entryName(name, e.Name))
	}
	for _, e := range logs {
		f.entry(in, e)
	}
}

// entry takes an entry of an archive, unless it is locked.
func (f *finder) entry(in *archive, e *zip.File) {
	name := entryName(in.path, e.Name)
	if isLocked(e.Flags) {
		f.errs = append(f.errs, damaged(name, "a zip archive", errEncrypted))
		return
	}
	e.Name = ""                                // the source has it
	size := max(int64(e.CompressedSize64), -1) // a false one may be huge
	f.sources = append(f.sources, Source{Name: name, Size: size, from: &entry{in, e}})
}

// directory takes the logs in and below a directory.
func (f *finder) directory(path string) {
	files, failed := f.inFolders([]string{path})
	f.files(files)
	if len(files) == 0 && !failed && !f.interrupted() {
		f.errs = append(f.errs, &Error{
			Source:   path,
			Expected: "a directory with logs (*.log*, *.gz, *.zst, *.bz2, *.zip, exports of logs as *.csv or *.json)",
			Found:    "none in it or below it",
			Hint:     "name files of other names themselves, or by a glob such as " + filepath.Join(path, "*"),
		})
	}
}

// inFolders returns the logs below directories, and whether some part of them could
// not be read.
func (f *finder) inFolders(folders []string) (files []string, failed bool) {
	w := newWalker(f.ctx)
	for _, folder := range folders {
		w.all(folder)
	}
	f.skipped = append(f.skipped, w.skipped...)
	f.errs = append(f.errs, w.errs...)
	return w.files, len(w.errs) > 0
}

// files takes files in natural order.
func (f *finder) files(paths []string) {
	slices.SortFunc(paths, natural)
	for _, path := range paths {
		if f.interrupted() {
			return
		}
		if stat, err := os.Stat(path); err != nil {
			f.errs = append(f.errs, unreadable(path, err))
		} else {
			f.file(path, stat)
		}
	}
}

// passed returns the skipped files, each once, without those that were taken
// after all because another path named them.
func (f *finder) passed() []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(f.skipped, func(path string) bool {
		again := seen[path]
		seen[path] = true
		return again || f.oddNames && f.wasTaken(path)
	})
}

func (f *finder) wasTaken(path string) bool {
	stat, err := os.Stat(path)
	return err == nil && f.taken[idOf(path, stat)]
}
