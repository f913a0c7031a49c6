package input

import (
	"bufio"
	"compress/bzip2"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
)

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
	if err := passZeros(m.in); err != nil {
		return err
	}
	if b, _ := m.in.Peek(3); !strings.HasPrefix("\x1f\x8b\x08", string(b)) {
		return errTrailing
	}
	return nil
}

// newBzip2 reads the streams of a bzip2 file one after another.
func newBzip2(in *bufio.Reader) io.Reader {
	z := &streams{in: zeroEnded{Reader: in}}
	z.out = bzip2.NewReader(&z.in)
	return z
}

// streams reads bzip2. The decoder takes zeros after the end of a stream, with
// which tapes and some copiers fill up a file, for the start of another one.
type streams struct {
	in  zeroEnded
	out io.Reader
}

func (s *streams) Read(p []byte) (int, error) {
	for {
		n, err := s.out.Read(p)
		switch {
		case err == nil, err == io.EOF:
			return n, err
		case err != errNoStream && s.in.added > 0:
			return n, io.ErrUnexpectedEOF
		case err != errNoStream, s.in.last != 0, s.in.before != 0:
			return n, err
		}
		if err = passZeros(s.in.Reader); err != nil {
			return n, err
		}
		s.out = bzip2.NewReader(&s.in)
		if n > 0 {
			return n, nil
		}
	}
}

// errNoStream is what the decoder says of two bytes that begin no stream, after
// the end of one.
const errNoStream = bzip2.StructuralError("bad magic value in continuation file")

// zeroEnded gives single bytes and remembers the last two. At the end of a file
// whose last byte is zero it gives two more: the decoder asks for two bytes, and
// takes one that is alone for a stream that was cut.
type zeroEnded struct {
	*bufio.Reader
	last, before byte
	read         bool // a byte
	added        int  // zeros
}

func (z *zeroEnded) ReadByte() (byte, error) {
	b, err := z.Reader.ReadByte()
	if err == io.EOF && z.read && z.last == 0 && z.added < 2 {
		z.added, b, err = z.added+1, 0, nil
	}
	if err == nil {
		z.read, z.before, z.last = true, z.last, b
	}
	return b, err
}
