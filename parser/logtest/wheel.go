package logtest

// wheel draws ranks by popularity: rank 0 most often, rank k about 1/(k+1) as
// often, which is Zipf's law with exponent 1. A draw is one look into a table
// of 65,536 slots.
type wheel struct{ slots []uint16 }

const slotBits = 16

// newWheel returns a wheel of n ranks, 1 to 65,536. Each has at least one slot.
func newWheel(n int) *wheel {
	weights := make([]uint64, n)
	total := uint64(0)
	for k := range weights {
		weights[k] = 1 << 40 / uint64(k+1)
		total += weights[k]
	}
	w := &wheel{slots: make([]uint16, 0, 1<<slotBits)}
	spare := uint64(1<<slotBits - n)
	passed := uint64(0)
	for k, weight := range weights {
		passed += weight
		end := k + 1 + int(spare*(passed>>20)/(total>>20))
		for len(w.slots) < end {
			w.slots = append(w.slots, uint16(k))
		}
	}
	return w
}

func (w *wheel) draw(d *dice) int { return int(w.slots[d.below(uint64(len(w.slots)))]) }
