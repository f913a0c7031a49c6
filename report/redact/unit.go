package redact

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// unit is a letter of a text as it is meant, and the bytes that it is written with: those
// of %6A are one unit, and so are those of %256A.
type unit struct {
	letter   rune
	from, to int
}

// maxEncoded is how often a text is decoded: software that encodes what is encoded does it
// twice.
const maxEncoded = 4

// unitsOf takes a text apart. Bytes that are no UTF-8 are letters of Latin-1, as servers
// of old wrote them.
func unitsOf(text string) []unit { return appendUnits(nil, text) }

// appendUnits is unitsOf into room for them.
func appendUnits(units []unit, text string) []unit {
	units = slices.Grow(units, len(text))
	for i := range len(text) {
		units = append(units, unit{rune(text[i]), i, i + 1})
	}
	if isPlain(text) {
		return units
	}
	for range maxEncoded {
		decoded := unescaped(units)
		if len(decoded) == len(units) {
			break
		}
		units = decoded
	}
	return letters(units)
}

// unescaped decodes %6A and %u006A in units that are bytes.
func unescaped(units []unit) []unit {
	if !hasEscape(units) {
		return units
	}
	out := make([]unit, 0, len(units))
	for i := 0; i < len(units); {
		letter, size := escapeAt(units, i)
		for _, b := range letter {
			out = append(out, unit{rune(b), units[i].from, units[i+size-1].to})
		}
		i += size
	}
	return out
}

func hasEscape(units []unit) bool {
	for i := range units {
		if _, size := escapeAt(units, i); size > 1 {
			return true
		}
	}
	return false
}

// escapeAt returns the bytes that stand at a place, and how many units they take.
func escapeAt(units []unit, i int) (bytes []byte, size int) {
	one := []byte{byte(units[i].letter)}
	if units[i].letter != '%' {
		return one, 1
	}
	if i+5 < len(units) && (units[i+1].letter|0x20) == 'u' {
		if n, ok := hexOf(units[i+2 : i+6]); ok {
			return utf8.AppendRune(nil, n), 6
		}
	}
	if i+2 < len(units) {
		if n, ok := hexOf(units[i+1 : i+3]); ok {
			return []byte{byte(n)}, 3
		}
	}
	return one, 1
}

func hexOf(digits []unit) (n rune, ok bool) {
	for _, d := range digits {
		switch c := d.letter; {
		case c >= '0' && c <= '9':
			n = n<<4 | (c - '0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			n = n<<4 | (c | 0x20 - 'a' + 10)
		default:
			return 0, false
		}
	}
	return n, true
}

// letters makes bytes of UTF-8 into letters.
func letters(units []unit) []unit {
	out := units[:0]
	var buf [utf8.UTFMax]byte
	for i := 0; i < len(units); {
		n := 0
		for n < len(buf) && i+n < len(units) {
			buf[n] = byte(units[i+n].letter)
			n++
		}
		r, size := utf8.DecodeRune(buf[:n])
		if r == utf8.RuneError && size == 1 {
			r = rune(buf[0])
		}
		out = append(out, unit{r, units[i].from, units[i+size-1].to})
		i += size
	}
	return out
}

// key is a name such that all ways to write it have the same: a sum of its letters, in
// which case does not matter, nor which of . _ @ \ stands between two, nor whether a blank
// is a plus. Two names with the same key by chance hide one too many.
type key uint64

const (
	keyOffset key = 14695981039346656037 // FNV-1a
	keyPrime  key = 1099511628211
)

func (k key) add(r rune) key { return (k ^ key(folded(r))) * keyPrime }

func folded(r rune) rune {
	switch r {
	case '.', '@', '\\':
		return '_'
	case '+':
		return ' '
	}
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	return unicode.ToLower(unicode.ToUpper(r))
}

func keyOf(text string) key {
	k, _ := keyAndLength(text)
	return k
}

// keyAndLength is the key of a text, and how many letters it has.
func keyAndLength(text string) (k key, letters int) {
	if !isPlain(text) {
		units := unitsOf(text)
		return keyOfUnits(units), len(units)
	}
	k = keyOffset
	for i := range len(text) {
		k = k.add(rune(text[i]))
	}
	return k, len(text)
}

// isPlain reports whether each byte of a text is a letter by itself.
func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf || text[i] == '%' {
			return false
		}
	}
	return true
}

func keyOfUnits(units []unit) key {
	k := keyOffset
	for _, u := range units {
		k = k.add(u.letter)
	}
	return k
}

// isWord reports whether a letter is part of a word.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
