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
