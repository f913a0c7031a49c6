package input

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fakeFile is a file whose text changes when it is told to.
type fakeFile struct {
	text   string
	before func(offset int64) // called before each read
	err    error              // of reads, once text is at its end
	closed bool
}

func (f *fakeFile) ReadAt(p []byte, offset int64) (int, error) {
	if f.before != nil {
		f.before(offset)
	}
	if f.err != nil && offset+int64(len(p)) > int64(len(f.text)) {
		return copy(p, f.text[min(offset, int64(len(f.text))):]), f.err
	}
	return strings.NewReader(f.text).ReadAt(p, offset)
}

func (f *fakeFile) Close() error { f.closed = true; return nil }

func (f *fakeFile) Stat() (fs.FileInfo, error) { return fakeInfo(len(f.text)), nil }

type fakeInfo int64

func (i fakeInfo) Name() string       { return "fake.log" }
func (i fakeInfo) Size() int64        { return int64(i) }
func (i fakeInfo) Mode() fs.FileMode  { return 0 }
func (i fakeInfo) ModTime() time.Time { return time.Time{} }
func (i fakeInfo) IsDir() bool        { return false }
func (i fakeInfo) Sys() any           { return nil }

func sourceOf(f *fakeFile) Source {
	return Source{Name: "fake.log", Size: int64(len(f.text)), from: &redirected{file: f, seen: sighting{size: int64(len(f.text))}}}
}

// requireChanged holds that an error says that a file is another one, and how.
func requireChanged(t *testing.T, err error, text string) {
	t.Helper()
	var e *Error
	require.ErrorAs(t, err, &e)
	assert.ErrorIs(t, err, ErrChanged)
	assert.ErrorContains(t, err, text)
}

// TestChangesMeanwhile changes a file when half of it was read.
func TestChangesMeanwhile(t *testing.T) {
	log := logText(5000)
	other := strings.Replace(logText(9000), "10.0", "10.1", 1)
	for name, c := range map[string]struct{ now, found string }{
		"shrinks":            {log[:len(log)*3/4], fmt.Sprintf("expected at least the %d bytes that the file had before, found its end after %d", len(log), len(log)*3/4)},
		"is cut to nothing":  {"", "its end after "},
		"by one byte":        {log[:len(log)-1], "its end after "},
		"is cut and grows":   {other, "other bytes, so it was overwritten or cut meanwhile"},
		"is cut, with zeros": {strings.Repeat("\x00", len(log)) + log, "other bytes, so it was overwritten"},
		"grows":              {log + "2024-01-15 10:00:00 /last 200\n", ""},
		"stays":              {log, ""},
	} {
		t.Run(name, func(t *testing.T) {
			file := &fakeFile{text: log}
			file.before = func(offset int64) {
				if offset > int64(len(log))/2 {
					file.text = c.now
				}
			}
			got, err := readAll(sourceOf(file))
			if c.found == "" {
				require.NoError(t, err)
				assert.True(t, c.now == got)
				return
			}
			requireChanged(t, err, c.found)
			assert.True(t, strings.HasPrefix(got, log[:len(log)/2]), "what was read before is given")
		})
	}
}

// TestChangesInArchive holds that a cut archive is told as cut, not as damaged.
func TestChangesInArchive(t *testing.T) {
	stored := gz(logText(20000))
	file := &fakeFile{text: stored}
	file.before = func(offset int64) {
		if offset > 0 {
			file.text = stored[:len(stored)/2]
		}
	}
	_, err := readAll(sourceOf(file))
	requireChanged(t, err, "so it was cut meanwhile")
}

// TestSecondOpening changes a file between two looks at it.
func TestSecondOpening(t *testing.T) {
	log := logText(500)
	for name, c := range map[string]struct {
		change func(t *testing.T, path string)
		found  string
	}{
		"grown":           {func(t *testing.T, path string) { write(t, path, log+"more\n") }, ""},
		"same again":      {func(*testing.T, string) {}, ""},
		"shorter":         {func(t *testing.T, path string) { require.NoError(t, os.Truncate(path, 5000)) }, "its end after 5000, so it was cut meanwhile"},
		"other text":      {func(t *testing.T, path string) { write(t, path, strings.ReplaceAll(log, "2024", "2025")) }, "other bytes, so it was overwritten or cut"},
		"another file":    {func(t *testing.T, path string) { replace(t, path, log+"more\n") }, "another one of that name"},
		"another, longer": {func(t *testing.T, path string) { replace(t, path, logText(900)) }, "another one of that name"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.log")
			write(t, path, log)
			sources, _, errs := Find([]string{path}, nil)
			require.Empty(t, errs)
			_, err := readAll(sources[0])
			require.NoError(t, err)
			c.change(t, path)
			got, err := readAll(sources[0])
			if c.found == "" {
				require.NoError(t, err)
				assert.True(t, strings.HasPrefix(got, log))
				return
			}
			requireChanged(t, err, c.found)
			assert.Empty(t, got, "nothing of another file is given")
		})
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}

// replace puts another file in the place of one, as a rotation does.
func replace(t *testing.T, path, text string) {
	t.Helper()
	write(t, path+".new", text)
	require.NoError(t, os.Rename(path+".new", path))
}

// TestCutBeforeOpening holds that a file is told that was cut since it was found.
func TestCutBeforeOpening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.log")
	write(t, path, logText(500))
	sources, _, _ := Find([]string{path}, nil)
	require.NoError(t, os.Truncate(path, 100))
	_, err := readAll(sources[0])
	requireChanged(t, err, "its end after 100")
}

// TestZipReplaced holds that the index of one archive is not used for another.
func TestZipReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.zip")
	write(t, path, zipOf("a.log", logText(500)))
	sources, _, _ := Find([]string{path}, nil)
	require.Len(t, sources, 1)
	replace(t, path, zipOf("a.log", logText(700)))
	_, err := readAll(sources[0])
	requireChanged(t, err, "another one of that name")
}

// TestSkipBeyondCut holds that a second look does not take the end of a file that
// was cut for the end of what it wants.
func TestSkipBeyondCut(t *testing.T) {
	log := logText(5000)
	file := &fakeFile{text: log}
	stream, err := sourceOf(file).Open()
	require.NoError(t, err)
	file.text = log[:len(log)/2]
	require.NoError(t, stream.Skip(int64(len(log)*3/4)))
	_, err = io.ReadFull(stream, make([]byte, 100))
	requireChanged(t, err, "so it was cut meanwhile")
}

func TestReadFault(t *testing.T) {
	broken := errors.New("the disk is gone")
	log := logText(500)
	got, err := readAll(sourceOf(&fakeFile{text: log, err: broken}))
	assert.ErrorIs(t, err, broken)
	assert.EqualError(t, err, "fake.log: expected a file or directory that can be read, found the disk is gone")
	assert.Equal(t, log, got)
}

func TestFewHandles(t *testing.T) {
	if onWindows {
		t.Skip("another error there")
	}
	err := unreadable("a.log", &fs.PathError{Op: "open", Path: "a.log", Err: syscall.EMFILE})
	assert.ErrorIs(t, err, ErrHandles)
	assert.ErrorIs(t, err, syscall.EMFILE)
	assert.EqualError(t, err, "a.log: expected to open one more file, found too many open files; "+
		"raise the limit of open files (ulimit -n), or read fewer at once")
}

// TestErrorIsOneLine holds that the name of a file forges nothing where an error
// is printed.
func TestErrorIsOneLine(t *testing.T) {
	e := unreadable("a\niiswhy: all is well\x1b[2J\u202e\xff é日.log", fs.ErrNotExist)
	assert.True(t, strings.HasPrefix(e.Error(), `a\niiswhy: all is well\x1b[2J\u202e\xff é日.log: expected `), e.Error())
	assert.Equal(t, "expected a file or directory that can be read, found nothing of that name; check the spelling and the current directory", e.Reason())
}

// TestFindHardLinks holds that a file with two names is read once.
func TestFindHardLinks(t *testing.T) {
	dir := plant(t, "a.log")
	if err := os.Link(filepath.Join(dir, "a.log"), filepath.Join(dir, "b.log")); err != nil || onWindows {
		t.Skip("hard links are not told apart here: ", err)
	}
	sources, _, errs := Find([]string{dir}, nil)
	require.Empty(t, errs)
	assert.Equal(t, []string{"a.log"}, below(dir, names(sources)))
}
