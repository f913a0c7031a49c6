package input

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// packed are archives of the same log, whole, by kind.
//
// A cut at seam, between two members, leaves a whole archive: nothing can tell
// that more was to come.
func packed(t testing.TB) map[string]example {
	log := logText(2000)
	a, b := log[:len(log)/2]+"\n", log[len(log)/2:]
	return map[string]example{
		"gzip":         {stored: gz(a + b), text: a + b},
		"gzip members": {stored: gz(a) + gz(b), text: a + b, seam: len(gz(a))},
		"zstd":         {stored: zst(a + b), text: a + b},
		"zstd frames":  {stored: zst(a) + zst(b), text: a + b, seam: len(zst(a))},
		"bzip2":        {stored: bz2(t), text: bz2Text},
		"zip":          {stored: zipOf("a.log", a, "b.log", b), text: a + b, isZip: true},
		"zip stored":   {stored: zipSized("a.log", a, "b.log", b), text: a + b, isZip: true},
	}
}

type example struct {
	stored, text string
	seam         int
	isZip        bool // its index is at its end: nothing is had without it
}

// What begins the parts of a zip archive.
const (
	signLocal     = "PK\x03\x04" // header of an entry
	signIndex     = "PK\x01\x02" // entry of the index
	signSignature = "PK\x05\x05" // of the index
	signEnd64     = "PK\x06\x06" // end of the index, for large archives
	signLocator   = "PK\x06\x07" // where that is
	signEnd       = "PK\x05\x06" // end of the index
)

// places returns about n places in s, with all those near its ends.
func places(s string, n int) (at []int) {
	for i := 0; i < len(s); i++ {
		if i < 48 || i >= len(s)-120 || i%max(1, len(s)/n) == 0 {
			at = append(at, i)
		}
	}
	return at
}

// TestCut holds that the text before a cut is returned, but of a zip archive, and
// that the end never comes in silence. Two bytes are the least that say which kind it was.
func TestCut(t *testing.T) {
	for name, c := range packed(t) {
		t.Run(name, func(t *testing.T) {
			longest := 0
			for _, at := range places(c.stored, 150) {
				if at < 2 || at == c.seam {
					continue
				}
				got, err := readAll(ofString(c.stored[:at]))
				var e *Error
				require.ErrorAs(t, err, &e, "cut at %d", at)
				require.True(t, strings.HasPrefix(e.Source, "t"))
				require.True(t, strings.HasPrefix(c.text, got), "cut at %d", at)
				longest = max(longest, len(got))
				if c.isZip {
					require.Contains(t, err.Error(), "no whole index at its end", "cut at %d", at)
					continue
				}
				require.Contains(t, err.Error(), "its end is missing", "cut at %d", at)
			}
			if c.isZip {
				assert.Zero(t, longest)
				return
			}
			assert.Equal(t, len(c.text), longest, "a cut in the last bytes loses no text")
		})
	}
}

// TestFlipped holds that a wrong bit is told, unless the text is right all the
// same: some bits are names and times.
func TestFlipped(t *testing.T) {
	for name, c := range packed(t) {
		t.Run(name, func(t *testing.T) {
			told := 0
			for _, at := range places(c.stored, 150) {
				flipped := []byte(c.stored)
				flipped[at] ^= 1 << (at % 8)
				got, skipped, err := readSkipping(ofString(string(flipped)))
				if err == nil && at < 4 {
					continue // no longer an archive by its first bytes
				}
				if err == nil && c.isZip { // the name of an entry may suffer, and with it the order
					require.True(t, sameLines(c.text, got) || len(skipped) > 0, "bit in %d", at)
					continue
				}
				if err == nil {
					require.True(t, c.text == got, "bit in %d", at)
					continue
				}
				var e *Error
				require.ErrorAs(t, err, &e, "bit in %d", at)
				told++
			}
			assert.Greater(t, told, len(places(c.stored, 150))/3)
		})
	}
}

func sameLines(a, b string) bool {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// TestDamagedZipFile is the same for zip files on disk, which have an index.
func TestDamagedZipFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.zip")
	read := func(stored []byte) (text string, told int) {
		require.NoError(t, os.WriteFile(path, stored, 0o600))
		sources, skipped, errs := Find([]string{path}, nil)
		for _, s := range sources {
			part, err := readAll(s)
			text += part
			if err != nil {
				errs = append(errs, err)
			}
		}
		return text, len(errs) + len(skipped) // the name of an entry may suffer too
	}
	for name, c := range packed(t) {
		if !strings.HasPrefix(name, "zip") {
			continue
		}
		text, told := read([]byte(c.stored))
		require.Zero(t, told)
		require.True(t, c.text == text)
		for _, at := range places(c.stored, 100) {
			if at < 4 {
				continue
			}
			text, told = read([]byte(c.stored[:at]))
			require.NotZero(t, told, "cut at %d", at)
			require.True(t, strings.HasPrefix(c.text, text), "cut at %d", at)

			flipped := []byte(c.stored)
			flipped[at] ^= 1 << (at % 8)
			if text, told = read(flipped); told == 0 {
				require.True(t, c.text == text, "bit in %d", at)
			}
		}
	}
}

func TestAfterTheEnd(t *testing.T) {
	for name, c := range map[string]struct{ stored, text, found string }{
		"gzip, then text":        {gz("a\n") + "more", "a\n", "other bytes after its end"},
		"gzip, zeros, then text": {gz("a\n") + "\x00\x00more", "a\n", "other bytes after its end"},
		"gzip, then half a head": {gz("a\n") + gz("b\n")[:5], "a\n", "that its end is missing"},
		"gzip, then half a mark": {gz("a\n") + "\x1f\x8b", "a\n", "that its end is missing"},
		"gzip, cut in its name":  {"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03nam", "", "that its end is missing"},
		"gzip, wrong sum":        {swap(gz("a\n"), -8), "a\n", "a checksum that does not fit"},
		"zstd, then text":        {zst("a\n") + "more", "a\n", "damage in it"},
		"zip, wrong sum":         {wrongSum("a.log", "a\n"), "a\n", "a checksum that does not fit"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := readAll(ofString(c.stored))
			assert.Equal(t, c.text, got)
			assert.ErrorContains(t, err, "found "+c.found)
		})
	}
}

// swap flips a byte, counted from the end if at is negative.
func swap(s string, at int) string {
	b := []byte(s)
	b[(at+len(b))%len(b)] ^= 0xff
	return string(b)
}

// wrongSum packs entries and flips a byte of the sum of the first, in the index.
func wrongSum(pairs ...string) string {
	stored := zipSized(pairs...)
	return swap(stored, strings.Index(stored, signIndex)+16)
}

// TestZipGoesOn holds that an entry at fault does not hide those after it.
func TestZipGoesOn(t *testing.T) {
	const flags, method = 8, 10 // in the index
	locked := []byte(zipSized("a.log", "secret", "b.log", "b\n"))
	locked[bytes.Index(locked, []byte(signIndex))+flags] |= 1
	large := []byte(zipSized("a.log", "?", "b.log", "b\n"))
	large[bytes.Index(large, []byte(signIndex))+method] = 9
	for name, c := range map[string]struct{ stored, want string }{
		"locked":    {string(locked), "t/a.log: expected a zip archive that can be read, found an entry locked with a password; unpack it first"},
		"Deflate64": {string(large), "t/a.log: expected a zip archive that can be read, found compression of the kind Deflate64; unpack it first"},
		"an image":  {zipOf("a.log", "\x89PNG\r\n\x1a\n", "b.log", "b\n"), "t/a.log: expected a text log, found a PNG image; name the logs of IIS instead"},
		"wrong sum": {wrongSum("a.log", "", "b.log", "b\n"), "t/a.log: expected a zip archive that is whole, found a checksum that does not fit; what comes before is used; get the file again to have the rest"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := readAll(ofString(c.stored))
			assert.Equal(t, "b\n", got)
			assert.EqualError(t, err, c.want)
		})
	}
}

// TestLargeZip reads an archive as one of more than 4 GiB is written: sizes in
// the extra fields, and records of 64 bits before the end.
func TestLargeZip(t *testing.T) {
	const body, none = "large\n", "\xff\xff\xff\xff"
	u16 := func(n int) string { return string(binary.LittleEndian.AppendUint16(nil, uint16(n))) }
	u32 := func(n int) string { return string(binary.LittleEndian.AppendUint32(nil, uint32(n))) }
	u64 := func(n int) string { return string(binary.LittleEndian.AppendUint64(nil, uint64(n))) }
	sum := string(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(body))))
	extra := u16(0x5455) + u16(1) + "\x00" + u16(1) + u16(16) + u64(len(body)) + u64(len(body))
	fixed := u16(45) + u16(0) + u16(0) + u32(0) + sum + none + none + u16(5) + u16(len(extra))
	front := signLocal + fixed + "a.log" + extra + body
	index := signIndex + u16(45) + fixed + u16(0) + u16(0) + u16(0) + u32(0) + u32(0) + "a.log" + extra
	end64 := signEnd64 + u64(44) + u16(45) + u16(45) + u32(0) + u32(0) + u64(1) + u64(1) + u64(len(index)) + u64(len(front))
	whole := front + index + signSignature + u16(3) + "sig" + end64 +
		signLocator + u32(0) + u64(len(front)+len(index)+9) + u32(1) +
		signEnd + u16(0) + u16(0) + u16(1) + u16(1) + none + none + u16(0)

	got, err := readAll(ofString(whole))
	require.NoError(t, err)
	assert.Equal(t, body, got)
	for at := len(front); at < len(whole); at++ {
		_, err = readAll(ofString(whole[:at]))
		require.ErrorContains(t, err, "no whole index at its end", "cut at %d", at)
	}
	path := filepath.Join(t.TempDir(), "x.zip")
	require.NoError(t, os.WriteFile(path, []byte(whole), 0o600))
	sources, _, errs := Find([]string{path}, nil)
	require.Empty(t, errs)
	require.Len(t, sources, 1)
	assert.Equal(t, path+"/a.log", sources[0].Name, "read by its index")
	got, err = readAll(sources[0])
	require.NoError(t, err)
	assert.Equal(t, body, got)
}

func TestZipOfNothing(t *testing.T) {
	_, err := readAll(ofString(zipOf()))
	assert.EqualError(t, err, "t: expected a zip archive with logs in it, found an empty one")

	text, err := readAll(ofString(zipWith(0, "a.log", "text\n")))
	require.NoError(t, err, "not packed, its size after it")
	assert.Equal(t, "text\n", text)
}

// FuzzOpen holds that nothing panics, hangs, or ends other than by io.EOF or an
// *Error.
func FuzzOpen(f *testing.F) {
	for _, c := range packed(f) {
		f.Add([]byte(c.stored[:min(len(c.stored), 3000)]))
	}
	for _, stored := range []string{
		"", "#Fields: date\n", "\xff\xfe#\x00", "\x00#\x00S\x00o\x00f", "\x50\x2a\x4d\x18\xff\xff\xff\xff",
		zipOf("a", gz("a\n"), "b/", ""), zipSized("a", zipOf("b", "c")), gz(zst("x\n")), bz2(f), gz("a") + "\x00",
	} {
		f.Add([]byte(stored))
	}
	f.Fuzz(func(t *testing.T, stored []byte) {
		checkEnd(t, ofString(string(stored)))
		if packing(stored) != zipped {
			return
		}
		path := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(path, stored, 0o600); err != nil {
			t.Fatal(err)
		}
		sources, _, _ := Find([]string{path}, nil) // by the index, where it is good
		for _, s := range sources[:min(len(sources), 20)] {
			checkEnd(t, s)
		}
	})
}

// checkEnd reads a source and looks at what ends it.
func checkEnd(t *testing.T, s Source) {
	stream, err := s.Open()
	if err == nil {
		defer stream.Close()
		err = drain(stream)
	}
	var e *Error
	if err != io.EOF && !errors.As(err, &e) {
		t.Fatalf("%T %v", err, err)
	}
}

// drain reads up to 16 MiB and returns what ended it, io.EOF also for the limit.
func drain(r io.Reader) error {
	p := make([]byte, 64<<10)
	idle := 0
	for left := 16 << 20; left > 0; {
		n, err := r.Read(p)
		if err != nil {
			return err
		}
		left -= n
		if idle++; n > 0 {
			idle = 0
		}
		if idle > 100 {
			return io.ErrNoProgress
		}
	}
	return io.EOF
}
