package scan

import (
	"cmp"
	"slices"
	"sort"

	"github.com/iiswhy/iiswhy/parser"
)

// spanSet tells whether seconds are of some spans.
type spanSet struct {
	all   bool
	spans []Span // in order, apart from each other
}

// newSpanSet returns the set of some spans in any order; nil is all time.
func newSpanSet(spans []Span) *spanSet {
	return &spanSet{all: spans == nil, spans: JoinSpans(spans)}
}

// setOf returns the set of some spans in any order; nil is no time.
func setOf(spans []Span) *spanSet { return &spanSet{spans: JoinSpans(spans)} }

// JoinSpans returns the same times in order, in as few spans as can be.
func JoinSpans(spans []Span) (all []Span) {
	spans = slices.Clone(spans)
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	for _, s := range spans {
		if n := len(all); n > 0 && s.From <= all[n-1].Until {
			all[n-1].Until = max(all[n-1].Until, s.Until)
		} else if s.From < s.Until {
			all = append(all, s)
		}
	}
	return all
}

// holds reports whether a second is of a span. NoTime is of none but all time.
func (s *spanSet) holds(second int64) bool {
	if s.all {
		return true
	}
	_, ok := SpanOf(s.spans, second)
	return ok && second != parser.NoTime
}

// meets reports whether some second from one to another is of a span.
func (s *spanSet) meets(first, last int64) bool {
	if s.all {
		return true
	}
	i := sort.Search(len(s.spans), func(i int) bool { return first < s.spans[i].Until })
	return i < len(s.spans) && s.spans[i].From <= last
}
