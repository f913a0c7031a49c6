package scan

import (
	"math"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// leg is a leg of a negotiation that may wait for an answer: the row and its hashes, so
// that it is counted without being read again.
type leg struct {
	parser.Row
	hashes       rowHashes
	key          uint64
	behind       int  // how many rows of its chunk that may have been let in stand before it
	older, newer *leg // of the same key and second, while they are open
	before, next *leg // of a later and an earlier second, where it is the first of its own: see legIndex
	closed       bool // answered, or given up
	block        *legBlock
	places       []uint32 // of the values of the row; nil in a block
}

// openLegs are the legs that wait for an answer.
//
// Most rows answer nothing. To see that, the hash of a row's path is looked up in a
// small filter first.
type openLegs struct {
	keys  keyer
	index legIndex
	count int
	apps  int      // of them, those of applications, which need name no user
	paths []uint64 // bits of the paths that were added; nil before the first, and where ended
	ended bool     // no row of their source comes any more
	found []*leg   // that a row answered
	// byKey has the legs of each key, closed ones and others that were put to use again
	// among them, from the first row without a time on, which answers legs of any time.
	byKey  map[uint64][]*leg
	listed int // legs in byKey

	latest int64 // time of the legs that were added; anyTime where one has none
	// earliest is of the source, as far as its rows were seen.
	earliest *earliest
	// elsewhere says that the legs are of other sources than the rows: whether one answers
	// another is not asked of their places.
	elsewhere bool
}

const pathBits = 1 << 14

func newOpenLegs(k keyer) *openLegs { return &openLegs{keys: k, latest: math.MinInt64} }

// add opens a leg.
func (l *openLegs) add(one *leg) {
	l.index.add(one)
	l.tally(one, 1)
	if !l.ended {
		l.addPath(one.hashes.path)
	}
	if one.Second == parser.NoTime {
		l.latest = anyTime
	}
	l.latest = max(l.latest, one.Second)
	if l.byKey != nil {
		l.list(one)
	}
}

func (l *openLegs) addPath(hash uint64) {
	if l.paths == nil {
		l.paths = make([]uint64, pathBits/64)
	}
	bit := hash % pathBits
	l.paths[bit/64] |= 1 << (bit % 64)
}

// end forgets all legs but those that are opened then: they wait for rows of other sources,
// of which somebody else asks.
func (l *openLegs) end() { *l = openLegs{keys: l.keys, latest: math.MinInt64, ended: true} }

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

// mayHave reports whether some leg may have a path of that hash, of which the lower half
// is enough.
func (l *openLegs) mayHave(path uint32) bool {
	bit := path % pathBits
	return l.count > 0 && l.paths[bit/64]&(1<<(bit%64)) != 0
}

// answered closes the legs that a row answers, and returns them. They are good until it
// is called again.
func (l *openLegs) answered(by served) []*leg {
	l.found = l.found[:0]
	if !by.named && l.apps == 0 {
		return nil
	}
	if by.second == parser.NoTime {
		l.answeredAtAnyTime(by)
		return l.found
	}
	if l.latest == anyTime {
		l.answeredWithin(by, untimedLegs)
	}
	if by.second <= l.latest+AnswerWithin {
		first, last := (by.second-AnswerWithin)>>stretchBits, (by.second+answerBefore)>>stretchBits
		for stretch := first; stretch <= last; stretch++ {
			l.answeredWithin(by, stretch)
		}
	}
	return l.found
}

// answeredWithin closes the legs of a stretch of time.
func (l *openLegs) answeredWithin(by served, stretch int64) {
	if by.named && l.count > l.apps {
		l.answeredOf(by, slotKey(by.key, stretch, false))
	}
	if l.apps > 0 {
		l.answeredOf(by, slotKey(by.key, stretch, true))
	}
}

// answeredOf closes the legs of a slot. Of one second all are answered that stand within
// reach, which are the newest.
func (l *openLegs) answeredOf(by served, slot uint64) {
	for list := l.index.lists(slot); list != nil; {
		one, next := list, list.next
		for one != nil && l.answers(by, one) {
			older := one.older
			l.close(one)
			l.found = append(l.found, one)
			one = older
		}
		list = next
	}
}

func (l *openLegs) answers(by served, one *leg) bool {
	if l.elsewhere {
		by.offset = one.Offset
	}
	return by.answers(one) && (by.offset <= one.Offset+sectionBytes || !l.earliest.areLate(one, by.offset))
}

// answeredAtAnyTime closes the legs that a row without a time answers. Those of its key
// that it does not are out of the reach of every later row too.
func (l *openLegs) answeredAtAnyTime(by served) {
	if l.byKey == nil || l.listed > 2*l.count+fewLegs {
		l.byKey, l.listed = map[uint64][]*leg{}, 0
		l.index.each(l.list)
	}
	for _, app := range [...]bool{false, true} {
		key := slotKey(by.key, untimedLegs, app)
		if !by.named && !app {
			continue
		}
		for _, one := range l.byKey[key] {
			if !one.closed && l.answers(by, one) {
				l.close(one)
				l.found = append(l.found, one)
			}
		}
		l.listed -= len(l.byKey[key])
		delete(l.byKey, key)
	}
}

// list puts a leg among those of its key.
func (l *openLegs) list(one *leg) {
	key := slotKey(one.key, untimedLegs, one.ofApplication())
	l.byKey[key] = append(l.byKey[key], one)
	l.listed++
}

// close closes one leg: it was answered, or nothing can answer it any more.
func (l *openLegs) close(one *leg) {
	l.remove(one)
	one.closed = true
}

// remove takes a leg away, that stays open.
func (l *openLegs) remove(one *leg) {
	l.index.remove(one)
	l.tally(one, -1)
}

// reset forgets all legs.
func (l *openLegs) reset() {
	l.index.reset()
	clear(l.paths)
	l.count, l.apps, l.latest, l.byKey, l.listed = 0, 0, math.MinInt64, nil, 0
}

// answers reports whether a row that was let in answers a leg of the same key.
func (s served) answers(one *leg) bool {
	return s.key == one.key && (s.named || one.ofApplication()) && Answers(s.second, s.offset, &one.Row)
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
	if isRefused(r) {
		return false
	}
	if !r.Layout.Has(parser.Username) {
		return r.Status != 401
	}
	user := r.Field(parser.Username)
	return len(user) > 1 || len(user) == 1 && user[0] != '-'
}

// isRefused reports whether the numbers of a row alone say that nobody was let in.
func isRefused(r *parser.Row) bool {
	return r.Status == codes.None || r.Status == 401 && (r.Substatus < 3 || r.Substatus > 5)
}

// isGranted reports whether a request was answered as it wanted, whoever sent it. A
// browser that asks whether it may ask (OPTIONS) shows no credentials.
func isGranted(r *parser.Row) bool {
	return r.Status >= 200 && r.Status < 400 && string(r.Field(parser.Method)) != "OPTIONS"
}
