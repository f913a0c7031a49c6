package scan

import (
	"cmp"
	"slices"

	"github.com/iiswhy/iiswhy/parser"
)

// spanSet tells whether seconds are of some spans.
type spanSet struct {
	all   bool
	spans []Span // in order, apart from each other
}

// newSpanSet returns the set of some spans in any order; nil is all time.
func newSpanSet(spans []Span) *spanSet {
	s := &spanSet{all: spans == nil}
	sorted := slices.Clone(spans)
	slices.SortFunc(sorted, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	for _, one := range sorted {
		if n := len(s.spans); n > 0 && one.From <= s.spans[n-1].Until {
			s.spans[n-1].Until = max(s.spans[n-1].Until, one.Until)
		} else {
			s.spans = append(s.spans, one)
		}
	}
	return s
}

// holds reports whether a second is of a span. NoTime is of none but all time.
func (s *spanSet) holds(second int64) bool {
	if s.all {
		return true
	}
	_, ok := SpanOf(s.spans, second)
	return ok && second != parser.NoTime
}
