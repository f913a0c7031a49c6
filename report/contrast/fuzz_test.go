package contrast

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// FuzzExplain holds that whatever the rows are, causes make sense and add up.
func FuzzExplain(f *testing.F) {
	f.Add("10.0.0.1 /a/b.c x\n10.0.0.2 /a/c x\n10.0.0.3 /a/d x", "10.0.0.1 /a/b.c y", 0.5, int64(9))
	f.Add("", "", math.NaN(), int64(-1))
	f.Add("::1 / -\n::2%eth0 //// \n1.2.3.4 . a", "::1", math.Inf(1), int64(math.MaxInt64))
	f.Fuzz(func(t *testing.T, inside, baseline string, scale float64, weight int64) {
		c := compared{
			Dimensions: []Dimension{{Name: "a", Kind: Address}, {Name: "p", Kind: Path}, {Name: "o", Kind: Outcome}, {Name: "x", Kind: Plain}},
			Inside:     fuzzRows(inside, weight), Baseline: fuzzRows(baseline, 1), Traffic: fuzzRows(inside+baseline, 2), Scale: scale,
		}
		causes := explain(c)
		share := 0.0
		for _, cause := range causes {
			assert.True(t, cause.Even || len(cause.Where) > 0, "an even rise alone may have nothing in common")
			assert.LessOrEqual(t, len(cause.Where), 4)
			assert.LessOrEqual(t, len(cause.Also), mostAlso)
			assert.Positive(t, cause.Observed)
			assert.False(t, math.IsNaN(cause.Share) || math.IsNaN(cause.Expected))
			share += cause.Share
		}
		assert.LessOrEqual(t, len(causes), mostCauses)
		if scale == 0 {
			assert.LessOrEqual(t, share, 1+1e-9)
		}
	})
}

func fuzzRows(text string, weight int64) []Row {
	var list []Row
	for line := range strings.Lines(text) {
		list = append(list, Row{strings.Split(strings.TrimSpace(line), " "), weight})
	}
	return list
}
