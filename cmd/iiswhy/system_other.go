//go:build !windows

package main

import (
	"errors"
	"io"
	"syscall"
)

// systemLanguage is that of the system where the environment names none.
func systemLanguage() string { return "" }

// enableColors prepares a terminal for colours.
func enableColors(io.Writer) bool { return true }

// isClosedPipe reports whether nobody reads any more what is written.
func isClosedPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
