package input

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// onWindows says whether paths are those of Windows: names match in any case.
const onWindows = true

// escape is none: a backslash separates.
const escape = ""

// openShared opens a file that IIS may be writing, without being in its way: the
// log can still be written, renamed and deleted. os.Open does not allow the last
// two.
func openShared(path string) (*os.File, error) {
	name, err := windows.UTF16PtrFromString(longPath(path))
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	handle, err := windows.CreateFile(name, windows.GENERIC_READ,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE,
		nil, windows.OPEN_EXISTING,
		windows.FILE_ATTRIBUTE_NORMAL|windows.FILE_FLAG_SEQUENTIAL_SCAN, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(handle), path), nil
}

// namelessFile makes a temporary file that goes with its handle.
func namelessFile() (*os.File, error) {
	made, err := os.CreateTemp("", "iiswhy-")
	if err != nil {
		return nil, err
	}
	path := made.Name()
	_ = made.Close()
	name, err := windows.UTF16PtrFromString(longPath(path))
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	handle, err := windows.CreateFile(name, windows.GENERIC_READ|windows.GENERIC_WRITE|windows.DELETE,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE, nil, windows.OPEN_EXISTING,
		windows.FILE_ATTRIBUTE_TEMPORARY|windows.FILE_FLAG_DELETE_ON_CLOSE, 0)
	if err != nil {
		_ = os.Remove(path)
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(handle), path), nil
}

// isHandles says whether something failed for want of file handles.
func isHandles(err error) bool { return errors.Is(err, windows.ERROR_TOO_MANY_OPEN_FILES) }

// fileID tells files and directories apart, by whichever of their names they are
// reached: links, other cases, other spellings.
type fileID string

// key is a text that differs as the files do.
func (id fileID) key() string { return string(id) + "\x00" }

// idOf returns what tells the file at path apart from others.
func idOf(path string, _ fs.FileInfo) fileID { return fileID(realPath(path)) }

// longPath returns the form of path that may be longer than 260 characters, if
// it needs to.
func longPath(path string) string {
	const short = 248 // what every Windows takes as it is
	full, err := filepath.Abs(path)
	switch {
	case err != nil, len(full) < short, strings.HasPrefix(full, `\\?\`), strings.HasPrefix(full, `\\.\`):
		return path
	case strings.HasPrefix(full, `\\`):
		return `\\?\UNC\` + full[2:]
	}
	return `\\?\` + full
}
