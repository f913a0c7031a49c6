package scan

import (
	"hash/maphash"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// knownFamilies are the families of requests that were asked lately: what is refused or
// not there is asked for again and again, and finding its family reads each byte of it.
// A request is known by the hash of method, path and query. The zero value knows none.
type knownFamilies struct {
	at      [1 << familyBits]knownFamily
	repeats repeats
}

// knownAgents are the families of agents.
type knownAgents [1 << agentBits]knownFamily

type knownFamily struct {
	key    uint64 // 0 for none
	family int32  // codes.None for none
}

const familyBits, agentBits = 13, 11

// asked returns the family that path and query of a row are of, or a method.
func (j *judge) asked(method []byte, r *parser.Row) (family int, ok bool) {
	if j.known.repeats.isIdle() {
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
	if j.known.repeats.isIdle() {
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

// find returns the place of a key, and whether it is known; else it becomes that of the
// key.
func (k *knownFamilies) find(key uint64) (at *knownFamily, known bool) {
	at = &k.at[key>>(64-familyBits)]
	if known = at.take(key); known {
		k.repeats.hits++
	}
	return at, known
}

// find is that of knownFamilies.
func (k *knownAgents) find(key uint64) (at *knownFamily, known bool) {
	at = &k[key>>(64-agentBits)]
	return at, at.take(key)
}

// take reports whether the place is that of a key, and makes it so.
func (k *knownFamily) take(key uint64) bool {
	key = max(1, key)
	known := k.key == key
	k.key = key
	return known
}

func (k *knownFamily) is() (family int, ok bool) { return int(k.family), k.family != codes.None }
