package scan

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"

	"github.com/iiswhy/iiswhy/codes"
)

// plainRequests are paths and queries that look like no attack at a glance, which says the
// same of all that differ in their digits alone. A site has some thousands of them, however
// many records it has, and hashing one takes a third of the time of the glance.
//
// One is known again by 46 bits of a hash under a secret seed: that an attack is taken for
// one of them has a chance of one in 10^9 a row, and nobody can aim at it.
type plainRequests struct {
	repeats repeats
	a, b    uint64 // secret
	known   [1 << plainBits]uint32
}

const (
	plainBits = 13
	// leastRequest is how short a request may be that is looked for, with the blanks around it.
	leastRequest = 4
)

func newPlainRequests(seed maphash.Seed) *plainRequests {
	return &plainRequests{a: maphash.Bytes(seed, []byte{1}), b: maphash.Bytes(seed, []byte{2})}
}

// place returns where a request belongs, and what stands there once it is known; nil where
// looking for it is not worth it.
func (p *plainRequests) place(asked []byte) (at *uint32, mark uint32) {
	if p.repeats.isIdle() || len(asked) < leastRequest {
		return nil, 0
	}
	hash := p.hash(asked)
	return &p.known[hash>>(64-plainBits)], uint32(hash) | 1
}

// keep notes that a request is no attack, whatever its digits.
func (p *plainRequests) keep(asked []byte) {
	if len(asked) >= leastRequest {
		hash := p.hash(asked)
		p.known[hash>>(64-plainBits)] = uint32(hash) | 1
	}
}

// hash is that of a request without its digits, sixteen bytes at a time. The last bytes are
// taken twice, so that none is taken by itself.
func (p *plainRequests) hash(asked []byte) uint64 {
	le, n := binary.LittleEndian, len(asked)
	if n < 8 {
		text := uint64(le.Uint32(asked)) | uint64(le.Uint32(asked[n-4:]))<<32
		return mix(codes.WithoutDigits(text)^p.a, uint64(n)^p.b)
	}
	h, first := p.a, asked
	for ; len(first) > 16; first = first[16:] {
		h = mix(codes.WithoutDigits(le.Uint64(first))^h, codes.WithoutDigits(le.Uint64(first[8:]))^p.b)
	}
	if n >= 16 {
		first = asked[n-16:]
	}
	h = mix(codes.WithoutDigits(le.Uint64(first))^h, codes.WithoutDigits(le.Uint64(asked[n-8:]))^p.b)
	return mix(h^uint64(n), p.a)
}

// hashOf is hash of a text of any length.
func (p *plainRequests) hashOf(text []byte) uint64 {
	if len(text) >= leastRequest {
		return p.hash(text)
	}
	short := uint64(len(text))
	for _, b := range text {
		short = short<<8 | uint64(b)
	}
	return mix(codes.WithoutDigits(short)^p.a, p.b)
}

// mix is what wyhash (Wang Yi) is made of.
func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}
