package logtest

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// share is the part of the rows in percent.
func share(n, of int64) float64 { return 100 * float64(n) / float64(of) }

func TestBenchHasTheShapeOfARealLog(t *testing.T) {
	s, lines, _ := write(t, Bench(8<<20))
	assert.InDelta(t, 229, float64(s.Bytes)/float64(s.Rows), 4)
	for code, want := range map[string]float64{"200.0": 88, "304.0": 5, "404.0": 3, "401.2": 1, "401.1": 1, "302.0": 1} {
		assert.InDelta(t, want, share(s.Codes[code], s.Rows), 0.4, code)
	}
	assert.InDelta(t, 1, share(s.Codes["500.0"]+s.Codes["403.14"]+s.Codes["503.0"], s.Rows), 0.3)
	assert.Equal(t, s.Handshakes, s.Codes["401.1"]+s.Codes["401.2"])
	assert.Zero(t, s.Refused)
	assert.InDelta(t, 0.3, share(s.Late, s.Rows), 0.2)

	kinds := map[string]map[string]bool{"cs-uri-stem": {}, "c-ip": {}, "cs(User-Agent)": {}, "cs(Referer)": {}, "cs-uri-query": {}}
	for _, l := range lines {
		for field, seen := range kinds {
			seen[l.get(field)] = true
		}
	}
	assert.Greater(t, len(kinds["cs-uri-stem"]), 500)
	assert.Greater(t, len(kinds["c-ip"]), 3500)
	assert.GreaterOrEqual(t, len(kinds["cs(User-Agent)"]), 40)
	assert.Greater(t, len(kinds["cs(Referer)"]), 1000)
	assert.Greater(t, len(kinds["cs-uri-query"]), 10000)
}

func TestAuthIsMostlyNamed(t *testing.T) {
	s, lines, _ := write(t, Auth(8<<20))
	assert.InDelta(t, 5, share(s.Handshakes, s.Rows), 0.5)
	named := int64(0)
	for _, l := range lines {
		if l.get("cs-username") != "-" {
			named++
		}
	}
	assert.Greater(t, share(named, s.Rows-s.Handshakes), 97.0)
	assert.Positive(t, s.Refused)
	assert.Less(t, share(s.Refused, s.Rows), 0.02)
	assert.Greater(t, s.Codes["401.2"], s.Codes["401.1"], "Kerberos has only the first leg")
}

func TestHostileRepeatsNothing(t *testing.T) {
	s, lines, _ := write(t, Hostile(2<<20))
	for _, field := range []string{"cs-uri-stem", "c-ip", "cs-username", "cs(User-Agent)"} {
		seen := map[string]bool{}
		for _, l := range lines {
			seen[l.get(field)] = true
		}
		assert.Len(t, seen, len(lines), field)
	}
	assert.Greater(t, share(s.Classes["4xx"], s.Rows), 50.0)
}

func TestQuietHasDaysAndWeekends(t *testing.T) {
	const size = 8 << 20
	s, lines, _ := write(t, Quiet(size))
	assert.InEpsilon(t, size, s.Bytes, 0.03)
	assert.Empty(t, s.Truths)
	var hours [24]int
	var days [7]int
	for _, l := range lines {
		hours[l.at.Hour()]++
		days[l.at.Weekday()]++
	}
	assert.Greater(t, hours[10], 5*hours[3])
	assert.Greater(t, days[time.Wednesday], 2*days[time.Sunday])
}

func TestPoissonHasItsMeanAndVariance(t *testing.T) {
	d := newDice(3, 9)
	for _, mean := range []float64{0.01, 0.7, 5, 16, 16.5, 100, 1000} {
		draws := 20000.0
		if mean >= 100 {
			draws = 3000
		}
		sum, squares := 0.0, 0.0
		for range int(draws) {
			n := float64(d.poisson(mean))
			sum += n
			squares += n * n
		}
		got := sum / draws
		variance := squares/draws - got*got
		assert.InDelta(t, mean, got, 5*math.Sqrt(mean/draws), "mean %v", mean)
		assert.InDelta(t, 1, variance/mean, 5*math.Sqrt((2+1/mean)/draws), "variance of %v", mean)
	}
	assert.Zero(t, d.poisson(0))
}

func TestExp(t *testing.T) {
	for x := -16.0; x <= 1; x += 0.37 {
		assert.InEpsilon(t, math.Exp(x), exp(x), 1e-12, x)
	}
}

func TestLogNormalHasItsMedianAndTail(t *testing.T) {
	d := newDice(1, 2)
	const draws = 50000
	below, tail := 0, 0
	for range draws {
		n := d.logNormal(1000, 7)
		if n < 1000 {
			below++
		}
		if n > 3364*2 { // 1.57 standard deviations of 1.75 doublings
			tail++
		}
	}
	assert.InDelta(t, 0.5, float64(below)/draws, 0.03)
	assert.InDelta(t, 0.058, float64(tail)/draws, 0.01)
}

func TestWheelFollowsZipf(t *testing.T) {
	for _, ranks := range []int{1, 2, 500, 4000, 1 << slotBits} {
		w := newWheel(ranks)
		assert.Len(t, w.slots, 1<<slotBits)
		assert.EqualValues(t, 0, w.slots[0])
		assert.EqualValues(t, ranks-1, w.slots[1<<slotBits-1])
	}
	slots := make([]int, 500)
	for _, rank := range newWheel(500).slots {
		slots[rank]++
	}
	assert.InDelta(t, 2, float64(slots[0])/float64(slots[1]), 0.05)
	assert.InDelta(t, 10, float64(slots[0])/float64(slots[9]), 0.3)
}

func TestRateKeepsItsMean(t *testing.T) {
	f := func(r Rate) {
		t.Helper()
		c := newCurve(r, newDice(1, 1))
		sum, n := 0.0, 0.0
		for second := int64(0); second < 28*86400; second += 60 {
			sum += c.at(second)
			n++
		}
		assert.InEpsilon(t, r.PerSecond, sum/n, 0.02)
	}
	f(Rate{PerSecond: 3})
	f(Rate{PerSecond: 3, Swing: 0.5})
	f(Flat(0.2))
	assert.Equal(t, 2.0, newCurve(Flat(2), nil).at(12345))
}
