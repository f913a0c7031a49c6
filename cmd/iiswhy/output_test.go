package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func hello(w io.Writer) error {
	_, err := io.WriteString(w, "hello")
	return err
}

// writeThrough writes to what a path leads to.
func writeThrough(t *testing.T, path string) error {
	target, err := linkTarget(path)
	require.NoError(t, err)
	return writeFile(target, hello)
}

// A link stays a link, and a device a device.
func TestWhatIsNoFileStays(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	require.NoError(t, os.WriteFile(file, []byte("old"), 0o600))
	if err := os.Symlink(file, link); err != nil {
		t.Skipf("no links here: %v", err)
	}
	require.NoError(t, writeThrough(t, link))
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, "hello", string(text))
	stat, err := os.Lstat(link)
	require.NoError(t, err)
	assert.NotZero(t, stat.Mode()&os.ModeSymlink)

	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	device := filepath.Join(dir, "device")
	name := "/dev/fd/" + strconv.Itoa(int(w.Fd()))
	if os.Symlink(name, device) != nil {
		t.Skip("no device to write to")
	}
	if _, err := os.Stat(device); err != nil {
		t.Skipf("no device to write to: %v", err)
	}
	require.NoError(t, writeThrough(t, device))
	require.NoError(t, w.Close())
	piped, err := io.ReadAll(r)
	require.NoError(t, err)
	assert.Equal(t, "hello", string(piped))
}

// TestWhoStopsReadingIsNotTold: head has what it wants, and that is no fault.
func TestWhoStopsReadingIsNotTold(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer w.Close()
	require.NoError(t, r.Close())
	for _, command := range []string{"report", "rows"} {
		var complaints bytes.Buffer
		assert.Equal(t, exitDone, run(t.Context(), []string{command, "../../testdata/logs/intranet.log"}, nil, w, &complaints), command)
		assert.Empty(t, complaints.String(), command)
	}
}

// fullDisk takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// TestFullDiskIsToldOnce: what cannot be written cannot be ended either, for the same reason.
func TestFullDiskIsToldOnce(t *testing.T) {
	for _, format := range []string{"text", "csv", "ndjson", "log", "parquet"} {
		var complaints bytes.Buffer
		status := run(t.Context(), []string{"rows", "--full", "--sort", "taken", "-f", format, "../../testdata/logs/intranet.log"}, nil, fullDisk{}, &complaints)
		assert.Equal(t, exitPartial, status, format)
		assert.Equal(t, 1, strings.Count(complaints.String(), "no space left"), "%s: %s", format, &complaints)
	}
}
