package parser

// known are codes that were read before, as the eight bytes of a row that hold
// them and as numbers. Four rows of five have the codes of the row before; with
// the others they come from a dozen kinds, so reading them again is rare.
type known [1 << knownBits]knownCodes

const knownBits = 6

type knownCodes struct {
	text      uint64 // "200 0 0 "; 0 for an empty place
	status    int32
	substatus int32
	win32     int64
}

// of returns the place of eight bytes, by a multiplicative hash.
func (k *known) of(text uint64) *knownCodes {
	return &k[text*0x9E3779B97F4A7C15>>(64-knownBits)]
}

// readUsual reads the end of a row as IIS writes it, "200 0 0 15", or with bytes between
// and values of the site's own behind.
func (r *Row) readUsual(k *known) bool {
	end := len(r.Line)
	if r.Layout.behind > 0 {
		end = r.before(end, r.Layout.behind)
	}
	ms, start, ok := lastNumber(r.Line[:end], r.sep)
	if ok && r.Layout.between > 0 {
		start = r.before(start-1, r.Layout.between) + 1
	}
	if !ok || start < 9 || r.Line[start-9] != r.sep {
		return false
	}
	text := le.Uint64(r.Line[start-8:])
	c := k.of(text)
	if c.text != text && !c.learn(text, r.sep) {
		return false
	}
	r.Status, r.Substatus, r.Win32, r.Taken, r.codes = c.status, c.substatus, c.win32, ms, text
	return true
}

// learn keeps eight bytes of the form "404 0 2 ".
func (c *knownCodes) learn(text uint64, sep byte) bool {
	var b [8]byte
	le.PutUint64(b[:], text)
	if b[3] != sep || b[5] != sep || b[7] != sep || b[0] < '1' {
		return false
	}
	for _, i := range [...]int{0, 1, 2, 4, 6} {
		if b[i]-'0' > 9 {
			return false
		}
	}
	status := int32(b[0]-'0')*100 + int32(b[1]-'0')*10 + int32(b[2]-'0')
	*c = knownCodes{text, status, int32(b[4] - '0'), int64(b[6] - '0')}
	return true
}
