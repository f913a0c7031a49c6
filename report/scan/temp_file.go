package scan

import (
	"errors"
	"os"
)

// tempFile is a temporary file. Where an open file can lose its name it does at once, so
// that nothing is left of it however the program ends.
type tempFile struct {
	*os.File
	named bool // and to be removed in the end
}

// createTemp makes one in a directory, that of the system where it is "".
func createTemp(dir, pattern string) (*tempFile, error) {
	f, err := os.CreateTemp(dir, pattern)
	if err != nil {
		return nil, err
	}
	return &tempFile{f, os.Remove(f.Name()) != nil}, nil
}

// remove closes the file, of which nothing is left then. Of nil nothing is.
func (f *tempFile) remove() error {
	if f == nil {
		return nil
	}
	err := f.Close()
	if f.named {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return err
}
