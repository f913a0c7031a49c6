package scan

import (
	"encoding/binary"
	"fmt"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// A record is a kept row as bytes, the same in memory and in the file: its length,
// what orders it, where it stands, its verdict, the user of its session where another row
// names it, and its line. The other values are
// read from the line again when it is shown.

// appendRecord appends the record of a row.
func appendRecord(to []byte, at *keptAt, r *parser.Row, v codes.Verdict, family int, user []byte) []byte {
	var head [keptHead]byte
	b := head[:0]
	for _, n := range []int64{
		at.rank, at.second, int64(at.source), int64(at.layout), at.offset, int64(r.Chunk), r.Number, int64(v), int64(family), int64(len(user)),
	} {
		b = binary.AppendVarint(b, n)
	}
	to = binary.LittleEndian.AppendUint32(to, uint32(len(b)+len(user)+len(r.Line)))
	to = append(append(to, b...), user...)
	return append(to, r.Line...)
}

// lengthSize is how many bytes the length takes, and keptHead how many it and the numbers do at
// most.
const (
	lengthSize = 4
	keptHead   = lengthSize + 10*binary.MaxVarintLen64
)

// recordAt returns the record at a place, with its length.
func recordAt(text []byte, at int) []byte {
	return text[at : at+lengthSize+int(binary.LittleEndian.Uint32(text[at:]))]
}

// record is a record that was read.
type record struct {
	at      keptAt
	chunk   int
	number  int64
	verdict codes.Verdict
	family  int
	user    []byte
	line    []byte
}

// read reads what stands behind the length.
func (c *record) read(b []byte) error {
	var n [10]int64
	for i := range n {
		value, size := binary.Varint(b)
		if size <= 0 {
			return fmt.Errorf("expected a row in the temporary file, found %d bytes that are none", len(b))
		}
		n[i], b = value, b[size:]
	}
	c.at = keptAt{rank: n[0], second: n[1], source: int32(n[2]), layout: int32(n[3]), offset: n[4]}
	c.chunk, c.number, c.verdict, c.family = int(n[5]), n[6], codes.Verdict(n[7]), int(n[8])
	c.user, c.line = b[:n[9]], b[n[9]:]
	return nil
}
