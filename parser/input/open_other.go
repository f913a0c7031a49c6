//go:build !windows

package input

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// onWindows says whether paths are those of Windows: names match in any case.
const onWindows = false

// escape takes the meaning from the character of a glob that follows.
const escape = `\`

// openShared opens a file that others may be writing.
func openShared(path string) (*os.File, error) { return os.Open(path) }

// namelessFile makes a temporary file that goes with its handle.
func namelessFile() (*os.File, error) {
	file, err := os.CreateTemp("", "iiswhy-")
	if err != nil {
		return nil, err
	}
	return file, os.Remove(file.Name())
}

// isHandles says whether something failed for want of file handles.
func isHandles(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)
}

// fileID tells files and directories apart, by whichever of their names they are
// reached: links, hard ones too, other cases, other spellings.
type fileID struct{ device, inode uint64 }

// key is a text that differs as the files do.
func (id fileID) key() string {
	b := binary.LittleEndian.AppendUint64(nil, id.device)
	return string(binary.LittleEndian.AppendUint64(b, id.inode))
}

// idOf returns what tells the file at path apart from others.
func idOf(_ string, stat fs.FileInfo) fileID {
	if s, ok := stat.Sys().(*syscall.Stat_t); ok {
		return fileID{uint64(s.Dev), uint64(s.Ino)} //nolint:unconvert // the types differ by system
	}
	return fileID{}
}
