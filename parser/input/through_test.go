package input

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// waiting gives a text, calls then, and gives nothing any more.
type waiting struct {
	text io.Reader
	then func()
}

func (w *waiting) Read(p []byte) (int, error) {
	n, err := w.text.Read(p)
	if err == io.EOF {
		w.then()
		select {}
	}
	return n, err
}

// What came until the interrupt is there, however little it is.
func TestUntil(t *testing.T) {
	for _, text := range []string{"", "a", strings.Repeat("a line\n", 100_000)} {
		ctx, interrupt := context.WithCancel(t.Context())
		stream, err := From("pipe", &waiting{strings.NewReader(text), interrupt}).Until(ctx).Open()
		require.NoError(t, err)
		got, err := io.ReadAll(stream)
		assert.Equal(t, text, string(got))
		assert.ErrorIs(t, err, context.Canceled)
		assert.ErrorContains(t, err, "pipe: expected time to read it to its end, found an interrupt")
		assert.NoError(t, stream.Close())
	}
}

// Through changes the text each time that a source is opened, and its faults stay.
func TestThrough(t *testing.T) {
	louder := func(r io.Reader) (io.Reader, error) {
		text, err := io.ReadAll(r)
		return io.MultiReader(strings.NewReader(strings.ToUpper(string(text))), failed{errors.Join(err, io.EOF)}), nil
	}
	s := From("text", strings.NewReader("a line\n")).Through(louder)
	assert.False(t, s.Repeatable())
	stream, err := s.Open()
	require.NoError(t, err)
	text := make([]byte, 7)
	_, err = io.ReadFull(stream, text)
	require.NoError(t, err)
	assert.Equal(t, "A LINE\n", string(text))
	_, err = s.Open()
	assert.ErrorContains(t, err, "read before")
}

// late is a reader that nobody waits for any more when it writes.
type late struct{ interrupt, write, wrote chan struct{} }

func (l *late) Read(p []byte) (int, error) {
	close(l.interrupt)
	<-l.write
	n := copy(p, strings.Repeat("bad ", len(p)))
	close(l.wrote)
	return n, nil
}

// meanwhile reads a text, and lets another reader write before it returns.
type meanwhile struct {
	text io.Reader
	late *late
}

func (m *meanwhile) Read(p []byte) (int, error) {
	n, err := m.text.Read(p)
	if m.late != nil {
		close(m.late.write)
		<-m.late.wrote
		m.late = nil
	}
	return n, err
}

// A read that was left behind comes back when others read: they get none of it.
func TestUntilLeavesBuffersBehind(t *testing.T) {
	l := &late{make(chan struct{}), make(chan struct{}), make(chan struct{})}
	ctx, interrupt := context.WithCancel(t.Context())
	go func() { <-l.interrupt; interrupt() }()
	_, err := (&leaving{ctx, l}).Read(make([]byte, 100))
	require.ErrorIs(t, err, ErrLeft)

	next := &leaving{t.Context(), &meanwhile{strings.NewReader("a line\nanother\n"), l}}
	got, err := io.ReadAll(next)
	require.NoError(t, err)
	assert.Equal(t, "a line\nanother\n", string(got))
}
