package contrast

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

const (
	mostAlso = 3
	// common is the part of a cause's rows that an attribute must have to describe
	// it, and telling how many times as many as usual, as a logarithm: what one in
	// ten have adds nothing to the name of a client.
	common  = 0.9
	telling = 2.3
	// nearlyAll is the part of the rows that counts as all.
	nearlyAll = 0.98
)

// cause describes a group.
func (s *subject) cause(p *profile, g group, total float64) Cause {
	c := Cause{
		Observed: int64(g.observed), Expected: g.expected,
		Share: min(1, (g.observed-g.expected)/total), New: s.isNew(p.names(g.set)),
	}
	for _, i := range p.telling(g.set) {
		c.Where = append(c.Where, p.attribute(i))
	}
	for _, i := range p.also(g) {
		c.Also = append(c.Also, p.attribute(i))
	}
	return c
}

func (p *profile) attribute(candidate int) Attribute {
	it := p.item(candidate)
	return Attribute{p.dimensions[it.dimension].Name, it.value}
}

// telling returns the candidates of a set in the order of their dimensions.
func (p *profile) telling(s set) []int {
	var list []int
	for ; s != 0; s &= s - 1 {
		list = append(list, bits.TrailingZeros64(uint64(s)))
	}
	slices.SortFunc(list, func(a, b int) int { return cmp.Compare(p.item(a).dimension, p.item(b).dimension) })
	return list
}

// also returns the candidates that describe nearly all rows of a group and few
// others, one a dimension, the most telling first.
func (p *profile) also(g group) []int {
	type trait struct {
		candidate int
		surprise  float64
	}
	var list []trait
	for i := range p.candidates {
		if p.shares(g.set, i) || sum(p.inside, g.set|1<<i) < common*g.observed {
			continue
		}
		if t := (trait{i, -math.Log(p.usual(1<<i)) - p.item(i).cost}); t.surprise >= telling {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(a, b trait) int {
		return cmp.Or(cmp.Compare(b.surprise, a.surprise), cmp.Compare(a.candidate, b.candidate))
	})
	var also []int
	taken := g.set
	for _, t := range list {
		if len(also) < mostAlso && !p.shares(taken, t.candidate) {
			also = append(also, t.candidate)
			taken |= 1 << t.candidate
		}
	}
	return also
}

// even returns the cause of a rise that is even: what all rows have in common, one
// attribute a dimension, the least usual first. What all traffic has as well comes
// last. It may still be the reason, such as the port of plain HTTP.
func (s *subject) even() []Cause {
	const most = 4
	inside, rows := s.count(s.inside), weigh(s.inside)
	singleton := s.singleton(inside)
	var list []int32
	for id := range s.items.all {
		if inside[id] >= nearlyAll*rows && !singleton(int32(id)) {
			list = append(list, int32(id))
		}
	}
	s.sortByUse(list)
	c := Cause{Observed: int64(rows), Expected: s.Scale * weigh(s.baseline), Share: 1, New: len(s.baseline) == 0, Even: true}
	for _, id := range list {
		it := s.items.all[id]
		at := Attribute{s.Dimensions[it.dimension].Name, it.value}
		if len(c.Where) < most && !slices.ContainsFunc(c.Where, func(o Attribute) bool { return o.Dimension == at.Dimension }) {
			c.Where = append(c.Where, at)
		}
	}
	if len(c.Where) == 0 && len(s.traffic) == 0 {
		return nil
	}
	return []Cause{c}
}

// sortByUse puts the items first that are in few rows of the baseline and of the
// traffic, of equal ones those that cost less to name.
func (s *subject) sortByUse(list []int32) {
	baseline, traffic := s.count(s.baseline), s.count(s.traffic)
	rows, requests := max(1, weigh(s.baseline)), max(1, weigh(s.traffic))
	use := func(id int32) float64 { return baseline[id]/rows + traffic[id]/requests }
	slices.SortFunc(list, func(a, b int32) int {
		return cmp.Or(cmp.Compare(use(a), use(b)), cmp.Compare(s.items.all[a].cost, s.items.all[b].cost), cmp.Compare(a, b))
	})
}
