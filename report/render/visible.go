package render

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks in a row are shown as they are. Two are
// enough for every living language that a log is likely to hold; stacks of
// hundreds climb over the lines above.
const maxMarks = 2

// Visible returns s as every format but JSON shows strings of a log: for messages
// that name a file or a word of the command line, which can be just as hostile.
func Visible(s string) string { return visible(s) }

// visible returns s in a form that is safe on a terminal and hides nothing.
// Control characters (C0, DEL, C1), bidirectional controls, characters without
// width, blanks other than the plain one, stacked combining marks and bytes
// that are no UTF-8 are written as Go escapes: \n, \x1b, \u202e, \U000e0041.
//
// A backslash stays as it is, as DOMAIN\user and C:\logs must be readable;
// so \x1b in the output may also stand for these four characters in the log.
func visible(s string) string {
	if plainASCII(s) {
		return s
	}
	var out strings.Builder
	marks := maxMarks // a mark that opens a value would sit on our own text
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if marks = marksAfter(marks, r); hidden(r) || marks > maxMarks || broken(r, size) {
			out.WriteString(escape(r, s[:size]))
		} else {
			out.WriteRune(r)
		}
		s = s[size:]
	}
	return out.String()
}

func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// marksAfter counts the combining marks up to and with r.
func marksAfter(marks int, r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return marks + 1
	}
	return 0
}

// hidden reports whether a terminal obeys r or shows nothing for it.
func hidden(r rune) bool {
	const brailleBlank = '\u2800'
	return !unicode.IsPrint(r) || r == brailleBlank ||
		unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

func broken(r rune, size int) bool { return r == utf8.RuneError && size == 1 }

// escape writes out r, whose bytes are raw.
func escape(r rune, raw string) string {
	switch {
	case broken(r, len(raw)):
		return fmt.Sprintf(`\x%02x`, raw[0])
	case r == '\t':
		return `\t`
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r < 0x80:
		return fmt.Sprintf(`\x%02x`, r)
	case r <= 0xffff:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}
