package parser

import (
	"strings"
	"time"
)

// AsW3C returns the row as the format of W3C would hold it: the names of its
// fields, and its values between single blanks. A row of W3C is returned as it is.
// Of other forms date and time come first, in UTC, and what would not fit, such as
// blanks within a value, is a '+', as IIS writes it.
func (r *Row) AsW3C() (names []string, line []byte) {
	if r.Layout.Form == W3C {
		return r.Layout.Names, r.Line
	}
	names = append(names, "date", "time")
	line = r.appendStamp(line)
	for i, name := range r.Layout.Names {
		if c, ok := ColumnOf(name); ok && (c == Date || c == Time) || i == r.Layout.Index(Time) {
			continue
		}
		names = append(names, strings.Map(fit, name))
		line = append(line, ' ')
		line = appendFit(line, r.At(i))
	}
	return names, line
}

// appendStamp appends date and time.
func (r *Row) appendStamp(line []byte) []byte {
	if r.Second == NoTime {
		return append(line, "- -"...)
	}
	return time.Unix(r.Second, 0).UTC().AppendFormat(line, "2006-01-02 15:04:05")
}

func appendFit(line, value []byte) []byte {
	for _, c := range orDash(value) {
		line = append(line, byte(fit(rune(c))))
	}
	return line
}

// fit turns blanks and control characters into '+'.
func fit(c rune) rune {
	if c <= ' ' || c == 0x7F {
		return '+'
	}
	return c
}
