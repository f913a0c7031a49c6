package input

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"io"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

const (
	// maxDepth is how many layers of compression are taken off: a .gz in a
	// .zip in a .gz, and no further, lest a file that unpacks to itself never
	// ends.
	maxDepth = 4
	// maxWindow bounds what a zstd frame may ask of memory, in bytes. It is
	// what the zstd command allows by default.
	maxWindow = 128 << 20
	// ahead is how much compressed input is read at a time, in bytes. On a
	// local disk 4, 64 and 256 KiB measured alike; 64 asks a network share
	// sixteen times less often than the 4 that decoders choose by themselves.
	ahead = 64 << 10
)

// decode returns the text in r: it looks at the first bytes, takes off a layer,
// and looks again. An error is an *Error that says why it is no text; anything
// that fails later, or in a decoder, comes from the reader.
func decode(name string, r io.Reader, depth int) (io.Reader, error) {
	head := make([]byte, sniffed)
	n := readHead(r, head)
	head = head[:n]
	whole := &verbatim{head, r, depth == 0}

	if packed := packing(head); packed != plain {
		if depth == maxDepth {
			return nil, notText(name, "archives in archives, more than "+strconv.Itoa(maxDepth)+" deep", unpackFirst)
		}
		return decode(name, unpacked(name, packed, whole, depth), depth+1)
	}
	switch coded := encoding(head); coded {
	case utf16LE, utf16BE:
		return utf16Text(name, whole, coded), nil
	case utf8BOM:
		return &verbatim{head[3:], r, depth == 0}, nil
	}
	if refused := refusal(name, head); refused != nil {
		return nil, refused
	}
	return whole, nil
}

// unpacked takes one layer of compression off r.
func unpacked(name string, packed kind, r io.Reader, depth int) io.Reader {
	in := bufio.NewReaderSize(r, ahead)
	label := "a gzip archive"
	var out io.Reader
	switch packed {
	case gzipped:
		out = &members{in: in}
	case zstdKind:
		label, out = "a zstd archive", newZstd(in)
	case bzipped:
		label, out = "a bzip2 archive", bzip2.NewReader(in)
	case zipped:
		label, out = "a zip archive", &zipText{in: in, name: name, depth: depth + 1}
	}
	return &guard{r: out, tell: func(err error) *Error { return damaged(name, label, err) }}
}

// newZstd returns a decoder that works in the goroutine of its caller and holds
// nothing that must be closed.
func newZstd(r io.Reader) io.Reader {
	z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return failed{err}
	}
	return frames{z}
}

// frames reads zstd. After an error the decoder still holds the last block that
// it decoded, such as the one before a checksum that is cut off: it is text too.
type frames struct{ out *zstd.Decoder }

func (f frames) Read(p []byte) (int, error) {
	n, err := f.out.Read(p)
	if err == nil || err == io.EOF || n == len(p) {
		return n, err
	}
	more, err := f.out.Read(p[n:])
	return n + more, err
}

// failed is a reader that could not be made.
type failed struct{ err error }

func (f failed) Read([]byte) (int, error) { return 0, f.err }

// members reads the members of a gzip file one after another. The decoder could
// do so by itself, but takes the zeros with which tapes and some copiers fill up
// a file for damage.
type members struct {
	in     *bufio.Reader
	out    *gzip.Reader // nil before the first member
	inside bool         // of a member
}

func (m *members) Read(p []byte) (int, error) {
	for {
		if !m.inside {
			if err := m.next(); err != nil {
				return 0, err
			}
		}
		n, err := m.out.Read(p)
		if err != io.EOF {
			return n, err
		}
		m.inside = false
		if n > 0 {
			return n, nil
		}
	}
}

// next begins the next member. It returns io.EOF if there is none.
func (m *members) next() (err error) {
	if m.out == nil {
		m.out = new(gzip.Reader)
	} else if err = m.between(); err != nil {
		return err
	}
	if err = m.out.Reset(m.in); err == io.EOF {
		return io.ErrUnexpectedEOF
	} else if err != nil {
		return err
	}
	m.out.Multistream(false)
	m.inside = true
	return nil
}

// between passes over zeros and looks whether another member begins there.
func (m *members) between() error {
	for {
		b, err := m.in.Peek(1)
		switch {
		case err != nil:
			return err
		case b[0] == 0:
			_, _ = m.in.Discard(1)
			continue
		}
		b, _ = m.in.Peek(3)
		if !strings.HasPrefix("\x1f\x8b\x08", string(b)) {
			return errTrailing
		}
		return nil
	}
}

// readHead reads the first bytes of r, and returns how many. A line is enough to
// know text by, so that a slow pipe is not waited for longer than that. Errors
// are left to the next read: r is a guard, and will fail again.
func readHead(r io.Reader, head []byte) int {
	n := 0
	for n < len(head) && (n < lineAtLeast || bytes.IndexByte(head[:n], '\n') < 0) {
		got, err := r.Read(head[n:])
		n += got
		if err != nil {
			break
		}
	}
	return n
}

// lineAtLeast is longer than any magic number.
const lineAtLeast = 300
