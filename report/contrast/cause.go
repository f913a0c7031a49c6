package contrast

import "slices"

// Row is one request, or several alike.
type Row struct {
	// Values has one value a dimension; "" and "-" stand for none.
	Values []string
	// Weight is how many requests it stands for. Zero or less: it is skipped.
	Weight int64
}

// Dimension is a field of rows that a cause may name.
type Dimension struct {
	Name string
	Kind Kind
	// Broad says that a value is shared by many requests that have nothing else in
	// common, as a method, a port or a host. A cause by such values alone is explained
	// once more among its own rows.
	Broad bool
	// Place says that the values are where requests are served: a server, a site, a
	// queue. They are Broad. There are few of them, and to name one costs little.
	Place bool
}

// Kind says how the values of a dimension are read.
type Kind int

// The kinds.
const (
	// Plain values stand for themselves.
	Plain Kind = iota
	// Address values are IP addresses. Their networks are looked at as well, and
	// named as in 203.0.113.0/24: /24 and /16, or /64 and /48 for IPv6.
	Address
	// Path values are paths. Their folders are looked at as well, and named as in
	// /shop/*, and so are their extensions, as in *.php.
	Path
	// Outcome values, such as Win32 numbers, belong to the error itself. They are
	// a cause where they differ from the baseline of the same error, not where the
	// error is new.
	Outcome
)

// Contrast is what Explain compares.
type Contrast struct {
	// Others numbered the rows of Baseline and of Traffic.
	Others *Others
	// Inside are the rows of the spike.
	Inside []Row
	// Baseline are the rows of the same series outside of spikes.
	Baseline []Other
	// Scale is how many rows inside are usual for each row of the baseline: the rows
	// that are expected in the spike, divided by the weight of Baseline. Less than
	// zero counts as zero.
	Scale float64
	// Traffic is a sample of all requests, errors or not, of some thousand. It shows
	// that everybody uses GET, which the baseline of a new error cannot show. It is
	// optional. Without it, later dimensions are assumed to be less telling.
	Traffic []Other
	// Max is how many causes are returned at most; zero: 5.
	Max int
}

// Attribute is a value of a dimension, or a network, folder or extension.
type Attribute struct {
	Dimension string
	Value     string
}

// Cause is a group of rows that accounts for a part of the excess.
type Cause struct {
	// Where is the shortest description of the group: attributes that all of its
	// rows have, one to three.
	Where []Attribute
	// Also are up to three more attributes that all of its rows have, as far as 99.5 %
	// are all, and few of the baseline or the traffic: first the Place, if that is not
	// where such rows are always served.
	Also []Attribute
	// Observed are the rows of the group in the spike, less those of the causes
	// before; Expected is how many are usual.
	Observed int64
	Expected float64
	// Share is the part of the excess that the group accounts for, 0 to 1. Shares of
	// one rise sum to 1 at most.
	Share float64
	// New says that no row of the baseline is like it.
	New bool
	// Even says that nothing stands out. Where is then what all rows of the spike
	// have in common, which may be nothing. What the traffic has less often comes
	// first. What nine of ten requests have is no cause, and never named.
	Even bool
}

const (
	mostCauses = 5
	leastShare = 0.03 // of the excess, to be a cause
	// severalTimes is from what sum on the shares of causes are parts of that sum: below, the last
	// one takes what the others leave.
	severalTimes = 1.1
	leastRows    = 3
	// leastOfPart is how many rows a cause has that is less than ofPart of the excess.
	leastOfPart, ofPart = 6, 0.5
	// leastWithin is the part of the rows with one method, port or place that a cause
	// within them has: fewer do not tell what is behind them.
	leastWithin = 0.25
	// mostOfPlace is the part of a place's rows from which a cause within it is told: of what is
	// served elsewhere as well, and fails here alone, the place is at fault.
	mostOfPlace = 0.8
	// weak is the score below which a group that is all of the excess is not worth
	// more than the other things that its rows have in common.
	weak = 1
)

// Explain names who or what accounts for the excess of a spike, the weightiest
// first. When the rise is even, because no client, path or other value has more
// of it than of the usual, the one cause is Even.
//
// The score of a group is the divergence of its share of the excess from its
// usual share: high for a group that has much of the excess (explanatory power)
// and little of the baseline (surprise). Each attribute more must earn its place.
// Rows of a cause are taken away before the next is sought, so that causes add
// up, and two incidents at once have one each.
func Explain(c Contrast) []Cause {
	if !(c.Scale > 0) {
		c.Scale = 0
	}
	if c.Max <= 0 {
		c.Max = mostCauses
	}
	s := newSubject(&c)
	total := s.excess()
	s.total = total
	var found []described
	for len(found) < mostCauses && s.excess() >= max(leastRows, leastShare*total) {
		g, ok := s.next(total, len(found) == 0)
		if !ok {
			break
		}
		found = append(found, g)
		s.remove(g.ids)
	}
	if len(found) == 0 && total > 0 {
		if g, ok := s.next(total, false); ok && len(s.inCommon(nearlyAll)) == 0 {
			return []Cause{g.Cause} // weak, but more than nothing
		}
		return s.even()
	}
	return inOrder(found, c.Max)
}

// described is a cause and the items that all of its rows have.
type described struct {
	Cause
	ids []int32
	of  []coded // its rows inside
}

// next returns the cause that tells most of the rows that are left. Where that is
// only a method, a port or a place, it is what tells most among the rows that have it.
func (s *subject) next(total float64, first bool) (described, bool) {
	p := s.profile()
	best := p.best()
	if best.set == 0 || best.score <= 0 || best.excess() < leastShare*total {
		return described{}, false
	}
	ids := p.names(best.set)
	if s.isBroad(ids) {
		if inner, ok := s.nextWithin(ids, total); ok {
			return inner, true
		}
	}
	if first && best.score < weak && best.excess() >= nearlyAll*total {
		return described{}, false
	}
	return described{s.cause(p, best, total), ids, s.having(ids)}, true
}

// nextWithin returns what tells most among the rows that have some broad items.
func (s *subject) nextWithin(broad []int32, total float64) (described, bool) {
	in := s.narrowed(broad)
	p := in.profile()
	best := p.best()
	if best.set == 0 || best.score <= 0 || best.excess() < leastWithin*in.excess() {
		return described{}, false
	}
	ids := p.names(best.set)
	if best.excess() < mostOfPlace*in.excess() && s.isOfPlace(broad) && s.isElsewhere(ids, broad) {
		return described{}, false
	}
	c := in.cause(p, best, total)
	for _, id := range broad {
		at := s.attribute(id)
		c.Also = slices.DeleteFunc(c.Also, func(o Attribute) bool { return o == at })
		if len(s.having(ids)) > len(s.having(append(slices.Clip(ids), id))) {
			ids, c.Where = append(slices.Clip(ids), id), append(c.Where, at)
		} else {
			c.Also = append(c.Also[:min(len(c.Also), mostAlso-1)], at)
		}
	}
	return described{c, ids, s.having(ids)}, true
}

// isOfPlace reports whether one of some items is a place.
func (s *subject) isOfPlace(ids []int32) bool {
	return slices.ContainsFunc(ids, func(id int32) bool { return s.dimensions[s.items.all[id].dimension].Place })
}

// isElsewhere reports whether most of the other rows that have some items lack others.
func (s *subject) isElsewhere(ids, others []int32) bool {
	like := s.otherLike(ids)
	return weigh(like) >= fewLike && 2*weigh(having(like, others)) < weigh(like)
}

// isBroad reports whether items are of broad dimensions alone.
func (s *subject) isBroad(ids []int32) bool {
	return !slices.ContainsFunc(ids, func(id int32) bool { return !s.dimensions[s.items.all[id].dimension].Broad })
}

// inOrder returns the causes, those with the most rows first. One that has rows that
// an earlier one took stays behind it: it is told of what that left.
func inOrder(found []described, most int) (causes []Cause) {
	for i := range found {
		for j := i; j > 0 && found[j].Observed > found[j-1].Observed && !found[j].meets(found[j-1]); j-- {
			found[j], found[j-1] = found[j-1], found[j]
		}
	}
	told := found[:min(len(found), most)]
	sum, left := 0.0, 1.0
	for _, f := range told {
		sum += f.Share
	}
	for _, f := range told {
		if sum > severalTimes { // what is usual was of others, who are away
			f.Share /= sum
		}
		f.Share = min(f.Share, left)
		left -= f.Share
		causes = append(causes, f.Cause)
	}
	return causes
}

// meets reports whether rows that an earlier cause took have all that this one names.
func (d described) meets(earlier described) bool {
	return slices.ContainsFunc(earlier.of, func(r coded) bool { return r.has(d.ids) })
}
