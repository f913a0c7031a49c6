package scan

import (
	"encoding/binary"
	"math/bits"
	"strings"
)

// rowNote is what a first look notes of a row, for who looks for some rows later: where it
// stands in its chunk, how it ended, whether it took SlowTaken or longer, and some bits of
// the hashes of its client and of the shape of its path. Who looks for a client finds all of
// its rows by these, and few others. Notes of a chunk are in order when their numbers are.
type rowNote uint64

const (
	placeBits, outcomeBits, clientSize, shapeSize         = 21, 11, 13, 18 // in bits
	mostPlace, mostOutcome                                = 1<<placeBits - 1, 1<<outcomeBits - 1
	slowAt                                                = clientSize + shapeSize
	outcomeAt                                             = slowAt + 1
	slowNote                                      rowNote = 1 << slowAt
)

// SlowTaken is from how many ms on a row is noted as one that took long.
const SlowTaken = 1000

// newNote makes a note of a row that did not take long. It reports false where a number does
// not fit.
func newNote(place int64, outcome int, client, shape uint64) (rowNote, bool) {
	return rowNote(place)<<(64-placeBits) | rowNote(outcome)<<outcomeAt | rowNote(client<<shapeSize|shape),
		uint64(place) <= mostPlace && outcome <= mostOutcome
}

func (n rowNote) place() int64   { return int64(n >> (64 - placeBits)) }
func (n rowNote) outcome() int   { return int(n >> outcomeAt & mostOutcome) }
func (n rowNote) isSlow() bool   { return n&slowNote != 0 }
func (n rowNote) client() uint64 { return uint64(n >> shapeSize & (1<<clientSize - 1)) }
func (n rowNote) shape() uint64  { return uint64(n & (1<<shapeSize - 1)) }

// withOutcome is the note with an outcome of another table.
func (n rowNote) withOutcome(outcome int) (rowNote, bool) {
	return n&^(mostOutcome<<outcomeAt) | rowNote(outcome)<<outcomeAt, outcome <= mostOutcome
}

// clientBits are some bits of the hash of a value: of its ends, since clients differ there.
func clientBits(v []byte) uint64 {
	head, tail := endsOf(v)
	return mixed(head, tail, uint64(len(v))) >> (64 - clientSize)
}

// shapeBits are some bits of the hash of the shape of a path, see AppendShape: of what stands
// before its first digit, up to 16 bytes, and behind its last one, up to 8. So paths of one
// shape have the same.
func shapeBits(v []byte) uint64 {
	head, tail := endsOf(v)
	next := uint64(0)
	switch {
	case len(v) >= 16:
		next = binary.LittleEndian.Uint64(v[8:])
	case len(v) > 8:
		next = tail >> (8 * (16 - len(v)))
	}
	if first := digitBytes(head); first != 0 {
		head, next = head&below(bits.TrailingZeros64(first)), 0
	}
	next &= below(bits.TrailingZeros64(digitBytes(next)))
	tail &^= below(64 - bits.LeadingZeros64(digitBytes(tail))&^7)
	return mixed(head, tail, next) >> (64 - shapeSize)
}

// below are the bits of the bytes before the one that holds a bit.
func below(bit int) uint64 { return 1<<(bit&^7) - 1 }

// endsOf are the first and the last eight bytes of a value: of a shorter one the first from
// the lowest byte on, the last up to the highest.
func endsOf(v []byte) (head, tail uint64) {
	if n := len(v); n >= 8 {
		return binary.LittleEndian.Uint64(v), binary.LittleEndian.Uint64(v[n-8:])
	}
	for i, b := range v {
		head |= uint64(b) << (8 * i)
	}
	return head, head << (8 * (8 - len(v)))
}

// digitBytes has the highest bit of each byte that is a digit.
func digitBytes(word uint64) uint64 {
	const low, high = 0x7F7F7F7F7F7F7F7F, 0x8080808080808080
	word ^= 0x3030303030303030
	return ^(word&low + 0x7676767676767676 | word) & high
}

// isAlone reports whether nearly no other path has the shape bits of one: all of its bytes
// are in them.
func isAlone(path string) bool {
	return len(path) <= 24 && !strings.ContainsAny(path, "0123456789")
}

func mixed(a, b, c uint64) uint64 {
	a = (a ^ bits.RotateLeft64(c, 23)) * 0x9E3779B97F4A7C15
	return ((a ^ a>>29) + b) * 0xBF58476D1CE4E5B9
}
