package scan

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Legs that are answered at once leave the index as small as it is; such that wait find room.
func TestLegIndexIsAsLargeAsWhatWaits(t *testing.T) {
	var x legIndex
	leave := func(keys int) {
		for i := range keys {
			one := &leg{key: uint64(i + 1)}
			x.add(one)
			x.remove(one)
		}
	}
	leave(10 * fewSlots)
	assert.Len(t, x.slots, fewSlots)

	waiting := make([]leg, fewSlots)
	for i := range waiting {
		waiting[i].key = uint64(1_000_000 + i)
		x.add(&waiting[i])
		leave(7)
	}
	assert.LessOrEqual(t, len(x.slots), 8*fewSlots)
	seen := map[*leg]bool{}
	x.each(func(one *leg) { seen[one] = true })
	assert.Len(t, seen, len(waiting))
	for i := range waiting {
		assert.Same(t, &waiting[i], x.lists(waiting[i].slotKey()))
	}

	one := legIndex{}
	one.add(&leg{key: 1})
	assert.Len(t, one.slots, 4, "of a source with one leg, of which there may be very many")
}
