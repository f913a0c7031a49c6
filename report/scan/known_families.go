package scan

import (
	"hash/maphash"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// knownFamilies are the families of requests that were asked lately: what is refused or
// not there is asked for again and again, and finding its family reads each byte of it.
// A request is known by the hash of method, path and query: first without their digits,
// which the second time that such a request comes are seen to matter for its family or not.
// So the requests for all records of a site are one, which are millions in some logs. The
// zero value knows none.
type knownFamilies struct {
	at      [1 << familyBits]knownFamily
	repeats repeats
}

// knownAgents are the families of agents.
type knownAgents [1 << agentBits]knownFamily

type knownFamily struct {
	key    uint64 // 0 for none
	family int32  // codes.None for none, or what is below it
}

// What stands for a family where requests of several digits are one.
const (
	seenOnce     = codes.None - 1 - iota // nobody knows whether the digits matter
	digitsMatter                         // each is known by itself
)

// ofAttacks is the way in which families of attacks are asked for, those of all by the hash
// of a method.
const ofAttacks = 1

const familyBits, agentBits = 13, 11

// asked returns the family that path and query of a row are of, or a method.
func (j *judge) asked(method []byte, r *parser.Row) (family int, ok bool) {
	if j.known.repeats.isIdle() {
		return j.noise.Match(method, r.Path(), r.Query(), nil)
	}
	k, _, known := j.find(r, maphash.Bytes(j.counts.seed, method))
	if !known {
		family, _ := j.noise.Match(method, r.Path(), r.Query(), nil)
		k.family = int32(family)
	}
	return k.is()
}

// attack returns the family of attacks that path and query of a row are of, and whether that
// is known to be the same whatever their digits.
func (j *judge) attack(r *parser.Row) (family int, anyDigits, ok bool) {
	if j.known.repeats.isIdle() {
		family, ok = j.noise.MatchAttack(nil, r.Path(), r.Query(), nil)
		return family, false, ok
	}
	k, anyDigits, known := j.find(r, ofAttacks)
	if !known {
		family, _ := j.noise.MatchAttack(nil, r.Path(), r.Query(), nil)
		k.family = int32(family)
	}
	family, ok = k.is()
	return family, anyDigits, ok
}

// find returns the place of the family of a row's request, which is asked for in the way of
// a number, whether it is that of all requests which differ in their digits alone, and whether
// it is known. Where the hash of the path is there, as of a leg, the
// request with its digits is looked for first.
func (j *judge) find(r *parser.Row, way uint64) (at *knownFamily, anyDigits, known bool) {
	if j.counts.isHashed {
		if key := j.oneRequest(r, way); j.known.knows(key) {
			at, known = j.known.find(key)
			return at, false, known
		}
	}
	path, query := r.Path(), r.Query()
	all, known := j.known.find(joinHashes(joinHashes(j.plain.hashOf(path), j.plain.hashOf(query)), way))
	switch {
	case known && all.family > seenOnce:
		return all, true, true
	case !known:
		all.family = seenOnce
	case all.family == digitsMatter:
	case j.noise.DigitsMatter(path, query):
		all.family = digitsMatter
	default:
		return all, true, false
	}
	at, known = j.known.find(j.oneRequest(r, way))
	return at, false, known
}

// oneRequest is the key of a request with its digits.
func (j *judge) oneRequest(r *parser.Row, way uint64) uint64 {
	return joinHashes(j.requestHash(r), ^way)
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

// knows reports whether a key is known.
func (k *knownFamilies) knows(key uint64) bool { return k.at[key>>(64-familyBits)].key == max(1, key) }

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
