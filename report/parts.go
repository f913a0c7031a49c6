package report

import (
	"math"
	"sort"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// Part is a span of time whose rows are counted by themselves: From ≤ second <
// Until, in seconds since 1970. A report shows the rows of the parts that are
// Shown; the others are what these are compared with, and are counted per minute
// and outcome only.
type Part struct {
	From, Until int64
	Shown       bool
}

// partition is how a scan divides rows: by time, and by whether the report shows
// them or only compares with them.
type partition struct {
	parts []Part // in order; nil for all time
	last  int    // part of the row before
	// status and verdicts are what the report shows, where it is compared with
	// the rest.
	status   []StatusPattern
	verdicts []codes.Verdict
	// nothing says that the report shows no row at all: they are only looked at.
	nothing bool
}

func newPartition(o Options) *partition {
	p := &partition{parts: o.Parts, nothing: o.looking}
	if o.Compare {
		p.status, p.verdicts = o.Filter.Status, o.Filter.Verdicts
	}
	return p
}

// of returns the part that a second belongs to, and false for none.
func (p *partition) of(second int64) (int, bool) {
	if len(p.parts) == 0 {
		return 0, true
	}
	if second == parser.NoTime {
		return 0, false
	}
	if p.last < len(p.parts) && p.parts[p.last].holds(second) {
		return p.last, true
	}
	i := sort.Search(len(p.parts), func(i int) bool { return second < p.parts[i].Until })
	if i == len(p.parts) || !p.parts[i].holds(second) {
		return 0, false
	}
	p.last = i
	return i, true
}

func (p *Part) holds(second int64) bool { return p.From <= second && second < p.Until }

// hides reports whether rows of an outcome and a verdict are only compared with.
func (p *partition) hides(o outcome, v codes.Verdict) bool {
	if p.nothing || len(p.parts) > 0 && !p.parts[o.part].Shown {
		return true
	}
	f := Filter{Status: p.status, Verdicts: p.verdicts}
	return !f.takesCode(o.status, o.substatus) || !f.takes(v)
}

// divided makes the period of the filter a part, where rows outside of it are
// compared with.
func (o Options) divided() Options {
	f := &o.Filter
	if !o.Compare || len(o.Parts) > 0 || f.Since.IsZero() && f.Until.IsZero() {
		return o
	}
	from, until := int64(math.MinInt64), int64(math.MaxInt64)
	if !f.Since.IsZero() {
		from = ceilSecond(f.Since)
	}
	if !f.Until.IsZero() {
		until = ceilSecond(f.Until)
	}
	f.Since, f.Until = time.Time{}, time.Time{}
	o.Parts = []Part{{math.MinInt64, from, false}, {from, until, true}, {until, math.MaxInt64, false}}
	return o
}
