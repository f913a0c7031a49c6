package input

import (
	"archive/zip"
	"bufio"
	"compress/bzip2"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/flate"
)

// archive is a zip file on disk. It is open while any of its entries is, and
// its entries can be read at the same time.
type archive struct {
	path string

	mu   sync.Mutex // for what follows
	file *os.File   // nil while nobody reads
	used int        // readers
}

// list reads the index. The error is that of the system or of the index.
func (a *archive) list() ([]*zip.File, error) {
	if err := a.acquire(); err != nil {
		return nil, err
	}
	defer a.release()
	stat, err := a.file.Stat()
	if err != nil {
		return nil, err
	}
	index, err := zip.NewReader(a, stat.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // nothing is written by these names
		return nil, err
	}
	return index.File, nil
}

// ReadAt serves the zip files that list returned, between acquire and release.
func (a *archive) ReadAt(p []byte, offset int64) (int, error) {
	a.mu.Lock()
	file := a.file
	a.mu.Unlock()
	if file == nil {
		return 0, os.ErrClosed
	}
	return file.ReadAt(p, offset)
}

func (a *archive) acquire() (err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.used == 0 {
		if a.file, err = openShared(a.path); err != nil {
			return err
		}
	}
	a.used++
	return nil
}

func (a *archive) release() (err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.used--; a.used == 0 {
		err, a.file = a.file.Close(), nil
	}
	return err
}

// entry is a log in a zip file on disk.
type entry struct {
	in   *archive
	file *zip.File
}

func (e entry) again() bool { return true }

func (e entry) open(name string, count *atomic.Int64) (io.Reader, io.Closer, error) {
	if err := e.in.acquire(); err != nil {
		return nil, nil, err
	}
	closer := &leaver{leave: e.in.release}
	tell := func(err error) *Error { return damaged(name, "a zip archive", err) }
	stored, err := e.file.OpenRaw()
	if err != nil {
		_ = closer.Close()
		return nil, nil, tell(err)
	}
	out := &checked{
		r:    inflated(e.file.Method, bytesOf(name, stored, count)),
		size: e.file.UncompressedSize64, sum: e.file.CRC32, known: true,
	}
	return &guard{r: out, tell: tell}, closer, nil
}

// leaver calls leave at the first Close.
type leaver struct {
	once  sync.Once
	leave func() error
}

func (l *leaver) Close() (err error) {
	l.once.Do(func() { err = l.leave() })
	return err
}

// inflated unpacks what was packed by a method of zip. A method that is not
// supported is told by Read.
func inflated(method uint16, r io.Reader) io.Reader {
	switch method {
	case zip.Store:
		return r
	case zip.Deflate:
		return flate.NewReader(buffered(r))
	case 12:
		return bzip2.NewReader(buffered(r))
	case 20, 93: // before and since it had a number of its own
		return newZstd(buffered(r))
	}
	return failed{errMethod(method)}
}

// buffered returns r itself where it can give single bytes: a decoder then
// takes no byte beyond its end.
func buffered(r io.Reader) io.Reader {
	if _, ok := r.(io.ByteReader); ok {
		return r
	}
	return bufio.NewReaderSize(r, ahead)
}

// checked reads an entry and holds it against its size and CRC-32 at the end, if
// these are known.
type checked struct {
	r     io.Reader
	size  uint64
	sum   uint32
	known bool

	read uint64
	crc  uint32
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.read += uint64(n)
	c.crc = crc32.Update(c.crc, crc32.IEEETable, p[:n])
	if err == io.EOF && c.known {
		switch {
		case c.read < c.size:
			err = io.ErrUnexpectedEOF
		case c.read > c.size, c.crc != c.sum:
			err = errChecksum
		}
	}
	return n, err
}

// isLocked says whether an entry with these flags is encrypted.
func isLocked(flags uint16) bool { return flags&1 != 0 }

// isFolder says whether an entry of this name is a directory. Old tools of
// Windows write backslashes.
func isFolder(name string) bool {
	return strings.HasSuffix(name, "/") || strings.HasSuffix(name, `\`)
}

// entryName is the name of the source for an entry.
func entryName(archive, entry string) string {
	return archive + "/" + strings.ToValidUTF8(entry, "\uFFFD")
}
