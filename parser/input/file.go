package input

import (
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"sync"
)

// storedFile is a regular file that is open.
type storedFile interface {
	io.ReaderAt
	io.Closer
	Stat() (fs.FileInfo, error)
}

// disk is a regular file that is opened by its path.
type disk struct {
	path string
	seen sighting
}

func newDisk(path string, stat fs.FileInfo) *disk {
	return &disk{path: path, seen: sighting{size: stat.Size()}}
}

func (d *disk) again() bool { return true }

func (d *disk) stat() (fs.FileInfo, error) { return os.Stat(d.path) }

func (d *disk) open(name string, s *Stream) (opened, error) {
	file, err := openShared(d.path)
	if err != nil {
		return opened{}, err
	}
	if err = d.seen.meet(file, 0); err != nil {
		_ = file.Close()
		return opened{}, err
	}
	return newPass(name, file, &d.seen, 0, s, file), nil
}

// redirected is standard input that is a regular file: it can be read like one,
// and as often, from where it stood at the start.
type redirected struct {
	file  storedFile
	start int64
	seen  sighting
}

func (r *redirected) again() bool { return true }

func (r *redirected) stat() (fs.FileInfo, error) { return r.file.Stat() }

func (r *redirected) open(name string, s *Stream) (opened, error) {
	if err := r.seen.meet(r.file, r.start); err != nil {
		return opened{}, err
	}
	return newPass(name, r.file, &r.seen, r.start, s, io.NopCloser(nil)), nil
}

// pass reads a regular file once, from start to end.
type pass struct {
	file      storedFile
	seen      *sighting
	start, at int64
}

func newPass(name string, file storedFile, seen *sighting, start int64, s *Stream, closer io.Closer) opened {
	p := &pass{file: file, seen: seen, start: start, at: start}
	return opened{bytes: bytesOf(name, p, &s.count), file: p, closer: closer}
}

// Read ends with io.EOF only where all that the file was seen to have was read.
func (p *pass) Read(b []byte) (int, error) {
	n, err := p.file.ReadAt(b, p.at)
	p.at += int64(n)
	if err == io.EOF {
		err = p.seen.end(p.file, p.start, p.at)
	}
	return n, err
}

// sighting is what was seen of a file when it was opened and read: enough to
// notice later that it was cut, overwritten, or is another one of that name. A
// log that grew is the same file. A change that keeps the size and the first
// bytes of a file in its place is not noticed.
type sighting struct {
	mu   sync.Mutex
	info fs.FileInfo // when it was opened first; nil before
	size int64       // the most that it was seen to have, in bytes
	head headSum
}

// headSum is a sum over the first bytes of what is read.
type headSum struct {
	seed   maphash.Seed
	length int // bytes that it is taken over
	sum    uint64
}

// headLength is how many bytes a headSum is taken over, where there are as many.
// IIS writes the time into the first lines of each file.
const headLength = 1024

// meet looks at a file that was opened, and holds it against the file that was
// opened first. What is read of it begins at start.
func (s *sighting) meet(file storedFile, start int64) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.info == nil {
		if info.Size() < s.size {
			return shorter(s.size, info.Size())
		}
		s.info, s.size = info, info.Size()
		s.head, err = sumHead(file, start, info.Size())
		return err
	}
	if info.Size() < s.size {
		return shorter(s.size, info.Size())
	}
	if !os.SameFile(s.info, info) && !(info.Size() == s.info.Size() && info.ModTime().Equal(s.info.ModTime())) {
		return &changed{"the file that was read before", "another one of that name"}
	}
	return s.sameHead(file, start)
}

// known returns the most bytes that the file was seen to have.
func (s *sighting) known() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.size
}

// end is called where a file ends for its reader, at a place counted from its
// start. It returns io.EOF if the file is still the one that was opened.
func (s *sighting) end(file storedFile, start, at int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at < s.size {
		return shorter(s.size, at)
	}
	s.size = at
	if err := s.sameHead(file, start); err != nil {
		return err
	}
	return io.EOF
}

// sameHead reads the first bytes again: a log that was cut to nothing may be as
// long as before by now.
func (s *sighting) sameHead(file storedFile, start int64) error {
	head := make([]byte, s.head.length)
	n, err := file.ReadAt(head, start)
	switch {
	case err != nil && err != io.EOF:
		return err
	case n < len(head):
		return shorter(s.size, start+int64(n))
	case n > 0 && maphash.Bytes(s.head.seed, head) != s.head.sum:
		return &changed{"the file to begin as it did when it was opened", "other bytes, so it was overwritten or cut meanwhile"}
	}
	return nil
}

func sumHead(file storedFile, start, size int64) (headSum, error) {
	head := make([]byte, max(0, min(headLength, size-start)))
	n, err := file.ReadAt(head, start)
	if err != nil && err != io.EOF {
		return headSum{}, err
	}
	h := headSum{seed: maphash.MakeSeed(), length: n}
	h.sum = maphash.Bytes(h.seed, head[:n])
	return h, nil
}
