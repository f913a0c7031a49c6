package contrast

import (
	"cmp"
	"slices"
)

// subject holds the rows of a contrast as numbers of items.
type subject struct {
	*Contrast
	dimensions                []Dimension
	items                     *items // of the rows inside: what occurs only outside is of no interest
	inside, baseline, traffic []coded
	everybody                 []coded // the traffic, also where only that with some items is looked at
	whole                     []coded // baseline, with the rows that were removed
	total                     float64 // excess of the rise, before any rows were removed
	within                    bool    // the rows have a broad item, and no other is sought
}

// coded is a row as the sorted numbers of its items.
type coded struct {
	items  []int32
	weight int64
}

func newSubject(c *Contrast) *subject {
	dimensions := c.Others.items.dimensions
	s := &subject{Contrast: c, dimensions: dimensions, items: newItems(dimensions, mostItems)}
	s.inside = s.code(c.Inside)
	c.Others.meet(s.items.all)
	defer c.Others.part(s.items.all)
	s.baseline, s.traffic = c.Others.code(c.Baseline), c.Others.code(c.Traffic)
	s.everybody = s.traffic
	s.whole = slices.Clone(s.baseline)
	return s
}

// heaviest is the greatest weight of a row: sums of them do not overflow.
const heaviest = 1 << 40

func (s *subject) code(rows []Row) []coded {
	list := make([]coded, 0, len(rows))
	pool := make([]int32, 0, 2*len(rows)*len(s.dimensions))
	for _, r := range rows {
		if r.Weight <= 0 {
			continue
		}
		from := len(pool)
		pool = s.items.row(pool, r)
		list = append(list, coded{pool[from:len(pool):len(pool)], min(r.Weight, heaviest)})
	}
	return list
}

func weigh(rows []coded) float64 {
	sum := 0.0
	for _, r := range rows {
		sum += float64(r.weight)
	}
	return sum
}

// excess returns how many more rows than usual are left inside.
func (s *subject) excess() float64 { return weigh(s.inside) - s.Scale*weigh(s.baseline) }

// remove takes away the rows that have all of the items.
func (s *subject) remove(ids []int32) {
	has := func(r coded) bool { return r.has(ids) }
	s.inside = slices.DeleteFunc(s.inside, has)
	s.baseline = slices.DeleteFunc(s.baseline, has)
}

// having returns the rows inside that have all of the items.
func (s *subject) having(ids []int32) (rows []coded) { return having(s.inside, ids) }

func having(all []coded, ids []int32) (rows []coded) {
	for _, r := range all {
		if r.has(ids) {
			rows = append(rows, r)
		}
	}
	return rows
}

// narrowed is the subject of the rows that have all of the items.
func (s *subject) narrowed(ids []int32) *subject {
	in := *s
	in.within = true
	in.inside, in.baseline, in.traffic = having(s.inside, ids), having(s.baseline, ids), having(s.traffic, ids)
	if weigh(in.traffic) < enoughRows { // hardly any say what is usual there: all do
		in.traffic = s.traffic
	}
	return &in
}

func (r coded) has(ids []int32) bool {
	for _, id := range ids {
		if !slices.Contains(r.items, id) {
			return false
		}
	}
	return true
}

// isNew reports whether no row of the baseline has all of the items.
func (s *subject) isNew(ids []int32) bool {
	return !slices.ContainsFunc(s.whole, func(r coded) bool { return r.has(ids) })
}

// profile returns the rows as sets of the items that may be causes.
func (s *subject) profile() *profile {
	p := &profile{items: s.items, scale: s.Scale, dimensions: s.dimensions, total: s.total}
	p.usualRows, p.excess = weigh(s.baseline), s.excess()
	p.candidates = s.candidates()
	place := make([]int8, len(s.items.all))
	for i := range place {
		place[i] = -1
	}
	for i, id := range p.candidates {
		place[id] = int8(i)
	}
	p.inside = sets(s.inside, place)
	p.baseline = sets(s.baseline, place)
	p.traffic = sets(s.traffic, place)
	return p
}

const (
	mostCandidates = 64 // fit into a set
	// leastPart is the part of the remaining excess that a candidate has.
	leastPart = 0.03
)

// candidates returns the items with the most excess, as many as fit into a set.
// Derived items of a singleton are left out.
func (s *subject) candidates() []int32 {
	inside, baseline := s.count(s.inside), s.count(s.baseline)
	least := max(leastRows, leastPart*s.excess())
	worth := func(id int32) float64 {
		return inside[id] - s.Scale*baseline[id] - s.items.all[id].cost*1e-6
	}
	var list []int32
	for id := range s.items.all {
		if worth(int32(id)) >= least*0.999 {
			list = append(list, int32(id))
		}
	}
	list = slices.DeleteFunc(list, s.singleton(inside))
	list = slices.DeleteFunc(list, s.sharedByAll())
	list = slices.DeleteFunc(list, func(id int32) bool { return s.within && s.isBroad([]int32{id}) })
	slices.SortFunc(list, func(a, b int32) int { return cmp.Or(cmp.Compare(worth(b), worth(a)), cmp.Compare(a, b)) })
	return list[:min(len(list), mostCandidates)]
}

func (s *subject) count(rows []coded) []float64 {
	sums := make([]float64, len(s.items.all))
	for _, r := range rows {
		for _, id := range r.items {
			sums[id] += float64(r.weight)
		}
	}
	return sums
}

// singleton returns a test for derived items that stand for one or two values, or
// nearly so. A network with one client is better named by the client.
func (s *subject) singleton(inside []float64) func(int32) bool {
	values := make([]int, len(s.items.all))
	heaviest := make([]float64, len(s.items.all))
	for d := range s.items.of {
		for v, ids := range s.items.of[d] {
			self, ok := s.items.index[d][v]
			if !ok || inside[self] == 0 {
				continue
			}
			for _, id := range ids {
				values[id]++
				heaviest[id] = max(heaviest[id], inside[self])
			}
		}
	}
	return func(id int32) bool {
		return s.items.all[id].derived && (values[id] < 3 || heaviest[id] >= 0.7*inside[id])
	}
}
