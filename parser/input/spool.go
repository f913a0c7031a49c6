package input

import (
	"bytes"
	"errors"
	"io"
	"math"
	"os"
)

const (
	// inMemory is how much of an archive is copied to memory, in bytes; a larger
	// one is copied to a file.
	inMemory = 1 << 20
	// maxCopy bounds the copy of an archive that was itself compressed, in bytes:
	// a few kilobytes can unpack to any size, and would fill the disk.
	maxCopy = 1 << 30

	unlimited = math.MaxInt64
)

// spool is a copy of what can be read only from front to end. Nothing is left of
// it, however the program ends: its file has no name, or on Windows one that goes
// with its handle.
type spool struct {
	size int64
	head []byte   // all of it, where there is no file
	file *os.File // all of it, else nil
}

// fill copies r to its end, or up to a limit.
func (s *spool) fill(r io.Reader, limit int64) error {
	var head bytes.Buffer
	n, err := io.CopyN(&head, r, inMemory)
	s.size, s.head = n, head.Bytes()
	if err == io.EOF {
		return nil
	} else if err != nil {
		return err
	}
	if s.file, err = namelessFile(); err != nil {
		return &temporary{err}
	}
	to := &spoolFile{file: s.file}
	_, _ = to.Write(s.head)
	s.head = nil
	n, err = io.Copy(to, io.LimitReader(r, limit-s.size+1))
	s.size += n
	switch {
	case to.err != nil:
		return &temporary{to.err}
	case err == nil && s.size > limit:
		return errCopy
	}
	return err
}

// ReadAt reads what was copied.
func (s *spool) ReadAt(p []byte, offset int64) (int, error) {
	if s.file != nil {
		return s.file.ReadAt(p, offset)
	}
	return bytes.NewReader(s.head).ReadAt(p, offset)
}

func (s *spool) close() {
	if s.file != nil {
		_ = s.file.Close()
	}
	s.head = nil
}

// spoolFile keeps its own faults apart from those of what is copied.
type spoolFile struct {
	file *os.File
	err  error
}

func (f *spoolFile) Write(p []byte) (int, error) {
	n, err := f.file.Write(p)
	f.err = errors.Join(f.err, err)
	return n, err
}

// temporary is a fault of a temporary file.
type temporary struct{ err error }

func (t *temporary) Error() string { return rootOf(t.err).Error() }

func (t *temporary) Unwrap() error { return t.err }
