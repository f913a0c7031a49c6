package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// write writes a result to standard output, or to the file of --output: whole or
// not at all.
func (a *app) write(s *settings, render func(io.Writer) error) error {
	file := s.output
	if file == "" {
		out := bufio.NewWriter(a.stdout)
		err := render(out)
		if err == nil {
			if err = out.Flush(); err != nil {
				err = fmt.Errorf("standard output: expected to write the report: %w", err)
			}
		}
		if a.unread = isClosedPipe(err); a.unread || err == nil { // head has what it wants
			return nil
		}
		return &failure{exitPartial, err}
	}
	if s.mkdir {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return &failure{exitPartial, fmt.Errorf("--mkdir: expected to create the directory of %s: %w", file, err)}
		}
	}
	if err := writeFile(file, render); err != nil {
		return &failure{exitPartial, fmt.Errorf("--output %s: expected to write the report, nothing was written: %w", file, err)}
	}
	return nil
}

// writeFile writes beside the file first, so that nobody ever sees half of it. A
// link leads to the file; what is no file, such as a device or a pipe, stays what
// it is and is written to.
func writeFile(file string, render func(io.Writer) error) error {
	if target, err := filepath.EvalSymlinks(file); err == nil {
		file = target
	}
	if stat, err := os.Stat(file); err == nil && !stat.Mode().IsRegular() && !stat.IsDir() {
		return writeInto(file, render)
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".iiswhy-*")
	if err != nil {
		return err
	}
	err = fill(f, render)
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// writeInto writes to a device or a pipe.
func writeInto(file string, render func(io.Writer) error) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(f)
	err = render(out)
	if err == nil {
		err = out.Flush()
	}
	return errors.Join(err, f.Close())
}

// fill writes and closes a file that was made for one user alone, and opens it
// to all, as other files are.
func fill(f *os.File, render func(io.Writer) error) error {
	out := bufio.NewWriter(f)
	err := render(out)
	if err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = f.Chmod(0o644)
	}
	return errors.Join(err, f.Close())
}
