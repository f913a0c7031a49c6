package parser

import (
	"bytes"
	"math/bits"
)

// The ways in which a line may hold its values. IIS separates them by single
// blanks; CloudFront by tabs; Advanced Logging quotes some and doubles blanks.
// A line is tried in the order tabs, single blanks, quoted, runs of blanks, and
// is a row when one of them gives as many values as there are fields. Quotes
// come late because a '"' in IIS is part of a value. Within a quotation two '"' may
// stand for one, as Advanced Logging writes it: that is tried before each of them
// may end it.

// splitQuoted appends the values of a line in which blanks separate and values
// that begin with '"' run to the next '"' that a blank or the end follows; where
// quotes are doubled, two of them stand for one and do not end it. A quotation that does not end is
// no value: it returns false.
func splitQuoted(values [][]byte, line []byte, doubled bool) ([][]byte, bool) {
	for {
		line = bytes.TrimLeft(line, " \t")
		if len(line) == 0 {
			return values, true
		}
		var end int
		if line[0] == '"' {
			end = quoteEnd(line, doubled)
			if end < 0 {
				return values, false
			}
			value := line[1:end]
			if doubled && bytes.Contains(value, twoQuotes) {
				value = bytes.ReplaceAll(value, twoQuotes, twoQuotes[:1])
			}
			values = append(values, value)
			end++
		} else {
			end = bytes.IndexAny(line, " \t")
			if end < 0 {
				end = len(line)
			}
			values = append(values, line[:end])
		}
		line = line[end:]
	}
}

var twoQuotes = []byte(`""`)

// quoteEnd returns the place of the '"' that ends the quotation at the start of
// a line, or -1.
func quoteEnd(line []byte, doubled bool) int {
	for i := 1; i < len(line); i++ {
		switch {
		case line[i] != '"':
		case i+1 == len(line) || line[i+1] == ' ' || line[i+1] == '\t':
			return i
		case doubled && line[i+1] == '"':
			i++
		}
	}
	return -1
}

// splitRuns appends the values between runs of blanks.
func splitRuns(values [][]byte, line []byte) [][]byte {
	for {
		line = bytes.TrimLeft(line, " \t")
		if len(line) == 0 {
			return values
		}
		end := bytes.IndexAny(line, " \t")
		if end < 0 {
			end = len(line)
		}
		values = append(values, line[:end])
		line = line[end:]
	}
}

// appendPlaces appends the places of the separators of a line. It looks at eight
// bytes at a time: a call of IndexByte for each of fifteen short values takes
// twice as long.
func appendPlaces(places []uint32, line []byte, sep byte) []uint32 {
	const low7, ones = 0x7F7F7F7F7F7F7F7F, 0x0101010101010101
	i := 0
	for pattern := ones * uint64(sep); i+8 <= len(line); i += 8 {
		x := le.Uint64(line[i:]) ^ pattern
		// The high bit of each byte of zeros is set where x has a zero byte.
		for zeros := ^((x&low7 + low7) | x | low7); zeros != 0; zeros &= zeros - 1 {
			places = append(places, uint32(i+bits.TrailingZeros64(zeros)/8))
		}
	}
	for ; i < len(line); i++ {
		if line[i] == sep {
			places = append(places, uint32(i))
		}
	}
	return places
}
