package analysis

import (
	"maps"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/report/scan"
)

// weighed is how many rows of one kind this side has, and how many of those of both sides
// it would have if both behaved alike.
//
// Of the rows of a kind at a path, each falls on a side with a chance that is the side's
// part of what could have ended so. Sums over paths are those of independent binomial
// counts, as in the test of Mantel and Haenszel; with one path it is that of two Poisson
// rates. So a server that is asked for other paths, or a night with other pages than the
// day, is not worse for that.
type weighed struct {
	observed, total    int64
	expected, variance float64
}

const (
	// leastScore is from how many standard deviations on a difference is news. There are
	// dozens of kinds; of one path of many it takes leastPathScore.
	leastScore, leastPathScore = 3.3, 4.5
	// leastRatio is how many times as often as on the other side something must come; of
	// what is certain, from sureScore on, leastSureRatio.
	leastRatio, leastSureRatio, sureScore = 1.5, 1.2, 10
	// leastNews is how many rows the side with more must have, and leastBeyond how many
	// more than expected.
	leastNews, leastBeyond = 8, 5
	// fewRequests are too few to say that nothing differs.
	fewRequests = 30
)

// least is how many standard deviations make a difference news where so many values are
// compared: of thousands that are alike, some are far off by chance.
func (x *comparing) least(score float64) float64 {
	const usualValues = 2
	return math.Sqrt(score*score + 2*math.Log(float64(max(usualValues, x.values))/usualValues))
}

// weighKind compares the rows of a kind on both sides.
func (p *pair) weighKind(k scan.Subject) weighed {
	this, other := p.this.kind(k), p.other.kind(k)
	return p.weigh(toldPaths(p, this.paths, other.paths), other.rows, func(path string) (int64, int64) { return this.paths[path], other.paths[path] })
}

// weighNeeds compares all rows that need attention.
func (p *pair) weighNeeds() weighed {
	return p.weigh(toldPaths(p, p.this.paths, p.other.paths), p.other.need, func(path string) (int64, int64) {
		return p.this.at(path).need, p.other.at(path).need
	})
}

// toldPaths are those of the paths of both sides that tell something of this one, in
// order: of values of a field those that it was asked for, of periods all.
func toldPaths[V any](p *pair, this, other map[string]V) []string {
	all := slices.Collect(maps.Keys(this))
	for path := range other {
		if _, both := this[path]; !both && (p.field == "" || p.this.paths[path] != nil) {
			all = append(all, path)
		}
	}
	slices.Sort(all)
	return all
}

// weigh compares rows at some paths on both sides. All of the other side are others: those
// at other paths are rows as well, which no chance gives to this one.
func (p *pair) weigh(paths []string, others int64, at func(path string) (this, other int64)) (w weighed) {
	for _, path := range paths { // in order: sums of fractions depend on it
		this, other := at(path)
		if this+other > 0 {
			w.add(this, other, p.chance(path))
		}
		others -= other
	}
	w.total += others
	return w
}

// weighAlone compares them by the traffic of the sides as wholes.
func (p *pair) weighAlone(this, other int64) (w weighed) {
	w.add(this, other, p.wholeChance())
	return w
}

func (w *weighed) add(this, other int64, chance float64) {
	total := this + other
	w.observed += this
	w.total += total
	w.expected += float64(total) * chance
	w.variance += float64(total) * chance * (1 - chance)
}

// wholeChance is the part of all requests that this side has.
func (p *pair) wholeChance() float64 { return partOf(p.this.rows, p.other.rows) }

// chance is the chance that a row of a path falls on this side, if both behave alike: its
// part of the requests for that path, but for what fails again and again because it fails.
// The healthy requests tell those apart; where there are none, all traffic does.
func (p *pair) chance(path string) float64 {
	this, other := p.this.at(path), p.other.at(path)
	whole, asked := p.wholeChance(), partOf(this.rows, other.rows)
	switch {
	case p.field != "" && (this.rows == 0 || other.rows == 0):
		return asked // only one is asked for it: nothing can be compared
	case other.rows == 0, this.rows == 0 && other.healthy == 0:
		return whole // what is new and fails is news, and so is what failed and is asked for no more
	}
	healthy := whole
	if this.healthy+other.healthy > 0 {
		healthy = max(whole, partOf(this.healthy, other.healthy))
	}
	return min(asked, healthy)
}

func partOf(a, b int64) float64 {
	if a+b == 0 {
		return 0
	}
	return float64(a) / float64(a+b)
}

// score is how many standard deviations more there are than expected, below zero for
// fewer; half a row less, as rows are whole.
func (w weighed) score() float64 {
	beyond := float64(w.observed) - w.expected
	if w.variance <= 0 {
		return 0
	}
	return math.Copysign(max(0, abs(beyond)-0.5)/math.Sqrt(w.variance), beyond)
}

// tail is the same of more rows than expected, right also where few are: the root of the
// deviance of a Poisson count. Nine rows where two are expected are no five deviations.
func (w weighed) tail() float64 {
	observed, expected := float64(w.observed), max(w.expected, 1e-9)
	if observed <= expected {
		return 0
	}
	return math.Sqrt(2 * (observed*math.Log(observed/expected) - (observed - expected)))
}

// ratio is how many times as often as on the other side it came.
func (w weighed) ratio() float64 {
	this := (float64(w.observed) + 0.5) / (w.expected + 0.5)
	other := (float64(w.total-w.observed) + 0.5) / (float64(w.total) - w.expected + 0.5)
	return this / other
}

// more and fewer report whether a difference is news.
func (w weighed) more(least float64) bool {
	if least > leastPathScore && w.tail() < least { // of many values, few rows are far off by chance
		return false
	}
	return w.isNews(w.score(), least, w.ratio(), float64(w.observed)-w.expected, w.observed)
}

func (w weighed) fewer(least float64) bool {
	return w.isNews(-w.score(), least, 1/w.ratio(), w.expected-float64(w.observed), w.total-w.observed)
}

func (w weighed) isNews(score, least, ratio, beyond float64, rows int64) bool {
	return score >= least && beyond >= leastBeyond && rows >= leastNews &&
		(ratio >= leastRatio || score >= sureScore && ratio >= leastSureRatio)
}
