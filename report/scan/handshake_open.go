package scan

import (
	"hash/maphash"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// leg is a leg of a negotiation that may wait for an answer.
type leg struct {
	parser.Row
	key    uint64 // of its client, agent and path
	path   uint64 // of its path alone
	closed bool   // answered, or given up
}

// openLegs are the legs that wait for an answer.
//
// Most rows answer nothing. To see that, a row's path is looked up in a small
// filter first: finding the path costs two separators, finding user, client and
// agent ten.
type openLegs struct {
	keys  keyer
	byKey map[uint64][]*leg
	count int
	apps  int                   // of them, those of applications, which need name no user
	paths [pathBits / 64]uint64 // bits of the paths that were added

	latest   int64 // time of the legs that were added
	disorder int64 // how far the time of one was behind those before it
}

const pathBits = 1 << 12

func newOpenLegs(k keyer) *openLegs {
	return &openLegs{keys: k, byKey: map[uint64][]*leg{}, latest: math.MinInt64}
}

// add opens a leg.
func (l *openLegs) add(one *leg) {
	l.byKey[one.key] = append(l.byKey[one.key], one)
	l.tally(one, 1)
	bit := one.path % pathBits
	l.paths[bit/64] |= 1 << (bit % 64)
	if one.Second == parser.NoTime {
		l.latest, l.disorder = anyTime, anyTime
	} else if l.disorder < anyTime {
		l.latest = max(l.latest, one.Second)
		l.disorder = max(l.disorder, l.latest-one.Second)
	}
}

// tally counts legs that were opened, or with -1 closed.
func (l *openLegs) tally(one *leg, by int) {
	l.count += by
	if one.ofApplication() {
		l.apps += by
	}
}

// ofApplication reports whether a leg is a challenge of an application: it asks for a
// token or a password of its own, so that IIS knows no user in the end.
func (one *leg) ofApplication() bool { return one.Status == 401 && one.Substatus == 0 }

// anyTime is later than all times, and can be added to them.
const anyTime = math.MaxInt64 / 4

// mayWaitFor reports whether legs may wait for a row of that time, or a later one.
func (l *openLegs) mayWaitFor(second int64) bool {
	return l.count > 0 && second <= l.latest+AnswerWithin
}

// mayAnswer reports whether a row has the path of an open leg, or one that looks
// like it, and is not known to be of nobody where a user must be named.
func (l *openLegs) mayAnswer(r *parser.Row) bool {
	if l.apps == 0 && r.Missing(parser.Username) {
		return false
	}
	bit := l.keys.path(r) % pathBits
	return l.paths[bit/64]&(1<<(bit%64)) != 0
}

// answered closes the legs that a row answers, and returns them.
func (l *openLegs) answered(r *parser.Row) []*leg {
	named := IsServed(r)
	if !named && (l.apps == 0 || !isGranted(r)) {
		return nil
	}
	key := l.keys.of(r)
	waiting := l.byKey[key]
	if len(waiting) == 0 {
		return nil
	}
	var found []*leg
	from := l.recent(waiting, r.Second)
	rest := waiting[:from]
	for _, one := range waiting[from:] {
		if (named || one.ofApplication()) && Answers(r.Second, r.Offset, &one.Row) {
			one.closed = true
			found = append(found, one)
			l.tally(one, -1)
		} else {
			rest = append(rest, one)
		}
	}
	l.set(key, rest)
	return found
}

// recent returns from where on legs may wait for a row of that time: they come
// nearly in the order of their times.
func (l *openLegs) recent(waiting []*leg, second int64) int {
	if second == parser.NoTime || l.disorder == anyTime {
		return 0
	}
	from := len(waiting)
	for from > 0 && second <= waiting[from-1].Second+AnswerWithin+l.disorder {
		from--
	}
	return from
}

// remove closes one leg that nothing answered.
func (l *openLegs) remove(one *leg) {
	waiting := l.byKey[one.key]
	if i := slices.Index(waiting, one); i == 0 {
		l.set(one.key, waiting[1:])
	} else if i > 0 {
		l.set(one.key, slices.Delete(waiting, i, i+1))
	}
	one.closed = true
	l.tally(one, -1)
}

func (l *openLegs) set(key uint64, waiting []*leg) {
	if len(waiting) == 0 {
		delete(l.byKey, key)
	} else {
		l.byKey[key] = waiting
	}
}

// reset forgets all legs.
func (l *openLegs) reset() {
	clear(l.byKey)
	clear(l.paths[:])
	l.count, l.apps, l.latest, l.disorder = 0, 0, math.MinInt64, 0
}

// Answers reports whether a row that was let in answers a leg of the same key.
// Rows without a time answer by their place.
func Answers(second, offset int64, leg *parser.Row) bool {
	if offset < leg.Offset-lookBackBytes || offset > leg.Offset+reachBytes {
		return false
	}
	if second == parser.NoTime || leg.Second == parser.NoTime {
		return offset > leg.Offset
	}
	return leg.Second-answerBefore <= second && second <= leg.Second+AnswerWithin
}

// IsServed reports whether a row was let in: its user is named, or, where the
// log does not name users, it is no 401.
func IsServed(r *parser.Row) bool {
	if r.Status == codes.None || r.Status == 401 && (r.Substatus < 3 || r.Substatus > 5) {
		return false
	}
	if !r.Layout.Has(parser.Username) {
		return r.Status != 401
	}
	user := r.Field(parser.Username)
	return len(user) > 1 || len(user) == 1 && user[0] != '-'
}

// isGranted reports whether a request was answered as it wanted, whoever sent it. A
// browser that asks whether it may ask (OPTIONS) shows no credentials.
func isGranted(r *parser.Row) bool {
	return r.Status >= 200 && r.Status < 400 && string(r.Field(parser.Method)) != "OPTIONS"
}

// servedBy returns what is kept of a row that may answer legs behind it, and false for
// one that answers none.
func (k *keyer) servedBy(r *parser.Row) (served, bool) {
	named := IsServed(r)
	if !named && !isGranted(r) {
		return served{}, false
	}
	return served{k.of(r), r.Second, r.Offset, named}, true
}

// keyer makes the keys that legs and answers share.
type keyer struct {
	seed    maphash.Seed
	columns columns
}

func newKeyer(o *Options, seed maphash.Seed) keyer {
	return keyer{seed, columns{forwardedFor: o.ForwardedFor}}
}

// of returns the key of a row: its client, agent and path.
func (k *keyer) of(r *parser.Row) uint64 { return k.withPath(r, k.path(r)) }

// withPath is the same for a row whose path was hashed before.
func (k *keyer) withPath(r *parser.Row, path uint64) uint64 {
	h := maphash.Bytes(k.seed, k.columns.client(r))
	h = h*31 + maphash.Bytes(k.seed, r.Field(parser.UserAgent))
	return h*31 + path
}

func (k *keyer) path(r *parser.Row) uint64 { return maphash.Bytes(k.seed, r.Path()) }
