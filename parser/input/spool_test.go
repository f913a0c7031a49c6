package input

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// temporaryIn makes a directory that temporary files are made in.
func temporaryIn(t *testing.T) string {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	return dir
}

// TestSpool copies what fits in memory and what does not, and holds that nothing of
// it can be found on the disk.
func TestSpool(t *testing.T) {
	dir := temporaryIn(t)
	for _, size := range []int{0, 1, inMemory - 1, inMemory, inMemory + 1, 3*inMemory + 7} {
		text := strings.Repeat("0123456789", size/10+1)[:size]
		s := new(spool)
		require.NoError(t, s.fill(strings.NewReader(text), unlimited))
		assert.Equal(t, int64(size), s.size)
		assert.Equal(t, size >= inMemory, s.file != nil, size)
		got, err := io.ReadAll(io.NewSectionReader(s, 0, s.size))
		require.NoError(t, err)
		assert.True(t, text == string(got), size)
		if !onWindows {
			left, err := os.ReadDir(dir)
			require.NoError(t, err)
			assert.Empty(t, left)
		}
		s.close()
	}
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestSpoolLimit(t *testing.T) {
	temporaryIn(t)
	s := new(spool)
	defer s.close()
	assert.NoError(t, s.fill(bytes.NewReader(make([]byte, 2*inMemory)), 2*inMemory))
	t2 := new(spool)
	defer t2.close()
	assert.Equal(t, errCopy, t2.fill(bytes.NewReader(make([]byte, 2*inMemory+1)), 2*inMemory))
	assert.EqualError(t, damaged("t", "a zip archive", errCopy),
		"t: expected a zip archive of at most 1024 MiB in another one, found a larger one; unpack it first")
}

// TestSpoolFaults holds that a reader that fails and a disk without room are told
// apart.
func TestSpoolFaults(t *testing.T) {
	broken := errors.New("the line is cut")
	large := zipSized("a.log", strings.Repeat("x\n", inMemory))
	_, err := readAll(From("t", io.MultiReader(strings.NewReader(large[:len(large)-9]), iotest.ErrReader(broken))))
	assert.ErrorIs(t, err, broken)
	assert.EqualError(t, err, "t: expected a file or directory that can be read, found the line is cut")

	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
	t.Setenv("TMP", filepath.Join(t.TempDir(), "none"))
	_, err = readAll(ofString(large))
	assert.ErrorContains(t, err, "t: expected room in "+os.TempDir()+" for a copy of the zip archive, found ")
	assert.ErrorIs(t, err, os.ErrNotExist)
}

// TestZipCopiesAreClosed reads archives in an archive, to the end and not.
func TestZipCopiesAreClosed(t *testing.T) {
	temporaryIn(t)
	large := strings.Repeat("#Fields: a\n", inMemory/4)
	inner := zipSized("a.log", large)
	outer := zipOf("1.zip", inner, "2.zip", inner, "3.log", "end\n")
	stream, err := ofString(outer).Open()
	require.NoError(t, err)
	_, err = io.CopyN(io.Discard, stream, 1000)
	require.NoError(t, err)
	assert.Len(t, stream.copies, 2)
	inside := stream.copies[1]
	require.NotNil(t, inside.file)
	_, err = io.CopyN(io.Discard, stream, int64(len(large)))
	require.NoError(t, err)
	assert.Len(t, stream.copies, 2, "of the second, no longer of the first")
	assert.ErrorIs(t, inside.file.Close(), os.ErrClosed)
	inside = stream.copies[1]
	require.NoError(t, stream.Close())
	assert.ErrorIs(t, inside.file.Close(), os.ErrClosed)

	got, err := readAll(ofString(outer))
	require.NoError(t, err)
	assert.Equal(t, 2*len(large)+4, len(got))
}

// TestZipSkips holds that a piped archive is read as a file is: its logs in natural
// order, the others told.
func TestZipSkips(t *testing.T) {
	stored := zipOf("u_ex10.log", "ten\n", "web.config", "<x/>", "u_ex9.log", "nine\n", "__MACOSX/._u_ex9.log", "?")
	text, skipped, err := readSkipping(ofString(stored))
	require.NoError(t, err)
	assert.Equal(t, "nine\nten\n", text)
	assert.Equal(t, []string{"t/__MACOSX/._u_ex9.log", "t/web.config"}, skipped)
}

// TestZipBombs holds that what an archive may ask of memory and disk is bounded.
func TestZipBombs(t *testing.T) {
	temporaryIn(t)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	extra := make([]byte, 60000)
	for range maxIndex/len(extra) + 1 {
		_, err := w.CreateRaw(&zip.FileHeader{Name: "a.log", Extra: extra})
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	const want = "expected a zip archive with an index of at most 16 MiB, found a larger one; unpack it first"
	_, err := readAll(ofString(b.String()))
	assert.EqualError(t, err, "t: "+want)
	path := filepath.Join(t.TempDir(), "x.zip")
	write(t, path, b.String())
	_, _, errs := Find([]string{path}, nil)
	require.Len(t, errs, 1)
	assert.EqualError(t, errs[0], path+": "+want)
}

// TestManyEntries holds what a source costs in memory: of an archive, of a
// directory.
func TestManyEntries(t *testing.T) {
	const n = 20000
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range n {
		_, err := w.CreateRaw(&zip.FileHeader{Name: "logs/W3SVC1/u_ex" + strings.Repeat("0", i%3) + "1.log", Extra: make([]byte, 36)})
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	path := filepath.Join(t.TempDir(), "x.zip")
	write(t, path, b.String())
	var sources []Source
	grown := heapGrowth(func() { sources, _, _ = Find([]string{path}, nil) })
	require.Len(t, sources, n)
	t.Log(grown/n, "bytes for an entry")
	assert.Less(t, grown/n, int64(700), "bytes for an entry")
}

// TestManyFiles is the same for files, found and read once each.
func TestManyFiles(t *testing.T) {
	const n = 5000
	dir := t.TempDir()
	for i := range n {
		write(t, filepath.Join(dir, fmt.Sprintf("x%05d.log", i)), header)
	}
	var sources []Source
	grown := heapGrowth(func() {
		sources, _, _ = Find([]string{dir}, nil)
		for _, s := range sources {
			if _, err := readAll(s); err != nil {
				t.Error(err)
			}
		}
	})
	require.Len(t, sources, n)
	t.Log(grown/n, "bytes for a file")
	assert.Less(t, grown/n, int64(1200), "bytes for a file")
}

// heapGrowth returns by how many bytes the heap is larger after f.
func heapGrowth(f func()) int64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f()
	runtime.GC()
	runtime.ReadMemStats(&after)
	return int64(after.HeapAlloc) - int64(before.HeapAlloc)
}
