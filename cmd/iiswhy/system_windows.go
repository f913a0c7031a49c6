package main

import (
	"errors"
	"io"
	"io/fs"
	"math"
	"os"

	"github.com/inconshreveable/mousetrap"
	"github.com/spf13/cobra"
	"golang.org/x/sys/windows"
)

// systemLanguage is that of the user's account: Windows sets no LANG.
func systemLanguage() string {
	langs, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil || len(langs) == 0 {
		return ""
	}
	return langs[0]
}

// addressSpace is how many bytes of it the system lets the program take.
func addressSpace() uint64 { return math.MaxUint64 }

// enableColors turns on escape sequences, which consoles before Windows 11 do
// not read by themselves. It reports false where they cannot.
func enableColors(out io.Writer) bool {
	f, ok := out.(*os.File)
	if !ok {
		return false
	}
	var mode uint32
	console := windows.Handle(f.Fd())
	if windows.GetConsoleMode(console, &mode) != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}

// startedByExplorer reports whether the program was started by a double click, or by
// dropping a file on it. Cobra would only say then that it is no program for that.
func startedByExplorer() bool {
	cobra.MousetrapHelpText = ""
	return mousetrap.StartedByExplorer()
}

// isClosedPipe reports whether nobody reads any more what is written.
func isClosedPipe(err error) bool {
	return errors.Is(err, windows.ERROR_BROKEN_PIPE) || errors.Is(err, windows.ERROR_NO_DATA)
}

// isClosed reports whether a stream was closed when the program began. Here writing to it
// fails.
func isClosed(any) bool { return false }

// keepOwner does nothing: owner and rights come from the directory.
func keepOwner(*os.File, fs.FileInfo) {}
