package input

import (
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// wideText turns UTF-16, as PowerShell's ">" writes it, and UTF-32, as its
// "Out-File -Encoding utf32" does, into UTF-8. A byte order mark is dropped; halves of
// pairs and odd bytes at the end become U+FFFD.
func wideText(name string, r io.Reader, coded kind) io.Reader {
	return &guard{
		r:    transform.NewReader(r, decoderOf(coded)),
		tell: func(err error) *Error { return unreadable(name, err) },
	}
}

func decoderOf(coded kind) transform.Transformer {
	switch coded {
	case utf16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()
	case utf32LE:
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM).NewDecoder()
	case utf32BE:
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM).NewDecoder()
	}
	return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
}
