package input

import (
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// utf16Text turns UTF-16, as PowerShell's ">" writes it, into UTF-8. A byte
// order mark is dropped; halves of pairs and an odd byte at the end become
// U+FFFD.
func utf16Text(name string, r io.Reader, coded kind) io.Reader {
	order := unicode.LittleEndian
	if coded == utf16BE {
		order = unicode.BigEndian
	}
	decoder := unicode.UTF16(order, unicode.UseBOM).NewDecoder()
	return &guard{
		r:    transform.NewReader(r, decoder),
		tell: func(err error) *Error { return unreadable(name, err) },
	}
}
