package parser

import (
	"bytes"
	"io"
)

// Chunk is a run of whole lines, and what is needed to read them without what
// came before. Chunks of one source may be scanned in any order and at once.
type Chunk struct {
	Seq    int    // place among the chunks of its source, from 0
	Offset int64  // of its first byte in the source, from 0
	Header Header // in force at the first byte
	Text   []byte // whole lines; only the last line of the source may lack its end
	Last   bool   // ends the source
	Bytes  int64  // bytes of the source that it stands for, above len(Text) for a long line

	// Long is the start of a line that was longer than MaxLine and was dropped;
	// Text is then empty. Without it an empty Text stands for the first bytes of a
	// line, up to the last of its zero bytes.
	Long []byte
}

// Cutter cuts a source into chunks. It reads straight into the caller's
// buffers: what is copied is the one line that a buffer's end cuts in two.
//
// It is the only part of reading that goes byte after byte through a source, so
// it does nothing but find directives and the last line feed: about a tenth of
// the work, the rest can be shared.
type Cutter struct {
	// Eager makes a chunk of what there is when a read gives little, and it holds
	// a line: for pipes, so that rows do not wait for a full buffer.
	Eager bool
	// Idle, when set, is asked by an eager Cutter after a read that gave much: it
	// reports whether the next one would have to wait. Then what there is makes a
	// chunk, too.
	Idle func() bool

	r      io.Reader
	header Header
	seq    int
	offset int64
	carry  []byte // read, but not in a chunk yet: the start of a line

	skipping bool // carry is what is left of a long line, from a zero byte on
	oldMac   bool // lines end in CR alone
	begun    bool
	done     bool
}

// NewCutter returns a Cutter of the text that r reads.
func NewCutter(r io.Reader) *Cutter { return &Cutter{r: r, header: NewHeader()} }

// ResumeCutter returns a Cutter of text that begins in the middle of a source: at the
// start of a line, at that place, with that header in force. Its first chunk has the
// number seq.
func ResumeCutter(r io.Reader, seq int, offset int64, header Header) *Cutter {
	return &Cutter{r: r, header: header, seq: seq, offset: offset, begun: true}
}

// Header is the one in force behind what Next returned.
func (c *Cutter) Header() Header { return c.header }

// Next reads the next chunk into buf, or into a larger buffer when not one line
// fits. Any capacity does; between 256 KiB and 4 MiB is fastest. After the last
// chunk it returns io.EOF. When reading fails it returns the lines read until
// then as a chunk together with the error, and io.EOF from then on.
func (c *Cutter) Next(buf []byte) (Chunk, error) {
	if c.done {
		return Chunk{}, io.EOF
	}
	if !c.begun {
		c.begin()
	}
	buf, cut, err := c.fill(append(buf[:0], c.carry...))
	c.carry = c.carry[:0]
	if c.skipping {
		line, _, whole := bytes.Cut(buf, lineFeed)
		if zero := bytes.LastIndexByte(line, 0); zero > 0 {
			c.keep(err)
			return c.skipped(buf, zero, int64(zero)), nil
		}
		c.skipping = !whole
	}
	if err != nil {
		c.done = true
		if err == io.EOF {
			err = nil
		}
		return c.chunk(buf, len(buf)), err
	}
	if cut < 0 {
		return c.long(buf)
	}
	c.carry = append(c.carry, buf[cut:]...)
	return c.chunk(buf[:cut], cut), nil
}

// chunk makes a chunk of whole lines and moves the header behind it.
func (c *Cutter) chunk(text []byte, size int) Chunk {
	chunk := Chunk{
		Seq: c.seq, Offset: c.offset, Header: c.header, Text: text, Last: c.done, Bytes: int64(size),
	}
	c.seq++
	c.offset += int64(size)
	c.header.applyAll(text)
	return chunk
}

// fill reads until buf is full and holds a whole line, and returns where its
// last line ends; -1 when a line is longer than MaxLine.
func (c *Cutter) fill(buf []byte) (_ []byte, cut int, err error) {
	for {
		if len(buf) == cap(buf) {
			if cut := bytes.LastIndexByte(buf, '\n') + 1; cut > 0 {
				return buf, cut, nil
			}
			if len(buf) > MaxLine+1 {
				return buf, -1, nil
			}
			buf = append(buf, make([]byte, max(512, len(buf)))...)[:len(buf)]
		}
		n, err := c.read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err != nil {
			return buf, 0, err
		}
		if c.Eager && (n < drained || c.Idle != nil && c.Idle()) {
			if cut := bytes.LastIndexByte(buf, '\n') + 1; cut > 0 {
				return buf, cut, nil
			}
		}
	}
}

var lineFeed = []byte{'\n'}

// drained is what a read of a pipe gives at least while its writer keeps up.
const drained = 64 << 10

// long drops the line at the start of buf, which is not whole, up to its end or up
// to the last zero byte in it, of which more may follow: what stands behind zeros
// is read as if they were not there, see readable.
func (c *Cutter) long(buf []byte) (Chunk, error) {
	if zero := bytes.LastIndexByte(buf, 0); zero > 0 {
		return c.skipped(buf, zero, int64(zero)), nil
	}
	shown := bytes.Clone(buf[:maxShown])
	size := int64(len(buf))
	for {
		n, err := c.read(buf[:cap(buf)])
		end := bytes.IndexByte(buf[:n], '\n')
		rest := buf[:n]
		if end >= 0 {
			rest = buf[:end]
		}
		if zero := bytes.LastIndexByte(rest, 0); zero >= 0 {
			c.keep(err)
			return c.skipped(buf[:n], zero, size+int64(zero)), nil
		}
		if end >= 0 {
			c.carry = append(c.carry, buf[end+1:n]...)
			size += int64(end + 1)
			c.keep(err)
			break
		}
		size += int64(n)
		if err != nil {
			c.done = true
			if err == io.EOF {
				err = nil
			}
			return c.longChunk(buf, shown, size), err
		}
	}
	return c.longChunk(buf, shown, size), nil
}

// skipped makes a chunk without text of the first bytes of a line, size of them,
// and keeps what was read behind: buf from the zero byte on.
func (c *Cutter) skipped(buf []byte, zero int, size int64) Chunk {
	c.carry, c.skipping = append(c.carry, buf[zero:]...), true
	chunk := c.chunk(buf[:0], 0)
	chunk.Bytes = size
	c.offset += size
	return chunk
}

func (c *Cutter) longChunk(buf, shown []byte, size int64) Chunk {
	chunk := c.chunk(buf[:0], 0)
	chunk.Long, chunk.Bytes = shown, size
	c.offset += size
	return chunk
}

// keep makes the next read return an error that came together with bytes.
func (c *Cutter) keep(err error) {
	if err != nil {
		c.r = failed{err}
	}
}

type failed struct{ err error }

func (f failed) Read([]byte) (int, error) { return 0, f.err }

// maxEmptyReads is how often in a row a source may read nothing.
const maxEmptyReads = 100

func (c *Cutter) read(p []byte) (n int, err error) {
	for range maxEmptyReads {
		if n, err = c.r.Read(p); n > 0 || err != nil {
			break
		}
	}
	if n == 0 && err == nil {
		err = io.ErrNoProgress
	}
	if c.oldMac {
		for i, b := range p[:n] {
			if b == '\r' {
				p[i] = '\n'
			}
		}
	}
	return n, err
}

// begin reads the first bytes to see how lines end. Those of old Mac files end
// in CR alone; tools that convert files still make such.
func (c *Cutter) begin() {
	c.begun = true
	first := make([]byte, 0, 4096)
	var err error
	for len(first) < cap(first) && err == nil && bytes.IndexByte(first, '\n') < 0 {
		var n int
		n, err = c.read(first[len(first):cap(first)])
		first = first[:len(first)+n]
	}
	if bytes.IndexByte(first, '\n') < 0 {
		cr := bytes.IndexByte(first, '\r')
		c.oldMac = cr >= 0 && cr < len(first)-1
	}
	c.keep(err)
	c.r = io.MultiReader(bytes.NewReader(first), c.r)
}
