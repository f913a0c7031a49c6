package logtest

import (
	"math/bits"
	"math/rand/v2"
)

// dice draws everything that is left to chance. The same seed gives the same
// draws on every machine, which is why nothing here calls math.Exp or math.Log
// (their last bit differs between processors) and why every product that is
// added to something is rounded by a conversion first, so that no compiler may
// fuse the two.
type dice struct {
	pcg  rand.PCG
	pow2 [64]uint64 // 2^(i/64) in units of 1/65536
}

// newDice returns dice of their own for each stream of one seed, so that what
// is planted does not change what is drawn for the background.
func newDice(seed, stream uint64) *dice {
	d := &dice{pcg: *rand.NewPCG(seed, stream^0x9e3779b97f4a7c15)}
	for i := range d.pow2 {
		d.pow2[i] = uint64(exp(float64(i)*(ln2/64)) * 65536)
	}
	return d
}

// below returns a number from 0 to n-1. The bias is n/2⁶⁴.
func (d *dice) below(n uint64) uint64 {
	hi, _ := bits.Mul64(d.pcg.Uint64(), n)
	return hi
}

// oneIn is true once in n times.
func (d *dice) oneIn(n uint64) bool { return d.below(n) == 0 }

// percent is true p times in a hundred.
func (d *dice) percent(p uint64) bool { return d.below(100) < p }

// pick returns one of list, which must not be empty.
func pick[T any](d *dice, list []T) T { return list[d.below(uint64(len(list)))] }

// unit returns a number from 0 up to, not including, 1.
func (d *dice) unit() float64 { return float64(d.pcg.Uint64()>>11) / (1 << 53) }

// logNormal returns a whole number whose logarithm is near normal, with the
// given median. Spread is the standard deviation of the binary logarithm in
// quarters: 7 makes 1.75, so that two of three numbers lie within a factor of
// 3.4. The normal is the number of ones among 64 random bits, less 32, which
// has a standard deviation of 4.
func (d *dice) logNormal(median, spread uint64) int64 {
	ones := uint64(bits.OnesCount64(d.pcg.Uint64()))
	width := 4 * spread                          // of one more one, in 64ths of a doubling
	steps := ones*width + d.below(width)         // from 0 to 65*width, 32.5*width being the median
	steps += 64*doublings - (32*width + width/2) // never below 0: spread is small
	value := median * d.pow2[steps%64]
	if up := steps / 64; up >= doublings {
		return int64(value << (up - doublings) >> 16)
	}
	return int64(value >> (doublings - steps/64) >> 16)
}

// doublings is how far below the median logNormal can reach: spread is 31 at
// most.
const doublings = 64

// poissonStep is the mean up to which poisson inverts in one go: exp(-16) is far
// from underflow and a search takes about 16 steps.
const poissonStep = 16.0

// poisson returns how many independent events of that mean happened. It is
// exact: a Poisson number is the sum of Poisson numbers of smaller means, and
// each of these is found by inverting the distribution.
func (d *dice) poisson(mean float64) int {
	n := 0
	for ; mean > poissonStep; mean -= poissonStep {
		n += d.invert(poissonStep)
	}
	if mean > 0 {
		n += d.invert(mean)
	}
	return n
}

// invert walks up the distribution until it has passed a uniform number. The
// bound ends the walk where rounding keeps the sum under that number.
func (d *dice) invert(mean float64) int {
	p := exp(-mean)
	sum, u := p, d.unit()
	n := 0
	for sum <= u && n < 200 {
		n++
		p = p * mean / float64(n)
		sum += p
	}
	return n
}

const ln2 = 0.6931471805599453

// exp is e to the x, good to about 1e-13, from additions and multiplications
// alone.
func exp(x float64) float64 {
	x /= 1024 // ten squarings bring it back
	sum, term := 1.0, 1.0
	for i := 1; i <= 6; i++ {
		term = term * x / float64(i)
		sum += term
	}
	for range 10 {
		sum *= sum
	}
	return sum
}
