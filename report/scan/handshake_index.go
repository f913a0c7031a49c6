package scan

import "github.com/iiswhy/iiswhy/parser"

// legIndex finds the open legs of a key by their times. It is a table with open
// addressing, at most half full, of lists that go through the legs themselves: a leg
// costs one line of the cache and no allocation, and one that is closed leaves at once,
// wherever it stands. The zero value is empty.
//
// A slot has the legs of a key within a stretch of time: one list for each second, the
// newest leg first, and a list of these lists. So what a row costs does not depend on how
// many legs of its key it comes too early or too late for.
type legIndex struct {
	slots []legSlot // a power of two of them
	used  int       // slots with a key, those without legs among them
	moved []legSlot // while it grows
}

type legSlot struct {
	key   uint64 // 0 for an empty slot
	lists *leg   // newest leg of each second, the latest first; nil where all are closed
}

// stretchBits is how long a stretch of time is, as a power of two of seconds: what waits
// for a row is within two of them.
const stretchBits = 7

// slotKey is the key of the slot of legs. Those of applications have slots of their own:
// other rows answer them.
func slotKey(key uint64, stretch int64, app bool) uint64 {
	const spread = 0x9E3779B97F4A7C15
	if key += uint64(stretch) * spread; app {
		key = ^key
	}
	return max(1, key)
}

func (one *leg) slotKey() uint64 {
	return slotKey(one.key, one.Second>>stretchBits, one.ofApplication())
}

// lists returns the first list of a slot, nil for none.
func (x *legIndex) lists(key uint64) *leg {
	if len(x.slots) == 0 {
		return nil
	}
	return x.find(key).lists
}

// find returns the slot of a key, or the empty one where it belongs.
func (x *legIndex) find(key uint64) *legSlot {
	mask := uint64(len(x.slots) - 1)
	for at := key & mask; ; at = (at + 1) & mask {
		if s := &x.slots[at]; s.key == key || s.key == 0 {
			return s
		}
	}
}

// add adds a leg as the newest of its key and second.
func (x *legIndex) add(one *leg) {
	if 2*x.used >= len(x.slots) {
		x.grow()
	}
	key := one.slotKey()
	s := x.find(key)
	if s.key == 0 {
		s.key = key
		x.used++
	}
	at, before := s.listOf(one.Second)
	here := *at
	*at = one
	if here == nil || here.Second != one.Second {
		one.older, one.newer = nil, nil
		one.link(before, here)
		return
	}
	one.older, one.newer, here.newer = here, nil, one
	one.link(before, here.next)
	here.before, here.next = nil, nil
}

// link puts the first leg of a list between two lists, of a later and of an earlier second.
func (one *leg) link(before, next *leg) {
	if one.before, one.next = before, next; next != nil {
		next.before = one
	}
}

// listOf returns where the list of a second hangs, or where a new one belongs, and the list
// before it. The latest seconds come first: times go up, and a slot may have a list for each
// of its seconds.
func (s *legSlot) listOf(second int64) (at **leg, before *leg) {
	at = &s.lists
	for *at != nil && (*at).Second > second {
		before = *at
		at = &before.next
	}
	return at, before
}

// remove removes a leg.
func (x *legIndex) remove(one *leg) {
	if one.older != nil {
		one.older.newer = one.newer
	}
	if one.newer != nil {
		one.newer.older = one.older
	} else {
		x.replace(one)
	}
	one.older, one.newer, one.before, one.next = nil, nil, nil, nil
}

// replace takes out the first leg of a list: the one behind it takes its place, or the list
// goes.
func (x *legIndex) replace(one *leg) {
	instead := one.older
	switch {
	case instead != nil:
		instead.link(one.before, one.next)
	case one.next != nil:
		instead = one.next
		instead.before = one.before
	}
	if one.before != nil {
		one.before.next = instead
	} else {
		x.find(one.slotKey()).lists = instead
	}
}

// each shows all legs, which may not leave meanwhile.
func (x *legIndex) each(see func(*leg)) {
	for i := range x.slots {
		for list := x.slots[i].lists; list != nil; list = list.next {
			for one := list; one != nil; one = one.older {
				see(one)
			}
		}
	}
}

// grow makes room: twice as much, or as much as before where half of the keys have no
// legs any more. Few slots are doubled all the same: legs that are answered at once would
// fill them again after a few rows.
func (x *legIndex) grow() {
	x.moved = x.moved[:0]
	for _, s := range x.slots {
		if s.lists != nil {
			x.moved = append(x.moved, s)
		}
	}
	if size := len(x.slots); 4*len(x.moved) >= size || size < fewSlots {
		x.slots = make([]legSlot, max(4, 2*size))
	} else {
		clear(x.slots)
	}
	x.used = len(x.moved)
	for _, s := range x.moved {
		*x.find(s.key) = s
	}
}

// reset forgets all legs. A table that was made for very many is given back.
func (x *legIndex) reset() {
	if len(x.slots) > mostSlots {
		x.slots, x.moved = nil, nil
	}
	if x.used > 0 {
		clear(x.slots)
	}
	x.used = 0
}

const fewSlots, mostSlots = 1 << 8, 1 << 14

// untimedLegs is the stretch of the legs without a time.
const untimedLegs = int64(parser.NoTime) >> stretchBits
