package input

import (
	"errors"
	"io"
	"os"
	"sync/atomic"
)

// Stream is the decoded text of a source.
type Stream struct {
	text   io.Reader
	from   opened
	copies []*spool // of zip archives around the text, the innermost last
	passed []string
	share  share // of memory
	count  atomic.Int64
}

// Read reads decoded text. It ends with io.EOF, at the end that the source has
// when it is reached, or with an [*Error], after all the text that could be had.
// Either is final.
func (s *Stream) Read(p []byte) (int, error) { return s.text.Read(p) }

// Idle reports whether the writer of a pipe keeps its reader waiting just now. It
// waits a moment to know. It is false where the system does not tell.
func (s *Stream) Idle() bool { return s.from.pipe != nil && isIdle(s.from.pipe) }

// Skipped returns the entries, as "archive/entry", that were passed over so far
// because their names are not those of logs. Only a zip archive has some that Find
// could not open: one on a pipe or in another archive. It may be called between
// reads.
func (s *Stream) Skipped() []string { return s.passed }

// Skip passes over n bytes of text, at no cost where SkipsFree says so; other
// sources are read up to there. What is not there is told by it or by Read.
func (s *Stream) Skip(n int64) error {
	if plain := s.plain(); plain != nil {
		head := min(n, int64(len(plain.head)))
		plain.head = plain.head[head:]
		s.from.file.at += n - head
		s.count.Add(n - head)
		return nil
	}
	_, err := io.CopyN(io.Discard, s, n)
	return err
}

// SkipsFree reports whether Skip reads nothing: the text is a file as it is stored.
func (s *Stream) SkipsFree() bool { return s.plain() != nil }

// plain is the text of a file that is stored as it is, nil where it is none.
func (s *Stream) plain() *verbatim {
	if plain, ok := s.text.(*verbatim); ok && plain.stored && s.from.file != nil {
		return plain
	}
	return nil
}

// Plain returns the text of a file that is stored as it is, as long as it is by now, of
// which any part can be read at any time. It is nil for other sources, and asked for before
// the first Read.
func (s *Stream) Plain() *io.SectionReader {
	plain, p := s.plain(), s.from.file
	if plain == nil {
		return nil
	}
	begin := p.at - int64(len(plain.head))
	return io.NewSectionReader(p.file, begin, max(0, p.seen.known()-begin))
}

// Unchanged returns an [*Error], as Read does at the end, where a file is no longer the one
// that was opened: for who leaves it before its end.
func (s *Stream) Unchanged(name string) error {
	p := s.from.file
	if p == nil {
		return nil
	}
	if err := p.seen.meet(p.file, p.start); err != nil {
		return unreadable(name, err)
	}
	return nil
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
// and Skipped say. Standard input stays open.
func (s *Stream) Close() error {
	from := s.from
	s.closeCopies(0)
	s.share.giveBack(s.share.held)
	s.text, s.from = failed{os.ErrClosed}, opened{closer: io.NopCloser(nil)}
	return from.closer.Close()
}

// closeCopies closes the copies of archives beyond the first few.
func (s *Stream) closeCopies(keep int) {
	for _, c := range s.copies[keep:] {
		c.close()
	}
	s.copies = s.copies[:keep]
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
