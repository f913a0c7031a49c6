package input

import (
	"io"
	"io/fs"
)

// Through returns the source with what change makes of its text, each time that it is
// opened. Bytes of it are counted as they come out of change.
func (s Source) Through(change func(io.Reader) (io.Reader, error)) Source {
	inner := s
	s.from, s.until = &through{inner, change}, nil
	return s
}

type through struct {
	source Source
	change func(io.Reader) (io.Reader, error)
}

func (t *through) again() bool { return t.source.Repeatable() }

func (t *through) stat() (fs.FileInfo, error) {
	if t.source.from == nil {
		return nil, fs.ErrNotExist
	}
	return t.source.from.stat()
}

func (t *through) open(name string, s *Stream) (opened, error) {
	inner, err := t.source.OpenWithin(s.share.ctx, s.share.budget)
	if err != nil {
		return opened{}, err
	}
	text, err := t.change(inner)
	if err != nil {
		_ = inner.Close()
		return opened{}, err
	}
	return opened{bytes: bytesOf(name, text, &s.count), closer: inner}, nil
}
