package scan

// keptText are records, one after another, in blocks that stay where they are: a text in one
// piece is copied whenever it grows, and takes twice the memory then.
type keptText struct {
	blocks [][]byte
	size   int      // bytes of all records
	spare  [][]byte // blocks that nothing stands in any more
}

// keptBlock is how many bytes a block has. A longer record has one of its own.
const keptBlock = 1 << 20

// keptPlace is where a record stands: in which block, and from where on.
type keptPlace struct{ block, at int32 }

// add adds a record, and returns its place.
func (t *keptText) add(size int, record func([]byte) []byte) keptPlace {
	last := t.blockFor(size)
	at := len(t.blocks[last])
	t.blocks[last] = record(t.blocks[last])
	t.size += len(t.blocks[last]) - at
	return keptPlace{int32(last), int32(at)}
}

// blockFor returns the block that has room for so many bytes. The first one grows: often few
// rows are kept.
func (t *keptText) blockFor(size int) int {
	last := len(t.blocks) - 1
	switch {
	case last < 0:
		t.blocks = append(t.blocks, nil)
		return 0
	case len(t.blocks[last])+size <= cap(t.blocks[last]), last == 0 && len(t.blocks[0])+size <= keptBlock:
		return last
	}
	t.blocks = append(t.blocks, t.room(size))
	return last + 1
}

// record returns the record of a place, with its length.
func (t *keptText) record(p keptPlace) []byte { return recordAt(t.blocks[p.block], int(p.at)) }

// room returns a block of so many bytes at least.
func (t *keptText) room(size int) []byte {
	if n := len(t.spare); n > 0 && size <= cap(t.spare[n-1]) {
		one := t.spare[n-1]
		t.spare = t.spare[:n-1]
		return one
	}
	return make([]byte, 0, max(size, keptBlock))
}

// empty makes room for others.
func (t *keptText) empty() {
	for _, block := range t.blocks {
		t.spare = append(t.spare, block[:0])
	}
	t.blocks, t.size = nil, 0
}
