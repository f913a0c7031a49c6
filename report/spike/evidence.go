package spike

import "math"

// sway is the share by which the mean of a count may sway from hour to hour
// before it says anything.
const sway = 0.1

// nearNothing is the least that is expected of a window.
const nearNothing = 1e-9

// evidence returns how much better a count n is explained by a raised mean than
// by the mean e that was expected, as the logarithm of the ratio of likelihoods;
// 0 where n is not above e.
//
// Events come in clusters, as when a visitor meets an error again and again:
// clusters are independent, their sizes geometric (Pólya-Aeppli), so that the
// variance is scatter times the mean. For large e that is near the square of the
// distance in standard deviations, halved; for small e each event of a cluster
// adds the same, so that a handful counts for its size and not for the rarity of
// the first. The maximum over the tilt of the cumulant function has a closed
// form.
func evidence(n, e, scatter float64) float64 {
	if n <= e {
		return 0
	}
	e = max(e, nearNothing)
	scatter += sway * sway * e
	rho := (scatter - 1) / (scatter + 1) // chance that a cluster goes on
	rate := e * (1 - rho)                // clusters expected
	a := rate * (1 - rho)
	b := 2*n*rho + a
	z := 2 * n / (b + math.Sqrt(a*(4*n*rho+a)))
	return n*math.Log(z) - rate*(z-1)/(1-rho*z)
}

// contrast is the evidence of independent events, without scatter: it says how
// well the ends of a window fit.
func contrast(n, e float64) float64 {
	if n <= e {
		return 0
	}
	e = max(e, nearNothing)
	return n*math.Log(n/e) - (n - e)
}

// score turns evidence into a figure like the number of standard deviations.
func score(evidence float64) float64 { return math.Sqrt(2 * max(0, evidence)) }
