package scan

// legIndex finds the open legs of a key, the newest first. It is a table with open
// addressing, at most half full, of lists that go through the legs themselves: a leg
// costs one line of the cache and no allocation, and one that is closed leaves at once,
// wherever it stands. The zero value is empty.
type legIndex struct {
	slots []legsOfKey // a power of two of them
	used  int         // slots with a key, those without legs among them
}

type legsOfKey struct {
	key            uint64 // 0 for an empty slot
	oldest, newest *leg   // nil where all are closed
}

// newest returns the newest open leg of a key, nil for none.
func (x *legIndex) newest(key uint64) *leg {
	if len(x.slots) == 0 {
		return nil
	}
	return x.find(key).newest
}

// find returns the slot of a key, or the empty one where it belongs.
func (x *legIndex) find(key uint64) *legsOfKey {
	mask := uint64(len(x.slots) - 1)
	for at := key & mask; ; at = (at + 1) & mask {
		if s := &x.slots[at]; s.key == key || s.key == 0 {
			return s
		}
	}
}

// add adds a leg as the newest of its key, which is not 0.
func (x *legIndex) add(one *leg) {
	if 2*x.used >= len(x.slots) {
		x.grow()
	}
	s := x.find(one.key)
	if s.key == 0 {
		s.key = one.key
		x.used++
	}
	one.older, one.newer = s.newest, nil
	if s.newest != nil {
		s.newest.newer = one
	} else {
		s.oldest = one
	}
	s.newest = one
}

// remove removes a leg.
func (x *legIndex) remove(one *leg) {
	if one.older == nil || one.newer == nil {
		s := x.find(one.key)
		if s.oldest == one {
			s.oldest = one.newer
		}
		if s.newest == one {
			s.newest = one.older
		}
	}
	if one.older != nil {
		one.older.newer = one.newer
	}
	if one.newer != nil {
		one.newer.older = one.older
	}
	one.older, one.newer = nil, nil
}

// grow makes room: twice as much, or as much as before where half of the keys have no
// legs any more.
func (x *legIndex) grow() {
	old, live := x.slots, 0
	for _, s := range old {
		if s.newest != nil {
			live++
		}
	}
	size := len(old)
	if 4*live >= size {
		size = max(16, 2*size)
	}
	x.slots, x.used = make([]legsOfKey, size), 0
	for _, s := range old {
		if s.newest != nil {
			*x.find(s.key) = s
			x.used++
		}
	}
}

// reset forgets all legs. A table that was made for very many is given back.
func (x *legIndex) reset() {
	if len(x.slots) > mostSlots {
		x.slots = nil
	}
	if x.used > 0 {
		clear(x.slots)
	}
	x.used = 0
}

const mostSlots = 1 << 14
