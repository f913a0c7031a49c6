package scan

import (
	"hash/maphash"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// knownFamilies are the families of requests that were asked lately: what is refused or
// not there is asked for again and again, and finding its family reads each byte of it.
// A request is known by the hash of method, path and query. Where no request comes twice,
// looking for it would cost more than it saves: after a stretch of few hits some go
// without. The zero value knows none.
type knownFamilies struct {
	at    [1 << familyBits]knownFamily
	asked int  // in this stretch
	hits  int  // of them
	idle  bool // this stretch goes without
}

const (
	stretch       = 1 << 11
	fewHits       = stretch / 8
	idleStretches = 8
)

type knownFamily struct {
	key    uint64 // 0 for none
	family int32  // codes.None for none
}

const familyBits = 12

// asked returns the family that method, path and query of a row are of.
func (j *judge) asked(r *parser.Row) (family int, ok bool) {
	method := r.Field(parser.Method)
	if j.known.isIdle() {
		return j.noise.Match(method, r.Path(), r.Query(), nil)
	}
	k, known := j.known.find(joinHashes(j.requestHash(r), maphash.Bytes(j.counts.seed, method)))
	if !known {
		family, _ := j.noise.Match(method, r.Path(), r.Query(), nil)
		k.family = int32(family)
	}
	return k.is()
}

// attack returns the family of attacks that path and query of a row are of.
func (j *judge) attack(r *parser.Row) (family int, ok bool) {
	if j.known.isIdle() {
		return j.noise.MatchAttack(nil, r.Path(), r.Query(), nil)
	}
	k, known := j.known.find(j.requestHash(r))
	if !known {
		family, _ := j.noise.MatchAttack(nil, r.Path(), r.Query(), nil)
		k.family = int32(family)
	}
	return k.is()
}

// requestHash is the hash of path and query.
func (j *judge) requestHash(r *parser.Row) uint64 {
	return joinHashes(j.counts.hashesOf(r).path, maphash.Bytes(j.counts.seed, r.Query()))
}

// isIdle counts a request, and reports whether it is not worth looking for.
func (k *knownFamilies) isIdle() bool {
	if k.asked++; k.asked == stretch && !k.idle || k.asked == idleStretches*stretch {
		k.idle = !k.idle && k.hits < fewHits
		k.asked, k.hits = 0, 0
	}
	return k.idle
}

// find returns the place of a key, and whether it is known; else it becomes that of the
// key.
func (k *knownFamilies) find(key uint64) (at *knownFamily, known bool) {
	key = max(1, key)
	at = &k.at[key>>(64-familyBits)]
	if at.key == key {
		k.hits++
		return at, true
	}
	at.key = key
	return at, false
}

func (k *knownFamily) is() (family int, ok bool) { return int(k.family), k.family != codes.None }
