package report

import (
	"hash/maphash"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// legs are the legs of negotiations that wait for an answer.
//
// Most rows answer nothing. To see that, a row's path is looked up in a small
// filter first: finding the path costs two separators, finding user, client and
// agent ten.
type legs struct {
	keys  keyer
	byKey map[uint64][]*parser.Row
	count int
	paths [pathBits / 64]uint64 // bits of the paths that were added

	latest   int64 // time of the legs that were added
	disorder int64 // how far the time of one was behind those before it
}

const pathBits = 1 << 12

func newLegs(k keyer) *legs {
	return &legs{keys: k, byKey: map[uint64][]*parser.Row{}, latest: math.MinInt64}
}

// add opens a leg.
func (l *legs) add(leg *parser.Row) { l.open(leg, l.keys.of(leg), l.keys.path(leg)) }

// open opens a leg of a key and a path.
func (l *legs) open(leg *parser.Row, key, path uint64) {
	l.byKey[key] = append(l.byKey[key], leg)
	l.count++
	bit := path % pathBits
	l.paths[bit/64] |= 1 << (bit % 64)
	if leg.Second == parser.NoTime {
		l.latest, l.disorder = anyTime, anyTime
	} else if l.disorder < anyTime {
		l.latest = max(l.latest, leg.Second)
		l.disorder = max(l.disorder, l.latest-leg.Second)
	}
}

// anyTime is later than all times, and can be added to them.
const anyTime = math.MaxInt64 / 4

// mayWaitFor reports whether legs may wait for a row of that time, or a later one.
func (l *legs) mayWaitFor(second int64) bool { return l.count > 0 && second <= l.latest+window }

// mayAnswer reports whether a row has the path of an open leg, or one that looks
// like it, and is not known to be of nobody.
func (l *legs) mayAnswer(r *parser.Row) bool {
	if r.Missing(parser.Username) {
		return false
	}
	bit := l.keys.path(r) % pathBits
	return l.paths[bit/64]&(1<<(bit%64)) != 0
}

// answered closes the legs that a row answers, and returns them.
func (l *legs) answered(r *parser.Row) []*parser.Row {
	if !isServed(r) {
		return nil
	}
	key := l.keys.of(r)
	waiting := l.byKey[key]
	if len(waiting) == 0 {
		return nil
	}
	var found []*parser.Row
	from := l.recent(waiting, r.Second)
	rest := waiting[:from]
	for _, leg := range waiting[from:] {
		if answers(r.Second, r.Offset, leg) {
			found = append(found, leg)
		} else {
			rest = append(rest, leg)
		}
	}
	l.set(key, rest)
	l.count -= len(found)
	return found
}

// recent returns from where on legs may wait for a row of that time: they come
// nearly in the order of their times.
func (l *legs) recent(waiting []*parser.Row, second int64) int {
	if second == parser.NoTime || l.disorder == anyTime {
		return 0
	}
	from := len(waiting)
	for from > 0 && second <= waiting[from-1].Second+window+l.disorder {
		from--
	}
	return from
}

// remove closes one leg.
func (l *legs) remove(leg *parser.Row) {
	key := l.keys.of(leg)
	if i := slices.Index(l.byKey[key], leg); i == 0 {
		l.set(key, l.byKey[key][1:])
	} else if i > 0 {
		l.set(key, slices.Delete(l.byKey[key], i, i+1))
	}
	l.count--
}

func (l *legs) set(key uint64, waiting []*parser.Row) {
	if len(waiting) == 0 {
		delete(l.byKey, key)
	} else {
		l.byKey[key] = waiting
	}
}

// reset closes all legs.
func (l *legs) reset() {
	clear(l.byKey)
	clear(l.paths[:])
	l.count, l.latest, l.disorder = 0, math.MinInt64, 0
}

// answers reports whether a row that was let in answers a leg of the same key.
// Rows without a time answer by their place.
func answers(second, offset int64, leg *parser.Row) bool {
	if offset < leg.Offset-lookback || offset > leg.Offset+reach {
		return false
	}
	if second == parser.NoTime || leg.Second == parser.NoTime {
		return offset > leg.Offset
	}
	return leg.Second-slack <= second && second <= leg.Second+window
}

// isServed reports whether a row was let in: its user is named, or, where the
// log does not name users, it is no 401.
func isServed(r *parser.Row) bool {
	if r.Status == codes.None || r.Status == 401 && (r.Substatus < 3 || r.Substatus > 5) {
		return false
	}
	if !r.Layout.Has(parser.Username) {
		return r.Status != 401
	}
	user := r.Field(parser.Username)
	return len(user) > 1 || len(user) == 1 && user[0] != '-'
}

// keyer makes the keys that legs and answers share.
type keyer struct {
	seed    maphash.Seed
	columns columns
}

func newKeyer(o Options, seed maphash.Seed) keyer {
	return keyer{seed, columns{forwardedFor: o.ForwardedFor}}
}

// of returns the key of a row: its client, agent and path.
func (k *keyer) of(r *parser.Row) uint64 {
	h := maphash.Bytes(k.seed, k.columns.clientOf(r))
	h = h*31 + maphash.Bytes(k.seed, r.Field(parser.UserAgent))
	return h*31 + k.path(r)
}

func (k *keyer) path(r *parser.Row) uint64 { return maphash.Bytes(k.seed, stem(r)) }
