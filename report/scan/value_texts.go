package scan

// valueTexts are the texts of values, in the order in which they came. They stand in blocks
// that stay where they are: a text in one piece is copied whenever it grows, and each copy is
// memory that nothing held before, a tenth of the time of a log in which no value comes twice.
type valueTexts struct {
	// blocks begin at multiples of textBlock, counted from the first; nil is where a longer one
	// goes on. A value stands in one of them.
	blocks [][]byte
	ends   []uint32 // of each value, counted from there
	bytes  int      // of all values
}

const (
	textBlockBits = 15
	textBlock     = 1 << textBlockBits
)

// keep keeps the text of one more value.
func (t *valueTexts) keep(value []byte) {
	if len(value) == 0 { // it ends where the one before does
		t.ends = append(t.ends, t.from(len(t.ends)))
		return
	}
	b := t.blockFor(len(value))
	t.blocks[b] = append(t.blocks[b], value...)
	end := b<<textBlockBits + len(t.blocks[b])
	t.ends = append(t.ends, uint32(end))
	t.bytes += len(value)
	for len(t.blocks)<<textBlockBits < end {
		t.blocks = append(t.blocks, nil)
	}
}

// blockFor returns the block that has room for the next value. The first one grows: most
// tables have few values.
func (t *valueTexts) blockFor(size int) int {
	if last := len(t.blocks) - 1; last >= 0 && t.blocks[last] != nil {
		block := t.blocks[last]
		need := len(block) + size
		if need > cap(block) && need <= textBlock {
			t.blocks[last] = append(make([]byte, 0, min(textBlock, max(need, 2*cap(block)))), block...)
		}
		if need <= textBlock {
			return last
		}
		size = max(size, textBlock)
	}
	t.blocks = append(t.blocks, make([]byte, 0, max(size, 16)))
	return len(t.blocks) - 1
}

// from is where the value before one ends: it begins there, or with the next block.
func (t *valueTexts) from(i int) uint32 {
	if i == 0 {
		return 0
	}
	return t.ends[i-1]
}

// value returns one of the len(t.ends) values.
func (t *valueTexts) value(i int) []byte {
	from, to := t.from(i), t.ends[i]
	if from == to {
		return nil
	}
	b := (to - 1) >> textBlockBits
	for t.blocks[b] == nil {
		b--
	}
	base := b << textBlockBits
	return t.blocks[b][max(from, base)-base : to-base]
}
