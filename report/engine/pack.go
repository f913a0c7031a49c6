package engine

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"

	"github.com/klauspost/compress/flate"
)

// What is sent is one stream of gzip, though its parts are packed by themselves. Several
// streams, one behind the other, are gzip as well; but where a piece of 1 MiB ends between
// two of them, 18.16 reads a byte that is not there, about once in ten million rows.

// packed is a part of a stream of gzip.
type packed struct {
	blocks []byte // of deflate, none of which is the last one
	sum    uint32 // CRC-32 of what was packed
	size   int    // of that, in bytes
}

// pack packs bytes.
func pack(parts ...[]byte) (p packed) {
	var out bytes.Buffer
	w, _ := flate.NewWriter(&out, flate.BestSpeed) // the level is one
	for _, part := range parts {
		_, _ = w.Write(part) // a Buffer takes everything
		p.sum, p.size = crc32.Update(p.sum, crc32.IEEETable, part), p.size+len(part)
	}
	_ = w.Flush()
	p.blocks = out.Bytes()
	return p
}

// join makes a stream of some parts.
func join(parts []packed) []byte {
	size := 0
	for i := range parts {
		size += len(parts[i].blocks)
	}
	out := append(make([]byte, 0, size+32), 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)
	sum, length := uint32(0), 0
	for i := range parts {
		p := &parts[i]
		out, sum, length = append(out, p.blocks...), joinSums(sum, p.sum, p.size), length+p.size
	}
	out = append(out, 1, 0, 0, 0xff, 0xff) // the last block, which is empty
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(out, sum), uint32(length))
}

// joinSums is the CRC-32 of bytes and so many others behind them, by those of each: the first
// sum goes on through as many zeros, which is a product of matrices over GF(2), squared again
// and again (as zlib does it).
func joinSums(first, second uint32, size int) uint32 {
	var zeros matrix // of a bit that is 0
	zeros[0] = crc32.IEEE
	for i := 1; i < len(zeros); i++ {
		zeros[i] = 1 << (i - 1)
	}
	zeros = zeros.squared().squared().squared()
	for ; size > 0; size >>= 1 {
		if size&1 == 1 {
			first = zeros.times(first)
		}
		zeros = zeros.squared()
	}
	return first ^ second
}

// matrix is one over GF(2), column by column.
type matrix [32]uint32

func (m *matrix) times(v uint32) (sum uint32) {
	for i := 0; v > 0; i, v = i+1, v>>1 {
		sum ^= m[i] & -(v & 1)
	}
	return sum
}

func (m matrix) squared() (s matrix) {
	for i := range m {
		s[i] = m.times(m[i])
	}
	return s
}
