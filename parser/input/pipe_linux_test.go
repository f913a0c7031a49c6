package input

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestWidenPipe(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	if _, err := unix.FcntlInt(w.Fd(), unix.F_SETPIPE_SZ, 1<<20); err != nil {
		t.Skip("pipes may not grow here: ", err)
	}
	_, err = unix.FcntlInt(w.Fd(), unix.F_SETPIPE_SZ, 1<<16)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	stream, err := From("t", r).Open()
	require.NoError(t, err)
	defer stream.Close()
	size, err := unix.FcntlInt(r.Fd(), unix.F_GETPIPE_SZ, 0)
	require.NoError(t, err)
	assert.Equal(t, 1<<20, size)

	file, err := os.Create(filepath.Join(t.TempDir(), "x"))
	require.NoError(t, err)
	defer file.Close()
	widenPipe(file) // no pipe: nothing happens
}

// TestFIFO reads a FIFO by its name, and holds that Find does not wait for it
// and that a directory passes over it.
func TestFIFO(t *testing.T) {
	dir := plant(t, "a.log")
	path := filepath.Join(dir, "fifo.log")
	require.NoError(t, unix.Mkfifo(path, 0o600))
	sources, skipped, errs := Find([]string{dir}, nil)
	require.Empty(t, errs)
	assert.Equal(t, []string{"a.log"}, below(dir, names(sources)))
	assert.Equal(t, []string{"fifo.log"}, below(dir, skipped))

	for _, stored := range []string{header, gz(header), zipOf("a.log", header)} {
		sources, _, errs = Find([]string{path}, nil)
		require.Empty(t, errs)
		require.Len(t, sources, 1)
		assert.Equal(t, int64(-1), sources[0].Size)
		assert.False(t, sources[0].Repeatable())
		go func() {
			w, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err == nil {
				_, _ = io.WriteString(w, stored)
				_ = w.Close()
			}
		}()
		got, err := readAll(sources[0])
		require.NoError(t, err)
		assert.Equal(t, header, got)
	}
}

func TestDevice(t *testing.T) {
	sources, _, errs := Find([]string{os.DevNull}, nil)
	require.Empty(t, errs)
	require.Len(t, sources, 1)
	assert.Equal(t, int64(-1), sources[0].Size)
	got, err := readAll(sources[0])
	require.NoError(t, err)
	assert.Empty(t, got)
}

func TestIdle(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	_, err = io.WriteString(w, strings.Repeat(header, 4)) // enough to know text by
	require.NoError(t, err)
	stream, err := From("t", r).Open()
	require.NoError(t, err)
	defer stream.Close()
	assert.True(t, stream.Idle(), "what was written is read, the writer is silent")
	_, err = io.WriteString(w, "2024")
	require.NoError(t, err)
	assert.False(t, stream.Idle(), "there is more")
	_, err = r.Read(make([]byte, 4))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	assert.False(t, stream.Idle(), "the end is no waiting")

	sources, _, errs := Find([]string{filepath.Join(plant(t, "a.log"), "a.log")}, nil)
	require.Empty(t, errs)
	file, err := sources[0].Open()
	require.NoError(t, err)
	defer file.Close()
	assert.False(t, file.Idle(), "a file does not keep waiting")
}
