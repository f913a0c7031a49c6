package analysis

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report/spike"
)

// TestUsualPart: a page of a code is expected to be as large a part of it as at other times, so
// that it rises where the rest does not, and not where all of the code came more often.
func TestUsualPart(t *testing.T) {
	for _, c := range []struct {
		name        string
		whole, part []int64
		want        float64
		rises       bool
	}{
		{"all come more often", []int64{10, 10, 100, 100, 10}, []int64{1, 1, 14, 14, 1}, 20, false},
		{"one page alone", []int64{10, 10, 40, 40, 10}, []int64{1, 1, 31, 31, 1}, 8, true},
		{"nothing of it at other times", []int64{10, 10, 40, 40, 10}, []int64{0, 0, 30, 30, 0}, 0, true},
		{"nothing at all at other times", []int64{0, 0, 40, 40, 0}, []int64{0, 0, 30, 30, 0}, 0, true},
	} {
		s := &series{timeline: spike.Timeline{Start: 600, Step: 60, Series: []spike.Series{{Counts: c.whole}}}}
		f := spike.Spike{From: 720, Until: 840}
		usual := s.usualPart(&f, narrowSeries{counts: c.part})
		assert.InDelta(t, c.want, usual, 0.01, c.name)
		assert.Equal(t, c.rises, float64(c.part[2]+c.part[3]) >= moreOfWhole*usual, c.name)
	}
}
