package parser

import "math/bits"

// None stands for a number that a row does not give: the field is absent or
// holds "-".
const None = -1

// maxDigits keeps every number within 63 bits.
const maxDigits = 18

// tailNumber reads the value that ends before line[end], from right to left,
// up to the separator before it, and returns where it starts. The number is
// None for "-". It is not ok when the value is no number: the caller then reads
// it again with the patience of number.
func tailNumber(line []byte, end int, sep byte) (n int64, start int, ok bool) {
	place := int64(1)
	i := end - 1
	for ; i >= 0; i-- {
		d := line[i] - '0'
		if d > 9 {
			break
		}
		n += int64(d) * place
		place *= 10
	}
	digits := end - 1 - i
	if digits > 0 && digits <= maxDigits && (i < 0 || line[i] == sep) {
		return n, i + 1, true
	}
	if digits == 0 && i >= 0 && line[i] == '-' && (i == 0 || line[i-1] == sep) {
		return None, i, true
	}
	for i >= 0 && line[i] != sep {
		i--
	}
	return None, i + 1, false
}

// Eight bytes at a time: each of them of one value.
const (
	eachByte = 0x0101010101010101
	lowBits  = 0x7F * eachByte
	highBits = 0x80 * eachByte
	zeros    = '0' * eachByte
)

// lastNumber reads the value at the end of a line, of up to seven digits, and
// returns where it starts. It is not ok where there is none. Reading eight bytes
// at once takes half as long as tailNumber, since no processor foresees how many
// digits a time-taken has. The product of three multiplications is that of Lemire
// (2018), "Quickly parsing eight digits".
func lastNumber(line []byte, sep byte) (n int64, start int, ok bool) {
	if len(line) < 8 {
		return 0, 0, false
	}
	text := le.Uint64(line[len(line)-8:])
	differs := text ^ uint64(sep)*eachByte
	seps := ^((differs&lowBits + lowBits) | differs | lowBits) // high bit of each
	before := uint(bits.Len64(seps))                           // bits up to the last
	digits := (text ^ zeros) & (^uint64(0) << (before & 63))
	if before == 0 || before == 64 || (digits|(digits+0x76*eachByte))&highBits != 0 {
		return 0, 0, false
	}
	digits = digits*10 + digits>>8
	digits = (digits&0x000000FF000000FF*0x000F424000000064 + digits>>16&0x000000FF000000FF*0x0000271000000001) >> 32
	return int64(digits & 0xFFFFFFFF), len(line) - 8 + int(before/8), true
}

// number reads a value written in decimal. It is None for "-" and for an empty
// value, and not ok for anything else that is no number below 10^18.
func number(b []byte) (int64, bool) {
	if len(b) == 0 || len(b) == 1 && b[0] == '-' {
		return None, true
	}
	if len(b) > maxDigits {
		return None, false
	}
	var n int64
	for _, c := range b {
		if c < '0' || c > '9' {
			return None, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// win32 reads a Win32 status. Tools with signed columns write those above 2^31
// as negative numbers; they are turned back.
func win32(b []byte) (int64, bool) {
	if len(b) > 1 && b[0] == '-' {
		n, ok := number(b[1:])
		if !ok || n <= 0 || n > 1<<31 {
			return None, false
		}
		return 1<<32 - n, true
	}
	return number(b)
}

// taken reads a duration in ms. A value with a decimal point is in seconds, as
// CloudFront writes it. Negative values and those that are a negative number
// read as unsigned say nothing and are not ok.
func taken(b []byte) (int64, bool) {
	for i, c := range b {
		if c == '.' {
			return seconds(b[:i], b[i+1:])
		}
	}
	n, ok := number(b)
	if n >= maxTaken {
		return None, false
	}
	return n, ok
}

// maxTaken is -1 to -1000 in 32 unsigned bits, 49 days: no request lasts so long.
const maxTaken = 1<<32 - 1000

func seconds(whole, fraction []byte) (int64, bool) {
	s, ok := number(whole)
	if !ok || s < 0 || s > maxTaken/1000 || len(fraction) == 0 || len(fraction) > maxDigits {
		return None, false
	}
	ms, scale := int64(0), int64(100)
	for _, c := range fraction {
		if c < '0' || c > '9' {
			return None, false
		}
		ms += int64(c-'0') * scale
		scale /= 10
	}
	return s*1000 + ms, true
}
