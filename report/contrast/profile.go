package contrast

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// set is a set of candidates, one bit each.
type set uint64

func (s set) has(o set) bool { return s&o == o }

func (s set) size() int { return bits.OnesCount64(uint64(s)) }

// bundle is how many rows have the same candidates.
type bundle struct {
	set    set
	weight float64
}

// sets bundles rows by their candidates, in order of the sets.
func sets(rows []coded, place []int8) []bundle {
	list := make([]bundle, 0, len(rows))
	for _, r := range rows {
		var s set
		for _, id := range r.items {
			if place[id] >= 0 {
				s |= 1 << place[id]
			}
		}
		list = append(list, bundle{s, float64(r.weight)})
	}
	slices.SortFunc(list, func(a, b bundle) int { return cmp.Compare(a.set, b.set) })
	out := list[:0]
	for _, b := range list {
		if n := len(out); n > 0 && out[n-1].set == b.set {
			out[n-1].weight += b.weight
		} else {
			out = append(out, b)
		}
	}
	return out
}

// profile is what the rows look like through the candidates.
type profile struct {
	items                     *items
	dimensions                []Dimension
	scale                     float64
	candidates                []int32
	inside, baseline, traffic []bundle
	usualRows, excess         float64 // of the baseline; inside beyond them
	total                     float64 // excess of the whole rise
}

// group is the rows that have a set of candidates.
type group struct {
	set                set
	observed, expected float64
	divergence         float64 // of its share of the excess from the usual one
	score              float64 // less what naming it costs
}

func (g group) excess() float64 { return g.observed - g.expected }

const (
	// leastDivergence is what a cause must reach: a tenth of the excess that is
	// new, or all of the excess from where three quarters of the usual come from.
	leastDivergence = 0.28
	// borrowed is how many rows of the baseline the traffic counts for.
	borrowed = 10
	// rare is the usual share below which a group is a surprise anyway; how much
	// rarer it is counts little.
	rare     = 0.02
	rareness = 0.15
	// singles and pairs are how many groups are tried with one attribute more.
	singles = 24
	pairs   = 12
)

func sum(bundles []bundle, s set) float64 {
	n := 0.0
	for _, b := range bundles {
		if b.set.has(s) {
			n += b.weight
		}
	}
	return n
}

// best returns the group with the highest score.
func (p *profile) best() group {
	list := p.wider([]group{{}})
	best := group{score: math.Inf(-1)}
	for _, width := range []int{singles, pairs, 0} {
		if len(list) > 0 && list[0].score > best.score {
			best = list[0]
		}
		list = p.wider(list[:min(len(list), width)])
	}
	return best
}

func byScore(list []group) {
	slices.SortFunc(list, func(a, b group) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.set.size(), b.set.size()), cmp.Compare(a.set, b.set))
	})
}

// wider returns the groups with one attribute more, of another dimension, that
// may be causes, by score.
func (p *profile) wider(list []group) []group {
	var wide []group
	seen := map[set]bool{}
	for _, g := range list {
		for i := range p.candidates {
			s := g.set | 1<<i
			if s == g.set || seen[s] || p.shares(g.set, i) {
				continue
			}
			seen[s] = true
			if w := p.group(s); w.divergence >= leastDivergence {
				wide = append(wide, w)
			}
		}
	}
	byScore(wide)
	return wide
}

// shares reports whether the set has a candidate of the same dimension.
func (p *profile) shares(s set, candidate int) bool {
	d := p.item(candidate).dimension
	for ; s != 0; s &= s - 1 {
		if p.item(bits.TrailingZeros64(uint64(s))).dimension == d {
			return true
		}
	}
	return false
}

func (p *profile) item(candidate int) *item { return &p.items.all[p.candidates[candidate]] }

func (p *profile) names(s set) []int32 {
	var ids []int32
	for ; s != 0; s &= s - 1 {
		ids = append(ids, p.candidates[bits.TrailingZeros64(uint64(s))])
	}
	return ids
}

// group counts and scores the rows of a set.
func (p *profile) group(s set) group {
	g := group{set: s, observed: sum(p.inside, s), expected: p.scale * sum(p.baseline, s)}
	if g.observed < leastRows || p.excess <= 0 || g.observed < g.expected+2*math.Sqrt(g.expected) {
		return g
	}
	share := min(1, (g.observed-g.expected)/p.excess)
	usual := p.usual(s)
	if usual < rare {
		usual = rare * math.Pow(usual/rare, rareness)
	}
	if share > usual && !p.isChance(g) {
		g.divergence = divergence(share, usual)
		g.score = g.divergence - p.cost(s)
	}
	return g
}

// isChance reports whether a group is so few rows of a rise that is much more: that a client comes
// some times is no news where one looks at all clients, paths and agents.
func (p *profile) isChance(g group) bool {
	return g.observed < leastOfPart && g.excess() < ofPart*p.total
}

// cost is what naming a set costs.
func (p *profile) cost(s set) float64 {
	cost := attributeCost * float64(s.size()-1)
	for ; s != 0; s &= s - 1 {
		cost += p.item(bits.TrailingZeros64(uint64(s))).cost
	}
	return cost
}

// usual returns the share of the rows that usually has all of the set: that of
// the baseline, and where it has few rows, that of the traffic.
func (p *profile) usual(s set) float64 {
	return (sum(p.baseline, s) + borrowed*p.supposed(s)) / (p.usualRows + borrowed)
}

// supposed returns the share of the traffic that has all of the set. Outcomes
// belong to the error, of which the traffic knows nothing. Without traffic,
// later dimensions are supposed to have fewer values.
func (p *profile) supposed(s set) float64 {
	share, asked := 1.0, set(0)
	for rest := s; rest != 0; rest &= rest - 1 {
		i := bits.TrailingZeros64(uint64(rest))
		it := p.item(i)
		switch {
		case p.dimensions[it.dimension].Kind == Outcome:
			share *= p.supposedOutcome(it.dimension)
		case len(p.traffic) > 0:
			asked |= 1 << i
		default:
			share *= min(0.5, 0.01*math.Pow(1.5, float64(it.dimension)))
		}
	}
	if asked != 0 {
		share *= (sum(p.traffic, asked) + 0.5) / (sum(p.traffic, 0) + 1)
	}
	return share
}

// supposedOutcome returns the share of an outcome where the baseline does not
// know it: nearly all when the baseline is too small to know, half when there
// are several.
func (p *profile) supposedOutcome(dimension int) float64 {
	share, outcomes := 0.9, 0
	for i := range p.candidates {
		if p.item(i).dimension == dimension {
			outcomes++
		}
	}
	if outcomes > 1 {
		share = 0.5
	}
	return share * min(1, borrowed/max(1, p.usualRows))
}

// divergence is that of Kullback and Leibler between two shares.
func divergence(p, q float64) float64 {
	d := p * math.Log(p/q)
	if p < 1 {
		d += (1 - p) * math.Log((1-p)/(1-q))
	}
	return d
}
