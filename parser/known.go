package parser

// known are codes that were read before, as the text that holds them and as numbers. Four
// rows of five have the codes of the row before; with the others they come from a dozen
// kinds, so reading them again is rare.
type known [1 << knownBits]knownCodes

const knownBits = 8

// knownCodes are the codes of rows of a layout. Where all have one digit, but the status, they
// are known again by eight bytes, " 200 0 0"; else by their first and their last eight bytes,
// which are all of up to 16.
type knownCodes struct {
	text        uint64 // see Row.Codes; 0 for an empty place
	first, last uint64
	size        int // of all bytes; 0 where the eight bytes are enough
	status      int32
	substatus   int32
	win32       int64
}

// of returns the place of eight bytes, by a multiplicative hash.
func (k *known) of(text uint64) *knownCodes {
	return &k[text*0x9E3779B97F4A7C15>>(64-knownBits)]
}

// ofLong returns the codes that end there in a line, which begins at a place of a survey, as
// they are kept, and where. It returns nil for such that are not kept.
func (k *known) ofLong(l *Layout, v *survey, line []byte, from, end int) (is knownCodes, at *knownCodes) {
	start := v.blankBefore(from, end, l.codes) + 1
	size := end - start
	if size < 8 || size > 16 {
		return is, nil
	}
	is.first, is.last, is.size = le.Uint64(line[start:]), le.Uint64(line[end-8:]), size
	return is, k.of(is.first ^ is.last<<1)
}

// is reports whether codes are those that are kept.
func (c *knownCodes) is(o *knownCodes) bool {
	return c.first == o.first && c.last == o.last && c.size == o.size
}

// readUsual reads the end of a row as IIS writes it, "200 0 0 15", or with bytes between
// and values of the site's own behind, or without time-taken.
func (r *Row) readUsual(k *known) bool {
	end, ms, ok := r.codesEnd()
	if !ok || end < 8 {
		return false
	}
	text := le.Uint64(r.Line[end-8:]) >> (r.Layout.codesShift & 63)
	c := k.of(text)
	if text == 0 || c.text != text && !c.learn(text, r.Layout.codes, r.sep) {
		return false
	}
	r.take(c, ms)
	return true
}

// take takes codes and time-taken.
func (r *Row) take(c *knownCodes, ms int64) {
	r.Status, r.Substatus, r.Win32, r.Taken, r.codes = c.status, c.substatus, c.win32, ms, c.text
}

// codesEnd returns where the codes end in the line, and time-taken. It is not ok where that
// is no number of few digits.
func (r *Row) codesEnd() (end int, ms int64, ok bool) {
	l := r.Layout
	end, ms = len(r.Line), None
	if l.behind > 0 {
		end = r.before(end, l.behind)
	}
	if !l.takes {
		return end, ms, true
	}
	ms, start, ok := lastNumber(r.Line[:end], r.sep)
	if end = start - 1; ok && l.between > 0 {
		end = r.before(end, l.between)
	}
	return end, ms, ok
}

// learn keeps bytes of the form " 404 0 2", or of that which it begins with: so many codes.
func (c *knownCodes) learn(text uint64, codes int, sep byte) bool {
	var b [8]byte
	le.PutUint64(b[:], text)
	numbers, rest := [...]int64{None, None, None}, b[:]
	for i, digits := range []int{3, 1, 1}[:codes] {
		n, ok := number(rest[1 : 1+digits])
		if !ok || n == None || rest[0] != sep {
			return false
		}
		numbers[i], rest = n, rest[1+digits:]
	}
	if numbers[0] < 100 {
		return false
	}
	*c = knownCodes{text: text, status: int32(numbers[0]), substatus: int32(numbers[1]), win32: numbers[2]}
	return true
}

// learnLong keeps the codes of a row, which were read, for Scanner.Usual to know them again.
func (k *known) learnLong(r *Row) {
	if r.Status == None || r.survey == nil || !r.Layout.brief {
		return
	}
	end, _, ok := r.codesEnd()
	text := packedCodes(r)
	if !ok || text == 0 {
		return
	}
	if is, at := k.ofLong(r.Layout, r.survey, r.Line, r.from, end); at != nil {
		is.text, is.status, is.substatus, is.win32 = text, r.Status, r.Substatus, r.Win32
		*at = is
	}
	r.codes = text
}

// packedCodes packs the codes of a row into one number, which is no text of codes: the highest
// bit of those is 0. It is 0 where they do not fit.
func packedCodes(r *Row) uint64 {
	if r.Win32 >= 1<<33-1 {
		return 0
	}
	return 1<<63 | uint64(r.Status)&(1<<10-1)<<50 | uint64(r.Substatus)&(1<<17-1)<<33 | uint64(r.Win32)&(1<<33-1)
}
