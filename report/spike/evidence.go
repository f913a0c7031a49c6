package spike

import "math"

// sway is the share by which the mean of a count may change from hour to hour
// before that counts as a rise.
const sway = 0.1

// nearNothing is the least that is expected of a window.
const nearNothing = 1e-9

// evidence returns how much better a count n is explained by a raised mean than by
// the expected mean e: the logarithm of the likelihood ratio. It is 0 where n is not
// above e.
//
// Events come in clusters, as when a visitor meets an error again and again. The
// clusters are independent and their sizes geometric (Pólya-Aeppli). So the
// variance is the dispersion times the mean. For a large e the evidence is about
// half of the squared distance in standard deviations. For a small e each event of
// a cluster adds the same, so a handful counts for its size and not for the rarity
// of its first event. The maximum over the tilt of the cumulant function has a
// closed form.
func evidence(n, e, dispersion float64) float64 {
	if n <= e {
		return 0
	}
	e = max(e, nearNothing)
	dispersion += sway * sway * e
	rho := (dispersion - 1) / (dispersion + 1) // chance that a cluster goes on
	rate := e * (1 - rho)                      // clusters expected
	a := rate * (1 - rho)
	b := 2*n*rho + a
	z := 2 * n / (b + math.Sqrt(a*(4*n*rho+a)))
	return n*math.Log(z) - rate*(z-1)/(1-rho*z)
}

// contrast is the evidence of independent events, without dispersion. It says how
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
