package engine

import (
	"bytes"
	"io"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPartsAreOneStream unpacks parts of many sizes as a single stream, whose sum is held.
func TestPartsAreOneStream(t *testing.T) {
	var parts []packed
	var want []byte
	for size := range 70 {
		text := bytes.Repeat([]byte{byte(size), 'x', byte(7 * size)}, size*size)
		parts, want = append(parts, pack(text, []byte("end"))), append(append(want, text...), "end"...)
		r, err := gzip.NewReader(bytes.NewReader(join(parts)))
		require.NoError(t, err)
		r.Multistream(false)
		got, err := io.ReadAll(r)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	cut := join(parts)
	cut[len(cut)/2] ^= 1
	r, err := gzip.NewReader(bytes.NewReader(cut))
	require.NoError(t, err)
	_, err = io.ReadAll(r)
	assert.Error(t, err, "the sum is one of the content")
}
