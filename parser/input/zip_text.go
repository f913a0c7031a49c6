package input

import (
	"archive/zip"
	"io"
	"strings"
	"sync/atomic"
)

// zipText reads the logs of a zip archive one after the other as one text. It is
// for an archive that Find could not look into: one that comes through a pipe or
// in another archive, or has the name of a log. An entry that ends without a line
// feed gets one before the next. An entry at fault is told at the end of all; the
// others are read.
type zipText struct {
	stream  *Stream
	name    string    // of the archive
	depth   int       // layers of compression around an entry
	archive io.Reader // nil once its index was read

	left  []*zip.File
	text  io.Reader // of the entry being read, nil between entries
	keep  int       // copies that the stream held before it
	last  byte      // of the text so far, 0 before it
	fault error     // the first one
}

func (z *zipText) Read(p []byte) (int, error) {
	if z.archive != nil {
		z.note(z.begin())
	}
	for z.text != nil || len(z.left) > 0 {
		if z.text == nil {
			z.enter()
		}
		n, err := z.text.Read(p)
		if n > 0 {
			z.last = p[n-1]
		}
		if err != nil {
			z.note(err)
			z.text = nil
			z.stream.closeCopies(z.keep)
		}
		if n > 0 || len(p) == 0 {
			return n, nil
		}
	}
	if z.fault != nil {
		return 0, z.fault
	}
	return 0, io.EOF
}

// note keeps the first fault for the end.
func (z *zipText) note(err error) {
	if z.fault == nil && err != nil && err != io.EOF {
		z.fault = err
	}
}

// begin reads the index and divides the entries by their names.
func (z *zipText) begin() error {
	stored, size, err := z.stored()
	z.archive = nil
	if err != nil {
		return err
	}
	entries, err := readIndex(stored, size)
	switch {
	case err != nil:
		return damaged(z.name, "a zip archive", err)
	case len(entries) == 0:
		return emptyZip(z.name)
	}
	logs, others := logsAmong(entries)
	z.left = logs
	for _, e := range others {
		z.stream.passed = append(z.stream.passed, entryName(z.name, e.Name))
	}
	return nil
}

// stored returns the archive where any place of it can be read: the file itself,
// or a copy.
func (z *zipText) stored() (io.ReaderAt, int64, error) {
	if p := z.stream.from.file; p != nil && z.depth == 1 {
		size := p.seen.known() - p.start
		return &tallyAt{io.NewSectionReader(p.file, p.start, size), &z.stream.count}, size, nil
	}
	limit := int64(maxCopy)
	if z.depth == 1 && !z.stream.from.unpacked {
		limit = unlimited // as much as the user sends through a pipe
	}
	c := new(spool)
	z.stream.copies = append(z.stream.copies, c)
	err := c.fill(z.archive, limit)
	if err == errCopy {
		err = damaged(z.name, "a zip archive", err)
	} else if err != nil {
		err = unreadable(z.name, err)
	}
	return c, c.size, err
}

// enter begins the next entry.
func (z *zipText) enter() {
	e := z.left[0]
	z.left, z.keep = z.left[1:], len(z.stream.copies)
	name := entryName(z.name, e.Name)
	unpacked, err := z.stream.unzip(e, name, new(atomic.Int64)) // counted as the archive was
	if err == nil {
		unpacked, err = z.stream.decode(name, unpacked, z.depth)
	}
	switch {
	case err != nil:
		z.text = failed{err}
	case z.last != 0 && z.last != '\n':
		z.text = io.MultiReader(strings.NewReader("\n"), unpacked)
	default:
		z.text = unpacked
	}
}

// tallyAt counts the bytes that are read.
type tallyAt struct {
	io.ReaderAt
	count *atomic.Int64
}

func (t *tallyAt) ReadAt(p []byte, offset int64) (int, error) {
	n, err := t.ReaderAt.ReadAt(p, offset)
	t.count.Add(int64(n))
	return n, err
}
