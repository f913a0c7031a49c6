package analysis

import (
	"maps"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/report"
	"github.com/iiswhy/iiswhy/report/scan"
)

// Paths are compared by what was served: the ranks of all times of both sides (the test of
// Mann and Whitney), and the part of them that takes longer than 19 of 20 do on the other
// side, for what is slow but now and then. A median or a 95th percentile must differ for it
// to be news: with many requests a millisecond is certain.

const (
	leastServed    = 20  // rows of each side
	leastSpeed     = 4.0 // standard deviations
	slowerBy       = 1.5 // times the median
	leastMedianMS  = 30  // more than the median
	slowerTail     = 2.0 // times the 95th percentile
	leastTailMS    = 500 // more than it
	tailStartsWith = 0.95
)

// speedChanges are the paths that take longer, or less long, than on the other side.
func (p *pair) speedChanges() (all []report.Change) {
	for _, path := range slices.Sorted(maps.Keys(p.this.paths)) {
		this, other := p.this.at(path).served, p.other.at(path).served
		trend := ""
		if path == "" || this.Rows() < leastServed || other.Rows() < leastServed {
			continue
		}
		z, isSlower := p.slower(&this, &other)
		if isSlower {
			trend = report.ChangeSlower
			p.slowed = append(p.slowed, path)
		} else if z, isSlower = p.slower(&other, &this); isSlower {
			trend, z = report.ChangeFaster, -z
		} else {
			continue
		}
		all = append(all, p.speedChange(path, trend, z, &this, &other))
	}
	return all
}

func (p *pair) speedChange(path, trend string, score float64, this, other *scan.Durations) report.Change {
	now, was := this.Taken(), other.Taken()
	c := report.Change{Path: p.shownPath(path), Score: score, P50: &now.P50, P95: &now.P95, OtherP50: &was.P50, OtherP95: &was.P95}
	c.Trend, c.Count, c.Other = trend, p.this.at(path).rows, p.other.at(path).rows
	c.Rate, c.OtherRate = per10000(c.Count, p.this.rows), per10000(c.Other, p.other.rows)
	c.Expected = float64(c.Count)
	c.Command, c.OtherCommand = p.rowsCommand(true, nil, path), p.rowsCommand(false, nil, path)
	return c
}

// slower reports whether some requests take far longer than others, and how certain that
// is, in standard deviations.
func (x *comparing) slower(these, others *scan.Durations) (score float64, is bool) {
	least := x.least(leastSpeed)
	median, usual := these.At(0.5), others.At(0.5)
	if z := rankScore(these, others); z >= least && float64(median) >= slowerBy*float64(usual) && median-usual >= leastMedianMS {
		return z, true
	}
	high, usualHigh := these.At(tailStartsWith), others.At(tailStartsWith)
	if z := tailScore(these, others); z >= least && float64(high) >= slowerTail*float64(usualHigh) && high-usualHigh >= leastTailMS {
		return z, true
	}
	return 0, false
}

// rankScore is how far the ranks of some times lie above those of others, in standard
// deviations.
func rankScore(these, others *scan.Durations) float64 {
	a, b := these.Steps(), others.Steps()
	n, m := float64(these.Rows()), float64(others.Rows())
	var above, below, ties float64
	for i := range max(len(a), len(b)) {
		x, y := stepAt(a, i), stepAt(b, i)
		above += x * (below + y/2)
		below += y
		ties += (x + y) * (x + y) * (x + y)
	}
	all := n + m
	variance := n * m / 12 * (all + 1 - (ties-all)/(all*(all-1)))
	if variance <= 0 {
		return 0
	}
	return (above - n*m/2) / math.Sqrt(variance)
}

// tailScore is how many more of some requests than of others take longer than 19 of 20 of
// the others, in standard deviations.
func tailScore(these, others *scan.Durations) float64 {
	limit := others.At(tailStartsWith)
	n, m := float64(these.Rows()), float64(others.Rows())
	x, y := float64(these.Above(limit)), float64(others.Above(limit))
	share := (x + y) / (n + m)
	variance := share * (1 - share) * (1/n + 1/m)
	if variance <= 0 {
		return 0
	}
	return (x/n - y/m) / math.Sqrt(variance)
}

func stepAt(counts []uint32, i int) float64 {
	if i >= len(counts) {
		return 0
	}
	return float64(counts[i])
}
