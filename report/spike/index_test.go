package spike

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAt(t *testing.T) {
	spikes := []Spike{
		{Series: 1, Part: -1, From: 100, Until: 900},
		{Series: 1, Part: -1, From: 300, Until: 400},
		{Series: 2, Part: 3, From: 100, Until: 900},
	}
	x := IndexOf(spikes)
	of := func(series, part int) func(i int) bool {
		return func(i int) bool {
			return spikes[i].Series == series && (spikes[i].Part < 0 || spikes[i].Part == part)
		}
	}
	assert.Equal(t, 0, x.At(100, of(1, 7)))
	assert.Equal(t, 1, x.At(399, of(1, -1)), "the shortest")
	assert.Equal(t, 0, x.At(400, of(1, -1)))
	assert.Equal(t, -1, x.At(900, of(1, -1)))
	assert.Equal(t, 2, x.At(500, of(2, 3)))
	assert.Equal(t, -1, x.At(500, of(2, -1)), "another part")
	assert.Equal(t, -1, x.At(500, of(0, -1)))
}

// TestIndex holds an index against asking all spikes, of which many are of one time.
func TestIndex(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var spikes []Spike
		for range r.IntN(30) {
			from := r.Int64N(60) - 30
			spikes = append(spikes, Spike{From: from, Until: from + 1 + r.Int64N(20)})
		}
		x := IndexOf(spikes)
		for second := int64(-35); second < 55; second++ {
			var covering, beginning []int
			best := -1
			for i, s := range spikes {
				if s.From <= second && second < s.Until {
					covering = append(covering, i)
					if best < 0 || s.Until-s.From < spikes[best].Until-spikes[best].From {
						best = i
					}
				}
				if second <= s.From && s.From < second+5 {
					beginning = append(beginning, i)
				}
			}
			assert.ElementsMatch(t, covering, slices.Collect(x.Covering(second)))
			assert.ElementsMatch(t, beginning, x.Beginning(second, second+5))
			assert.Equal(t, best, x.At(second, func(int) bool { return true }), "the shortest, the first of equal ones")
		}
	}
}
