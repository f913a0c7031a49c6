package parser

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

// TestLongLines: a line beyond MaxLine is refused, at whatever capacity, and
// what follows is read with its right line number.
func TestLongLines(t *testing.T) {
	x := func(n int) string { return strings.Repeat("x", n) }
	zeros := func(n int) string { return strings.Repeat("\x00", n) }
	for _, c := range []struct {
		name, text string
		rows, long int64
	}{
		{"as long as may be", "#Fields: a b\n1 2\n" + x(MaxLine-2) + " 3\n4 5\n", 3, 0},
		{"as long as may be, CRLF", "#Fields: a b\r\n1 2\r\n" + x(MaxLine-2) + " 3\r\n4 5\r\n", 3, 0},
		{"as long as may be, no end", "#Fields: a b\n1 2\n" + x(MaxLine-2) + " 3", 2, 0},
		{"one byte more", "#Fields: a b\n1 2\n" + x(MaxLine-1) + " 3\n4 5\n", 2, 1},
		{"one byte more, CRLF", "#Fields: a b\r\n1 2\r\n" + x(MaxLine-1) + " 3\r\n4 5\r\n", 2, 1},
		{"one byte more, no end", "#Fields: a b\n1 2\n" + x(MaxLine-1) + " 3", 1, 1},
		{"three times as long", "#Fields: a b\n1 2\n" + x(3*MaxLine) + "\n4 5\n6\n7 8\n", 3, 1},
		{"three times as long, no end", "#Fields: a b\n1 2\n" + x(3*MaxLine), 1, 1},
		{"several", "#Fields: a b\n" + x(2*MaxLine) + "\n1 2\n" + x(MaxLine+1) + "\n" + x(MaxLine+2) + "\r\n4 5\n", 2, 3},
		{"first", x(2*MaxLine) + "\n#Fields: a b\n1 2\n", 1, 1},
		{"directive", "#Fields: a b\n#Fields: a " + x(2*MaxLine) + "\n#Fields: a b c" + strings.Repeat(" ", MaxLine) + "\n1 2\n", 1, 2},
		{"zero bytes", "#Fields: a b\n1 2\n" + zeros(2*MaxLine) + "\n3 4\n", 2, 0},
		{"zero bytes, no end", "#Fields: a b\n1 2\n" + zeros(3*MaxLine+7), 1, 0},
		{"zero bytes before a row", "#Fields: a b\n1 2\n" + zeros(3*MaxLine+7) + "3 4\n5 6\n", 3, 0},
		{"zero bytes before fields", "#Fields: a b\n1 2\n" + zeros(2*MaxLine) + "#Fields: a b c\r\n1 2\n3 4 5\n", 2, 0},
		{"zero bytes behind half a row", "#Fields: a b\n1 2\n3" + zeros(2*MaxLine) + "4 5\n", 2, 0},
		{"zero bytes, then a long line", "#Fields: a b\n" + zeros(2*MaxLine) + x(2*MaxLine) + "\n1 2\n", 1, 1},
		{"a long line, zero bytes, a row", "#Fields: a b\n" + x(2*MaxLine) + zeros(9) + "1 2\n3 4\n", 2, 0},
		{"zero bytes between text, then a row", "#Fields: a b\n" + x(MaxLine) + zeros(9) + x(MaxLine/2) + zeros(MaxLine) + "1 2\n3 4\n", 2, 0},
		{"zero bytes within the bound", "#Fields: a b\n1 2\n" + strings.Repeat("\x00", MaxLine-3) + "3 4\n", 2, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := reference(c.text)
			equal(t, c.rows, want.Rows, "rows")
			equal(t, c.long, want.Counts[LineTooLong], "long lines")
			for _, capacity := range []int{64, 4096, 1 << 20, 1<<20 + 1, 4 << 20} {
				got := read(t, strings.NewReader(c.text), capacity)
				if !equalReadings(want, got) {
					t.Errorf("other rows, counts or places in chunks of %d: %v", capacity, got.faults())
				}
			}
		})
	}
}

// TestEndlessLine: memory does not grow with the length of a line.
func TestEndlessLine(t *testing.T) {
	const size = 256 << 20
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	out := read(t, io.LimitReader(endless('x'), size), 64<<10)
	runtime.ReadMemStats(&after)
	equal(t, map[string]int64{"line-too-long": 1}, out.faults(), "faults")
	if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
		t.Errorf("%d MiB allocated for a line of %d MiB", used>>20, size>>20)
	}
}

type endless byte

func (b endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(b)
	}
	return len(p), nil
}

// TestReaders: it does not matter how a source hands out its bytes.
func TestReaders(t *testing.T) {
	mac := strings.ReplaceAll(strings.ReplaceAll(changing, "\r\n", "\r"), "\n", "\r")
	for _, text := range []string{changing, mac, changing + "\n" + strings.Repeat("x", 5000) + "\n" + changing} {
		want := reference(text)
		for name, r := range map[string]io.Reader{
			"one byte":        iotest.OneByteReader(strings.NewReader(text)),
			"half":            iotest.HalfReader(strings.NewReader(text)),
			"error with text": iotest.DataErrReader(strings.NewReader(text)),
			"one by one":      iotest.DataErrReader(iotest.OneByteReader(strings.NewReader(text))),
			"empty reads":     &hesitant{r: strings.NewReader(text)},
		} {
			same(t, want, read(t, r, 100), name)
		}
	}
}

// hesitant reads nothing every other time, which a Reader may.
type hesitant struct {
	r     io.Reader
	ready bool
}

func (h *hesitant) Read(p []byte) (int, error) {
	if h.ready = !h.ready; h.ready {
		return 0, nil
	}
	return h.r.Read(p)
}

var errBroken = errors.New("broken")

// TestReadErrors: the rows before an error are read, and the error is told once.
func TestReadErrors(t *testing.T) {
	long := "#Fields: a b\n1 2\n" + strings.Repeat("x", 3*MaxLine)
	texts := []string{"", "#", changing, changing[:len(changing)/2], changing[:len(changing)-20], strings.Repeat(changing+"\n", 9), long}
	texts = append(texts, long+"\n3 4\n", long+"\n3 4", strings.Repeat("#\n", 2048), strings.Repeat("#\n", 4096))
	for i, text := range texts {
		want := reference(text)
		for _, capacity := range []int{64, 4096, 1 << 20} {
			for name, r := range map[string]io.Reader{
				"behind the text":   io.MultiReader(strings.NewReader(text), iotest.ErrReader(errBroken)),
				"with the text":     iotest.DataErrReader(io.MultiReader(strings.NewReader(text), iotest.ErrReader(errBroken))),
				"with, told once":   &breaking{text: text},
				"one byte a time":   io.MultiReader(iotest.OneByteReader(strings.NewReader(text)), iotest.ErrReader(errBroken)),
				"no more progress":  io.MultiReader(strings.NewReader(text), stuck{}),
				"unexpected at end": io.MultiReader(strings.NewReader(text), iotest.ErrReader(io.ErrUnexpectedEOF)),
			} {
				got, err := readErr(t, r, capacity)
				if !errors.Is(err, errBroken) && err != io.ErrNoProgress && err != io.ErrUnexpectedEOF {
					t.Errorf("text %d, %s, %d: error %v", i, name, capacity, err)
				}
				if !equalReadings(want, got) {
					t.Errorf("text %d, %s, %d: rows differ: %v", i, name, capacity, got.faults())
				}
			}
		}
	}
}

// breaking hands out its error once, with the last of its text.
type breaking struct {
	text string
	told bool
}

func (b *breaking) Read(p []byte) (int, error) {
	n := copy(p, b.text)
	b.text = b.text[n:]
	if b.text != "" {
		return n, nil
	}
	if b.told {
		return n, io.EOF
	}
	b.told = true
	return n, errBroken
}

type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

// TestErrorIsTheLast: after an error there is nothing more.
func TestErrorIsTheLast(t *testing.T) {
	c := NewCutter(io.MultiReader(strings.NewReader("#Fields: a\n1\n"), iotest.ErrReader(errBroken), strings.NewReader("2\n")))
	chunk, err := c.Next(nil)
	equal(t, errBroken, err, "error")
	equal(t, true, chunk.Last, "last")
	for range 2 {
		chunk, err = c.Next(nil)
		equal(t, io.EOF, err, "error behind the last chunk")
		equal(t, 0, len(chunk.Text), "text behind the last chunk")
	}
}

// TestEmptySource: a source without a byte is one chunk without a line.
func TestEmptySource(t *testing.T) {
	c := NewCutter(bytes.NewReader(nil))
	chunk, err := c.Next(nil)
	equal(t, nil, err, "error")
	equal(t, true, chunk.Last, "last")
	equal(t, int64(0), chunk.Bytes, "bytes")
	_, err = c.Next(nil)
	equal(t, io.EOF, err, fmt.Sprint("second chunk ", c.seq))
}
