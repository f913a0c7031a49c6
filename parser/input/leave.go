package input

import (
	"context"
	"errors"
	"io"
	"sync"
)

// ErrLeft is what Leave found in the place of a result.
const ErrLeft = fault("an interrupt")

// Leave does what may wait for ever, such as reading a pipe that nobody writes to, until
// ctx ends. Then it returns [ErrLeft], and what comes of it is dropped.
func Leave[T any](ctx context.Context, do func() (T, error)) (T, error) {
	type done struct {
		value T
		err   error
	}
	var nothing T
	if ctx.Err() != nil {
		return nothing, ErrLeft
	}
	result := make(chan done, 1)
	go func() {
		value, err := do()
		result <- done{value, err}
	}()
	select {
	case d := <-result:
		return d.value, d.err
	case <-ctx.Done():
		return nothing, ErrLeft
	}
}

// Until returns the source such that its text ends when ctx does, with an [*Error] behind
// which is the cause of that. What keeps it waiting then, such as a silent pipe, is left
// behind.
func (s Source) Until(ctx context.Context) Source {
	s.until = ctx
	return s
}

// begin opens the origin of the source.
func (s Source) begin(stream *Stream) (opened, error) {
	if s.until == nil {
		return s.from.open(s.Name, stream)
	}
	from, err := Leave(s.until, func() (opened, error) { return s.from.open(s.Name, stream) })
	if err != nil {
		return opened{}, s.ended(err)
	}
	from.bytes = &guard{r: &leaving{s.until, from.bytes}, tell: s.ended}
	return from, nil
}

// ended says that an interrupt ended the text, unless something else did.
func (s Source) ended(err error) *Error {
	if errors.Is(err, ErrLeft) {
		return &Error{Source: s.Name, Expected: "time to read it to its end", Found: "an interrupt", Err: context.Cause(s.until)}
	}
	return unreadable(s.Name, err)
}

// leaving reads until ctx ends, into another buffer: nobody knows when a read that was left
// behind comes back, and that one keeps it.
type leaving struct {
	ctx context.Context
	r   io.Reader
}

// leftBuffers are used again by the next read, of any source: there may be tens of
// thousands of small ones.
var leftBuffers = sync.Pool{New: func() any { return new([ahead]byte) }}

func (l *leaving) Read(p []byte) (int, error) {
	room := leftBuffers.Get().(*[ahead]byte)
	buf := room[:min(len(p), len(room))]
	n, err := Leave(l.ctx, func() (int, error) { return l.r.Read(buf) })
	n = copy(p, buf[:n])
	if !errors.Is(err, ErrLeft) {
		leftBuffers.Put(room)
	}
	return n, err
}
