package input

import (
	"bytes"
	"strings"
)

// sniffed is how many bytes from the start are looked at.
const sniffed = 4096

// kind says how the bytes of a source are to be read.
type kind int

const (
	plain    kind = iota
	utf8BOM       // plain after three bytes
	utf16LE       // with or without a byte order mark
	utf16BE       // with or without a byte order mark
	utf32LE       // with or without a byte order mark
	utf32BE       // with or without a byte order mark
	gzipped       // one or more members
	zstdKind      // one or more frames
	bzipped       // one or more streams
	zipped        // an archive with entries
)

// packing tells the compressed kinds by how they begin.
func packing(head []byte) kind {
	switch {
	case begins(head, "\x1f\x8b\x08"):
		return gzipped
	case begins(head, "\x28\xb5\x2f\xfd"):
		return zstdKind
	case len(head) >= 4 && head[0]&0xf0 == 0x50 && string(head[1:4]) == "\x2a\x4d\x18":
		return zstdKind // a frame to be skipped, before the first real one
	case begins(head, "PK\x03\x04"), begins(head, "PK\x05\x06"):
		return zipped
	case isBzip2(head):
		return bzipped
	}
	return plain
}

// begins says whether head begins with magic, or is all that is left of it: two
// bytes at least of a file that was cut there.
func begins(head []byte, magic string) bool {
	if len(head) < len(magic) {
		return len(head) >= 2 && strings.HasPrefix(magic, string(head))
	}
	return string(head[:len(magic)]) == magic
}

// isBzip2 looks for "BZh", a level, and the mark of the first block or of the
// end; "BZh9" alone might be text.
func isBzip2(head []byte) bool {
	if len(head) < 4 {
		return begins(head, "BZh")
	}
	return string(head[:3]) == "BZh" && head[3] >= '1' && head[3] <= '9' &&
		(begins(head[4:], "1AY&SY") || begins(head[4:], "\x17\x72\x45\x38\x50\x90") || len(head) < 6)
}

// encoding tells the kinds of text.
func encoding(head []byte) kind {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return utf8BOM
	case bytes.HasPrefix(head, []byte("\xff\xfe\x00\x00")), isWide(head, 4, 0): // before UTF-16, whose mark it begins with
		return utf32LE
	case bytes.HasPrefix(head, []byte("\x00\x00\xfe\xff")), isWide(head, 4, 3):
		return utf32BE
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return utf16LE
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return utf16BE
	case isWide(head, 2, 0):
		return utf16LE
	case isWide(head, 2, 1):
		return utf16BE
	}
	return plain
}

// isWide says whether head begins with four characters of ASCII of so many bytes each,
// whose letter is the byte at, and whose other bytes are NUL.
func isWide(head []byte, width, at int) bool {
	const characters = 4
	if len(head) < width*characters {
		return false
	}
	for i, b := range head[:width*characters] {
		if i%width != at {
			if b != 0 {
				return false
			}
		} else if isControl(b) || b == 0 || b >= 0x7f {
			return false
		}
	}
	return true
}

// binaries are the kinds of files that people pass by mistake, with what to do.
func binaries() []struct{ magic, name, hint string } {
	const export = "export it as a text log"
	return []struct{ magic, name, hint string }{
		{"\x89PNG\r\n\x1a\n", "a PNG image", passLogs},
		{"\xff\xd8\xff", "a JPEG image", passLogs},
		{"GIF8", "a GIF image", passLogs},
		{"%PDF-", "a PDF document", passLogs},
		{"\x7fELF", "a program (ELF)", passLogs},
		{"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", unpackFirst},
		{"\xfd7zXZ\x00", "an xz archive", unpackFirst},
		{"Rar!\x1a\x07", "a RAR archive", unpackFirst},
		{"MSCF\x00\x00\x00\x00", "a cabinet archive", unpackFirst},
		{"\x04\x22\x4d\x18", "an LZ4 archive", unpackFirst},
		{"\x1f\x9d", "an archive of compress (.Z)", unpackFirst},
		{"ElfFile\x00", "a Windows event log", "it holds events, not requests; " + passLogs},
		{"SQLite format 3\x00", "an SQLite database", export},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document", export},
	}
}

const passLogs = "name the logs of IIS instead"

// refusal says why head cannot begin a text log, or returns nil.
func refusal(source string, head []byte) *Error {
	for _, b := range binaries() {
		if bytes.HasPrefix(head, []byte(b.magic)) {
			return notText(source, b.name, b.hint)
		}
	}
	const tarMagicAt = 257
	switch {
	case len(head) > tarMagicAt && bytes.HasPrefix(head[tarMagicAt:], []byte("ustar")):
		return notText(source, "a tar archive", unpackFirst)
	case isLZMA(head):
		return notText(source, "an LZMA archive", unpackFirst)
	case bytes.HasPrefix(head, []byte("MZ")) && bytes.IndexByte(head, 0) > 0:
		return notText(source, "a Windows program (EXE or DLL)", passLogs)
	case isBinary(head):
		return notText(source, "binary content", passLogs)
	}
	return nil
}

// isLZMA takes what lzma writes, which has no name of its own in front: its usual settings,
// a window of whole KiB and a length, unknown or below 2^40.
func isLZMA(head []byte) bool {
	return len(head) > 13 && head[0] == 0x5d && head[1] == 0 && head[2]&3 == 0 && head[2]|head[3]|head[4] != 0 && head[4] < 0x20 &&
		(bytes.Equal(head[5:13], bytes.Repeat([]byte{0xff}, 8)) || bytes.Equal(head[10:13], make([]byte, 3)))
}

// isBinary says whether there are too many control characters for a log: one in
// sixteen of the bytes that are not NUL, where random bytes have one in ten and
// logs none. NUL does not count, for a crash can leave blocks of it anywhere, and
// neither does anything once there is a directive.
func isBinary(head []byte) bool {
	text := bytes.TrimLeft(head, "\x00")
	if bytes.HasPrefix(text, []byte("#")) || bytes.Contains(text, []byte("\n#")) {
		return false
	}
	var controls, others int
	for _, b := range text {
		switch {
		case b == 0:
		case isControl(b):
			controls++
		default:
			others++
		}
	}
	return controls > 0 && controls*15 >= others
}

// isControl says whether b is a control character that text has no use for.
func isControl(b byte) bool {
	switch b {
	case 0, '\t', '\n', '\v', '\f', '\r', 0x1a, 0x1b: // 0x1a ended files of DOS, 0x1b begins colours
		return false
	}
	return b < 0x20 || b == 0x7f
}
