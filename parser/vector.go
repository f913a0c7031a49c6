package parser

import "math/bits"

// masks are the blanks of a line of up to 2 KiB, a bit for each byte: what one
// pass of vector code over the line leaves behind. With them its columns are
// counted, and its values found, without looking at its bytes again.
//
// Finding the end of a line, counting its blanks and finding the places of a few
// values took four passes before, those of the standard library with their calls
// among them; see the package comment for what each cost. The vector code is for
// amd64 with AVX2; elsewhere those passes are still there.
type masks [64]uint32

// place returns where the blank of that number stands, counted from 0.
func (m *masks) place(n int) int {
	for i, mask := range m {
		if c := bits.OnesCount32(mask); n >= c {
			n -= c
			continue
		}
		for ; n > 0; n-- {
			mask &= mask - 1
		}
		return 32*i + bits.TrailingZeros32(mask)
	}
	return -1
}

// appendPlaces appends the places of all blanks before the end of the line.
func (m *masks) appendPlaces(places []uint32, end int) []uint32 {
	for i, mask := range m[:end/32+1] {
		for ; mask != 0; mask &= mask - 1 {
			places = append(places, uint32(32*i+bits.TrailingZeros32(mask)))
		}
	}
	return places
}

// blanksInSlowly does what blanksIn does, byte for byte.
func blanksInSlowly(text []byte, m *masks) (end, blanks int, odd uint32) {
	for block := 0; block < len(m) && 32*block+32 <= len(text); block++ {
		m[block], end = 0, -1
		for i, c := range text[32*block : 32*block+32] {
			switch {
			case c <= '\t':
				odd = 1
			case c == '\n' && end < 0:
				end = 32*block + i
			case c == ' ' && end < 0:
				m[block] |= 1 << i
			}
		}
		blanks += bits.OnesCount32(m[block])
		if end >= 0 {
			return end, blanks, odd
		}
	}
	return -1, 0, 0
}
