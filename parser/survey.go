package parser

import "math/bits"

// survey is what one pass of vector code over a stretch of text leaves behind:
// where its lines end, and where its blanks stand. With it lines are taken, their
// columns counted and their values found without looking at the bytes again.
//
// Finding the end of a line, counting its blanks and finding the places of a few
// values took four passes of the standard library before; one pass a line, which
// stopped at its end, took twice as long as this one, for what it cost to begin
// and because no processor foresees where a line ends. The vector code is for
// amd64 with AVX2; elsewhere those four passes are still there.
type survey struct {
	blanks [surveySize / blockSize]uint64 // a bit for each blank
	ends   [surveySize + 1]lineEnd        // of lines, and room for one that is none
}

// lineEnd is a line feed.
type lineEnd struct {
	at     uint32 // place in the text
	blanks uint32 // that stand before it in the text
}

const (
	// surveySize is the length of the longest text of a survey, in bytes. With the
	// text it fits the nearest cache of any processor.
	surveySize = 8 << 10
	blockSize  = 64
)

// place returns where the blank of that number stands in the line that begins at
// from, both counted from 0. The line has that many.
func (v *survey) place(from, number int) int {
	if word := v.window(from); number < bits.OnesCount64(word) {
		return bits.TrailingZeros64(without(word, number))
	}
	return v.farPlace(from, number)
}

// window returns the bits of the blockSize bytes from a place on. Nearly all that is
// asked for stands in one, wherever the line begins; no processor foresees where a line
// crosses from one block into the next. The bits of the line come first: what stands
// behind it does not matter.
func (v *survey) window(from int) uint64 {
	i, shift := uint(from)/blockSize, uint(from)%blockSize
	return v.blanks[i%uint(len(v.blanks))]>>shift | v.blanks[(i+1)%uint(len(v.blanks))]<<1<<(blockSize-1-shift)
}

// without returns a word without its lowest n bits that are set.
func without(word uint64, n int) uint64 {
	for ; n > 0; n-- {
		word &= word - 1
	}
	return word
}

// farPlace is place for what may stand anywhere.
func (v *survey) farPlace(from, number int) int {
	i := from / blockSize
	word := v.blanks[i] >> (from % blockSize) << (from % blockSize)
	for {
		n := bits.OnesCount64(word)
		if number < n {
			return blockSize*i + bits.TrailingZeros64(without(word, number)) - from
		}
		number -= n
		i++
		word = v.blanks[i]
	}
}

// placeBefore returns where the last blank before a place of the line stands that begins at
// from. There is one.
func (v *survey) placeBefore(from, end int) int {
	i := (from + end) / blockSize
	word := v.blanks[i] & (1<<((from+end)%blockSize) - 1)
	for word == 0 {
		i--
		word = v.blanks[i]
	}
	return blockSize*i + bits.Len64(word) - 1 - from
}

// blankBefore returns where the blank before so many values stands, of which the last ends at
// a place of the line that begins at from. There is one.
func (v *survey) blankBefore(from, end, values int) int {
	if first := from + end - blockSize; first >= 0 {
		word := v.window(first)
		for range values - 1 {
			word &^= 1 << (63 & (bits.Len64(word) - 1))
		}
		if word != 0 {
			return end - blockSize + bits.Len64(word) - 1
		}
	}
	for range values {
		end = v.placeBefore(from, end)
	}
	return end
}

// stretch returns where the blank of a number stands, and that which comes more blanks
// later, as place does.
func (v *survey) stretch(from, number, more int) (a, b int) {
	word := without(v.window(from), number)
	last := without(word, more)
	if last == 0 {
		return v.farPlace(from, number), v.farPlace(from, number+more)
	}
	return bits.TrailingZeros64(word), bits.TrailingZeros64(last)
}

// next returns where the blank of a number stands, as place does, and the one behind it.
func (v *survey) next(from, number int) (a, b int) {
	i := from / blockSize
	word := v.blanks[i] >> (from % blockSize) << (from % blockSize)
	for n := bits.OnesCount64(word); n <= number; n = bits.OnesCount64(word) {
		number -= n
		i++
		word = v.blanks[i]
	}
	word = without(word, number)
	a = blockSize*i + bits.TrailingZeros64(word) - from
	for word &= word - 1; word == 0; word = v.blanks[i] {
		i++
	}
	return a, blockSize*i + bits.TrailingZeros64(word) - from
}

// places sets the places of the first blanks of the line that begins at from, which has that
// many.
func (v *survey) places(to []uint32, from int) {
	i := from / blockSize
	word, first := v.blanks[i]>>(from%blockSize)<<(from%blockSize), blockSize*i-from
	for k := range to {
		for word == 0 {
			i++
			word, first = v.blanks[i], first+blockSize
		}
		to[k] = uint32(first + bits.TrailingZeros64(word))
		word &= word - 1
	}
}

// takeSlowly does what take does, byte for byte.
func takeSlowly(v *survey, text []byte) (lines int, odd bool) {
	clear(v.blanks[:len(text)/blockSize])
	blanks := uint32(0)
	for i, c := range text {
		switch {
		case c <= '\t':
			odd = true
		case c == '\n':
			v.ends[lines] = lineEnd{uint32(i), blanks}
			lines++
		case c == ' ':
			v.blanks[i/blockSize] |= 1 << (i % blockSize)
			blanks++
		}
	}
	return lines, odd
}
