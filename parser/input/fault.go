package input

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Error says that a source could not be used, or not to its end.
type Error struct {
	Source   string // its name, or the path that was asked for
	Expected string // what it should have been
	Found    string // what it was
	Hint     string // what to do about it, "" if nothing is known to help
	Err      error  // what lies behind it, may be nil
}

// Error returns "SOURCE: expected …, found …; hint".
func (e *Error) Error() string {
	text := fmt.Sprintf("%s: expected %s, found %s", e.Source, e.Expected, e.Found)
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// Unwrap returns the error behind it.
func (e *Error) Unwrap() error { return e.Err }

// fault is an error that this package finds by itself.
type fault string

func (f fault) Error() string { return string(f) }

const (
	errTrailing  = fault("other bytes after its end")
	errChecksum  = fault("a checksum that does not fit")
	errStructure = fault("bytes that do not belong there")
	errEncrypted = fault("an entry locked with a password")
)

// errMethod is a way of zip compression that is not supported, by its number.
type errMethod uint16

func (m errMethod) Error() string {
	if m == 9 {
		return "compression of the kind Deflate64"
	}
	return fmt.Sprintf("compression of kind %d", uint16(m))
}

// unreadable tells why the system did not give us something. It passes what is
// an *Error already.
func unreadable(source string, err error) *Error {
	var told *Error
	if errors.As(err, &told) {
		return told
	}
	e := &Error{Source: source, Expected: "a file or directory that can be read", Found: rootOf(err).Error(), Err: err}
	switch {
	case errors.Is(err, fs.ErrNotExist) && isLink(source):
		e.Found = "a link that leads nowhere"
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		e.Found, e.Hint = "nothing of that name", "check the spelling and the current directory"
	case errors.Is(err, fs.ErrPermission):
		e.Found, e.Hint = "no permission", "run it as a user who may read it; on a server, as administrator"
	}
	return e
}

func isLink(path string) bool {
	stat, err := os.Lstat(path)
	return err == nil && stat.Mode()&fs.ModeSymlink != 0
}

// rootOf leaves out the operation and the path that the standard library adds:
// an *Error names the source itself.
func rootOf(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}

// damaged tells what is wrong with an archive of a kind, e.g. "a gzip archive".
func damaged(source, kind string, err error) *Error {
	e := &Error{
		Source:   source,
		Expected: kind + " that is whole",
		Found:    "damage in it (" + err.Error() + ")",
		Hint:     "what comes before is used; get the file again to have the rest",
		Err:      err,
	}
	var method errMethod
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		e.Found = "that its end is missing"
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zstd.ErrCRCMismatch), errors.Is(err, errChecksum):
		e.Found = errChecksum.Error()
	case errors.Is(err, errTrailing):
		e.Found = errTrailing.Error()
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		e.Expected = fmt.Sprintf("%s with a window of at most %d MiB", kind, maxWindow>>20)
		e.Found, e.Hint = "a larger one", unpackFirst
	case errors.As(err, &method), errors.Is(err, errEncrypted):
		e.Expected, e.Found, e.Hint = kind+" that can be read", err.Error(), unpackFirst
	}
	return e
}

// notText tells what a source is instead of a log.
func notText(source, found, hint string) *Error {
	return &Error{Source: source, Expected: "a text log", Found: found, Hint: hint}
}

const unpackFirst = "unpack it first"
