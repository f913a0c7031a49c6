package input

import (
	"context"
	"io"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// windowed is a frame with a window of 2 to the power of log, and text of n bytes
// without compression.
func windowed(log int, text string) string {
	size := uint32(len(text))<<3 | 1
	return "\x28\xb5\x2f\xfd\x00" + string([]byte{byte(log-10) << 3, byte(size), byte(size >> 8), byte(size >> 16)}) + text
}

// TestBudget reads more large windows side by side than there is room for.
func TestBudget(t *testing.T) {
	const window = 16 << 20
	b := NewBudget(2 * window)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			stream, err := ofString(windowed(24, "a\n")+windowed(24, "b\n")).OpenWithin(t.Context(), b)
			if !assert.NoError(t, err) {
				return
			}
			defer stream.Close()
			b.mu.Lock()
			assert.LessOrEqual(t, b.used, int64(2*window))
			b.mu.Unlock()
			text, err := io.ReadAll(stream)
			assert.NoError(t, err)
			assert.Equal(t, "a\nb\n", string(text))
		})
	}
	all.Wait()
	assert.Zero(t, b.used)
}

// TestBudgetAlone holds that what is larger than all of a budget is read all the
// same, and that layers of one stream do not wait for each other.
func TestBudgetAlone(t *testing.T) {
	b := NewBudget(0)
	stream, err := ofString(windowed(24, windowed(20, windowed(20, "a\n")))).OpenWithin(t.Context(), b)
	require.NoError(t, err)
	text, err := io.ReadAll(stream)
	require.NoError(t, err)
	assert.Equal(t, "a\n", string(text))
	require.NoError(t, stream.Close())
	assert.Zero(t, b.used)
}

// TestBudgetInterrupted holds that waiting ends with its context, and is told.
func TestBudgetInterrupted(t *testing.T) {
	b := NewBudget(0)
	holder, err := ofString(windowed(24, logText(2000))).OpenWithin(t.Context(), b)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	waiting, err := ofString(windowed(24, logText(2000))).OpenWithin(ctx, b)
	require.NoError(t, err)
	_, err = io.ReadAll(waiting)
	assert.EqualError(t, err, "t: expected memory to unpack it, which others use, found an interrupt")
	require.NoError(t, waiting.Close())
	require.NoError(t, holder.Close())
	assert.Zero(t, b.used)
}
