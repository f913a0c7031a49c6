package input

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

const header = "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time cs-uri-stem sc-status\n"

// logText returns a log of n rows that compresses neither too well nor too
// badly.
func logText(n int) string {
	var b strings.Builder
	b.WriteString(header)
	state := uint32(1)
	for range n {
		state = state*1664525 + 1013904223
		fmt.Fprintf(&b, "2024-01-15 10:%02d:%02d /page%x 200\n", state>>8%60, state>>16%60, state>>4)
	}
	return b.String()
}

func gz(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return b.String()
}

func zst(text string) string {
	w, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	return string(w.EncodeAll([]byte(text), nil))
}

const bz2Base64 = "QlpoOTFBWSZTWVbABG0AAAVdgAAQSAJ2EAEALiYOACAAVFDIaA0bSCVNTwozQRoPuKiLbREjGYL80dLijQJQkYToUcVyWIaUHVgYafie6LhyknxdyRThQkFbABG0"

// bz2Text is what bz2 holds; the standard library cannot write the format.
const bz2Text = "#Fields: date time sc-status\n2024-01-15 10:00:00 200\n2024-01-15 10:00:01 401\n"

func bz2(t testing.TB) string {
	b, err := base64.StdEncoding.DecodeString(bz2Base64)
	require.NoError(t, err)
	return string(b)
}

// zipOf packs pairs of a name and a content.
func zipOf(pairs ...string) string { return zipWith(zip.Deflate, pairs...) }

func zipWith(method uint16, pairs ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		f, _ := w.CreateHeader(&zip.FileHeader{Name: pairs[i], Method: method})
		_, _ = io.WriteString(f, pairs[i+1])
	}
	_ = w.Close()
	return b.String()
}

// zipSized packs one entry without compression whose header holds its size.
func zipSized(pairs ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		body := []byte(pairs[i+1])
		f, _ := w.CreateRaw(&zip.FileHeader{
			Name: pairs[i], Method: zip.Store, CRC32: crc32.ChecksumIEEE(body),
			CompressedSize64: uint64(len(body)), UncompressedSize64: uint64(len(body)),
		})
		_, _ = f.Write(body)
	}
	_ = w.Close()
	return b.String()
}

func utf16(text string, order unicode.Endianness, bom unicode.BOMPolicy) string {
	coded, _ := unicode.UTF16(order, bom).NewEncoder().String(text)
	return coded
}

func utf32Of(text string, order utf32.Endianness, bom utf32.BOMPolicy) string {
	coded, _ := utf32.UTF32(order, bom).NewEncoder().String(text)
	return coded
}

// readAll opens a source and reads all of it. The error is that of either.
func readAll(s Source) (string, error) {
	text, _, err := readSkipping(s)
	return text, err
}

// readSkipping is readAll, and tells what was skipped.
func readSkipping(s Source) (text string, skipped []string, err error) {
	stream, err := s.Open()
	if err != nil {
		return "", nil, err
	}
	defer stream.Close()
	all, err := io.ReadAll(stream)
	return string(all), stream.Skipped(), err
}

func ofString(stored string) Source { return From("t", strings.NewReader(stored)) }

func TestDecode(t *testing.T) {
	log := logText(300)
	raw := header + "2024-01-15 10:00:00 /caf\xe9\xc0\xaf 200\r\n"
	nul := strings.Repeat("\x00", 9000)
	wide := header + "2024-01-15 10:00:00 /größe/日本/𝄞 200\r\n"
	for name, c := range map[string]struct{ stored, want string }{
		"empty":                     {"", ""},
		"one byte":                  {"#", "#"},
		"plain":                     {log, log},
		"other bytes survive":       {raw, raw},
		"UTF-8 with mark":           {"\xef\xbb\xbf" + wide, wide},
		"only a mark":               {"\xef\xbb\xbf", ""},
		"UTF-16LE with mark":        {utf16(wide, unicode.LittleEndian, unicode.UseBOM), wide},
		"UTF-16BE with mark":        {utf16(wide, unicode.BigEndian, unicode.UseBOM), wide},
		"UTF-16LE":                  {utf16(wide, unicode.LittleEndian, unicode.IgnoreBOM), wide},
		"UTF-16BE":                  {utf16(wide, unicode.BigEndian, unicode.IgnoreBOM), wide},
		"UTF-16LE from a digit":     {utf16("2024-01-15\n", unicode.LittleEndian, unicode.IgnoreBOM), "2024-01-15\n"},
		"UTF-16LE cut in a letter":  {utf16("abcd", unicode.LittleEndian, unicode.UseBOM) + "x", "abcd\uFFFD"},
		"UTF-32LE with mark":        {utf32Of(wide, utf32.LittleEndian, utf32.UseBOM), wide},
		"UTF-32BE with mark":        {utf32Of(wide, utf32.BigEndian, utf32.UseBOM), wide},
		"UTF-32LE":                  {utf32Of(wide, utf32.LittleEndian, utf32.IgnoreBOM), wide},
		"UTF-32BE":                  {utf32Of(wide, utf32.BigEndian, utf32.IgnoreBOM), wide},
		"UTF-32LE cut in a letter":  {utf32Of("abcd", utf32.LittleEndian, utf32.UseBOM) + "xy", "abcd\uFFFD"},
		"gzip of UTF-32":            {gz(utf32Of(wide, utf32.LittleEndian, utf32.UseBOM)), wide},
		"NUL before":                {nul + log, nul + log},
		"NUL in the middle":         {header + nul + log, header + nul + log},
		"NUL after":                 {log + nul, log + nul},
		"only NUL":                  {nul, nul},
		"gzip":                      {gz(log), log},
		"gzip of nothing":           {gz(""), ""},
		"gzip members":              {gz("a\n") + gz("") + gz("b\n"), "a\nb\n"},
		"gzip filled up with zeros": {gz(log) + nul, log},
		"gzip zeros between":        {gz("a\n") + nul + gz("b\n"), "a\nb\n"},
		"zstd":                      {zst(log), log},
		"zstd frames":               {zst("a\n") + zst("b\n"), "a\nb\n"},
		"zstd filled with zeros":    {zst(log) + nul, log},
		"zstd zeros between":        {zst("a\n") + nul + zst("b\n") + "\x00", "a\nb\n"},
		"zstd only skipped":         {"\x50\x2a\x4d\x18\x03\x00\x00\x00abc", ""},
		"zstd frame to skip":        {"\x50\x2a\x4d\x18\x03\x00\x00\x00abc" + zst("b\n"), "b\n"},
		"bzip2":                     {bz2(t), bz2Text},
		"bzip2 streams":             {bz2(t) + bz2(t), bz2Text + bz2Text},
		"bzip2 and a zero":          {bz2(t) + "\x00", bz2Text},
		"bzip2 and two zeros":       {bz2(t) + "\x00\x00", bz2Text},
		"bzip2 filled with zeros":   {bz2(t) + nul, bz2Text},
		"bzip2 zeros between":       {bz2(t) + nul + bz2(t) + "\x00\x00\x00", bz2Text + bz2Text},
		"gzip of UTF-16":            {gz(utf16(wide, unicode.LittleEndian, unicode.UseBOM)), wide},
		"gzip of zstd":              {gz(zst(log)), log},
		"zip":                       {zipOf("a.log", log, "b/", "", "b/c.log", log), log + log},
		"zip without compression":   {zipSized("a.log", "a\n", "b.log", "b\n"), "a\nb\n"},
		"zip puts line feeds":       {zipOf("a.log", "a", "b.log", "", "c.log", "c\n", "d.log", "d"), "a\nc\nd"},
		"zip of gzip and UTF-16":    {zipOf("a.gz", gz("a\n"), "b.log", utf16("#b c\n", unicode.BigEndian, unicode.UseBOM)), "a\n#b c\n"},
		"zip of empty entries":      {zipOf("a.log", "", "b.log", ""), ""},
		"zip of zip":                {zipOf("a.zip", zipOf("a.log", log), "b.log", log), log + log},
		"zip from a Mac":            {zipOf("a.log", log, "__MACOSX/._a.log", "\x00\x05\x16\x07\x01\x02\x03"), log},
		"gzip of zip":               {gz(zipOf("a.log", log)), log},
		"zip by bzip2":              {zipSizedBy(12, bz2(t), bz2Text), bz2Text},
		"zip by zstd":               {zipSizedBy(93, zst(log), log), log},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := readAll(ofString(c.stored))
			require.NoError(t, err)
			assert.Equal(t, c.want, got)

			got, err = readAll(From("t", iotest.OneByteReader(strings.NewReader(c.stored))))
			require.NoError(t, err, "byte by byte")
			assert.Equal(t, c.want, got, "byte by byte")

			stream, err := From("t", iotest.DataErrReader(strings.NewReader(c.stored))).Open()
			require.NoError(t, err)
			bytes, err := io.ReadAll(iotest.OneByteReader(stream))
			require.NoError(t, err, "into one byte")
			assert.Equal(t, c.want, string(bytes), "into one byte")
		})
	}
}

// zipSizedBy makes an archive of one entry that is packed already.
func zipSizedBy(method uint16, packed, text string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, _ := w.CreateRaw(&zip.FileHeader{
		Name: "a.log", Method: method, CRC32: crc32.ChecksumIEEE([]byte(text)),
		CompressedSize64: uint64(len(packed)), UncompressedSize64: uint64(len(text)),
	})
	_, _ = io.WriteString(f, packed)
	_ = w.Close()
	return b.String()
}

func TestOpenRefuses(t *testing.T) {
	nested := "text\n"
	for range maxDepth + 1 {
		nested = gz(nested)
	}
	noise := make([]byte, 5000)
	state := uint32(7)
	for i := range noise {
		state = state*1664525 + 1013904223
		noise[i] = byte(state >> 24)
	}
	for name, c := range map[string]struct{ stored, want string }{
		"PNG":          {"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image; name the logs"},
		"JPEG":         {"\xff\xd8\xff\xe0", "a JPEG image"},
		"PDF":          {"%PDF-1.7\n", "a PDF document"},
		"EXE":          {"MZ\x90\x00\x03", "a Windows program"},
		"ELF":          {"\x7fELF\x02", "a program (ELF)"},
		"7z":           {"7z\xbc\xaf\x27\x1c\x00", "a 7-Zip archive; unpack it first"},
		"xz":           {"\xfd7zXZ\x00", "an xz archive; unpack it first"},
		"lzma":         {"\x5d\x00\x00\x80\x00\xff\xff\xff\xff\xff\xff\xff\xff\x00\x11", "an LZMA archive; unpack it first"},
		"lzma, sized":  {"\x5d\x00\x00\x00\x04\x10\x20\x00\x00\x00\x00\x00\x00\x00\x11", "an LZMA archive; unpack it first"},
		"rar":          {"Rar!\x1a\x07\x01", "a RAR archive; unpack it first"},
		"tar":          {"u_ex.log" + strings.Repeat("\x00", 249) + "ustar\x00", "a tar archive; unpack it first"},
		"tar.gz":       {gz("u_ex.log" + strings.Repeat("\x00", 249) + "ustar\x00"), "a tar archive; unpack it first"},
		"evtx":         {"ElfFile\x00\x01", "a Windows event log"},
		"noise":        {string(noise), "binary content"},
		"noise in zst": {zst(string(noise)), "binary content"},
		"too deep":     {nested, "archives in archives, more than 4 deep"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ofString(c.stored).Open()
			var e *Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, "t", e.Source)
			assert.Contains(t, err.Error(), "t: expected a text log, found "+c.want)
		})
	}
}

func TestOpenTakesText(t *testing.T) {
	for _, text := range []string{
		"MZ-1 - - [15/Jan/2024:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5\n", // an NCSA log of a host MZ-1
		"127.0.0.1 - - [x] \"GET /\x01\x02\x03 HTTP/1.1\" 200 5 " + strings.Repeat("x", 100) + "\n",
		"\x00\x00#Fields: \x01\x02\x03\x04\x05\n",
		"\x1b[31mred\x1b[0m\n",
		"]" + strings.Repeat("\x00", 300) + "\n", "] a line of another program\n", // no LZMA archive
		"BZh is how a line begins\n", "PKI\n", "(\xb5 is latin\n",
	} {
		got, err := readAll(ofString(text))
		require.NoError(t, err)
		assert.Equal(t, text, got)
	}
}

func TestZeroSource(t *testing.T) {
	_, err := Source{Name: "x"}.Open()
	assert.EqualError(t, err, "x: expected a source that Find returned, found an empty one")
	assert.False(t, Source{}.Repeatable())
}

func TestFromIsReadOnce(t *testing.T) {
	s := ofString("a\n")
	assert.False(t, s.Repeatable())
	_, err := readAll(s)
	require.NoError(t, err)
	_, err = s.Open()
	assert.ErrorContains(t, err, "read before")
}

func TestReadFails(t *testing.T) {
	broken := errors.New("the disk is gone")
	for name, r := range map[string]io.Reader{
		"at once":      iotest.ErrReader(broken),
		"later":        io.MultiReader(strings.NewReader(header), iotest.ErrReader(broken)),
		"in a gzip":    io.MultiReader(strings.NewReader(gz(logText(3000))[:9000]), iotest.ErrReader(broken)),
		"in a zstd":    io.MultiReader(strings.NewReader(zst(logText(3000))[:9000]), iotest.ErrReader(broken)),
		"in a zip":     io.MultiReader(strings.NewReader(zipOf("a.log", logText(3000))[:9000]), iotest.ErrReader(broken)),
		"in a bzip2":   io.MultiReader(strings.NewReader(bz2(t)[:40]), iotest.ErrReader(broken)),
		"in an UTF-16": io.MultiReader(strings.NewReader(utf16(logText(3000), unicode.LittleEndian, unicode.UseBOM)[:9000]), iotest.ErrReader(broken)),
	} {
		t.Run(name, func(t *testing.T) {
			stream, err := From("t", r).Open()
			require.NoError(t, err)
			_, err = io.ReadAll(stream)
			assert.ErrorIs(t, err, broken)
			assert.EqualError(t, err, "t: expected a file or directory that can be read, found the disk is gone")
			_, again := stream.Read(make([]byte, 1))
			assert.Equal(t, err, again)
		})
	}
}

func TestConsumed(t *testing.T) {
	log := logText(20000)
	dir := t.TempDir()
	for name, stored := range map[string]string{
		"a.log": log, "a.gz": gz(log), "a.zst": zst(log),
		"a.zip": zipOf("x.log", log),
	} {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(stored), 0o600))
		sources, _, errs := Find([]string{path}, nil)
		require.Empty(t, errs)
		require.Len(t, sources, 1)
		s := sources[0]
		assert.True(t, s.Repeatable())
		stream, err := s.Open()
		require.NoError(t, err)
		assert.LessOrEqual(t, stream.Consumed(), int64(sniffed+ahead), name)
		n, err := io.Copy(io.Discard, stream)
		require.NoError(t, err)
		assert.Equal(t, int64(len(log)), n)
		assert.Equal(t, s.Size, stream.Consumed(), name)
		require.NoError(t, stream.Close())
	}
}

// TestPlainReads holds the hot path: the buffer of the caller goes to the
// system as it is, and nothing is allocated.
func TestPlainReads(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.log")
	require.NoError(t, os.WriteFile(path, []byte(logText(100000)), 0o600))
	sources, _, errs := Find([]string{path}, nil)
	require.Empty(t, errs)
	stream, err := sources[0].Open()
	require.NoError(t, err)
	defer stream.Close()
	p := make([]byte, 8192)
	n, err := stream.Read(p)
	require.NoError(t, err)
	assert.Equal(t, sniffed, n)
	n, err = stream.Read(p)
	require.NoError(t, err)
	assert.Equal(t, len(p), n, "read into the whole buffer")
	assert.Zero(t, testing.AllocsPerRun(100, func() { _, _ = stream.Read(p) }))
}

func TestLargeZstdWindow(t *testing.T) {
	frame := "\x28\xb5\x2f\xfd\x00" + string([]byte{20 << 3}) // a window of 1 GiB
	_, err := readAll(ofString(frame + "\x01\x00\x00"))
	assert.EqualError(t, err, "t: expected a zstd archive with a window of at most 128 MiB, found a larger one; unpack it first")
}

// TestLargeZstdContent holds that a frame which is its own window is bounded too.
func TestLargeZstdContent(t *testing.T) {
	size := binary.LittleEndian.AppendUint32(nil, 1<<31)
	_, err := readAll(ofString("\x28\xb5\x2f\xfd\xa0" + string(size) + "\x01\x00\x00"))
	assert.EqualError(t, err, "t: expected a zstd archive with a window of at most 128 MiB, found a larger one; unpack it first")
}

// TestInnerZstdWindow holds that frames in frames do not multiply memory.
func TestInnerZstdWindow(t *testing.T) {
	log := logText(3000)
	inner := windowed(20, log) + windowed(24, log) + windowed(20, log)
	got, err := readAll(ofString(inner))
	require.NoError(t, err)
	assert.Equal(t, 3*len(log), len(got))
	got, err = readAll(ofString(windowed(20, inner[:100<<10]) + windowed(20, inner[100<<10:200<<10]) + windowed(20, inner[200<<10:])))
	assert.Equal(t, log, got)
	assert.ErrorContains(t, err, "with a window of at most 8 MiB, found a larger one")
}

// TestLargeZstd holds that the bound is on the window, not on the text.
func TestLargeZstd(t *testing.T) {
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest))
	require.NoError(t, err)
	const size = maxWindow + maxWindow/2
	line := bytes.Repeat([]byte("2024-01-15 200\n"), 1<<16)
	written := 0
	for written < size {
		n, err := w.Write(line)
		require.NoError(t, err)
		written += n
	}
	require.NoError(t, w.Close())
	stream, err := From("t", &b).Open()
	require.NoError(t, err)
	n, err := io.Copy(io.Discard, stream)
	require.NoError(t, err)
	assert.Equal(t, int64(written), n)
}
