package scan

import (
	"hash/maphash"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// rowValues are the values of a row that are counted, and their hashes: nil where its
// layout has none, and where the server wrote "-" for none.
//
// A pair is two values that are counted together, between them a zero byte. Nearly all
// are known again by their hashes, so that few are ever put together.
type rowValues struct {
	subject int
	second  int64 // when the row came
	text    [NumTopFields][]byte
	hash    [NumFields]uint64
	pair    [2][]byte
	paired  bool
}

// has reports whether the row has a value.
func (v *rowValues) has(f Field) bool {
	if f == FieldPair {
		return v.paired
	}
	return len(v.text[f]) > 0
}

// size is how many bytes a value has.
func (v *rowValues) size(f Field) int {
	if f == FieldPair {
		return len(v.pair[0]) + 1 + len(v.pair[1])
	}
	return len(v.text[f])
}

// appendValue appends a value.
func (v *rowValues) appendValue(to []byte, f Field) []byte {
	switch {
	case f != FieldPair:
		return append(to, v.text[f]...)
	case !v.paired:
		return to
	}
	return append(append(append(to, v.pair[0]...), 0), v.pair[1]...)
}

// join makes a pair of two values.
func (v *rowValues) join(a, b []byte, hashA, hashB uint64) {
	v.pair, v.paired, v.hash[FieldPair] = [2][]byte{a, b}, true, joinHashes(hashA, hashB)
}

// readValues sets the values of a row.
func (c *counts) readValues(v *rowValues, r *parser.Row, verdict codes.Verdict) {
	v.text[FieldPath], v.text[FieldClient] = Shorten(r.Path()), Shorten(c.columns.client(r))
	v.text[FieldUser], v.text[FieldAgent] = Shorten(r.Field(parser.Username)), Shorten(r.Field(parser.UserAgent))
	if r.IsFTP() {
		c.columns.ftpValues(r, v)
	}
	for f := range v.text {
		if value := v.text[f]; len(value) == 1 && value[0] == '-' {
			v.text[f] = nil
		}
	}
	v.pairUp(r, verdict)
	c.hashValues(v, r, verdict)
}

// pairUp sets the two values of a row that are counted together.
func (v *rowValues) pairUp(r *parser.Row, verdict codes.Verdict) {
	v.paired = false
	switch verdict {
	case codes.LogonFailure:
		v.pair, v.paired = [2][]byte{v.text[FieldClient], v.text[FieldUser]}, true
	case codes.NotFound:
		if page := r.Field(parser.Referer); len(page) > 1 && !isForeign(page, r.Field(parser.Host)) {
			v.pair, v.paired = [2][]byte{Shorten(page), v.text[FieldPath]}, true
		}
	}
}

// hashValues sets the hashes by which the tables of a row know its values. Nobody asks for
// them where the tables were given up: of a log in which no value comes twice they took a
// tenth of the time.
func (c *counts) hashValues(v *rowValues, r *parser.Row, verdict codes.Verdict) {
	c.growValues(v.subject)
	t := &c.values[v.subject]
	paired := v.paired && !t[FieldPair].over
	if paired || !t[FieldPath].over || !t[FieldClient].over || !t[FieldAgent].over {
		known := c.hashesOf(r)
		v.hash[FieldPath] = c.hash(v.text[FieldPath], known.path)
		v.hash[FieldClient] = c.hash(v.text[FieldClient], known.client)
		v.hash[FieldAgent] = c.hash(v.text[FieldAgent], known.agent)
	}
	if paired || !t[FieldUser].over {
		v.hash[FieldUser] = c.hashed(v.text[FieldUser])
	}
	switch {
	case !paired:
	case verdict == codes.LogonFailure:
		v.hash[FieldPair] = joinHashes(v.hash[FieldClient], v.hash[FieldUser])
	default:
		v.hash[FieldPair] = joinHashes(c.hashed(v.pair[0]), v.hash[FieldPath])
	}
}

// hash returns the hash of a value as it is counted, given that of the whole one.
func (c *counts) hash(value []byte, whole uint64) uint64 {
	if 0 < len(value) && len(value) < maxLength {
		return whole
	}
	return c.hashed(value)
}

// hashed returns the hash of a value: 0 of none, whether the row has "-" or no such field.
func (c *counts) hashed(value []byte) uint64 {
	if len(value) == 0 {
		return 0
	}
	return maphash.Bytes(c.seed, value)
}

// hashesOf returns the hashes of the row that is being counted.
func (c *counts) hashesOf(r *parser.Row) *rowHashes {
	if !c.isHashed {
		c.hashes, c.isHashed = rowHashesOf(r, c.seed, &c.columns), true
	}
	return &c.hashes
}
