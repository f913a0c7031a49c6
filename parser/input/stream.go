package input

import (
	"errors"
	"io"
	"os"
	"sync/atomic"
)

// Stream is the decoded text of a source.
type Stream struct {
	text  io.Reader
	raw   io.Closer
	pipe  *os.File // that the text comes from, nil where it is none
	count atomic.Int64
}

// Read reads decoded text. It ends with io.EOF, at the end that the source has
// when it is reached, or with an [*Error], after all the text that could be had.
// Either is final.
func (s *Stream) Read(p []byte) (int, error) { return s.text.Read(p) }

// Idle reports whether the writer of a pipe keeps its reader waiting just now. It
// waits a moment to know. It is false where the system does not tell.
func (s *Stream) Idle() bool { return s.pipe != nil && isIdle(s.pipe) }

// Skip passes over n bytes of text. In a plain file it costs nothing; other
// sources are read up to there.
func (s *Stream) Skip(n int64) error {
	if plain, ok := s.text.(*verbatim); ok && plain.stored {
		if file, ok := s.raw.(io.Seeker); ok {
			return s.seek(plain, file, n)
		}
	}
	_, err := io.CopyN(io.Discard, s, n)
	return err
}

func (s *Stream) seek(plain *verbatim, file io.Seeker, n int64) error {
	head := min(n, int64(len(plain.head)))
	plain.head = plain.head[head:]
	_, err := file.Seek(n-head, io.SeekCurrent)
	s.count.Add(n - head)
	return err
}

// verbatim is text that goes through as it is, behind the bytes of it that were
// looked at.
type verbatim struct {
	head   []byte
	rest   io.Reader
	stored bool // rest is the file itself, not what a decoder makes of it
}

func (v *verbatim) Read(p []byte) (int, error) {
	if len(v.head) > 0 {
		n := copy(p, v.head)
		v.head = v.head[n:]
		return n, nil
	}
	return v.rest.Read(p)
}

// Close gives back what the stream holds, buffers and all, but for what Consumed
// says. Standard input stays open.
func (s *Stream) Close() error {
	raw := s.raw
	s.text, s.raw, s.pipe = failed{os.ErrClosed}, io.NopCloser(nil), nil
	return raw.Close()
}

// Consumed says how many bytes of Source.Size were read so far, for a progress
// bar. It may be called from any goroutine. Decoders read ahead, by 64 KiB or so.
func (s *Stream) Consumed() int64 { return s.count.Load() }

// tally counts the bytes that pass.
type tally struct {
	r     io.Reader
	count *atomic.Int64
}

func (t tally) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	t.count.Add(int64(n))
	return n, err
}

// guard makes the first failure of a reader final, and tells it as an *Error.
// Each layer has one, so that the layer at fault speaks: errors that already are
// an *Error pass.
type guard struct {
	r    io.Reader
	tell func(error) *Error
	err  error
}

func (g *guard) Read(p []byte) (int, error) {
	if g.err != nil {
		return 0, g.err
	}
	n, err := g.r.Read(p)
	if err != nil {
		g.err = g.final(err)
	}
	return n, g.err
}

// final is apart from Read, which must not allocate.
func (g *guard) final(err error) error {
	var told *Error
	switch {
	case err == io.EOF:
		return err
	case errors.As(err, &told):
		return told
	}
	return g.tell(err)
}

// bytesOf is the lowest layer: stored bytes, counted.
func bytesOf(name string, r io.Reader, count *atomic.Int64) io.Reader {
	return &guard{r: tally{r, count}, tell: func(err error) *Error { return unreadable(name, err) }}
}
