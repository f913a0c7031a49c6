package spike

import (
	"math"
	"math/rand/v2"
)

// noise is how events of one subject scatter around their mean.
type noise int

const (
	poisson  noise = iota // independent
	negbin                // the mean of each minute is drawn from a gamma
	clusters              // visitors who meet the error 4 times on average, within minutes
	drift                 // the mean wanders from hour to hour by a fifth
)

var noiseNames = []string{"poisson", "negbin", "clusters", "drift"}

// world makes timelines of minutes to test with.
type world struct {
	*rand.Rand
	minutes int
	traffic []float64 // healthy requests expected, by minute
}

// office is the weight of the hours of a day.
var office = []float64{
	0.25, 0.20, 0.18, 0.17, 0.20, 0.32, 0.60, 1.10, 1.75, 2.05, 2.10, 1.95,
	1.60, 1.75, 2.00, 1.90, 1.60, 1.25, 0.95, 0.85, 0.75, 0.62, 0.47, 0.34,
}

var week = []float64{0.45, 1.15, 1.25, 1.25, 1.20, 1.10, 0.60}

// newWorld has so many healthy requests a minute, by the hours and days of an
// office, or at any time alike.
func newWorld(seed uint64, minutes int, rate float64, rhythm bool, swing float64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 7)), minutes: minutes}
	factor := 1.0
	for m := range minutes {
		if m%15 == 0 {
			factor = 1 + swing*(2*w.Float64()-1)
		}
		w.traffic = append(w.traffic, rate*factor*beat(m, rhythm))
	}
	return w
}

// beat is the factor of a minute.
func beat(m int, rhythm bool) float64 {
	if !rhythm {
		return 1
	}
	h, x := m/60%24, float64(m%60)/60
	return (office[h]*(1-x) + office[(h+1)%24]*x) * week[(m/1440+1)%7]
}

// poisson draws a count with a mean.
func (w *world) poisson(mean float64) int64 {
	if mean > 50 {
		return max(0, int64(math.Round(mean+math.Sqrt(mean)*w.NormFloat64())))
	}
	limit, n, p := math.Exp(-mean), int64(0), w.Float64()
	for p > limit {
		p *= w.Float64()
		n++
	}
	return n
}

// gamma draws from a gamma distribution with a mean of 1 (Marsaglia and Tsang).
func (w *world) gamma(shape float64) float64 {
	if shape < 1 {
		return w.gamma(shape+1) * (shape + 1) / shape * math.Pow(w.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := w.NormFloat64()
		v := math.Pow(1+c*x, 3)
		if v > 0 && math.Log(w.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v / shape
		}
	}
}

// series draws counts with a mean a minute: share of the traffic, or at any time
// alike.
func (w *world) series(n noise, mean float64, follow bool) []int64 {
	counts := make([]int64, w.minutes)
	sum := 0.0
	for _, t := range w.traffic {
		sum += t
	}
	level := 1.0
	for m := range counts {
		e := mean
		if follow {
			e = mean * w.traffic[m] / sum * float64(w.minutes)
		}
		switch n {
		case poisson:
			counts[m] += w.poisson(e)
		case negbin:
			counts[m] += w.poisson(e * w.gamma(max(e, 0.02)/2))
		case clusters:
			for range w.poisson(e / 4) {
				for at := m; at < w.minutes; at = min(w.minutes, at+int(w.poisson(0.5))) {
					counts[at]++
					if w.Float64() < 0.25 {
						break
					}
				}
			}
		case drift:
			if m%60 == 0 {
				level = math.Exp(0.7*math.Log(level) + 0.2*w.NormFloat64())
			}
			counts[m] += w.poisson(e * level)
		}
	}
	return counts
}

// plant adds n events to counts, evenly but at random over some minutes.
func (w *world) plant(counts []int64, at, minutes, n int) {
	for i := range n {
		m := at + int((float64(i)+w.Float64())*float64(minutes)/float64(n))
		if m < len(counts) {
			counts[m]++
		}
	}
}

// timeline returns error series, and the healthy traffic as the last.
func (w *world) timeline(errors ...[]int64) Timeline {
	t := Timeline{Start: monday, Step: 60}
	for _, e := range errors {
		t.Series = append(t.Series, Series{Counts: e, Attention: true})
	}
	t.Series = append(t.Series, Series{Counts: w.healthy()})
	return t
}

func (w *world) healthy() []int64 {
	counts := make([]int64, w.minutes)
	for m := range counts {
		counts[m] = w.poisson(w.traffic[m])
	}
	return counts
}
