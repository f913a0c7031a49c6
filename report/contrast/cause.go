package contrast

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
	// Dimensions, the most telling first: of two that explain equally well the
	// first is named. Client, user, path, agent … site, port is a good order.
	Dimensions []Dimension
	// Inside are the rows of the spike, Baseline those of the same series outside
	// of spikes.
	Inside, Baseline []Row
	// Scale is how many rows inside are usual for each row of the baseline: the rows
	// that are expected in the spike, divided by the weight of Baseline. Less than
	// zero counts as zero.
	Scale float64
	// Traffic is a sample of all requests, errors or not, of some thousand. It shows
	// that everybody uses GET, which the baseline of a new error cannot show. It is
	// optional. Without it, later dimensions are assumed to be less telling.
	Traffic []Row
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
	// Also are up to three more attributes that nine of ten of its rows have, and
	// few of the baseline or the traffic.
	Also []Attribute
	// Observed are the rows of the group in the spike, less those of the causes
	// before; Expected is how many are usual.
	Observed int64
	Expected float64
	// Share is the part of the excess that the group accounts for, 0 to 1.
	Share float64
	// New says that no row of the baseline is like it.
	New bool
	// Even says that nothing stands out. Where is then what all rows of the spike
	// have in common, which may be nothing. What the traffic has less often comes
	// first.
	Even bool
}

const (
	mostCauses = 5
	leastShare = 0.03 // of the excess, to be a cause
	leastRows  = 3
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
	var causes []Cause
	for len(causes) < c.Max && s.excess() >= max(leastRows, leastShare*total) {
		p := s.profile()
		best := p.best()
		if best.set == 0 || best.score <= 0 || best.excess() < leastShare*total {
			break
		}
		if len(causes) == 0 && best.score < weak && best.excess() >= nearlyAll*total {
			break
		}
		causes = append(causes, s.cause(p, best, total))
		s.remove(p.names(best.set))
	}
	if len(causes) == 0 && total > 0 {
		causes = s.even()
	}
	return causes
}
