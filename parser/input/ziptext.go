package input

import (
	"archive/zip"
	"bufio"
	"encoding/binary"
	"io"
	"path"
	"strings"
)

// zipText reads a zip archive from its front, without its index, as one text:
// for pipes, for archives in archives, and for archives whose index is damaged
// or cut off. Its entries follow each other in the order in which they are
// stored; one that ends without a line feed gets one before the next.
//
// An entry begins with a header that may hold its size. If not, the packed bytes
// say themselves where they end, and size and CRC-32 follow in a descriptor. An
// entry that is at fault is told at the end of the whole; the rest is read as
// long as it can be found.
type zipText struct {
	in    *bufio.Reader
	name  string // of the archive
	depth int    // layers of compression around an entry

	now   *local    // entry being read, nil between entries
	text  io.Reader // of it
	seen  bool      // an entry
	last  byte      // of the text so far, 0 before it
	fault error     // the first one
}

// Signatures of the parts of a zip archive.
const (
	signLocal      = "PK\x03\x04" // header of an entry
	signDescriptor = "PK\x07\x08" // size and CRC-32 after an entry
	signIndex      = "PK\x01\x02" // entry of the index
	signSignature  = "PK\x05\x05" // of the index
	signEnd64      = "PK\x06\x06" // end of the index, for large archives
	signLocator    = "PK\x06\x07" // where that is
	signEnd        = "PK\x05\x06" // end of the index
)

func (z *zipText) Read(p []byte) (int, error) {
	for {
		if z.now == nil {
			if err := z.enter(); err != nil {
				return 0, z.end(err)
			}
		}
		n, err := z.text.Read(p)
		if n > 0 {
			z.last = p[n-1]
		}
		if err != nil {
			if err = z.leave(err); err != nil {
				return n, z.end(err)
			}
		}
		if n > 0 || len(p) == 0 {
			return n, nil
		}
	}
}

// note keeps the first fault for the end.
func (z *zipText) note(err error) {
	if z.fault == nil && err != nil && err != io.EOF {
		z.fault = err
	}
}

// end returns the first fault, or io.EOF if there was none.
func (z *zipText) end(err error) error {
	z.note(err)
	if z.fault != nil {
		return z.fault
	}
	return io.EOF
}

// enter begins the next entry. It returns io.EOF after the last.
func (z *zipText) enter() error {
	sign, err := z.signature()
	if err != nil {
		return err
	}
	if sign != signLocal {
		return z.index(sign)
	}
	if z.now, err = readLocal(z.in); err != nil {
		return err
	}
	z.seen = true
	z.text = z.textOf(z.now)
	return nil
}

// textOf decodes an entry. One that is no log by its kind has an empty text.
func (z *zipText) textOf(l *local) io.Reader {
	name := entryName(z.name, l.name)
	l.body = &guard{r: &l.checked, tell: func(err error) *Error { return damaged(name, "a zip archive", err) }}
	if isFolder(l.name) || isAppleDouble(path.Base(l.name)) {
		return strings.NewReader("")
	}
	text, err := decode(name, l.body, z.depth)
	if err != nil {
		return failed{err}
	}
	if z.last != 0 && z.last != '\n' {
		return io.MultiReader(strings.NewReader("\n"), text)
	}
	return text
}

// leave ends an entry whose text ended with err, and goes to the end of its
// bytes. Where that is not known it returns the error that hides it.
func (z *zipText) leave(err error) error {
	z.note(err)
	now := z.now
	z.now, z.text = nil, nil
	_, err = io.Copy(io.Discard, now.body)
	z.note(err)
	if now.limit != nil {
		_, err = io.Copy(io.Discard, now.limit)
		return err
	}
	if err != nil {
		return err
	}
	return z.descriptor(&now.checked)
}

// descriptor reads what follows an entry of unknown size: with a signature or
// without, with sizes of 4 bytes or of 8. The right reading is the one that fits
// the entry, with the next signature after it.
func (z *zipText) descriptor(c *checked) error {
	const longest = 4 + 4 + 8 + 8
	b, err := z.in.Peek(longest + 2)
	for _, width := range []int{4, 8} {
		for _, sign := range []string{signDescriptor, ""} {
			length := len(sign) + 4 + 2*width
			if len(b) < length+2 || string(b[:len(sign)]) != sign || string(b[length:length+2]) != "PK" {
				continue
			}
			sum := binary.LittleEndian.Uint32(b[len(sign):])
			if sum == c.crc && binary.LittleEndian.Uint32(b[length-width:]) == uint32(c.read) {
				_, err = z.in.Discard(length)
				return err
			}
		}
	}
	if err != nil {
		return cut(err)
	}
	return errChecksum
}

// index passes over the index at the end, to see that it is there.
func (z *zipText) index(sign string) error {
	for sign != signEnd {
		size, err := z.indexPart(sign)
		if err == nil {
			_, err = io.CopyN(io.Discard, z.in, size)
		}
		if err == nil {
			sign, err = z.signature()
		}
		if err != nil {
			return cut(err)
		}
	}
	if _, err := io.CopyN(io.Discard, z.in, 18); err != nil {
		return cut(err)
	}
	if !z.seen {
		return emptyZip(z.name)
	}
	return io.EOF
}

// indexPart reads the head of a part of the index and returns how many bytes
// are left of it.
func (z *zipText) indexPart(sign string) (int64, error) {
	switch sign {
	case signIndex:
		b, err := take(z.in, 42)
		if err != nil {
			return 0, err
		}
		return int64(le16(b[24:])) + int64(le16(b[26:])) + int64(le16(b[28:])), nil
	case signSignature:
		b, err := take(z.in, 2)
		if err != nil {
			return 0, err
		}
		return int64(le16(b)), nil
	case signEnd64:
		b, err := take(z.in, 8)
		if err != nil {
			return 0, err
		}
		return int64(binary.LittleEndian.Uint64(b) & (1<<63 - 1)), nil
	case signLocator:
		return 16, nil
	}
	return 0, errStructure
}

func (z *zipText) signature() (string, error) {
	b, err := take(z.in, 4)
	return string(b), err
}

// local is an entry, as its own header tells it.
type local struct {
	name    string
	limit   *io.LimitedReader // its packed bytes, nil if their size is not known
	body    io.Reader         // its unpacked bytes, guarded
	checked                   // what they are checked against
}

// readLocal reads the header of an entry, after the signature.
func readLocal(in *bufio.Reader) (*local, error) {
	h, err := take(in, 26)
	if err != nil {
		return nil, err
	}
	tail, err := take(in, int(le16(h[22:]))+int(le16(h[24:])))
	if err != nil {
		return nil, err
	}
	l := &local{name: string(tail[:le16(h[22:])])}
	l.sum = binary.LittleEndian.Uint32(h[10:])
	packed := uint64(binary.LittleEndian.Uint32(h[14:]))
	l.size = uint64(binary.LittleEndian.Uint32(h[18:]))
	if packed == 1<<32-1 || l.size == 1<<32-1 {
		l.size, packed = largeSizes(tail[len(l.name):], l.size, packed)
	}
	flags, method := le16(h[2:]), le16(h[4:])
	const sizeFollows = 1 << 3
	if l.known = flags&sizeFollows == 0; l.known {
		l.limit = &io.LimitedReader{R: in, N: int64(packed & (1<<63 - 1))}
	}
	l.r = l.unpack(in, flags, method)
	return l, nil
}

// unpack returns the reader of the unpacked bytes.
func (l *local) unpack(in *bufio.Reader, flags, method uint16) io.Reader {
	switch {
	case isLocked(flags):
		return failed{errEncrypted}
	case l.limit != nil:
		return inflated(method, l.limit)
	case method == zip.Deflate:
		return inflated(method, in)
	}
	return failed{fault("an entry without its size, which only the index of a file on disk tells")}
}

// largeSizes finds the sizes of more than 4 GiB in the extra fields of an entry.
func largeSizes(extra []byte, size, packed uint64) (uint64, uint64) {
	for len(extra) >= 4 {
		tag, n := le16(extra), int(le16(extra[2:]))
		if extra = extra[4:]; n > len(extra) {
			break
		}
		if tag == 1 && n >= 16 {
			return binary.LittleEndian.Uint64(extra), binary.LittleEndian.Uint64(extra[8:])
		}
		extra = extra[n:]
	}
	return size, packed
}

// take reads n bytes; fewer are an error.
func take(in *bufio.Reader, n int) ([]byte, error) {
	b := make([]byte, n)
	_, err := io.ReadFull(in, b)
	return b, cut(err)
}

// cut turns an end where more is needed into io.ErrUnexpectedEOF.
func cut(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func le16(b []byte) uint16 { return binary.LittleEndian.Uint16(b) }

// emptyZip tells of an archive without entries.
func emptyZip(source string) *Error {
	return &Error{Source: source, Expected: "a zip archive with logs in it", Found: "an empty one"}
}
