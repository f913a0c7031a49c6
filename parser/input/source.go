// Package input turns the paths of a command line into streams of log text.
//
//	sources, skipped, errs := input.Find(paths, os.Stdin)
//	for _, source := range sources {
//		stream, err := source.Open()
//		…
//		_, err = io.Copy(parser, stream) // decoded text; damage is an *input.Error
//		stream.Close()
//	}
//
// Find knows files, directories, globs, zip archives and "-". Open looks at the
// first bytes, never at the name, takes off any compression and turns UTF-16 and UTF-32
// into UTF-8; everything else goes through byte for byte, so that a log in an
// old code page, or with blocks of NUL after a crash, is read as it is.
//
// A stream never ends quietly before its text does: what can be decoded of a
// damaged archive is returned, and then an [*Error] that names the source.
//
// The bytes of a plain file go from the system straight into the buffer of the
// caller; only the first few that were looked at are kept aside. That reads
// about 14 GB/s from the cache of a shared machine, where gzip gives 0.4 and zstd 1.
// Mapping files would gain little on top, and a log that is cut while it is
// mapped kills the process. The index of a zip archive is at its end: one that
// comes through a pipe or in another archive is copied first, to memory or to a
// temporary file without a name.
//
// A file that is cut, overwritten or replaced between Find and the last byte
// that is read of it is told as [ErrChanged].
package input

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
)

// Stdin is the name of the source that reads standard input.
const Stdin = "stdin"

// Source is one log: a file, an entry of a zip archive, or standard input. It
// holds nothing open and may be copied. The zero Source cannot be opened.
type Source struct {
	// Name is the path as found, "archive.zip/entry" for an entry, or Stdin.
	Name string
	// Size is the number of bytes to read for all of it, as stored, so the
	// compressed size where it is compressed; -1 if unknown. A log that is
	// being written may turn out longer.
	Size int64

	from  origin
	until context.Context // nil for no end
}

// origin is where the bytes of a source come from.
type origin interface {
	// open starts at the first byte, for a stream that counts the bytes read of
	// Source.Size.
	open(name string, s *Stream) (opened, error)
	// again says whether open may be called more than once.
	again() bool
	// stat describes the file that holds the bytes, an archive for its entries.
	stat() (fs.FileInfo, error)
}

// opened is an origin that is open.
type opened struct {
	bytes    io.Reader // as stored, counted
	unpacked bool      // they come out of an archive already
	file     *pass     // that they come from, nil where it is no regular file
	pipe     *os.File  // that they come from, nil where it is none
	closer   io.Closer
}

// From returns a source that reads r, once, and does not close it. The size is
// unknown.
func From(name string, r io.Reader) Source {
	return Source{Name: name, Size: -1, from: &once{r: r}}
}

// Repeatable says whether Open may be called more than once, also at the same
// time, and starts from the beginning each time. Pipes and devices cannot.
func (s Source) Repeatable() bool { return s.from != nil && s.from.again() }

// IsIn says whether the source is read from a file, by whatever name, case or link it
// was found; an entry is in its archive.
func (s Source) IsIn(file fs.FileInfo) bool {
	if s.from == nil {
		return false
	}
	stat, err := s.from.stat()
	return err == nil && os.SameFile(stat, file)
}

// Open opens the source, looks at its first bytes and decodes it. An error is
// an [*Error]: the source cannot be opened, is not text, or, as [ErrChanged]
// says, is no longer the file that Find found or an earlier Open opened.
// Damage that comes later is told by Read of the stream, after the text before it.
func (s Source) Open() (*Stream, error) { return s.OpenWithin(context.Background(), nil) }

// OpenWithin is Open with a bound on memory. Opening and reading wait for room in
// the budget, or until ctx ends, which is an error.
func (s Source) OpenWithin(ctx context.Context, b *Budget) (*Stream, error) {
	if s.from == nil {
		return nil, &Error{Source: s.Name, Expected: "a source that Find returned", Found: "an empty one"}
	}
	if strings.EqualFold(filepath.Ext(s.Name), ".ibl") {
		return nil, notText(s.Name, "a central binary log of IIS",
			"convert it with Log Parser (-i:BIN -o:W3C)")
	}
	stream := &Stream{share: share{ctx: ctx, budget: b}}
	from, err := s.begin(stream)
	if err != nil {
		stream.share.giveBack(stream.share.held)
		return nil, unreadable(s.Name, err)
	}
	stream.from = from
	if stream.text, err = stream.decode(s.Name, from.bytes, 0); err != nil {
		_ = stream.Close()
		return nil, err
	}
	return stream, nil
}

// special is a FIFO or device that is opened by its path.
type special struct{ path string }

func (d special) again() bool { return false }

func (d special) stat() (fs.FileInfo, error) { return os.Stat(d.path) }

func (d special) open(name string, s *Stream) (opened, error) {
	file, err := openShared(d.path)
	if err != nil {
		return opened{}, err
	}
	widenPipe(file)
	return opened{bytes: bytesOf(name, file, &s.count), pipe: file, closer: file}, nil
}

// once is a reader of somebody else, which can be read through one time.
type once struct {
	r    io.Reader
	used atomic.Bool
}

func (o *once) again() bool { return false }

func (o *once) stat() (fs.FileInfo, error) {
	if file, ok := o.r.(*os.File); ok {
		return file.Stat()
	}
	return nil, fs.ErrNotExist
}

func (o *once) open(name string, s *Stream) (opened, error) {
	if o.used.Swap(true) {
		return opened{}, &Error{Source: name, Expected: "a stream that is read once", Found: "that it was read before"}
	}
	file, isFile := o.r.(*os.File)
	if isFile {
		widenPipe(file)
	}
	return opened{bytes: bytesOf(name, o.r, &s.count), pipe: file, closer: io.NopCloser(nil)}, nil
}
