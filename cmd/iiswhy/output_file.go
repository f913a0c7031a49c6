package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"github.com/iiswhy/iiswhy/parser/input"
)

// mostLinks is how many links in a row lead to a file, as systems have it.
const mostLinks = 40

// linkTarget returns the file that a path leads to through links, whether it is there or
// not: to write through a link must not replace the link.
func linkTarget(path string) (string, error) {
	if stat, err := os.Stat(path); err == nil && !stat.Mode().IsRegular() {
		return path, nil // what /dev/stdout leads to may have no name
	}
	for range mostLinks {
		stat, err := os.Lstat(path)
		if err != nil || stat.Mode()&fs.ModeSymlink == 0 {
			return path, nil
		}
		to, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return "", errors.New("found links that lead in a circle")
}

// refuseInputs returns an error when --output names one of the files that are read: the
// report would take its place. paths are those of the command line, of which some may
// lead to no source.
func refuseInputs(output string, paths []string, sources []input.Source) error {
	file, err := os.Stat(output)
	if output == "" || err != nil || !file.Mode().IsRegular() {
		return nil
	}
	refused := func(name string) error {
		return fmt.Errorf("--output %s: expected a file that is not read, found the input %s", output, name)
	}
	for _, path := range paths {
		if stat, err := os.Stat(path); err == nil && os.SameFile(stat, file) {
			return refused(path)
		}
	}
	for _, s := range sources {
		if s.IsIn(file) {
			return refused(s.Name)
		}
	}
	return nil
}

// writeFile writes beside the file first, so that nobody ever sees half of it. What is no
// file, such as a device or a pipe, stays what it is and is written to.
func writeFile(file string, render func(io.Writer) error) error {
	old, err := os.Stat(file)
	if err == nil && !old.Mode().IsRegular() && !old.IsDir() {
		return writeInto(file, render)
	}
	if err = replace(file, old, render); err != nil {
		return fmt.Errorf("nothing was written: %w", err)
	}
	return nil
}

// writeInto writes to a device or a pipe.
func writeInto(file string, render func(io.Writer) error) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if err = errors.Join(render(f), f.Close()); err != nil {
		return fmt.Errorf("it is not whole: %w", err)
	}
	return nil
}

// replace puts a new file in the place of the old one, which is nil where there is none.
func replace(file string, old fs.FileInfo, render func(io.Writer) error) error {
	f, err := createBeside(file, old)
	if err != nil {
		return err
	}
	err = render(f)
	if old != nil { // file systems without owners and modes are written to all the same
		keepOwner(f, old)
		_ = f.Chmod(old.Mode().Perm())
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// createBeside makes a file in the same directory, which no more people may read than
// the old one; without an old one, as many as the umask lets.
func createBeside(file string, old fs.FileInfo) (f *os.File, err error) {
	mode := fs.FileMode(0o666)
	if old != nil {
		mode = old.Mode().Perm()
	}
	for range 100 {
		name := ".iiswhy-" + strconv.FormatUint(rand.Uint64(), 36)
		f, err = os.OpenFile(filepath.Join(filepath.Dir(file), name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return f, err
}
