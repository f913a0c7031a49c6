package input

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestStdinPipe(t *testing.T) {
	log := logText(3000)
	for name, c := range map[string]struct{ stored, want string }{
		"plain": {log, log}, "gzip": {gz(log), log}, "zstd": {zst(log), log}, "bzip2": {bz2(t), bz2Text},
		"zip": {zipOf("a.log", log, "b.log", log), log + log}, "empty": {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r, w, err := os.Pipe()
			require.NoError(t, err)
			defer r.Close()
			go func() {
				_, _ = io.WriteString(w, c.stored)
				_ = w.Close()
			}()
			sources, skipped, errs := Find([]string{"-", "-"}, r)
			require.Empty(t, errs)
			require.Empty(t, skipped)
			require.Len(t, sources, 1, "read once")
			assert.Equal(t, Stdin, sources[0].Name)
			assert.Equal(t, int64(-1), sources[0].Size)
			assert.False(t, sources[0].Repeatable())
			got, err := readAll(sources[0])
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}

// TestStdinFile reads standard input that is a file, from where it stands.
func TestStdinFile(t *testing.T) {
	log := logText(3000)
	for name, c := range map[string]struct {
		stored, want string
		start        int64
	}{
		"plain": {log, log, 0}, "gzip": {gz(log), log, 0}, "zip": {zipOf("a.log", log, "b.log", log), log + log, 0},
		"in the middle": {log, log[len(header):], int64(len(header))}, "at the end": {log, "", int64(len(log))},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x")
			require.NoError(t, os.WriteFile(path, []byte(c.stored), 0o600))
			file, err := os.Open(path)
			require.NoError(t, err)
			defer file.Close()
			_, err = file.Seek(c.start, io.SeekStart)
			require.NoError(t, err)
			sources, _, errs := Find([]string{"-"}, file)
			require.Empty(t, errs)
			require.Len(t, sources, 1)
			assert.Equal(t, int64(len(c.stored))-c.start, sources[0].Size)
			assert.True(t, sources[0].Repeatable())
			for range 2 {
				got, err := readAll(sources[0])
				require.NoError(t, err)
				assert.Equal(t, c.want, got)
			}
			_, err = file.Stat()
			assert.NoError(t, err, "standard input stays open")
		})
	}
}

func TestStdinOther(t *testing.T) {
	sources, _, errs := Find([]string{"-"}, strings.NewReader("a\n"))
	require.Empty(t, errs)
	got, err := readAll(sources[0])
	require.NoError(t, err)
	assert.Equal(t, "a\n", got)

	sources, _, errs = Find([]string{"-"}, nil)
	assert.Empty(t, sources)
	require.Len(t, errs, 1)
	assert.EqualError(t, errs[0], "stdin: expected standard input, found none")

	dir, err := os.Open(t.TempDir())
	require.NoError(t, err)
	defer dir.Close()
	sources, _, errs = Find([]string{"-"}, dir)
	require.Empty(t, errs)
	_, err = readAll(sources[0])
	assert.ErrorContains(t, err, "stdin: expected ")
}

// TestClosedStream holds that a read after Close is an error, not an end.
func TestClosedStream(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.log"), []byte(logText(1000)), 0o600))
	sources, _, _ := Find([]string{dir}, nil)
	require.Len(t, sources, 1)
	stream, err := sources[0].Open()
	require.NoError(t, err)
	require.NoError(t, stream.Close())
	_, err = io.Copy(io.Discard, stream)
	assert.ErrorIs(t, err, os.ErrClosed)
}
