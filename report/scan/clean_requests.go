package scan

import (
	"bytes"
	"encoding/binary"
)

// cleanRequests are paths and queries which look like an attack at a glance, and are
// known to be none: a site has few of them, which come often. They are known again by
// comparing them; the place of one is a mix of its last eight bytes, so nothing is read
// but the request itself and the one that was there before. The zero value knows none.
type cleanRequests [1 << cleanBits]cleanRequest

type cleanRequest struct {
	length uint8
	text   [cleanLength]byte
}

const (
	cleanBits   = 8
	cleanLength = 127 // longer ones are not kept
)

// place returns where a request belongs, nil for one that is too short or too long.
func (c *cleanRequests) place(asked []byte) *cleanRequest {
	n := len(asked)
	if n < 8 || n > cleanLength {
		return nil
	}
	last := binary.LittleEndian.Uint64(asked[n-8:])
	return &c[(last+uint64(n))*0x9E3779B97F4A7C15>>(64-cleanBits)]
}

// hold reports whether a request is known.
func (c *cleanRequests) hold(asked []byte) bool {
	p := c.place(asked)
	return p != nil && bytes.Equal(p.text[:p.length], asked)
}

// keep notes that a request is no attack.
func (c *cleanRequests) keep(asked []byte) {
	if p := c.place(asked); p != nil {
		p.length = uint8(copy(p.text[:], asked))
	}
}
