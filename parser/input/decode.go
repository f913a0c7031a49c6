package input

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
)

const (
	// maxDepth is how many layers of compression are taken off: a .gz in a
	// .zip in a .gz, and no further, lest a file that unpacks to itself never
	// ends.
	maxDepth = 4
	// ahead is how much compressed input is read at a time, in bytes. On a
	// local disk 4, 64 and 256 KiB measured alike; 64 asks a network share
	// sixteen times less often than the 4 that decoders choose by themselves.
	ahead = 64 << 10
)

// decode returns the text in r: it looks at the first bytes, takes off a layer,
// and looks again. An error is an *Error that says why it is no text; anything
// that fails later, or in a decoder, comes from the reader.
func (s *Stream) decode(name string, r io.Reader, depth int) (io.Reader, error) {
	head := make([]byte, sniffed)
	n := readHead(r, head)
	head = head[:n]
	whole := &verbatim{head, r, depth == 0}

	if packed := packing(head); packed != plain {
		if depth == maxDepth {
			return nil, notText(name, "archives in archives, more than "+strconv.Itoa(maxDepth)+" deep", unpackFirst)
		}
		return s.decode(name, s.unpacked(name, packed, whole, depth), depth+1)
	}
	switch coded := encoding(head); coded {
	case utf16LE, utf16BE, utf32LE, utf32BE:
		return wideText(name, whole, coded), nil
	case utf8BOM:
		return &verbatim{head[3:], r, depth == 0}, nil
	}
	if refused := refusal(name, head); refused != nil {
		return nil, refused
	}
	return whole, nil
}

// unpacked takes one layer of compression off r.
func (s *Stream) unpacked(name string, packed kind, r io.Reader, depth int) io.Reader {
	if packed == zipped {
		return &zipText{stream: s, name: name, depth: depth + 1, archive: r}
	}
	in := bufio.NewReaderSize(r, s.ahead(depth))
	label := "a gzip archive"
	var out io.Reader
	switch packed {
	case gzipped:
		out = &members{in: in}
	case zstdKind:
		label, out = "a zstd archive", newZstd(in, &s.share)
	case bzipped:
		label, out = "a bzip2 archive", newBzip2(in)
	}
	return &guard{r: out, tell: func(err error) *Error { return damaged(name, label, err) }}
}

// ahead returns how much compressed input to read at a time: not more than a small
// file has.
func (s *Stream) ahead(depth int) int {
	if p := s.from.file; p != nil && depth == 0 {
		return int(min(ahead, max(0, p.seen.known()-p.start)))
	}
	return ahead
}

// failed is a reader that could not be made.
type failed struct{ err error }

func (f failed) Read([]byte) (int, error) { return 0, f.err }

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
