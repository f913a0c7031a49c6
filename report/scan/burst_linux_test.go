package scan

import (
	"context"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/parser/input"
)

// TestBurstBeforeSilence: what a pipe gave at once is counted before it is waited
// for more, so that Ctrl+C behind tail -f shows all of it.
func TestBurstBeforeSilence(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	const rows = 20_000
	text := "#Fields: sc-status\n" + strings.Repeat("200\n", rows)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	o := options(t)
	var told int64
	o.Progress = func(n int64) {
		if told += n; told == int64(len(text)) {
			cancel()
		}
	}
	go func() { _, _ = io.WriteString(w, text) }()
	result := Read(ctx, []input.Source{input.From("pipe", r)}, o)
	assert.EqualValues(t, rows, shownRows(result))
	assert.True(t, result.Interrupted)
}
