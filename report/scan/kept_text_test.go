package scan

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Records stay what they were when others follow, of whatever length, and blocks are used again.
func TestKeptText(t *testing.T) {
	record := func(n int) []byte { // with its length
		size := n * 7919 % 5000
		if n%500 == 499 {
			size = keptBlock + n
		}
		return append([]byte{byte(size), byte(size >> 8), byte(size >> 16), 0}, bytes.Repeat([]byte{byte(n)}, size)...)
	}
	var text keptText
	for range 2 {
		var places []keptPlace
		sum := 0
		for n := range 2000 {
			one := record(n)
			places = append(places, text.add(len(one)+9, func(to []byte) []byte { return append(to, one...) }))
			sum += len(one)
		}
		assert.Equal(t, sum, text.size)
		assert.Greater(t, len(text.blocks), 4)
		for n, p := range places {
			if !bytes.Equal(record(n), text.record(p)) {
				t.Fatalf("record %d of %d bytes is another one", n, len(record(n)))
			}
		}
		held := len(text.blocks)
		text.empty()
		assert.Less(t, len(text.spare), 2*held, "blocks that are used again")
		assert.Zero(t, text.size)
	}
}

// Slices of logs of one time are as short as can be read without reading much twice; of many
// sources they are longer, and of such as have few chunks a file is cheaper.
func TestSlicesOfSources(t *testing.T) {
	of := func(sources, chunks int) (spans []Span, ok bool) {
		look := &secondLook{}
		for range sources {
			var s lookedAt
			for n := range int64(chunks) {
				s.chunks = append(s.chunks, chunkPlace{size: chunkBytes, first: n * 4000, last: n*4000 + 3999})
			}
			look.sources = append(look.sources, s)
		}
		return look.slices()
	}
	for _, c := range []struct {
		name            string
		sources, chunks int
		fewest, most    int // slices
		ok              bool
	}{
		{"one file", 1, 1000, 60, 80, true},
		{"ten files", 10, 100, 20, 60, true},
		{"two hundred", 200, 5, 0, 0, false},
	} {
		spans, ok := of(c.sources, c.chunks)
		assert.Equal(t, c.ok, ok, c.name)
		assert.LessOrEqual(t, len(spans), c.most, c.name)
		assert.GreaterOrEqual(t, len(spans), c.fewest, c.name)
	}
}
