package contrast

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

const (
	mostAlso = 3
	// whole is the part of some rows that is called all of them.
	whole = 0.995
	// telling is how many times as many as usual have an attribute that describes a
	// cause, as a logarithm: what one in ten have adds nothing to the name of a client.
	telling = 2.3
	// nearlyAll is the part of the rows that is as good as all to search further.
	nearlyAll = 0.98
	// shared is the part of a sample of the traffic that has what nine of ten requests
	// have: less, as it is a sample. It must have enough rows to say so.
	shared     = 0.87
	enoughRows = 20
	// fewLike is how many rows like those of a cause say where such rows are served.
	fewLike = 10
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
	if id, ok := s.place(p.names(g.set)); ok {
		c.Also = append(c.Also, s.attribute(id))
	}
	for _, i := range p.also(g) {
		if at := p.attribute(i); len(c.Also) < mostAlso && !slices.Contains(c.Also, at) {
			c.Also = append(c.Also, at)
		}
	}
	return c
}

// place returns the first place that all rows with some items have and that is not
// where other such rows are served. A client or a user is often served by one server
// alone, which says nothing of the server.
func (s *subject) place(ids []int32) (place int32, ok bool) {
	for _, id := range ids {
		if at := s.items.all[id].dimension; s.dimensions[at].Place || at < s.who() {
			return 0, false
		}
	}
	rows := s.having(ids)
	inside := s.count(rows)
	other := s.otherLike(ids)
	if weigh(other) < fewLike {
		other = s.traffic
	}
	usual, most := s.count(other), shared*weigh(other)
	for id, it := range s.items.all {
		if s.dimensions[it.dimension].Place && inside[id] >= whole*weigh(rows) && usual[id] < most {
			return int32(id), true
		}
	}
	return 0, false
}

// who is how many dimensions say who asked: those before the first path.
func (s *subject) who() int {
	return max(0, slices.IndexFunc(s.dimensions, func(d Dimension) bool { return d.Kind == Path }))
}

// otherLike are the rows with some items that are not of the spike.
func (s *subject) otherLike(ids []int32) (rows []coded) {
	for _, r := range slices.Concat(s.baseline, s.traffic) {
		if r.has(ids) {
			rows = append(rows, r)
		}
	}
	return rows
}

// attribute is an item as a cause names it.
func (s *subject) attribute(id int32) Attribute {
	it := s.items.all[id]
	return Attribute{s.dimensions[it.dimension].Name, it.value}
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
		if p.shares(g.set, i) || sum(p.inside, g.set|1<<i) < whole*g.observed {
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
// attribute a dimension, the least usual first. Where a few rows lack it, it is a
// cause of the others.
func (s *subject) even() []Cause {
	const most = 4
	all := s.inCommon(whole)
	c := Cause{Observed: int64(weigh(s.inside)), Expected: s.Scale * weigh(s.baseline), Share: 1, New: len(s.baseline) == 0, Even: true}
	if !slices.ContainsFunc(all, s.isOfRequest) { // a Win32 number tells nobody who or what it was
		all = s.inCommon(nearlyAll)
	}
	var ids []int32
	for _, id := range all {
		if has := weigh(s.having(append(slices.Clip(ids), id))); len(ids) < most && has >= nearlyAll*weigh(s.inside) {
			ids, c.Where = append(ids, id), append(c.Where, s.attribute(id))
		}
	}
	if has := weigh(s.having(ids)); has < whole*weigh(s.inside) {
		c.Observed, c.Share, c.Even = int64(has), has/weigh(s.inside), false
	}
	if len(c.Where) == 0 && len(s.traffic) == 0 {
		return nil
	}
	return []Cause{c}
}

// isOfRequest reports whether an item is of what was asked for, by whom or where: not of how it ended.
func (s *subject) isOfRequest(id int32) bool {
	return s.dimensions[s.items.all[id].dimension].Kind != Outcome
}

// inCommon returns the items that a part of the rows inside have, the least usual
// first, one a dimension.
func (s *subject) inCommon(part float64) (list []int32) {
	inside, rows := s.count(s.inside), weigh(s.inside)
	singleton, isShared := s.singleton(inside), s.sharedByAll()
	for id := range s.items.all {
		if inside[id] >= part*rows && !singleton(int32(id)) && !isShared(int32(id)) {
			list = append(list, int32(id))
		}
	}
	s.sortByUse(list)
	seen := map[int]bool{}
	return slices.DeleteFunc(list, func(id int32) bool {
		d := s.items.all[id].dimension
		again := seen[d]
		seen[d] = true
		return again
	})
}

// sharedByAll returns a test for items that nine of ten requests have, errors or
// not: no cause of anything.
func (s *subject) sharedByAll() func(int32) bool {
	traffic, rows := s.count(s.everybody), weigh(s.everybody)
	return func(id int32) bool {
		return rows >= enoughRows && traffic[id] >= shared*rows
	}
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
