package spike

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEvidenceOfIndependentEvents(t *testing.T) {
	for _, n := range []float64{1, 16, 40} {
		assert.InEpsilon(t, contrast(n, 0.1), evidence(n, 0.1, 1), 0.05, n)
	}
	// Far out, half of the square of the distance in standard deviations.
	assert.InDelta(t, 3*3/2.0, contrast(10000+300, 10000), 0.1)
}

func TestEvidenceOrders(t *testing.T) {
	for _, n := range []float64{2, 20, 200, 1e6} {
		for _, e := range []float64{1e-12, 0.01, 1, 15} {
			for _, dispersion := range []float64{1, 1.5, 4, 50} {
				v := evidence(n, e, dispersion)
				assert.False(t, math.IsNaN(v) || math.IsInf(v, 0), "%v %v %v", n, e, dispersion)
				assert.GreaterOrEqual(t, v, 0.0)
				assert.GreaterOrEqual(t, evidence(n+1, e, dispersion), v, "more events")
				assert.LessOrEqual(t, evidence(n, e+0.1, dispersion), v+1e-9, "more expected")
				assert.LessOrEqual(t, evidence(n, e, dispersion+1), v+1e-9, "more dispersion")
			}
		}
	}
	assert.Zero(t, evidence(5, 5, 1))
	assert.Zero(t, evidence(4, 5, 2))
	assert.Zero(t, contrast(4, 5))
}

// A few events where hardly any were expected count for their number, however
// little was expected.
func TestEvidenceOfACluster(t *testing.T) {
	const dispersion = 4
	each := math.Log((dispersion + 1) / (dispersion - 1.0))
	assert.InDelta(t, 36*each, evidence(36, 1e-6, dispersion), 0.2)
	assert.InDelta(t, 36*each, evidence(36, 1e-9, dispersion), 0.2)
}

// Chernoff: counts of clusters reach n no more often than exp(-evidence).
func TestEvidenceBoundsTheTail(t *testing.T) {
	const draws, mean, size = 40000, 6.0, 2.5 // clusters of 2.5 events: scatter 4
	w := newWorld(1, 0, 0, false, 0)
	at := map[int]int{}
	for range draws {
		n := 0
		for range w.poisson(mean / size) {
			for n++; w.Float64() > 1/size; n++ {
			}
		}
		at[n]++
	}
	for _, n := range []int{10, 15, 20, 25, 30} {
		reached := 0
		for k, times := range at {
			if k >= n {
				reached += times
			}
		}
		bound := math.Exp(-evidence(float64(n), mean, 2*size-1))
		assert.LessOrEqual(t, float64(reached)/draws, bound, n)
		assert.Greater(t, float64(reached)/draws, bound/60, "%d: a bound that says something", n)
	}
}

func TestScore(t *testing.T) {
	assert.Equal(t, 3.0, score(4.5))
	assert.Zero(t, score(-1))
}
