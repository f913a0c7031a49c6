package input

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"

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

// Error returns "SOURCE: expected …, found …; hint" on one line: line feeds,
// escapes and other control characters, which names of files may hold, are
// written as \n, \x1b and so on.
func (e *Error) Error() string { return visible(e.Source) + ": " + e.Reason() }

// Reason returns the text of Error without the source.
func (e *Error) Reason() string {
	text := fmt.Sprintf("expected %s, found %s", e.Expected, e.Found)
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return visible(text)
}

// visible writes what cannot be printed as Go does, and leaves the rest as it is.
func visible(text string) string {
	if strings.IndexFunc(text, isHidden) < 0 && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		if isHidden(r) || r == utf8.RuneError && size == 1 {
			quoted := strconv.Quote(text[:size])
			b.WriteString(quoted[1 : len(quoted)-1])
		} else {
			b.WriteString(text[:size])
		}
		text = text[size:]
	}
	return b.String()
}

func isHidden(r rune) bool { return !unicode.IsPrint(r) }

// Unwrap returns the error behind it.
func (e *Error) Unwrap() error { return e.Err }

// fault is an error that this package finds by itself.
type fault string

func (f fault) Error() string { return string(f) }

const (
	// ErrChanged is behind an [*Error] that says that a file is no longer the one
	// that was found or opened before: it was cut, overwritten or replaced.
	ErrChanged = fault("another file")
	// ErrHandles is behind an [*Error] that says that the system does not let the
	// program open more files at once. The source can be opened once others are
	// closed.
	ErrHandles = fault("too many open files")

	errTrailing  = fault("other bytes after its end")
	errChecksum  = fault("a checksum that does not fit")
	errStructure = fault("bytes that do not belong there")
	errEncrypted = fault("an entry locked with a password")
	errIndex     = fault("a larger one")
	errCopy      = fault("a larger one in another archive")
)

// changed tells that a file is another one than before.
type changed struct{ expected, found string }

func (c *changed) Error() string { return c.found }

func (c *changed) Is(target error) bool { return target == ErrChanged }

func shorter(size, now int64) *changed {
	return &changed{
		fmt.Sprintf("at least the %d bytes that the file had before", size),
		fmt.Sprintf("its end after %d, so it was cut meanwhile", now),
	}
}

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
	var other *changed
	var copying *temporary
	switch {
	case errors.As(err, &other):
		e.Expected, e.Found = other.expected, other.found
		e.Hint = "read it again when nothing cuts or replaces it"
	case isHandles(err):
		e.Expected, e.Found = "to open one more file", ErrHandles.Error()
		e.Hint, e.Err = "raise the limit of open files (ulimit -n), or read fewer at once", errors.Join(ErrHandles, err)
	case errors.As(err, &copying):
		e.Expected, e.Found = "room in "+os.TempDir()+" for a copy of the zip archive", copying.Error()
		e.Hint = "name the archive as a file, or another directory by TMPDIR (on Windows TMP)"
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
	var window errWindow
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		e.Found = "that its end is missing"
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zstd.ErrCRCMismatch), errors.Is(err, errChecksum):
		e.Found = errChecksum.Error()
	case errors.Is(err, errTrailing):
		e.Found = errTrailing.Error()
	case errors.As(err, &window):
		e.Expected = fmt.Sprintf("%s with a window of at most %d MiB", kind, window>>20)
		e.Found, e.Hint = window.Error(), unpackFirst
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		e.Expected, e.Found, e.Hint = "memory to unpack it, which others use", "an interrupt", ""
	case errors.Is(err, errIndex):
		e.Expected = fmt.Sprintf("%s with an index of at most %d MiB", kind, maxIndex>>20)
		e.Found, e.Hint = errIndex.Error(), unpackFirst
	case errors.Is(err, errCopy):
		e.Expected = fmt.Sprintf("%s of at most %d MiB in another one", kind, maxCopy>>20)
		e.Found, e.Hint = "a larger one", unpackFirst
	case errors.Is(err, zip.ErrFormat):
		e.Found, e.Hint = "no whole index at its end, which is missing or damaged", "get the file again"
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
