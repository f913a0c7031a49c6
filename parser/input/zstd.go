package input

import (
	"bufio"
	"encoding/binary"
	"io"

	"github.com/klauspost/compress/zstd"
)

const (
	// maxWindow bounds what a zstd frame may ask of memory, in bytes. It is what
	// the zstd command allows by default.
	maxWindow = 128 << 20
	// maxInnerWindow bounds it for frames that are inside of others, in bytes: what
	// every decoder must allow.
	maxInnerWindow = 8 << 20
)

// frames reads the frames of a zstd file one after another, each by a decoder that
// works in the goroutine of its caller and holds nothing that must be closed. The
// decoder could go from one to the next by itself, but takes its memory without
// asking, and takes zeros with which a file is filled up for damage.
type frames struct {
	in    *bufio.Reader
	share *share
	out   *zstd.Decoder // nil before the first frame

	frame  frame
	inside bool
	begun  bool // some frame, maybe one that is to be skipped
	held   int64
}

func newZstd(in *bufio.Reader, s *share) io.Reader { return &frames{in: in, share: s} }

func (f *frames) Read(p []byte) (int, error) {
	for {
		if !f.inside {
			if err := f.next(); err != nil {
				return 0, err
			}
		}
		n, err := f.out.Read(p)
		switch {
		case err == nil:
			return n, nil
		case err == io.EOF:
			f.inside = false
			if n > 0 {
				return n, nil
			}
		case n == len(p):
			return n, err
		default:
			// The decoder still holds the last block that it decoded, such as the one
			// before a checksum that is cut off: it is text too.
			more, err := f.out.Read(p[n:])
			return n + more, err
		}
	}
}

// next begins the next frame with text. It returns io.EOF if there is none.
func (f *frames) next() error {
	f.share.giveBack(f.held)
	f.held = 0
	for {
		if f.begun {
			if err := passZeros(f.in); err != nil {
				f.out = nil // its memory was given back
				return err
			}
		}
		head, err := f.in.Peek(zstd.HeaderMaxSize)
		if len(head) == 0 {
			return err
		}
		var h zstd.Header
		if err := h.Decode(head); err != nil {
			return err
		}
		f.begun = true
		if !h.Skippable {
			return f.begin(&h)
		}
		if _, err := io.CopyN(io.Discard, f.in, int64(h.HeaderSize)+int64(h.SkippableSize)); err != nil {
			return cut(err)
		}
	}
}

// begin asks for the memory of a frame and begins it.
func (f *frames) begin(h *zstd.Header) error {
	window := h.WindowSize
	if h.SingleSegment {
		window = h.FrameContentSize
	}
	if window > uint64(f.share.largest()) {
		return errWindow(f.share.largest())
	}
	if err := f.share.take(int64(window)); err != nil {
		return err
	}
	f.held = int64(window)
	f.frame = frame{in: f.in, left: int64(h.HeaderSize), sum: h.HasCheckSum}
	f.inside = true
	if f.out != nil {
		return f.out.Reset(&f.frame)
	}
	out, err := zstd.NewReader(&f.frame, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(maxWindow))
	f.out = out
	return err
}

// errWindow says which window a frame may have at most, in bytes.
type errWindow int64

func (errWindow) Error() string { return "a larger one" }

// frame gives the bytes of one frame: its header, its blocks, and its checksum.
type frame struct {
	in   *bufio.Reader
	left int64 // bytes of the part that is being read
	sum  bool  // a checksum follows the last block
	last bool  // the part is the last block, or the checksum after it
}

func (f *frame) Read(p []byte) (int, error) {
	if f.left == 0 {
		if err := f.part(); err != nil {
			return 0, err
		}
	}
	n, err := f.in.Read(p[:min(int64(len(p)), f.left)])
	f.left -= int64(n)
	return n, err
}

// part goes to the next part: a block, with its header of three bytes.
func (f *frame) part() error {
	switch {
	case f.last && f.sum:
		f.sum, f.left = false, 4
		return nil
	case f.last:
		return io.EOF
	}
	head, err := f.in.Peek(3)
	if err != nil {
		return err
	}
	header := binary.LittleEndian.Uint32([]byte{head[0], head[1], head[2], 0})
	const repeated = 1 // a block of one byte, many times
	f.last, f.left = header&1 != 0, 3+int64(header>>3)
	if header>>1&3 == repeated {
		f.left = 3 + 1
	}
	return nil
}

// passZeros passes over zeros. It returns io.EOF where nothing else follows.
func passZeros(in *bufio.Reader) error {
	for {
		b, err := in.ReadByte()
		if err != nil {
			return err
		}
		if b != 0 {
			return in.UnreadByte()
		}
	}
}

// cut turns an end where more is needed into io.ErrUnexpectedEOF.
func cut(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
