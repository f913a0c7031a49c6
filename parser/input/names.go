package input

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"
)

// isLogName says whether a file that was not asked for by name is taken for a
// log: ".log" is in its name or it ends like an archive, in any case.
func isLogName(name string) bool {
	name = strings.ToLower(name)
	if isAppleDouble(name) {
		return false
	}
	if strings.Contains(name, ".log") {
		return true
	}
	return isPackedName(name)
}

// isPackedName says whether a name in lower case ends as that of a compressed file does.
func isPackedName(name string) bool {
	switch filepath.Ext(name) {
	case ".gz", ".zst", ".bz2", ".zip":
		return true
	}
	return false
}

// IsPacked says whether the text of the source is longer than Size, by its name: that of a
// compressed file, or of an entry of an archive.
func (s Source) IsPacked() bool {
	name := strings.ToLower(filepath.ToSlash(s.Name))
	return isPackedName(name) || strings.Contains(name, ".zip/")
}

// isAppleDouble says whether name is one under which macOS keeps what belongs
// to another file, of the name that follows.
func isAppleDouble(name string) bool { return strings.HasPrefix(name, "._") }

// realPath is the one path of a file or directory that has several, by links, by
// case on Windows, or relative to the current directory.
func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	if onWindows {
		path = strings.ToLower(path)
	}
	return path
}

// within says whether a real path is dir or below it.
func within(path, dir string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// natural compares paths as people do: numbers by their value, so that
// W3SVC2/u_ex9.log comes before W3SVC10/u_ex10.log, letters in any case, and
// what is in a folder next to each other. It is 0 for equal paths only.
func natural(a, b string) int {
	x, y := a, b
	for x != "" && y != "" {
		if isDigit(x[0]) && isDigit(y[0]) {
			var m, n string
			m, x = number(x)
			n, y = number(y)
			if c := cmp.Or(cmp.Compare(len(m), len(n)), strings.Compare(m, n)); c != 0 {
				return c
			}
			continue
		}
		if c := cmp.Compare(rank(x[0]), rank(y[0])); c != 0 {
			return c
		}
		x, y = x[1:], y[1:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(a, b))
}

// number cuts the digits at the start of s off, without leading zeros.
func number(s string) (digits, rest string) {
	end := 0
	for end < len(s) && isDigit(s[end]) {
		end++
	}
	return strings.TrimLeft(s[:end], "0"), s[end:]
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// rank orders the bytes of names: separators first, letters without case.
func rank(b byte) byte {
	switch {
	case os.IsPathSeparator(b) || b == '/':
		return 0
	case b >= 'A' && b <= 'Z':
		return b - 'A' + 'a'
	}
	return b
}
