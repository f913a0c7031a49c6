package codes

import "strings"

// Attacks write the same thing in many ways: a quote as %27 or %2527, a blank as
// +, %20, a tab or /**/, and any number where a number will do. Patterns of kind
// code are compared with the plain form of a field, which has one way for each.

// appendPlain appends the plain form of a field: percent escapes are undone,
// doubled ones too, a run of digits becomes #, and a run of blanks and comments +.
// What would make dst longer than fieldLimit is left out.
func appendPlain(dst, field []byte) []byte {
	field = field[:min(len(field), fieldLimit)]
	last := byte(0)
	for i := 0; i < len(field); {
		b, width := unescape(field[i:])
		i += width
		switch {
		case '0' <= b && b <= '9':
			b = '#'
		case b == ' ' || '\t' <= b && b <= '\r':
			b = '+'
		case b == '/' && endsComment(dst):
			dst, b = dst[:len(dst)-len("/**")], '+'
			last = 0
			if len(dst) > 0 {
				last = dst[len(dst)-1]
			}
		}
		if b == last && (b == '#' || b == '+') {
			continue
		}
		dst = append(dst, b)
		last = b
	}
	return dst
}

// hasSign reports whether a field holds a byte that common addresses do without, or
// two dots in a row. Every pattern of kind code has one of these, so that most
// requests need no plain form.
func hasSign(field []byte) bool {
	before := byte(0)
	for _, b := range field[:min(len(field), fieldLimit)] {
		if isSign[b] || b == '.' && before == '.' {
			return true
		}
		before = b
	}
	return false
}

// isSign holds for bytes other than letters, digits and /.-_=&?~.
var isSign = func() (is [256]bool) {
	for b := range is {
		is[b] = b >= 0x80 || !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/.-_=&?~", rune(b))
	}
	return is
}()

// endsComment reports whether a slash closes an empty comment of SQL, /**/.
func endsComment(before []byte) bool {
	n := len(before)
	return n >= 3 && string(before[n-3:]) == "/**"
}

// unescape returns the byte that a field starts with and how many bytes stand for
// it. An escaped percent sign before two hexadecimal digits is an escape itself.
func unescape(field []byte) (b byte, width int) {
	if field[0] != '%' {
		return field[0], 1
	}
	at := 1
	for len(field) >= at+4 && field[at] == '2' && field[at+1] == '5' && hexDigit(field[at+2]) >= 0 && hexDigit(field[at+3]) >= 0 {
		at += 2
	}
	if len(field) < at+2 {
		return '%', 1
	}
	high, low := hexDigit(field[at]), hexDigit(field[at+1])
	if high < 0 || low < 0 {
		return '%', 1
	}
	return byte(high<<4 | low), at + 2
}

// hexDigit returns the value of a hexadecimal digit, -1 for another byte.
func hexDigit(b byte) int {
	switch {
	case '0' <= b && b <= '9':
		return int(b - '0')
	case 'a' <= b && b <= 'f':
		return int(b-'a') + 10
	case 'A' <= b && b <= 'F':
		return int(b-'A') + 10
	}
	return -1
}
