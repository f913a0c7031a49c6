package input

import (
	"archive/zip"
	"bufio"
	"compress/bzip2"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/flate"
)

// maxIndex bounds the index of a zip archive, in bytes: some 150,000 entries of
// usual names. In memory an entry takes up to eight times what it takes there.
const maxIndex = 16 << 20

// readIndex returns the entries of an archive in natural order, without folders.
func readIndex(stored io.ReaderAt, size int64) ([]*zip.File, error) {
	limited := &indexLimit{ReaderAt: stored, left: maxIndex}
	index, err := zip.NewReader(limited, size)
	limited.left = -1
	switch {
	case limited.reached:
		return nil, errIndex
	case err != nil && !errors.Is(err, zip.ErrInsecurePath): // nothing is written by these names
		return nil, err
	}
	for _, e := range index.File {
		e.Comment, e.Extra = "", nil // nobody asks for them
	}
	files := slices.DeleteFunc(index.File, func(e *zip.File) bool { return isFolder(e.Name) })
	slices.SortStableFunc(files, func(a, b *zip.File) int { return natural(a.Name, b.Name) })
	return files, nil
}

// indexLimit reads an archive, and while its index is read only so much of it.
type indexLimit struct {
	io.ReaderAt
	left    int64 // bytes; -1 for no limit
	reached bool
}

func (l *indexLimit) ReadAt(p []byte, offset int64) (int, error) {
	if l.left < 0 {
		return l.ReaderAt.ReadAt(p, offset)
	}
	if l.reached = l.reached || int64(len(p)) > l.left; l.reached {
		return 0, errIndex
	}
	l.left -= int64(len(p))
	return l.ReaderAt.ReadAt(p, offset)
}

// logsAmong divides entries by their names as those of a directory, unless none
// has the name of a log: then all are taken.
func logsAmong(entries []*zip.File) (logs, others []*zip.File) {
	for _, e := range entries {
		if isLogName(path.Base(e.Name)) {
			logs = append(logs, e)
		} else {
			others = append(others, e)
		}
	}
	if len(logs) == 0 {
		return others, nil
	}
	return logs, others
}

// unzip unpacks an entry, and holds it against its size and sum. Bytes read are
// added to count.
func (s *Stream) unzip(e *zip.File, name string, count *atomic.Int64) (io.Reader, error) {
	tell := func(err error) *Error { return damaged(name, "a zip archive", err) }
	if isLocked(e.Flags) {
		return nil, tell(errEncrypted)
	}
	stored, err := e.OpenRaw()
	if err != nil {
		return nil, tell(err)
	}
	out := s.inflated(e.Method, bytesOf(name, stored, count), e.CompressedSize64)
	return &guard{r: &checked{r: out, size: e.UncompressedSize64, sum: e.CRC32}, tell: tell}, nil
}

// archive is a zip file on disk. It is open while any of its entries is, and
// its entries can be read at the same time.
type archive struct {
	path string
	seen sighting

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
	return readIndex(a, stat.Size())
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

// acquire opens the file for the first of its readers, if it is the one whose
// index was read.
func (a *archive) acquire() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.used == 0 {
		file, err := openShared(a.path)
		if err != nil {
			return err
		}
		if err = a.seen.meet(file, 0); err != nil {
			_ = file.Close()
			return err
		}
		a.file = file
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

func (e *entry) again() bool { return true }

func (e *entry) stat() (fs.FileInfo, error) { return os.Stat(e.in.path) }

func (e *entry) open(name string, s *Stream) (opened, error) {
	if err := e.in.acquire(); err != nil {
		return opened{}, err
	}
	closer := &leaver{leave: e.in.release}
	text, err := s.unzip(e.file, name, &s.count)
	if err != nil {
		_ = closer.Close()
		return opened{}, err
	}
	return opened{bytes: text, unpacked: true, closer: closer}, nil
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

// inflated unpacks so many bytes that were packed by a method of zip. A method that
// is not supported is told by Read.
func (s *Stream) inflated(method uint16, r io.Reader, size uint64) io.Reader {
	in := bufio.NewReaderSize(r, int(min(size, ahead)))
	switch method {
	case zip.Store:
		return r
	case zip.Deflate:
		return &inflater{out: inflaterFor(in)}
	case 12:
		return bzip2.NewReader(in)
	case 20, 93: // before and since it had a number of its own
		return newZstd(in, &s.share)
	}
	return failed{errMethod(method)}
}

// inflater unpacks Deflate. What it unpacks with is some 40 KiB, and is used again for
// other entries once all was read: an archive may have a hundred thousand.
type inflater struct {
	out io.ReadCloser // nil once all was read
	err error
}

var inflaters sync.Pool

// inflaterFor returns one that was used before, or a new one.
func inflaterFor(in io.Reader) io.ReadCloser {
	if used, ok := inflaters.Get().(io.ReadCloser); ok && used.(flate.Resetter).Reset(in, nil) == nil {
		return used
	}
	return flate.NewReader(in)
}

func (i *inflater) Read(p []byte) (n int, err error) {
	if i.out == nil {
		return 0, i.err
	}
	if n, err = i.out.Read(p); err != nil {
		_ = i.out.(flate.Resetter).Reset(nothing, nil) // lets go of the file
		inflaters.Put(i.out)
		i.out, i.err = nil, err
	}
	return n, err
}

var nothing = bufio.NewReaderSize(strings.NewReader(""), 16)

// checked reads an entry and holds it against its size and CRC-32 at the end.
type checked struct {
	r    io.Reader
	size uint64
	sum  uint32

	read uint64
	crc  uint32
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.read += uint64(n)
	c.crc = crc32.Update(c.crc, crc32.IEEETable, p[:n])
	if err == io.EOF {
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

// emptyZip tells of an archive without entries.
func emptyZip(source string) *Error {
	return &Error{Source: source, Expected: "a zip archive with logs in it", Found: "an empty one"}
}
