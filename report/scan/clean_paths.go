package scan

import (
	"bytes"
	"encoding/binary"
)

// cleanPaths are paths of which it is known that no attack has them. A log has few
// paths that come often, and they are known again by comparing them: the place of a
// path is a mix of its last eight bytes, so nothing is read but the path itself and
// the one that was there before. The zero value knows none.
type cleanPaths [1 << cleanBits]cleanPath

type cleanPath struct {
	length uint8
	text   [cleanLength]byte
}

const (
	cleanBits   = 10
	cleanLength = 63 // longer paths are not kept
)

// place returns where a path belongs, nil for one that is too short or too long. asked
// begins with the byte before the path, which ends at end.
func (c *cleanPaths) place(asked []byte, end int) *cleanPath {
	if end < 8 || end > cleanLength || end > len(asked) {
		return nil
	}
	last := binary.LittleEndian.Uint64(asked[end-8 : end])
	return &c[(last+uint64(end))*0x9E3779B97F4A7C15>>(64-cleanBits)]
}

// holds reports whether a path is the one that is kept.
func (p *cleanPath) holds(path []byte) bool { return bytes.Equal(p.text[:p.length], path) }

func (p *cleanPath) keep(path []byte) { p.length = uint8(copy(p.text[:], path)) }
