package main

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// readKey waits for a key, or for a line where keys cannot be read one by one.
func readKey(in io.Reader) {
	if f, ok := in.(*os.File); ok {
		if before, err := term.MakeRaw(int(f.Fd())); err == nil {
			defer term.Restore(int(f.Fd()), before)
		}
	}
	_, _ = in.Read(make([]byte, 1)) // what was pressed, or that nothing can be, is all the same
}

// plainWidth is the width of reports that do not go to a terminal: that of mail
// and tickets.
const plainWidth = 80

// mostWidth is how wide a terminal is at most: each line of a table is as long.
const mostWidth = 4096

// width is the width of the terminal in columns, that of COLUMNS, or plainWidth.
func (a *app) width(out io.Writer) int {
	if f, ok := out.(*os.File); ok {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			return min(w, mostWidth)
		}
	}
	if w, err := strconv.Atoi(a.getenv("COLUMNS")); err == nil && w >= 40 {
		return min(w, mostWidth)
	}
	return plainWidth
}

// colored reports whether out shows colours: --color decides, else the terminal
// and what users agreed on (no-color.org).
func (a *app) colored(when string, out io.Writer) bool {
	switch when {
	case "always":
		return true
	case "never":
		return false
	}
	return isTerminal(out) && a.getenv("NO_COLOR") == "" && a.getenv("TERM") != "dumb" && enableColors(out)
}
