package scan

import (
	"math"
	"sort"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// use says what becomes of a row: it is shown by a report, compared with, or
// dropped.
type use uint8

const (
	shown    use = iota
	compared     // counted per minute and outcome only
	dropped      // filtered out
)

// selection decides what becomes of rows: the one place that does. What a row's
// own fields say is asked first, before it is judged; what its verdict says once
// for all rows of an outcome.
type selection struct {
	filter  *Filter
	fields  *matcher // nil where every row fits
	spans   []Span   // in order; nil for all time
	only    *Span    // nothing but their time says which rows fit; nil for no such time
	last    int      // span of the row before
	compare bool     // rows of other codes and verdicts are compared with
	// lookOnly says that no row is shown at all.
	lookOnly bool
}

func newSelection(o *Options, columns *columns) *selection {
	s := &selection{
		filter: &o.Filter, fields: newMatcher(o, columns), spans: o.Spans, compare: o.Compare, lookOnly: o.lookOnly,
	}
	if s.fields != nil && s.fields.isOfTime() && len(s.spans) == 0 {
		only := o.Filter.period()
		s.fields, s.only = nil, &only
	}
	return s
}

// besideSpan is the index of no span: of rows beside the only time that is asked for. Such
// rows are noted, for second looks, and not counted.
const besideSpan = math.MaxUint16

// isBeside reports whether rows of a second are beside the only time that is asked for.
func (s *selection) isBeside(second int64) bool {
	return s.only != nil && second != parser.NoTime && !s.only.Holds(second)
}

// takes reports whether a row is not dropped, as far as its own fields say.
func (s *selection) takes(r *parser.Row) bool {
	if s.fields == nil && s.only == nil && len(s.spans) == 0 {
		return true
	}
	_, ok := s.span(r.Second)
	return ok && (s.fields == nil || s.fields.fits(r))
}

// takesByTime reports whether rows are taken by their time alone, to be shown.
func (s *selection) takesByTime() bool { return s.fields == nil && !s.lookOnly }

// of returns what becomes of rows of an outcome and a verdict.
func (s *selection) of(o *outcome, v codes.Verdict) use {
	wanted := (o.gaveUp.takes || !o.gaveUp.is && s.filter.takesCode(o.status, o.substatus)) && s.filter.takes(v)
	switch {
	case !wanted && !s.compare, o.span == besideSpan:
		return dropped
	case !wanted, s.lookOnly, len(s.spans) > 0 && !s.spans[o.span].Shown:
		return compared
	}
	return shown
}

// span returns the index of the span that a second belongs to, and false for none.
func (s *selection) span(second int64) (int, bool) {
	switch {
	case s.only != nil && (second == parser.NoTime || !s.only.Holds(second)):
		return besideSpan, false
	case len(s.spans) == 0:
		return 0, true
	}
	if second == parser.NoTime {
		return 0, false
	}
	if s.last < len(s.spans) && s.spans[s.last].Holds(second) {
		return s.last, true
	}
	i, ok := SpanOf(s.spans, second)
	if ok {
		s.last = i
	}
	return i, ok
}

// spanOf is span, -1 for none.
func (s *selection) spanOf(second int64) int {
	if i, ok := s.span(second); ok {
		return i
	}
	return -1
}

// SpanOf returns the index of the span that holds a second, and false for none.
func SpanOf(spans []Span, second int64) (int, bool) {
	i := sort.Search(len(spans), func(i int) bool { return second < spans[i].Until })
	return i, i < len(spans) && spans[i].Holds(second)
}
