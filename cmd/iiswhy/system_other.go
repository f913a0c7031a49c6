//go:build !windows

package main

import (
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// systemLanguage is that of the system where the environment names none.
func systemLanguage() string { return "" }

// enableColors prepares a terminal for colours.
func enableColors(io.Writer) bool { return true }

// startedByExplorer reports whether the program was started by a double click.
func startedByExplorer() bool { return false }

// isClosedPipe reports whether nobody reads any more what is written.
func isClosedPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }

// isClosed reports whether a stream was closed when the program began: then Go opens the
// null device in its place, for reading and writing, as no shell does but some programs do
// that start others.
func isClosed(stream any) bool {
	f, ok := stream.(*os.File)
	if !ok {
		return false
	}
	flags, err := unix.FcntlInt(f.Fd(), unix.F_GETFL, 0)
	if err != nil {
		return errors.Is(err, unix.EBADF)
	}
	stat, err := f.Stat()
	null, noNull := os.Stat(os.DevNull)
	return flags&unix.O_ACCMODE == unix.O_RDWR && err == nil && noNull == nil && os.SameFile(stat, null)
}

// addressSpace is how many bytes of it the system lets the program take.
func addressSpace() uint64 {
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_AS, &limit) != nil {
		return math.MaxUint64
	}
	return limit.Cur
}

// keepOwner gives a file the owner and the group of another, where it may.
func keepOwner(f *os.File, of fs.FileInfo) {
	if stat, ok := of.Sys().(*syscall.Stat_t); ok {
		_ = f.Chown(int(stat.Uid), int(stat.Gid))
	}
}
