package scan

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Values stand as they came, whatever their lengths: those that fill a block to its end, that
// would not fit any more, that are longer than blocks are, and empty ones.
func TestValueTexts(t *testing.T) {
	f := func(lengths ...int) {
		t.Helper()
		var texts valueTexts
		var want [][]byte
		bytesOfAll := 0
		for i, n := range lengths {
			want = append(want, bytes.Repeat([]byte{byte('a' + i%26)}, n))
			texts.keep(want[i])
			bytesOfAll += n
		}
		assert.Equal(t, bytesOfAll, texts.bytes, "%v", lengths)
		for i := range want {
			assert.True(t, bytes.Equal(want[i], texts.value(i)), "%v: value %d", lengths, i)
		}
	}
	f(1)
	f(0)
	f(0, 5, 0, 7)
	f(textBlock-1, 1, 1)
	f(textBlock, 1)
	f(textBlock-3, 4, 2)
	f(3, textBlock+1, 5, 0)
	f(3*textBlock, 5)
	f(3*textBlock-1, 1, 5)
	f(1<<20, 1<<20, 1)
	f(0, textBlock, 0, textBlock+1, 0, 1)
	many := make([]int, 3000)
	for i := range many {
		many[i] = i % 301
	}
	f(many...)
}

// A text of few values takes little memory, and one of many is never copied again.
func TestValueTextsGrow(t *testing.T) {
	var texts valueTexts
	texts.keep([]byte("some value"))
	assert.Less(t, cap(texts.blocks[0]), 64)
	for len(texts.blocks) < 3 {
		texts.keep([]byte("some value"))
	}
	first := &texts.blocks[0][0]
	for range 10_000 {
		texts.keep([]byte("another value"))
	}
	assert.Same(t, first, &texts.blocks[0][0])
	for _, block := range texts.blocks {
		assert.LessOrEqual(t, cap(block), textBlock)
	}
}
